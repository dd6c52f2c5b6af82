/// The MD5 digest of RFC 1321, which Cloud Storage tells of objects. Not for anything that must be safe.
public struct MD5: Sendable {
    private var state: (UInt32, UInt32, UInt32, UInt32) = (0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476)
    /// The bytes of a block that is not full.
    private var rest: [UInt8] = []
    private var byteCount: UInt64 = 0

    private static let blockBytes = 64

    /// Begins a digest.
    public init() { rest.reserveCapacity(Self.blockBytes) }

    /// Goes on with bytes.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        byteCount &+= UInt64(bytes.count)
        var offset = 0
        if !rest.isEmpty {
            offset = min(Self.blockBytes - rest.count, bytes.count)
            rest.append(contentsOf: bytes[..<offset])
            guard rest.count == Self.blockBytes else { return }
            rest.withUnsafeBytes { state = Self.fold($0, 0, 1, state) }
            rest.removeAll(keepingCapacity: true)
        }
        let blocks = (bytes.count - offset) / Self.blockBytes
        state = Self.fold(bytes, offset, blocks, state)
        rest.append(contentsOf: bytes[(offset + blocks * Self.blockBytes)...])
    }

    /// The digest of all bytes so far: 16 bytes.
    public var digest: [UInt8] {
        var copy = self
        var padding: [UInt8] = [0x80]
        let used = (rest.count + 1) % Self.blockBytes
        padding += [UInt8](repeating: 0, count: (Self.blockBytes + 56 - used) % Self.blockBytes)
        let bits = byteCount &* 8
        for byte in 0..<8 { padding.append(UInt8(truncatingIfNeeded: bits >> UInt64(8 * byte))) }
        padding.withUnsafeBytes { copy.update($0) }
        let words = [copy.state.0, copy.state.1, copy.state.2, copy.state.3]
        return words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt32(8 * $0)) } }
    }

    /// The digest of an array of bytes.
    public static func digest(_ bytes: [UInt8]) -> [UInt8] {
        var md5 = MD5()
        bytes.withUnsafeBytes { md5.update($0) }
        return md5.digest
    }

    // MARK: Blocks

    private typealias State = (UInt32, UInt32, UInt32, UInt32)

    private static func fold(
        _ bytes: UnsafeRawBufferPointer, _ offset: Int, _ blocks: Int, _ start: State
    ) -> State {
        var (a0, b0, c0, d0) = start
        withUnsafeTables { constants, shifts in
            for block in 0..<blocks {
                let place = offset + block * blockBytes
                var (a, b, c, d) = (a0, b0, c0, d0)
                /// One step, with the function of its round and the place of its word.
                func step(_ index: Int, _ mixed: UInt32, _ word: Int) {
                    let value = bytes.loadUnaligned(fromByteOffset: place + 4 * word, as: UInt32.self)
                    let sum = a &+ mixed &+ constants[index] &+ value.littleEndian
                    let shift = shifts[(index >> 4) << 2 | index & 3]
                    (a, d, c, b) = (d, c, b, b &+ ((sum &<< shift) | (sum &>> (32 &- shift))))
                }
                for index in 0..<16 { step(index, d ^ (b & (c ^ d)), index) }
                for index in 16..<32 { step(index, c ^ (d & (b ^ c)), (5 &* index &+ 1) & 15) }
                for index in 32..<48 { step(index, b ^ c ^ d, (3 &* index &+ 5) & 15) }
                for index in 48..<64 { step(index, c ^ (b | ~d), (7 &* index) & 15) }
                (a0, b0, c0, d0) = (a0 &+ a, b0 &+ b, c0 &+ c, d0 &+ d)
            }
        }
        return (a0, b0, c0, d0)
    }

    private static func withUnsafeTables(
        _ body: (UnsafeBufferPointer<UInt32>, UnsafeBufferPointer<UInt32>) -> Void
    ) {
        constants.withUnsafeBufferPointer { constants in
            shifts.withUnsafeBufferPointer { shifts in body(constants, shifts) }
        }
    }

    /// By how many bits a step rotates: four numbers in each round, again and again.
    private static let shifts: [UInt32] = [
        7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21,
    ]

    /// The integer parts of 2³² · |sin(step + 1)|.
    private static let constants: [UInt32] = [
        0xd76a_a478, 0xe8c7_b756, 0x2420_70db, 0xc1bd_ceee, 0xf57c_0faf, 0x4787_c62a,
        0xa830_4613, 0xfd46_9501, 0x6980_98d8, 0x8b44_f7af, 0xffff_5bb1, 0x895c_d7be,
        0x6b90_1122, 0xfd98_7193, 0xa679_438e, 0x49b4_0821, 0xf61e_2562, 0xc040_b340,
        0x265e_5a51, 0xe9b6_c7aa, 0xd62f_105d, 0x0244_1453, 0xd8a1_e681, 0xe7d3_fbc8,
        0x21e1_cde6, 0xc337_07d6, 0xf4d5_0d87, 0x455a_14ed, 0xa9e3_e905, 0xfcef_a3f8,
        0x676f_02d9, 0x8d2a_4c8a, 0xfffa_3942, 0x8771_f681, 0x6d9d_6122, 0xfde5_380c,
        0xa4be_ea44, 0x4bde_cfa9, 0xf6bb_4b60, 0xbebf_bc70, 0x289b_7ec6, 0xeaa1_27fa,
        0xd4ef_3085, 0x0488_1d05, 0xd9d4_d039, 0xe6db_99e5, 0x1fa2_7cf8, 0xc4ac_5665,
        0xf429_2244, 0x432a_ff97, 0xab94_23a7, 0xfc93_a039, 0x655b_59c3, 0x8f0c_cc92,
        0xffef_f47d, 0x8584_5dd1, 0x6fa8_7e4f, 0xfe2c_e6e0, 0xa301_4314, 0x4e08_11a1,
        0xf753_7e82, 0xbd3a_f235, 0x2ad7_d2bb, 0xeb86_d391,
    ]
}
