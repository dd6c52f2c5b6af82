/// Decodes proto3 JSON into a message.
///
/// Sources: "ProtoJSON Format" in the protocol buffers documentation, and for what Google's REST front ends
/// accept beyond it (a single value where a list is wanted, `"true"` for true) and for their error texts,
/// answers of those front ends.
public enum ProtoJSONDecoder {
    /// Decodes a whole message.
    ///
    /// - Throws: INVALID_ARGUMENT naming the field and the value, with a BadRequest detail.
    public static func decode<M: Message>(_ type: M.Type, from json: JSON) throws(Status) -> M {
        try decode(type, from: json, ignoringUnknownFields: false)
    }

    /// Decodes a whole message, as `decode(_:from:)` does, or as clients should, who must survive fields that
    /// a server has newly got.
    ///
    /// - Throws: INVALID_ARGUMENT naming the field and the value, with a BadRequest detail.
    public static func decode<M: Message>(
        _ type: M.Type, from json: JSON, ignoringUnknownFields: Bool
    ) throws(Status) -> M {
        var message = M()
        var reader = ProtoJSONReader(ignoringUnknownFields: ignoringUnknownFields)
        reader.read(text: json, into: &message)
        if let fault = reader.fault { throw fault }
        return message
    }
}
