import CloudCore

/// The messages of `google/cloud/scheduler/v1/job.proto`, `target.proto` and `cloudscheduler.proto`.
enum SchedulerV1 {}

extension SchedulerV1 {
    /// `google.cloud.scheduler.v1.Job`.
    struct Job: Message {
        static let definitionName: String? = "google.cloud.scheduler.v1.Job"
        static let oneofs = [
            Oneof("target", 4, 5, 6)
        ]

        var name = ""
        var description = ""
        var pubsubTarget: PubsubTarget?
        var appEngineHttpTarget: AppEngineHttpTarget?
        var httpTarget: HttpTarget?
        var userUpdateTime: Timestamp?
        var state: Job.State = Job.State(rawValue: 0)
        var status: StatusMessage?
        var scheduleTime: Timestamp?
        var lastAttemptTime: Timestamp?
        var retryConfig: RetryConfig?
        var schedule = ""
        var timeZone = ""
        var attemptDeadline: Duration?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "description", &description)
            visitor.field(4, "pubsubTarget", &pubsubTarget)
            visitor.field(5, "appEngineHttpTarget", &appEngineHttpTarget)
            visitor.field(6, "httpTarget", &httpTarget)
            visitor.field(9, "userUpdateTime", &userUpdateTime)
            visitor.field(10, "state", &state)
            visitor.field(11, "status", &status)
            visitor.field(17, "scheduleTime", &scheduleTime)
            visitor.field(18, "lastAttemptTime", &lastAttemptTime)
            visitor.field(19, "retryConfig", &retryConfig)
            visitor.field(20, "schedule", &schedule)
            visitor.field(21, "timeZone", &timeZone)
            visitor.field(22, "attemptDeadline", &attemptDeadline)
        }

        /// `google.cloud.scheduler.v1.Job.State`.
        struct State: ProtoEnum {
            static let definitionName: String? = "google.cloud.scheduler.v1.Job.State"

            var rawValue: Int32

            static let names: [(number: Int32, name: String)] = [
                (0, "STATE_UNSPECIFIED"),
                (1, "ENABLED"),
                (2, "PAUSED"),
                (3, "DISABLED"),
                (4, "UPDATE_FAILED"),
            ]

            static let enabled = State(rawValue: 1)
            static let paused = State(rawValue: 2)
            static let disabled = State(rawValue: 3)
            static let updateFailed = State(rawValue: 4)
        }
    }

    /// `google.cloud.scheduler.v1.RetryConfig`.
    struct RetryConfig: Message {
        static let definitionName: String? = "google.cloud.scheduler.v1.RetryConfig"

        var retryCount: Int32 = 0
        var maxRetryDuration: Duration?
        var minBackoffDuration: Duration?
        var maxBackoffDuration: Duration?
        var maxDoublings: Int32 = 0

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "retryCount", &retryCount)
            visitor.field(2, "maxRetryDuration", &maxRetryDuration)
            visitor.field(3, "minBackoffDuration", &minBackoffDuration)
            visitor.field(4, "maxBackoffDuration", &maxBackoffDuration)
            visitor.field(5, "maxDoublings", &maxDoublings)
        }
    }
}
