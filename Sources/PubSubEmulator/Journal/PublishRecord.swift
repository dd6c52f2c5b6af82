import CloudCore

/// A `LogRecord` of a publish, by far the most frequent: the same bytes, without the other fields' cost.
struct PublishRecord: Message {
    var time: Timestamp?
    var publish: LogRecord.Published?

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "time", &time)
        visitor.field(9, "publish", &publish)
    }
}
