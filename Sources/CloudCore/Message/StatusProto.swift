extension Status {
    /// The status as an encoded `google.rpc.Status`, the value of the gRPC trailer `grpc-status-details-bin`.
    public var protobufBytes: [UInt8] {
        ProtobufEncoder.bytes(of: StatusMessage(self))
    }

    /// Decodes a `google.rpc.Status`. Details of other types are left out; an unknown code becomes `unknown`.
    ///
    /// - Throws: INTERNAL when the bytes are no such message.
    public init(protobuf bytes: UnsafeRawBufferPointer) throws(Status) {
        self = try ProtobufDecoder.decode(StatusMessage.self, from: bytes).status
    }
}
