import CloudCore

@testable import RPCServer

/// Builds and takes apart what goes over an HTTP/2 connection, independently of the code under test as far as
/// that is possible.
enum Wire {
    static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
    static let ackedStart = preface + settings([]) + settingsAck

    static func frame(_ type: UInt8, _ flags: UInt8, _ stream: UInt32, _ payload: [UInt8]) -> [UInt8] {
        let length = payload.count
        return [UInt8(length >> 16 & 0xff), UInt8(length >> 8 & 0xff), UInt8(length & 0xff), type, flags]
            + bytes(stream) + payload
    }

    static func bytes(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    static func data(_ stream: UInt32, _ payload: [UInt8], end: Bool = false) -> [UInt8] {
        frame(0, end ? 1 : 0, stream, payload)
    }

    static func data(_ stream: UInt32, count: Int, end: Bool = false) -> [UInt8] {
        data(stream, [UInt8](repeating: 7, count: count), end: end)
    }

    static func paddedData(_ stream: UInt32, _ payload: [UInt8], padding: Int, end: Bool = false) -> [UInt8] {
        frame(
            0, end ? 9 : 8, stream, [UInt8(padding)] + payload + [UInt8](repeating: 0, count: padding))
    }

    static func headers(_ stream: UInt32, _ block: [UInt8] = request, end: Bool = false) -> [UInt8] {
        frame(1, end ? 5 : 4, stream, block)
    }

    static func openHeaders(_ stream: UInt32, _ block: [UInt8], end: Bool = false) -> [UInt8] {
        frame(1, end ? 1 : 0, stream, block)
    }

    static func continuation(_ stream: UInt32, _ block: [UInt8], endHeaders: Bool = true) -> [UInt8] {
        frame(9, endHeaders ? 4 : 0, stream, block)
    }

    static func priority(_ stream: UInt32, dependsOn other: UInt32) -> [UInt8] {
        frame(2, 0, stream, bytes(other) + [15])
    }

    static func reset(_ stream: UInt32, _ code: UInt32 = 8) -> [UInt8] { frame(3, 0, stream, bytes(code)) }

    static func settings(_ entries: [(UInt16, UInt32)]) -> [UInt8] {
        frame(4, 0, 0, entries.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] + bytes($1) })
    }

    static let settingsAck = frame(4, 1, 0, [])

    static func ping(_ payload: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8], ack: Bool = false) -> [UInt8] {
        frame(6, ack ? 1 : 0, 0, payload)
    }

    static func goAway(_ last: UInt32 = 0, _ code: UInt32 = 0) -> [UInt8] {
        frame(7, 0, 0, bytes(last) + bytes(code))
    }

    static func windowUpdate(_ stream: UInt32, _ increment: UInt32) -> [UInt8] {
        frame(8, 0, stream, bytes(increment))
    }

    // MARK: Header blocks

    /// The fields that every request needs.
    static let pseudo = [
        (":method", "POST"), (":scheme", "http"), (":path", "/a.b.C/D"), (":authority", "localhost"),
    ]

    /// A block of literals that are not indexed and not Huffman coded.
    static func block(_ fields: [(String, String)]) -> [UInt8] { fields.flatMap { literal($0, $1) } }

    static let request = block(pseudo)

    static func request(_ fields: [(String, String)]) -> [UInt8] { block(pseudo + fields) }

    static func literal(_ name: String, _ value: String, pattern: UInt8 = 0x00) -> [UInt8] {
        [pattern] + string(name) + string(value)
    }

    static func string(_ string: String) -> [UInt8] {
        let utf8 = Array(string.utf8)
        guard utf8.count >= 127 else { return [UInt8(utf8.count)] + utf8 }
        var rest = utf8.count - 127
        var length: [UInt8] = [127]
        while rest >= 128 {
            length.append(UInt8(rest & 0x7f) | 0x80)
            rest >>= 7
        }
        return length + [UInt8(rest)] + utf8
    }

    /// Bytes written in hexadecimal, with spaces where they help.
    static func hex(_ text: String) -> [UInt8] {
        let digits = text.filter { !$0.isWhitespace }.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
    }
}

/// A frame that the server sent.
struct SentFrame: Equatable, CustomStringConvertible {
    let type: UInt8
    let flags: UInt8
    let stream: UInt32
    let payload: [UInt8]

    /// Takes apart all frames in `bytes`; an incomplete one at the end is dropped.
    static func all(in bytes: [UInt8]) -> [SentFrame] {
        var frames: [SentFrame] = []
        var offset = 0
        while bytes.count - offset >= 9 {
            let length = Int(bytes[offset]) << 16 | Int(bytes[offset + 1]) << 8 | Int(bytes[offset + 2])
            guard bytes.count - offset - 9 >= length else { break }
            frames.append(
                SentFrame(
                    type: bytes[offset + 3], flags: bytes[offset + 4],
                    stream: number(bytes[offset + 5..<offset + 9]),
                    payload: Array(bytes[offset + 9..<offset + 9 + length])))
            offset += 9 + length
        }
        return frames
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }

    var endsStream: Bool { type <= 1 && flags & 1 == 1 }

    /// In short: type, stream, what matters of the payload, and whether it ends the stream.
    var description: String {
        let end = endsStream ? " END" : ""
        switch type {
        case 0: return "DATA(\(stream)) \(payload.count)\(end)"
        case 1: return "HEADERS(\(stream))\(end)"
        case 3: return "RST(\(stream)) \(code(at: 0))"
        case 4: return flags & 1 == 1 ? "SETTINGS ACK" : "SETTINGS"
        case 6: return flags & 1 == 1 ? "PING ACK" : "PING"
        case 7: return "GOAWAY(\(Self.number(payload[..<4]))) \(code(at: 4))"
        case 8: return "WINDOW_UPDATE(\(stream)) \(Self.number(payload[..<4]))"
        case 9: return "CONTINUATION(\(stream))"
        default: return "TYPE \(type)"
        }
    }

    private func code(at offset: Int) -> HTTP2ErrorCode {
        HTTP2ErrorCode(rawValue: Self.number(payload[offset..<offset + 4]))
    }
}
