/// Encodes a message as proto3 JSON straight into an output buffer.
///
/// Fields without explicit presence are left out when they hold their default, as in Google's REST answers.
/// Source: "ProtoJSON Format" in the protocol buffers documentation.
public enum ProtoJSONEncoder {
    /// Appends `message` to `out`, without any space.
    public static func encode<M: Message>(_ message: M, to out: inout OutputBuffer) {
        var message = message
        var writer = ProtoJSONWriter(out)
        writer.object(&message)
        out = writer.take()
    }

    /// The JSON text of `message`.
    public static func text<M: Message>(of message: M) -> String {
        var out = OutputBuffer()
        encode(message, to: &out)
        return out.withBytes { String(decoding: $0, as: UTF8.self) }
    }
}
