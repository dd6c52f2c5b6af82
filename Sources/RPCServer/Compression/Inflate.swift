import CloudCore

/// Decompresses DEFLATE data (RFC 1951) into an array of bounded size.
struct Inflate {
    private var bits: DeflateBits
    private var output: [UInt8]
    private let limit: Int

    /// Decompresses the DEFLATE data that starts at `offset`, and moves `offset` past it.
    ///
    /// - Parameters:
    ///   - output: what the decompressed bytes are appended to; it is not grown beyond `limit` bytes.
    /// - Throws: INVALID_ARGUMENT for data that is not DEFLATE, RESOURCE_EXHAUSTED beyond `limit`.
    static func decompress(
        _ input: UnsafeRawBufferPointer, _ offset: inout Int, into output: inout [UInt8], limit: Int
    ) throws(Status) {
        var inflate = Inflate(bits: DeflateBits(input, from: offset), output: output, limit: limit)
        // Only one array may refer to the bytes while they are appended to.
        output = []
        try inflate.run()
        output = inflate.output
        offset = inflate.bits.consumed
    }

    private mutating func run() throws(Status) {
        var isLast = false
        while !isLast {
            isLast = try read(1) == 1
            switch try read(2) {
            case 0: try copyStored()
            case 1: try decode(Self.fixedLiterals, Self.fixedDistances)
            case 2:
                let (literals, distances) = try readCodes()
                try decode(literals, distances)
            default: throw Self.malformed("an unknown block type")
            }
        }
    }

    static func malformed(_ what: String) -> Status {
        Status(.invalidArgument, "The compressed data is malformed: \(what).")
    }

    private func tooLarge() -> Status {
        Status(.resourceExhausted, "The compressed data is larger than \(limit) bytes when decompressed.")
    }

    private mutating func read(_ count: Int) throws(Status) -> Int {
        guard let value = bits.read(count) else { throw Self.malformed("it is truncated") }
        return value
    }

    // MARK: Blocks

    private mutating func copyStored() throws(Status) {
        bits.alignToByte()
        let length = try read(16)
        guard try read(16) == ~length & 0xffff else { throw Self.malformed("a stored block's length") }
        guard length <= limit - output.count else { throw tooLarge() }
        guard let bytes = bits.readBytes(length) else { throw Self.malformed("it is truncated") }
        output.append(contentsOf: bytes)
    }

    private mutating func decode(_ literals: DeflateCode, _ distances: DeflateCode) throws(Status) {
        while true {
            guard let symbol = literals.decode(&bits) else { throw Self.malformed("a length code") }
            if symbol < 256 {
                guard output.count < limit else { throw tooLarge() }
                output.append(UInt8(symbol))
            } else if symbol == 256 {
                return
            } else {
                try copyMatch(symbol, distances)
            }
        }
    }

    private mutating func copyMatch(_ symbol: Int, _ distances: DeflateCode) throws(Status) {
        // Symbols 286 and 287 of the fixed code, and 30 and 31 of the distances, never occur.
        guard symbol <= 285 else { throw Self.malformed("a length code") }
        let length = Int(Self.lengthBases[symbol - 257]) + (try read(Int(Self.lengthExtraBits[symbol - 257])))
        guard let index = distances.decode(&bits), index < 30 else { throw Self.malformed("a distance code") }
        let distance = Int(Self.distanceBases[index]) + (try read(index < 2 ? 0 : index / 2 - 1))
        guard distance <= output.count else { throw Self.malformed("a distance before the start") }
        guard length <= limit - output.count else { throw tooLarge() }
        let start = output.count - distance
        // Byte by byte, for the match may overlap what it produces.
        for offset in 0..<length { output.append(output[start + offset]) }
    }

    // MARK: Codes

    /// Reads the two codes of a dynamic block (section 3.2.7).
    private mutating func readCodes() throws(Status) -> (DeflateCode, DeflateCode) {
        let literalCount = try read(5) + 257
        let distanceCount = try read(5) + 1
        let codeLengthCount = try read(4) + 4
        guard literalCount <= 286, distanceCount <= 30 else { throw Self.malformed("too many codes") }
        var codeLengths = [UInt8](repeating: 0, count: 19)
        for index in 0..<codeLengthCount {
            codeLengths[Int(Self.codeLengthOrder[index])] = UInt8(try read(3))
        }
        guard let code = DeflateCode(lengths: codeLengths[...]) else { throw Self.malformed("a code") }
        let lengths = try readLengths(literalCount + distanceCount, code)
        guard lengths[256] > 0, let literals = DeflateCode(lengths: lengths[..<literalCount]),
            let distances = DeflateCode(lengths: lengths[literalCount...])
        else { throw Self.malformed("a code") }
        return (literals, distances)
    }

    private mutating func readLengths(_ count: Int, _ code: DeflateCode) throws(Status) -> [UInt8] {
        var lengths: [UInt8] = []
        while lengths.count < count {
            guard let symbol = code.decode(&bits) else { throw Self.malformed("a code length") }
            var value: UInt8 = 0
            let times: Int
            switch symbol {
            case 16:
                guard let last = lengths.last else { throw Self.malformed("a code length") }
                value = last
                times = 3 + (try read(2))
            case 17: times = 3 + (try read(3))
            case 18: times = 11 + (try read(7))
            default:
                value = UInt8(symbol)
                times = 1
            }
            guard times <= count - lengths.count else { throw Self.malformed("a code length") }
            lengths.append(contentsOf: repeatElement(value, count: times))
        }
        return lengths
    }

    // MARK: Tables of RFC 1951, section 3.2.5 to 3.2.7

    private static let codeLengthOrder: [UInt8] = [
        16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
    ]
    private static let lengthBases: [UInt16] = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163,
        195,
        227, 258,
    ]
    private static let lengthExtraBits: [UInt8] = [
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]
    private static let distanceBases: [UInt16] = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073,
        4097, 6145, 8193, 12289, 16385, 24577,
    ]
    private static let fixedLiterals = fixedCode(
        Array(repeating: 8, count: 144) + Array(repeating: 9, count: 112) + Array(repeating: 7, count: 24)
            + Array(repeating: 8, count: 8))
    private static let fixedDistances = fixedCode(Array(repeating: 5, count: 32))

    private static func fixedCode(_ lengths: [UInt8]) -> DeflateCode {
        guard let code = DeflateCode(lengths: lengths[...]) else {
            preconditionFailure("the fixed codes are complete prefix codes")
        }
        return code
    }
}
