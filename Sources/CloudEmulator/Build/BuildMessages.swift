import CloudCore

/// The messages of `google/devtools/cloudbuild/v1/cloudbuild.proto`, as far as they are about builds.
enum CloudBuildV1 {}

extension CloudBuildV1 {
    /// `google.devtools.cloudbuild.v1.Build`.
    struct Build: Message {
        static let definitionName: String? = "google.devtools.cloudbuild.v1.Build"

        var id = ""
        var status = Build.Status(rawValue: 0)
        var source: Source?
        var createTime: Timestamp?
        var startTime: Timestamp?
        var finishTime: Timestamp?
        var results: Results?
        var steps: [BuildStep] = []
        var timeout: Duration?
        var images: [String] = []
        var projectID = ""
        var logsBucket = ""
        var sourceProvenance: SourceProvenance?
        var buildTriggerID = ""
        var options: BuildOptions?
        var statusDetail = ""
        var logURL = ""
        var substitutions: StringMap = [:]
        var tags: [String] = []
        var secrets: [Unsupported] = []
        var timing: MessageMap<TimeSpan> = [:]
        var artifacts: Artifacts?
        var queueTtl: Duration?
        var serviceAccount = ""
        var approval: Unsupported?
        var name = ""
        var availableSecrets: Secrets?
        var gitConfig: Unsupported?
        var warnings: [Build.Warning] = []
        var failureInfo: Build.FailureInfo?
        var dependencies: [Unsupported] = []

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "id", &id)
            visitor.field(2, "status", &status)
            visitor.field(3, "source", &source)
            visitor.field(6, "createTime", &createTime)
            visitor.field(7, "startTime", &startTime)
            visitor.field(8, "finishTime", &finishTime)
            visitor.field(10, "results", &results)
            visitor.field(11, "steps", &steps)
            visitor.field(12, "timeout", &timeout)
            visitor.field(13, "images", &images)
            visitor.field(16, "projectId", &projectID)
            visitor.field(19, "logsBucket", &logsBucket)
            visitor.field(21, "sourceProvenance", &sourceProvenance)
            visitor.field(22, "buildTriggerId", &buildTriggerID)
            visitor.field(23, "options", &options)
            visitor.field(24, "statusDetail", &statusDetail)
            visitor.field(25, "logUrl", &logURL)
            visitor.field(29, "substitutions", &substitutions)
            visitor.field(31, "tags", &tags)
            visitor.field(32, "secrets", &secrets)
            visitor.field(33, "timing", &timing)
            visitor.field(37, "artifacts", &artifacts)
            visitor.field(40, "queueTtl", &queueTtl)
            visitor.field(42, "serviceAccount", &serviceAccount)
            visitor.field(44, "approval", &approval)
            visitor.field(45, "name", &name)
            visitor.field(47, "availableSecrets", &availableSecrets)
            visitor.field(48, "gitConfig", &gitConfig)
            visitor.field(49, "warnings", &warnings)
            visitor.field(51, "failureInfo", &failureInfo)
            visitor.field(56, "dependencies", &dependencies)
        }
    }
}

extension CloudBuildV1.Build {
    /// `google.devtools.cloudbuild.v1.Build.Status`.
    struct Status: ProtoEnum {
        static let definitionName: String? = "google.devtools.cloudbuild.v1.Build.Status"

        let rawValue: Int32

        static let statusUnknown = Self(rawValue: 0)
        static let queued = Self(rawValue: 1)
        static let working = Self(rawValue: 2)
        static let success = Self(rawValue: 3)
        static let failure = Self(rawValue: 4)
        static let internalError = Self(rawValue: 5)
        static let timeout = Self(rawValue: 6)
        static let cancelled = Self(rawValue: 7)
        static let expired = Self(rawValue: 9)
        static let pending = Self(rawValue: 10)

        static let names: [(number: Int32, name: String)] = [
            (0, "STATUS_UNKNOWN"), (1, "QUEUED"), (2, "WORKING"), (3, "SUCCESS"), (4, "FAILURE"),
            (5, "INTERNAL_ERROR"), (6, "TIMEOUT"), (7, "CANCELLED"), (9, "EXPIRED"), (10, "PENDING"),
        ]
    }

    /// `google.devtools.cloudbuild.v1.Build.Warning`.
    struct Warning: Message {
        static let definitionName: String? = "google.devtools.cloudbuild.v1.Build.Warning"

        var text = ""
        var priority = Priority(rawValue: 0)

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "text", &text)
            visitor.field(2, "priority", &priority)
        }
    }
}

extension CloudBuildV1.Build.Warning {
    /// `google.devtools.cloudbuild.v1.Build.Warning.Priority`.
    struct Priority: ProtoEnum {
        static let definitionName: String? = "google.devtools.cloudbuild.v1.Build.Warning.Priority"

        let rawValue: Int32

        static let priorityUnspecified = Self(rawValue: 0)
        static let info = Self(rawValue: 1)
        static let warning = Self(rawValue: 2)
        static let alert = Self(rawValue: 3)

        static let names: [(number: Int32, name: String)] = [
            (0, "PRIORITY_UNSPECIFIED"), (1, "INFO"), (2, "WARNING"), (3, "ALERT"),
        ]
    }
}

extension CloudBuildV1.Build {
    /// `google.devtools.cloudbuild.v1.Build.FailureInfo`.
    struct FailureInfo: Message {
        static let definitionName: String? = "google.devtools.cloudbuild.v1.Build.FailureInfo"

        var type = FailureType(rawValue: 0)
        var detail = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "type", &type)
            visitor.field(2, "detail", &detail)
        }
    }
}

extension CloudBuildV1.Build.FailureInfo {
    /// `google.devtools.cloudbuild.v1.Build.FailureInfo.FailureType`.
    struct FailureType: ProtoEnum {
        static let definitionName: String? = "google.devtools.cloudbuild.v1.Build.FailureInfo.FailureType"

        let rawValue: Int32

        static let failureTypeUnspecified = Self(rawValue: 0)
        static let pushFailed = Self(rawValue: 1)
        static let pushImageNotFound = Self(rawValue: 2)
        static let pushNotAuthorized = Self(rawValue: 3)
        static let loggingFailure = Self(rawValue: 4)
        static let userBuildStep = Self(rawValue: 5)
        static let fetchSourceFailed = Self(rawValue: 6)

        static let names: [(number: Int32, name: String)] = [
            (0, "FAILURE_TYPE_UNSPECIFIED"), (1, "PUSH_FAILED"), (2, "PUSH_IMAGE_NOT_FOUND"),
            (3, "PUSH_NOT_AUTHORIZED"), (4, "LOGGING_FAILURE"), (5, "USER_BUILD_STEP"),
            (6, "FETCH_SOURCE_FAILED"),
        ]
    }
}

extension CloudBuildV1 {
    /// `google.devtools.cloudbuild.v1.BuildOperationMetadata`.
    struct BuildOperationMetadata: Message {
        static let definitionName: String? = "google.devtools.cloudbuild.v1.BuildOperationMetadata"

        var build: Build?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "build", &build)
        }
    }

    /// `google.devtools.cloudbuild.v1.TimeSpan`.
    struct TimeSpan: Message {
        static let definitionName: String? = "google.devtools.cloudbuild.v1.TimeSpan"

        var startTime: Timestamp?
        var endTime: Timestamp?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "startTime", &startTime)
            visitor.field(2, "endTime", &endTime)
        }
    }

    /// A field that the definition has and this cloud does not support: only whether it is set counts.
    struct Unsupported: Message {
        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {}
    }
}
