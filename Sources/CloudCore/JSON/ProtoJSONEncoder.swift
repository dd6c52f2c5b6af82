/// Encodes a message as proto3 JSON.
public struct ProtoJSONEncoder {
    /// Appends `message` to `out`.
    public static func encode<M: Message>(_ message: M, to out: inout OutputBuffer) {}
}
