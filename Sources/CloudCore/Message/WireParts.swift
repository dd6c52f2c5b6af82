/// The fields that Timestamp and Duration share on the wire.
@usableFromInline struct SecondsAndNanos: Message {
    @usableFromInline var seconds: Int64 = 0
    @usableFromInline var nanos: Int32 = 0

    @inlinable init() {}

    @inlinable mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "seconds", &seconds)
        visitor.field(2, "nanos", &nanos)
    }

    /// The duration, held at the 10,000 years that `google/protobuf/duration.proto` allows: unbounded seconds
    /// and nanoseconds may add up to more seconds than `Duration.components` has room for, which traps.
    @inlinable var duration: Duration {
        let limit = Duration.seconds(315_576_000_000)
        return min(max(.seconds(seconds) + .nanoseconds(Int64(nanos)), .zero - limit), limit)
    }
}

/// The one field of FieldMask on the wire.
@usableFromInline struct PathList: Message {
    @usableFromInline var paths: [String] = []

    @inlinable init() {}

    @inlinable mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "paths", &paths)
    }
}

/// One entry of a `map<string, string>` on the wire.
@usableFromInline struct MapEntry: Message {
    @usableFromInline var key = ""
    @usableFromInline var value = ""

    @inlinable init() {}

    @inlinable mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "key", &key)
        visitor.field(2, "value", &value)
    }
}
