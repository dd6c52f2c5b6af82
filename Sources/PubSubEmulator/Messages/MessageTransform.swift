import CloudCore

/// `google.pubsub.v1.MessageTransform`.
public struct MessageTransform: Message {
    /// `javascript_udf` of the API definition.
    public var javascriptUdf: JavaScriptUDF?
    /// `enabled` of the API definition.
    public var enabled = false
    /// `disabled` of the API definition.
    public var disabled = false
    /// `ai_inference` of the API definition.
    public var aiInference: AIInference?
    /// `compression` of the API definition.
    public var compression: Compression?

    /// What of it excludes one another.
    public static let oneofs = [Oneof("transform", 2, 6, 7)]

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(2, "javascriptUdf", &javascriptUdf)
        visitor.field(3, "enabled", &enabled)
        visitor.field(4, "disabled", &disabled)
        visitor.field(6, "aiInference", &aiInference)
        visitor.field(7, "compression", &compression)
    }
}

/// `google.pubsub.v1.JavaScriptUDF`.
public struct JavaScriptUDF: Message {
    /// `function_name` of the API definition.
    public var functionName = ""
    /// `code` of the API definition.
    public var code = ""

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "functionName", &functionName)
        visitor.field(2, "code", &code)
    }
}

/// `google.pubsub.v1.Compression`.
public struct Compression: Message {
    /// `compression_algorithm` of the API definition.
    public var compressionAlgorithm = Compression.CompressionAlgorithm(rawValue: 0)
    /// `compression_mode` of the API definition.
    public var compressionMode = Compression.CompressionMode(rawValue: 0)

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "compressionAlgorithm", &compressionAlgorithm)
        visitor.field(2, "compressionMode", &compressionMode)
    }

    /// `google.pubsub.v1.Compression.CompressionAlgorithm` of the API definition.
    public struct CompressionAlgorithm: ProtoEnum {
        /// The number on the wire.
        public var rawValue: Int32

        /// Makes the value with that number.
        public init(rawValue: Int32) { self.rawValue = rawValue }

        /// The known values.
        public static let names: [(number: Int32, name: String)] = [
            (0, "COMPRESSION_ALGORITHM_UNSPECIFIED"),
            (1, "ZLIB"),
            (3, "ZSTD"),
        ]

        /// `COMPRESSION_ALGORITHM_UNSPECIFIED`.
        public static let unspecified = CompressionAlgorithm(rawValue: 0)
        /// `ZLIB`.
        public static let zlib = CompressionAlgorithm(rawValue: 1)
        /// `ZSTD`.
        public static let zstd = CompressionAlgorithm(rawValue: 3)
    }

    /// `google.pubsub.v1.Compression.CompressionMode` of the API definition.
    public struct CompressionMode: ProtoEnum {
        /// The number on the wire.
        public var rawValue: Int32

        /// Makes the value with that number.
        public init(rawValue: Int32) { self.rawValue = rawValue }

        /// The known values.
        public static let names: [(number: Int32, name: String)] = [
            (0, "COMPRESSION_MODE_UNSPECIFIED"),
            (1, "COMPRESS"),
            (2, "DECOMPRESS"),
        ]

        /// `COMPRESSION_MODE_UNSPECIFIED`.
        public static let unspecified = CompressionMode(rawValue: 0)
        /// `COMPRESS`.
        public static let compress = CompressionMode(rawValue: 1)
        /// `DECOMPRESS`.
        public static let decompress = CompressionMode(rawValue: 2)
    }
}

/// `google.pubsub.v1.AIInference`.
public struct AIInference: Message {
    /// `endpoint` of the API definition.
    public var endpoint = ""
    /// `unstructured_inference` of the API definition.
    public var unstructuredInference: AIInference.UnstructuredInference?
    /// The account that the service writes as; empty for the service agent.
    public var serviceAccountEmail = ""

    /// What of it excludes one another.
    public static let oneofs = [Oneof("inference_mode", 2)]

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "endpoint", &endpoint)
        visitor.field(2, "unstructuredInference", &unstructuredInference)
        visitor.field(3, "serviceAccountEmail", &serviceAccountEmail)
    }

    /// `google.pubsub.v1.AIInference.UnstructuredInference`.
    public struct UnstructuredInference: Message {
        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {}
    }
}
