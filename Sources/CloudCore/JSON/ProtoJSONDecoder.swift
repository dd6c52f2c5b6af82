/// Decodes proto3 JSON into a message.
public struct ProtoJSONDecoder {
    /// Decodes a whole message.
    ///
    /// - Throws: INVALID_ARGUMENT naming the field and the value.
    public static func decode<M: Message>(_ type: M.Type, from json: JSON) throws(Status) -> M {
        throw Status(.unimplemented, "JSON is not supported yet.")
    }
}
