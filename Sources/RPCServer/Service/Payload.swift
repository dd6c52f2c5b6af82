import CloudCore

/// The representation of a call's messages: gRPC speaks protobuf, REST proto3 JSON.
public enum PayloadFormat: Sendable {
    case protobuf
    case json
}

/// A request message as it arrived. The bytes are valid only while the method is being called.
public enum RequestPayload {
    /// The protobuf encoding, and where strings that its caller has sent before may be taken from.
    case protobuf(UnsafeRawBufferPointer, RecentStrings? = nil)
    /// The JSON body with the fields of path and query merged in.
    case json(JSON)

    /// The representation in which the caller wants the answer.
    @inlinable public var format: PayloadFormat {
        switch self {
        case .protobuf: .protobuf
        case .json: .json
        }
    }

    /// Decodes the message.
    ///
    /// - Throws: INTERNAL for malformed protobuf, INVALID_ARGUMENT for JSON that is not the message.
    @inlinable func decode<M: Message>(_ type: M.Type = M.self) throws(Status) -> M {
        switch self {
        case .protobuf(let bytes, let strings):
            try ProtobufDecoder.decode(M.self, from: bytes, strings: strings)
        case .json(let json): try ProtoJSONDecoder.decode(M.self, from: json)
        }
    }
}

extension PayloadFormat {
    /// Appends `message` to `out` in this representation.
    @inlinable func encode<M: Message>(_ message: M, to out: inout OutputBuffer) {
        switch self {
        case .protobuf: ProtobufEncoder.encode(message, to: &out)
        case .json: ProtoJSONEncoder.encode(message, to: &out)
        }
    }
}
