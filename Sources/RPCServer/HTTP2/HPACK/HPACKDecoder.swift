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

    private var memory = BlockMemory()

    /// RFC 9113, 6.5.2: the initial value of SETTINGS_HEADER_TABLE_SIZE, which this server keeps.
    static let tableSizeLimit = 4096

    init(maxListBytes: Int, tableSizeLimit: Int = HPACKDecoder.tableSizeLimit) {
        self.maxListBytes = maxListBytes
        table = DynamicTable(sizeLimit: tableSizeLimit)
    }

    /// Decodes the header block of a request into `head`; false on a compression error, after which the
    /// connection cannot be used (RFC 7541, section 2.3.3 and others).
    ///
    /// What the block has in common with the one before is not decoded again, so `head` must be the one that
    /// was filled by the last call.
    mutating func decodeRequest(_ block: UnsafeRawBufferPointer, into head: inout RequestHead) -> Bool {
        let version = table.version
        switch memory.compare(block, version: version) {
        case .same: return true
        case .samePrefix(let count):
            head.rewind()
            guard decode(block, from: count, into: &head) else { return false }
        case .different:
            head.begin()
            guard decode(block, from: 0, into: &head) else { return false }
        }
        head.finish()
        memory.remember(block, prefixCount: head.checkpointOffset, before: version, after: table.version)
        return true
    }

    /// Decodes the header block of trailers into `trailers`; false on a compression error.
    mutating func decodeTrailers(_ block: UnsafeRawBufferPointer, into trailers: inout RequestHead) -> Bool {
        trailers.begin(isTrailers: true)
        return decode(block, from: 0, into: &trailers)
    }

    private mutating func decode(
        _ block: UnsafeRawBufferPointer, from start: Int, into head: inout RequestHead
    )
        -> Bool
    {
        var offset = start
        // RFC 7541, 4.2: size updates occur at the beginning of a block only.
        var mayResize = start == 0
        while offset < block.count {
            let first = block[offset]
            if first & 0x80 != 0 {
                mayResize = false
                guard let index = HPACKInteger.decode(block, &offset, prefixBits: 7),
                    append(index, to: &head)
                else { return false }
                continue
            }
            if first & 0xe0 == 0x20 {
                guard mayResize, let size = HPACKInteger.decode(block, &offset, prefixBits: 5),
                    table.resize(to: size)
                else { return false }
                continue
            }
            mayResize = false
            head.setCheckpoint(at: offset)
            // 6.2.1 with incremental indexing: 01; 6.2.2 without: 0000; 6.2.3 never indexed: 0001.
            let isIndexed = first & 0x40 != 0
            guard let field = decodeLiteral(block, &offset, prefixBits: isIndexed ? 6 : 4) else {
                return false
            }
            if isIndexed { table.insert(field) }
            head.append(field, maxListBytes: maxListBytes)
        }
        head.setCheckpoint(at: offset)
        return true
    }

    /// Appends the field at `index` of the static table, then of the dynamic table (RFC 7541, section 2.3.3).
    @inline(__always)
    private func append(_ index: Int, to head: inout RequestHead) -> Bool {
        if index <= staticFields.count {
            guard index > 0 else { return false }
            head.append(staticFields[index - 1], maxListBytes: maxListBytes)
            return true
        }
        let dynamic = index - staticFields.count - 1
        guard dynamic < table.count else { return false }
        head.append(table[dynamic], maxListBytes: maxListBytes)
        return true
    }

    /// The field at `index`, or nil.
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
