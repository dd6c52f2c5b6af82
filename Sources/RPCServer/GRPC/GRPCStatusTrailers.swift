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
            if bytes.count <= maxDetailsBytes { fields.append(("grpc-status-details-bin", base64(bytes))) }
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
                encoded += [UInt8(ascii: "%"), hexDigit(byte >> 4), hexDigit(byte & 15)]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }

    /// Base64 without padding, which binary headers allow.
    private static func base64(_ bytes: [UInt8]) -> String {
        let alphabet: [UInt8] = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var encoded: [UInt8] = []
        encoded.reserveCapacity(bytes.count * 4 / 3 + 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
            for index in 0...group.count {
                encoded.append(alphabet[Int(bits >> UInt32(18 - 6 * index) & 63)])
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }
}
