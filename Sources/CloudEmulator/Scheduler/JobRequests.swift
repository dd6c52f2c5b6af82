import CloudCore

extension SchedulerV1 {
    /// `google.cloud.scheduler.v1.ListJobsRequest`.
    struct ListJobsRequest: Message {
        static let definitionName: String? = "google.cloud.scheduler.v1.ListJobsRequest"

        var parent = ""
        var pageSize: Int32 = 0
        var pageToken = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "parent", &parent)
            visitor.field(5, "pageSize", &pageSize)
            visitor.field(6, "pageToken", &pageToken)
        }
    }

    /// `google.cloud.scheduler.v1.ListJobsResponse`.
    struct ListJobsResponse: Message {
        static let definitionName: String? = "google.cloud.scheduler.v1.ListJobsResponse"

        var jobs: [Job] = []
        var nextPageToken = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "jobs", &jobs)
            visitor.field(2, "nextPageToken", &nextPageToken)
        }
    }

    /// `google.cloud.scheduler.v1.GetJobRequest`.
    struct GetJobRequest: Message {
        static let definitionName: String? = "google.cloud.scheduler.v1.GetJobRequest"

        var name = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
        }
    }

    /// `google.cloud.scheduler.v1.CreateJobRequest`.
    struct CreateJobRequest: Message {
        static let definitionName: String? = "google.cloud.scheduler.v1.CreateJobRequest"

        var parent = ""
        var job: Job?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "parent", &parent)
            visitor.field(2, "job", &job)
        }
    }

    /// `google.cloud.scheduler.v1.UpdateJobRequest`.
    struct UpdateJobRequest: Message {
        static let definitionName: String? = "google.cloud.scheduler.v1.UpdateJobRequest"

        var job: Job?
        var updateMask: FieldMask?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "job", &job)
            visitor.field(2, "updateMask", &updateMask)
        }
    }
}
