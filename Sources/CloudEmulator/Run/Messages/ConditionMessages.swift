import CloudCore

extension RunV2 {
    /// `google.cloud.run.v2.Condition`.
    struct Condition: Message {
        static let definitionName: String? = "google.cloud.run.v2.Condition"
        static let oneofs = [
            Oneof("reasons", 6, 9, 11)
        ]

        var type = ""
        var state: Condition.State = Condition.State(rawValue: 0)
        var message = ""
        var lastTransitionTime: Timestamp?
        var severity: Condition.Severity = Condition.Severity(rawValue: 0)
        var reason: Condition.CommonReason = Condition.CommonReason(rawValue: 0)
        var revisionReason: Condition.RevisionReason = Condition.RevisionReason(rawValue: 0)
        var executionReason: Condition.ExecutionReason = Condition.ExecutionReason(rawValue: 0)

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "type", &type)
            visitor.field(2, "state", &state)
            visitor.field(3, "message", &message)
            visitor.field(4, "lastTransitionTime", &lastTransitionTime)
            visitor.field(5, "severity", &severity)
            visitor.field(6, "reason", &reason)
            visitor.field(9, "revisionReason", &revisionReason)
            visitor.field(11, "executionReason", &executionReason)
        }

        /// `google.cloud.run.v2.Condition.State`.
        struct State: ProtoEnum {
            static let definitionName: String? = "google.cloud.run.v2.Condition.State"

            var rawValue: Int32

            static let names: [(number: Int32, name: String)] = [
                (0, "STATE_UNSPECIFIED"),
                (1, "CONDITION_PENDING"),
                (2, "CONDITION_RECONCILING"),
                (3, "CONDITION_FAILED"),
                (4, "CONDITION_SUCCEEDED"),
            ]

            static let pending = State(rawValue: 1)
            static let reconciling = State(rawValue: 2)
            static let failed = State(rawValue: 3)
            static let succeeded = State(rawValue: 4)
        }

        /// `google.cloud.run.v2.Condition.Severity`.
        struct Severity: ProtoEnum {
            static let definitionName: String? = "google.cloud.run.v2.Condition.Severity"

            var rawValue: Int32

            static let names: [(number: Int32, name: String)] = [
                (0, "SEVERITY_UNSPECIFIED"),
                (1, "ERROR"),
                (2, "WARNING"),
                (3, "INFO"),
            ]

            static let error = Severity(rawValue: 1)
            static let warning = Severity(rawValue: 2)
            static let info = Severity(rawValue: 3)
        }

        /// `google.cloud.run.v2.Condition.CommonReason`.
        struct CommonReason: ProtoEnum {
            static let definitionName: String? = "google.cloud.run.v2.Condition.CommonReason"

            var rawValue: Int32

            static let names: [(number: Int32, name: String)] = [
                (0, "COMMON_REASON_UNDEFINED"),
                (1, "UNKNOWN"),
                (3, "REVISION_FAILED"),
                (4, "PROGRESS_DEADLINE_EXCEEDED"),
                (6, "CONTAINER_MISSING"),
                (7, "CONTAINER_PERMISSION_DENIED"),
                (8, "CONTAINER_IMAGE_UNAUTHORIZED"),
                (9, "CONTAINER_IMAGE_AUTHORIZATION_CHECK_FAILED"),
                (10, "ENCRYPTION_KEY_PERMISSION_DENIED"),
                (11, "ENCRYPTION_KEY_CHECK_FAILED"),
                (12, "SECRETS_ACCESS_CHECK_FAILED"),
                (13, "WAITING_FOR_OPERATION"),
                (14, "IMMEDIATE_RETRY"),
                (15, "POSTPONED_RETRY"),
                (16, "INTERNAL"),
                (17, "VPC_NETWORK_NOT_FOUND"),
            ]

            static let revisionFailed = CommonReason(rawValue: 3)
            static let progressDeadlineExceeded = CommonReason(rawValue: 4)
            static let containerMissing = CommonReason(rawValue: 6)
            static let secretsAccessCheckFailed = CommonReason(rawValue: 12)
            static let `internal` = CommonReason(rawValue: 16)
        }

        /// `google.cloud.run.v2.Condition.RevisionReason`.
        struct RevisionReason: ProtoEnum {
            static let definitionName: String? = "google.cloud.run.v2.Condition.RevisionReason"

            var rawValue: Int32

            static let names: [(number: Int32, name: String)] = [
                (0, "REVISION_REASON_UNDEFINED"),
                (1, "PENDING"),
                (2, "RESERVE"),
                (3, "RETIRED"),
                (4, "RETIRING"),
                (5, "RECREATING"),
                (6, "HEALTH_CHECK_CONTAINER_ERROR"),
                (7, "CUSTOMIZED_PATH_RESPONSE_PENDING"),
                (8, "MIN_INSTANCES_NOT_PROVISIONED"),
                (9, "ACTIVE_REVISION_LIMIT_REACHED"),
                (10, "NO_DEPLOYMENT"),
                (11, "HEALTH_CHECK_SKIPPED"),
                (12, "MIN_INSTANCES_WARMING"),
            ]

            static let reserve = RevisionReason(rawValue: 2)
            static let retired = RevisionReason(rawValue: 3)
            static let healthCheckContainerError = RevisionReason(rawValue: 6)
        }

        /// `google.cloud.run.v2.Condition.ExecutionReason`.
        struct ExecutionReason: ProtoEnum {
            static let definitionName: String? = "google.cloud.run.v2.Condition.ExecutionReason"

            var rawValue: Int32

            static let names: [(number: Int32, name: String)] = [
                (0, "EXECUTION_REASON_UNDEFINED"),
                (1, "JOB_STATUS_SERVICE_POLLING_ERROR"),
                (2, "NON_ZERO_EXIT_CODE"),
                (3, "CANCELLED"),
                (4, "CANCELLING"),
                (5, "DELETED"),
                (6, "DELAYED_START_PENDING"),
            ]
        }
    }
}
