/// Decodes header blocks (RFC 7541) into a `RequestHead`, keeping the dynamic table of one connection.
struct HPACKDecoder {
    private(set) var table: DynamicTable
    /// The size above which a header list is refused; the block is still decoded, for the table's sake.
    private let maxListBytes: Int

    private let staticFields = StaticTable.fields
    private let huffman = HuffmanDecoder.shared
    /// Room for the decoded strings of a literal.
    private var scratch: [UInt8] = []
    private static let maxKeptScratch = 4096

    /// The last block that left the table alone, and the table's version at the time: the same bytes decode
    /// to the same list again. Clients repeat themselves, so this is the usual case.
    private var lastBlock: [UInt8] = []
    private var lastVersion: UInt64 = 0
    private static let maxRememberedBlock = 512

    /// RFC 9113, 6.5.2: the initial value of SETTINGS_HEADER_TABLE_SIZE, which this server keeps.
    static let tableSizeLimit = 4096

    init(maxListBytes: Int, tableSizeLimit: Int = HPACKDecoder.tableSizeLimit) {
        self.maxListBytes = maxListBytes
        table = DynamicTable(sizeLimit: tableSizeLimit)
    }

    /// Decodes the header block of a request into `head`, unless it is there already; false on a compression
    /// error, after which the connection cannot be used (RFC 7541, section 2.3.3 and others).
    mutating func decodeRequest(_ block: UnsafeRawBufferPointer, into head: inout RequestHead) -> Bool {
        if block.count > 0, block.count == lastBlock.count, lastVersion == table.version,
            block.elementsEqual(lastBlock)
        {
            return true
        }
        let version = table.version
        guard decode(block, into: &head) else { return false }
        lastBlock.removeAll(keepingCapacity: true)
        if table.version == version, block.count <= Self.maxRememberedBlock {
            lastBlock.append(contentsOf: block)
            lastVersion = version
        }
        return true
    }

    /// Decodes a header block into `head`, from which nothing is kept.
    mutating func decode(
        _ block: UnsafeRawBufferPointer, into head: inout RequestHead, isTrailers: Bool = false
    ) -> Bool {
        head.begin(isTrailers: isTrailers)
        var offset = 0
        // RFC 7541, 4.2: size updates occur at the beginning of a block only.
        var mayResize = true
        while offset < block.count {
            let first = block[offset]
            if first & 0xe0 == 0x20 {
                guard mayResize, let size = HPACKInteger.decode(block, &offset, prefixBits: 5),
                    table.resize(to: size)
                else { return false }
                continue
            }
            mayResize = false
            if first & 0x80 != 0 {
                guard let index = HPACKInteger.decode(block, &offset, prefixBits: 7),
                    let field = field(at: index)
                else { return false }
                head.append(field, maxListBytes: maxListBytes)
                continue
            }
            // 6.2.1 with incremental indexing: 01; 6.2.2 without: 0000; 6.2.3 never indexed: 0001.
            let isIndexed = first & 0x40 != 0
            guard let field = decodeLiteral(block, &offset, prefixBits: isIndexed ? 6 : 4) else {
                return false
            }
            if isIndexed { table.insert(field) }
            head.append(field, maxListBytes: maxListBytes)
        }
        head.finish()
        return true
    }

    /// The field of the static table, then of the dynamic table (RFC 7541, section 2.3.3).
    @inline(__always)
    private func field(at index: Int) -> HeaderField? {
        if index <= staticFields.count { return index > 0 ? staticFields[index - 1] : nil }
        let dynamic = index - staticFields.count - 1
        return dynamic < table.count ? table[dynamic] : nil
    }

    private mutating func decodeLiteral(
        _ block: UnsafeRawBufferPointer, _ offset: inout Int, prefixBits: UInt8
    ) -> HeaderField? {
        guard let index = HPACKInteger.decode(block, &offset, prefixBits: prefixBits) else { return nil }
        let indexed: HeaderField? = index > 0 ? field(at: index) : nil
        if index > 0, indexed == nil { return nil }
        var name: StringLiteral?
        if index == 0 {
            name = StringLiteral(block, &offset)
            if name == nil { return nil }
        }
        guard let value = StringLiteral(block, &offset) else { return nil }
        prepareScratch((name?.decodedBound ?? 0) + value.decodedBound)
        let huffman = huffman
        let field = scratch.withUnsafeMutableBytes { scratch -> HeaderField? in
            var free = scratch[...]
            var nameBytes: UnsafeRawBufferPointer?
            if let name {
                nameBytes = name.bytes(huffman, &free)
                if nameBytes == nil { return nil }
            }
            guard let valueBytes = value.bytes(huffman, &free) else { return nil }
            if let nameBytes { return HeaderField(name: nameBytes, value: valueBytes) }
            return indexed.map { HeaderField(nameOf: $0, value: valueBytes) }
        }
        if scratch.count > Self.maxKeptScratch { scratch = [] }
        return field
    }

    private mutating func prepareScratch(_ count: Int) {
        if scratch.count < count { scratch = [UInt8](repeating: 0, count: max(count, 256)) }
    }
}

/// A string literal as it is in a block (RFC 7541, section 5.2).
private struct StringLiteral {
    let encoded: UnsafeRawBufferPointer
    let isHuffman: Bool

    /// Reads the literal at `offset`; nil if it is cut short.
    init?(_ block: UnsafeRawBufferPointer, _ offset: inout Int) {
        guard offset < block.count else { return nil }
        isHuffman = block[offset] & 0x80 != 0
        guard let count = HPACKInteger.decode(block, &offset, prefixBits: 7), count <= block.count - offset
        else { return nil }
        encoded = UnsafeRawBufferPointer(rebasing: block[offset..<offset + count])
        offset += count
    }

    /// How many bytes of scratch `bytes` may take.
    var decodedBound: Int { isHuffman ? HuffmanDecoder.maxDecodedCount(encoded.count) : 0 }

    /// The string: in the block itself, or decoded into the front of `free`; nil if the code is invalid.
    func bytes(_ huffman: HuffmanDecoder, _ free: inout Slice<UnsafeMutableRawBufferPointer>)
        -> UnsafeRawBufferPointer?
    {
        guard isHuffman else { return encoded }
        let room = UnsafeMutableRawBufferPointer(rebasing: free)
        guard let count = huffman.decode(encoded, into: room) else { return nil }
        free = free.dropFirst(count)
        return UnsafeRawBufferPointer(rebasing: room[..<count])
    }
}
