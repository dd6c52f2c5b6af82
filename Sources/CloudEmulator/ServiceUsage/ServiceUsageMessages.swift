import CloudCore

/// The messages of `google/api/serviceusage/v1/serviceusage.proto` and `resources.proto`.
public enum ServiceUsageV1 {
    /// The package of the API definition.
    static let package = "google.api.serviceusage.v1"
}

extension ServiceUsageV1 {
    /// `google.api.serviceusage.v1.Service`: an API and whether a project may use it.
    public struct Service: Message {
        /// `projects/{number}/services/{service}`.
        public var name = ""
        /// What the API is called.
        public var config: ServiceConfig?
        /// Whether the project may use it.
        public var state = State(rawValue: 0)
        /// `projects/{number}`.
        public var parent = ""

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "config", &config)
            visitor.field(4, "state", &state)
            visitor.field(5, "parent", &parent)
        }
    }

    /// `google.api.serviceusage.v1.State`.
    public struct State: ProtoEnum {
        /// The number on the wire.
        public var rawValue: Int32

        /// Makes the value with that number.
        public init(rawValue: Int32) { self.rawValue = rawValue }

        /// The known values.
        public static let names: [(number: Int32, name: String)] = [
            (0, "STATE_UNSPECIFIED"), (1, "DISABLED"), (2, "ENABLED"),
        ]

        /// `DISABLED`.
        public static let disabled = State(rawValue: 1)
        /// `ENABLED`.
        public static let enabled = State(rawValue: 2)
    }

    /// `google.api.serviceusage.v1.ServiceConfig`, as far as there is something to say about an API.
    public struct ServiceConfig: Message {
        /// The DNS name, for example `pubsub.googleapis.com`.
        public var name = ""
        /// The product's title.
        public var title = ""

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "title", &title)
        }
    }

    /// `google.api.serviceusage.v1.OperationMetadata`.
    public struct OperationMetadata: Message {
        /// The resources that the operation is about.
        public var resourceNames: [String] = []

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(2, "resourceNames", &resourceNames)
        }
    }
}
