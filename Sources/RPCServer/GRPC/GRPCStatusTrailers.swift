import CloudCore

/// The trailers that carry a call's outcome: `grpc-status`, `grpc-message`, `grpc-status-details-bin`.
///
/// Source: grpc `doc/PROTOCOL-HTTP2.md`, "Responses".
enum GRPCStatusTrailers {
    /// A message is cut to this many bytes, and details are left out when they are longer, so that the trailers
    /// fit the header limits of every client (8 KiB by default).
    static let maxMessageBytes = 2 * 1024
    static let maxDetailsBytes = 4 * 1024

    /// The trailers of a failed call.
    static func fields(for status: Status) -> [(name: String, value: String)] {
        var fields = [(name: "grpc-status", value: String(status.code.rawValue))]
        if !status.message.isEmpty { fields.append(("grpc-message", percentEncoded(status.message))) }
        if !status.details.isEmpty {
            let bytes = status.protobufBytes
            if bytes.count <= maxDetailsBytes {
                fields.append(("grpc-status-details-bin", Base64.encode(bytes, padded: false)))
            }
        }
        return fields
    }

    /// The message with everything but printable ASCII, and the percent sign, percent-encoded.
    static func percentEncoded(_ message: String) -> String {
        var encoded: [UInt8] = []
        for byte in message.utf8.prefix(maxMessageBytes) {
            if (0x20...0x7e).contains(byte), byte != UInt8(ascii: "%") {
                encoded.append(byte)
            } else {
                encoded += [UInt8(ascii: "%"), Hexadecimal.digit(byte >> 4), Hexadecimal.digit(byte & 15)]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }
}
