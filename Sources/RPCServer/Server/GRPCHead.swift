import CloudCore

/// What the head of a gRPC request says of its call (grpc `doc/PROTOCOL-HTTP2.md`, "Requests").
///
/// An object, because one reference is cheaper to pass on than what it stands for.
final class GRPCHead: Sendable {
    let method: RPCMethod
    /// Whether messages may be compressed.
    let isGzip: Bool
    let context: CallContext

    /// - Throws: UNIMPLEMENTED for an unknown encoding, INTERNAL for a malformed timeout.
    init(_ method: RPCMethod, _ fields: HeaderFields, localPort: UInt16) throws(Status) {
        self.method = method
        isGzip = try Self.isGzip(fields[.grpcEncoding])
        var timeout: Duration?
        if let text = fields[.grpcTimeout] {
            timeout = GRPCTimeout.parse(text)
            if timeout == nil {
                throw Status(
                    .internal, "Malformed grpc-timeout \"\(text)\"; expected up to 8 digits and a unit.")
            }
        }
        context = CallContext(timeout: timeout, authorization: fields[.authorization], localPort: localPort)
    }

    private static func isGzip(_ encoding: String?) throws(Status) -> Bool {
        switch encoding {
        case nil, "identity"?: return false
        case "gzip"?: return true
        case let other?:
            throw Status(.unimplemented, "grpc-encoding \"\(other)\" is not supported; use identity or gzip.")
        }
    }
}
