import CloudCore

extension RunV2 {
    /// `google.cloud.run.v2.CreateServiceRequest`.
    struct CreateServiceRequest: Message {
        static let definitionName: String? = "google.cloud.run.v2.CreateServiceRequest"

        var parent = ""
        var service: Service?
        var serviceID = ""
        var validateOnly = false

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "parent", &parent)
            visitor.field(2, "service", &service)
            visitor.field(3, "serviceId", &serviceID)
            visitor.field(4, "validateOnly", &validateOnly)
        }
    }

    /// `google.cloud.run.v2.UpdateServiceRequest`.
    struct UpdateServiceRequest: Message {
        static let definitionName: String? = "google.cloud.run.v2.UpdateServiceRequest"

        var service: Service?
        var updateMask: FieldMask?
        var validateOnly = false
        var allowMissing = false

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "service", &service)
            visitor.field(2, "updateMask", &updateMask)
            visitor.field(3, "validateOnly", &validateOnly)
            visitor.field(4, "allowMissing", &allowMissing)
        }
    }

    /// `google.cloud.run.v2.ListServicesRequest`.
    struct ListServicesRequest: Message {
        static let definitionName: String? = "google.cloud.run.v2.ListServicesRequest"

        var parent = ""
        var pageSize: Int32 = 0
        var pageToken = ""
        var showDeleted = false

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "parent", &parent)
            visitor.field(2, "pageSize", &pageSize)
            visitor.field(3, "pageToken", &pageToken)
            visitor.field(4, "showDeleted", &showDeleted)
        }
    }

    /// `google.cloud.run.v2.ListServicesResponse`.
    struct ListServicesResponse: Message {
        static let definitionName: String? = "google.cloud.run.v2.ListServicesResponse"

        var services: [Service] = []
        var nextPageToken = ""
        var unreachable: [String] = []

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "services", &services)
            visitor.field(2, "nextPageToken", &nextPageToken)
            visitor.field(3, "unreachable", &unreachable)
        }
    }

    /// `google.cloud.run.v2.GetServiceRequest`.
    struct GetServiceRequest: Message {
        static let definitionName: String? = "google.cloud.run.v2.GetServiceRequest"

        var name = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
        }
    }

    /// `google.cloud.run.v2.DeleteServiceRequest`.
    struct DeleteServiceRequest: Message {
        static let definitionName: String? = "google.cloud.run.v2.DeleteServiceRequest"

        var name = ""
        var validateOnly = false
        var etag = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "validateOnly", &validateOnly)
            visitor.field(3, "etag", &etag)
        }
    }

    /// `google.cloud.run.v2.GetRevisionRequest`.
    struct GetRevisionRequest: Message {
        static let definitionName: String? = "google.cloud.run.v2.GetRevisionRequest"

        var name = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
        }
    }

    /// `google.cloud.run.v2.ListRevisionsRequest`.
    struct ListRevisionsRequest: Message {
        static let definitionName: String? = "google.cloud.run.v2.ListRevisionsRequest"

        var parent = ""
        var pageSize: Int32 = 0
        var pageToken = ""
        var showDeleted = false

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "parent", &parent)
            visitor.field(2, "pageSize", &pageSize)
            visitor.field(3, "pageToken", &pageToken)
            visitor.field(4, "showDeleted", &showDeleted)
        }
    }

    /// `google.cloud.run.v2.ListRevisionsResponse`.
    struct ListRevisionsResponse: Message {
        static let definitionName: String? = "google.cloud.run.v2.ListRevisionsResponse"

        var revisions: [Revision] = []
        var nextPageToken = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "revisions", &revisions)
            visitor.field(2, "nextPageToken", &nextPageToken)
        }
    }

    /// `google.cloud.run.v2.DeleteRevisionRequest`.
    struct DeleteRevisionRequest: Message {
        static let definitionName: String? = "google.cloud.run.v2.DeleteRevisionRequest"

        var name = ""
        var validateOnly = false
        var etag = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "validateOnly", &validateOnly)
            visitor.field(3, "etag", &etag)
        }
    }
}
