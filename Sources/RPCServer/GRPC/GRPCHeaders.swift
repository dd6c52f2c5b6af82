import CloudCore

/// The header blocks of gRPC responses that never change, encoded once.
///
/// Source: grpc `doc/PROTOCOL-HTTP2.md`, "Responses".
enum GRPCHeaders {
    /// The headers of every response; the status of one that fails before its first message follows in the
    /// same block ("Trailers-Only").
    static let opening = [
        (name: ":status", value: "200"), (name: "content-type", value: "application/grpc"),
        (name: "grpc-accept-encoding", value: "identity,gzip"),
    ]

    /// The headers before the first message of a response.
    static let response = HPACKEncoder.block(opening)

    /// The trailers of a call that ends well.
    static let okTrailers = HPACKEncoder.block([("grpc-status", "0")])
}
