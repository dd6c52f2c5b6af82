import CloudCore

extension Message {
    /// A request of this type as proto3 JSON.
    ///
    /// - Throws: as `RequestPayload.decode`.
    static func json(of payload: RequestPayload) throws(Status) -> JSON {
        switch payload {
        case .json(let json): return json
        case .protobuf: return try payload.decode(Self.self).protoJSON
        }
    }

    /// The protobuf encoding of a request of this type that is given as proto3 JSON.
    ///
    /// - Throws: INVALID_ARGUMENT for JSON that is not the message.
    static func protobuf(of json: JSON) throws(Status) -> [UInt8] {
        ProtobufEncoder.bytes(of: try ProtoJSONDecoder.decode(Self.self, from: json))
    }

    /// The message as a tree of proto3 JSON.
    public var protoJSON: JSON { (try? JSON.parse(ProtoJSONEncoder.text(of: self))) ?? .null }
}
