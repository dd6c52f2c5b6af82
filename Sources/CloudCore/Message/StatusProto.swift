extension Status {
    /// The status as an encoded `google.rpc.Status`, the value of the gRPC trailer `grpc-status-details-bin`.
    public var protobufBytes: [UInt8] {
        var status = StatusMessage()
        status.code = code.rawValue
        status.message = message
        status.details = details.map { detail in
            let packed = StatusDetailMessage(detail)
            return AnyMessage(
                typeURL: StatusDetailMessage.typePrefix + packed.typeName,
                value: ProtobufEncoder.bytes(of: packed.message))
        }
        return ProtobufEncoder.bytes(of: status)
    }

    /// Decodes a `google.rpc.Status`. Details of other types are left out; an unknown code becomes `unknown`.
    ///
    /// - Throws: INTERNAL when the bytes are no such message.
    public init(protobuf bytes: UnsafeRawBufferPointer) throws(Status) {
        let status = try ProtobufDecoder.decode(StatusMessage.self, from: bytes)
        let details = status.details.compactMap {
            StatusDetailMessage(typeURL: $0.typeURL, ProtobufDetail(bytes: $0.value))?.detail
        }
        self.init(Code(rawValue: status.code) ?? .unknown, status.message, details: details)
    }
}

private struct ProtobufDetail: StatusDetailDecoder {
    let bytes: [UInt8]

    func decode<M: Message>(_ type: M.Type) throws(Status) -> M {
        let result: Result<M, Status> = bytes.withUnsafeBytes { input in
            Result { () throws(Status) in try ProtobufDecoder.decode(M.self, from: input) }
        }
        return try result.get()
    }
}
