import CloudCore

// The messages that fields of their own kinds are on the wire.

/// `google.protobuf.Timestamp`.
struct TimestampShape: Message {
    var seconds: Int64 = 0
    var nanos: Int32 = 0

    static let definitionName: String? = "google.protobuf.Timestamp"

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "seconds", &seconds)
        visitor.field(2, "nanos", &nanos)
    }
}

/// `google.protobuf.Duration`.
struct DurationShape: Message {
    var seconds: Int64 = 0
    var nanos: Int32 = 0

    static let definitionName: String? = "google.protobuf.Duration"

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "seconds", &seconds)
        visitor.field(2, "nanos", &nanos)
    }
}

/// `google.protobuf.FieldMask`.
struct FieldMaskShape: Message {
    var paths: [String] = []

    static let definitionName: String? = "google.protobuf.FieldMask"

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "paths", &paths)
    }
}
