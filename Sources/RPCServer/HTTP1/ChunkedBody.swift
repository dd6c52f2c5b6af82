import CloudCore

/// Decodes a body in the chunked transfer coding (RFC 9112, section 7.1), piece by piece.
struct ChunkedBody {
    /// The longest line of a chunk's size with its extensions, or of a trailer field.
    static let maxLineBytes = 4 * 1024
    /// The most bytes of trailer fields, which are read and dropped.
    static let maxTrailerBytes = 16 * 1024
    /// Sizes, extensions and line ends may take this much, and 16 bytes for each byte of the body
    /// (CVE-2023-39326).
    static let freeOverheadBytes = 64 * 1024

    private enum Phase {
        case size, data(Int), dataEnd, trailers, done
    }

    private var phase = Phase.size
    private var overheadBytes = 0
    private var trailerBytes = 0
    /// Bytes of the body that have been decoded, and taken from where they were put.
    var takenBytes = 0

    /// Whether the whole body has been decoded.
    var isDone: Bool { if case .done = phase { true } else { false } }

    /// Decodes what `input` has from `offset` on, appending the data to `body`, not beyond `limit` bytes.
    mutating func decode(
        _ input: UnsafeRawBufferPointer, _ offset: inout Int, into body: inout OutputBuffer, limit: Int
    ) throws(HTTP1Error) {
        while true {
            switch phase {
            case .done: return
            case .data(let remaining):
                guard offset < input.count else { return }
                let count = min(remaining, input.count - offset)
                body.append(UnsafeRawBufferPointer(rebasing: input[offset..<offset + count]))
                offset += count
                phase = count == remaining ? .dataEnd : .data(remaining - count)
            case .size, .dataEnd, .trailers:
                guard let line = try nextLine(input, &offset) else { return }
                overheadBytes += line.count + 2
                guard overheadBytes <= Self.freeOverheadBytes + 16 * (takenBytes + body.count) else {
                    throw .badRequest("The chunks are mostly overhead.")
                }
                try take(line, bodyBytes: takenBytes + body.count, limit: limit)
            }
        }
    }

    private mutating func take(
        _ line: UnsafeRawBufferPointer, bodyBytes: Int, limit: Int
    ) throws(HTTP1Error) {
        switch phase {
        case .size:
            let size = try Self.size(line)
            guard size <= limit - bodyBytes else { throw .bodyTooLarge(limit) }
            phase = size == 0 ? .trailers : .data(size)
        case .dataEnd:
            guard line.isEmpty else { throw .badRequest("A chunk is longer than its size.") }
            phase = .size
        case .trailers:
            trailerBytes += line.count + 2
            guard trailerBytes <= Self.maxTrailerBytes else {
                throw HTTP1Error(status: 431, message: "The trailer fields are too large.")
            }
            if line.isEmpty { phase = .done }
        case .data, .done: break
        }
    }

    /// The next line without its CRLF; nil if it has not arrived.
    private func nextLine(
        _ input: UnsafeRawBufferPointer, _ offset: inout Int
    ) throws(HTTP1Error) -> UnsafeRawBufferPointer? {
        let window = input[offset..<min(offset + Self.maxLineBytes, input.count)]
        guard let end = window.firstIndex(of: UInt8(ascii: "\n")) else {
            guard window.count < Self.maxLineBytes else {
                throw .badRequest("A line of a chunk is too long.")
            }
            return nil
        }
        guard end > offset, input[end - 1] == UInt8(ascii: "\r") else {
            throw .badRequest("A line of a chunk does not end with CRLF.")
        }
        defer { offset = end + 1 }
        return UnsafeRawBufferPointer(rebasing: input[offset..<end - 1])
    }

    private static func size(_ line: UnsafeRawBufferPointer) throws(HTTP1Error) -> Int {
        var size = 0
        var digits = 0
        for byte in line {
            let digit: UInt8
            switch byte {
            case 0x30...0x39: digit = byte - 0x30
            case 0x41...0x46: digit = byte - 0x41 + 10
            case 0x61...0x66: digit = byte - 0x61 + 10
            case UInt8(ascii: ";"), 0x20, 0x09:
                guard digits > 0, isExtension(line[digits...]) else {
                    throw .badRequest("A chunk's size is malformed.")
                }
                return size
            default: throw .badRequest("A chunk's size is malformed.")
            }
            digits += 1
            // Fifteen digits fit an Int, and no limit is as large.
            guard digits <= 15 else { throw .badRequest("A chunk's size is malformed.") }
            size = size << 4 | Int(digit)
        }
        guard digits > 0 else { throw .badRequest("A chunk's size is missing.") }
        return size
    }

    /// Whether what follows a size is white space, or extensions without control characters.
    private static func isExtension(_ rest: Slice<UnsafeRawBufferPointer>) -> Bool {
        let text = rest.drop { $0 == 0x20 || $0 == 0x09 }
        guard let first = text.first else { return true }
        return first == UInt8(ascii: ";") && text.allSatisfy { ($0 >= 0x20 && $0 != 0x7f) || $0 == 0x09 }
    }
}

extension HTTP1Error {
    static func bodyTooLarge(_ limit: Int) -> HTTP1Error {
        HTTP1Error(status: 413, message: "The request body is larger than \(limit) bytes.")
    }
}
