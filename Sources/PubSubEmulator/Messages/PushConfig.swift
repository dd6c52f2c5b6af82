import CloudCore

/// `google.pubsub.v1.PushConfig`.
public struct PushConfig: Message {
    /// The URL that messages are posted to.
    public var pushEndpoint = ""
    /// Attributes, at most 100, keys up to 256 bytes, values up to 1,024.
    public var attributes: StringMap = [:]
    /// `oidc_token` of the API definition.
    public var oidcToken: PushConfig.OidcToken?
    /// `pubsub_wrapper` of the API definition.
    public var pubsubWrapper: PushConfig.PubsubWrapper?
    /// `no_wrapper` of the API definition.
    public var noWrapper: PushConfig.NoWrapper?

    /// What of it excludes one another.
    public static let oneofs = [
        Oneof("authentication_method", 3),
        Oneof("wrapper", 4, 5),
    ]

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "pushEndpoint", &pushEndpoint)
        visitor.field(2, "attributes", &attributes)
        visitor.field(3, "oidcToken", &oidcToken)
        visitor.field(4, "pubsubWrapper", &pubsubWrapper)
        visitor.field(5, "noWrapper", &noWrapper)
    }

    /// `google.pubsub.v1.PushConfig.OidcToken`.
    public struct OidcToken: Message {
        /// The account that the service writes as; empty for the service agent.
        public var serviceAccountEmail = ""
        /// The audience of the token; the endpoint unless set.
        public var audience = ""

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "serviceAccountEmail", &serviceAccountEmail)
            visitor.field(2, "audience", &audience)
        }
    }

    /// `google.pubsub.v1.PushConfig.PubsubWrapper`.
    public struct PubsubWrapper: Message {
        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {}
    }

    /// `google.pubsub.v1.PushConfig.NoWrapper`.
    public struct NoWrapper: Message {
        /// `write_metadata` of the API definition.
        public var writeMetadata = false

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "writeMetadata", &writeMetadata)
        }
    }
}
