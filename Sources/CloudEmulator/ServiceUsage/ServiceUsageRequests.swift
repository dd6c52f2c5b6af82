import CloudCore

extension ServiceUsageV1 {
    /// `google.api.serviceusage.v1.GetServiceRequest`, and EnableServiceRequest, which is alike.
    public struct ServiceNameRequest: Message {
        /// `projects/{project}/services/{service}`.
        public var name = ""

        /// The full name in the API definition.
        public static let definitionName: String? = "google.api.serviceusage.v1.GetServiceRequest"

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
        }
    }

    /// `google.api.serviceusage.v1.DisableServiceRequest`.
    public struct DisableServiceRequest: Message {
        /// `projects/{project}/services/{service}`.
        public var name = ""
        /// Whether enabled services that depend on it are disabled with it.
        public var disableDependentServices = false
        /// Whether a service that is in use is refused.
        public var checkIfServiceHasUsage = UsageCheck(rawValue: 0)

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "disableDependentServices", &disableDependentServices)
            visitor.field(3, "checkIfServiceHasUsage", &checkIfServiceHasUsage)
        }
    }

    /// `google.api.serviceusage.v1.DisableServiceRequest.CheckIfServiceHasUsage`.
    public struct UsageCheck: ProtoEnum {
        /// The number on the wire.
        public var rawValue: Int32

        /// The full name in the API definition.
        public static let definitionName: String? =
            "google.api.serviceusage.v1.DisableServiceRequest.CheckIfServiceHasUsage"

        /// Makes the value with that number.
        public init(rawValue: Int32) { self.rawValue = rawValue }

        /// The known values.
        public static let names: [(number: Int32, name: String)] = [
            (0, "CHECK_IF_SERVICE_HAS_USAGE_UNSPECIFIED"), (1, "SKIP"), (2, "CHECK"),
        ]

        /// `CHECK`.
        public static let check = UsageCheck(rawValue: 2)
    }

    /// `google.api.serviceusage.v1.EnableServiceResponse`, and DisableServiceResponse, which is alike.
    public struct ServiceResponse: Message {
        /// The service as it is after the operation.
        public var service: Service?

        /// The full name in the API definition.
        public static let definitionName: String? = "google.api.serviceusage.v1.EnableServiceResponse"

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "service", &service)
        }
    }

    /// `google.api.serviceusage.v1.ListServicesRequest`.
    public struct ListServicesRequest: Message {
        /// `projects/{project}`.
        public var parent = ""
        /// The most services of a page: 200, and 50 unless said otherwise.
        public var pageSize: Int32 = 0
        /// Where to go on, from an earlier answer.
        public var pageToken = ""
        /// `state:ENABLED`, `state:DISABLED`, or empty.
        public var filter = ""

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "parent", &parent)
            visitor.field(2, "pageSize", &pageSize)
            visitor.field(3, "pageToken", &pageToken)
            visitor.field(4, "filter", &filter)
        }
    }

    /// `google.api.serviceusage.v1.ListServicesResponse`.
    public struct ListServicesResponse: Message {
        /// A page of services, sorted by name.
        public var services: [Service] = []
        /// Where the next page begins; empty for the last.
        public var nextPageToken = ""

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "services", &services)
            visitor.field(2, "nextPageToken", &nextPageToken)
        }
    }

    /// `google.api.serviceusage.v1.BatchEnableServicesRequest`.
    public struct BatchEnableServicesRequest: Message {
        /// `projects/{project}`.
        public var parent = ""
        /// The DNS names of the services, at most 20.
        public var serviceIDs: [String] = []

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "parent", &parent)
            visitor.field(2, "serviceIds", &serviceIDs)
        }
    }

    /// `google.api.serviceusage.v1.BatchEnableServicesResponse`. A batch is atomic, so that its `failures` are never
    /// there.
    public struct BatchEnableServicesResponse: Message {
        /// The services as they are after the operation.
        public var services: [Service] = []

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "services", &services)
        }
    }

    /// `google.api.serviceusage.v1.BatchGetServicesRequest`.
    public struct BatchGetServicesRequest: Message {
        /// `projects/{project}`, which the names must begin with.
        public var parent = ""
        /// The full names of the services, at most 30.
        public var names: [String] = []

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "parent", &parent)
            visitor.field(2, "names", &names)
        }
    }

    /// `google.api.serviceusage.v1.BatchGetServicesResponse`.
    public struct BatchGetServicesResponse: Message {
        /// The services, in the order asked for.
        public var services: [Service] = []

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "services", &services)
        }
    }
}
