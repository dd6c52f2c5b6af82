import CloudCore

/// The header blocks of gRPC responses that never change, encoded once.
///
/// Source: grpc `doc/PROTOCOL-HTTP2.md`, "Responses".
enum GRPCHeaders {
    /// The headers before the first message of a response.
    static let response = HPACKEncoder.block([
        (":status", "200"), ("content-type", "application/grpc"), ("grpc-accept-encoding", "identity,gzip"),
    ])

    /// The trailers of a call that ends well.
    static let okTrailers = HPACKEncoder.block([("grpc-status", "0")])

    /// What precedes the status when a call fails before its first message ("Trailers-Only").
    static let trailersOnly = [
        (name: ":status", value: "200"), (name: "content-type", value: "application/grpc"),
        (name: "grpc-accept-encoding", value: "identity,gzip"),
    ]
}
