/// A growing buffer of bytes to be sent: appended at the end, consumed from the front, patched in place.
///
/// It owns its memory alone (it cannot be copied), so an append is a bounds check and a store. Capacity grows
/// eightfold while it is small, then by doubling, and is given back by `removeAll(keepingAtMost:)`.
public struct OutputBuffer: ~Copyable {
    @usableFromInline var base: UnsafeMutableRawPointer
    @usableFromInline var capacity: Int
    @usableFromInline var head = 0
    @usableFromInline var tail = 0
    /// What is left free at the front of new memory, to be filled by `prependGap`.
    @usableFromInline let headroom: Int

    /// Makes an empty buffer with room for `capacity` bytes, at least one, and so many before them that the first
    /// `prependGap` of up to `headroom` bytes moves nothing.
    public init(capacity: Int = 256, headroom: Int = 0) {
        self.capacity = max(capacity, 1) + headroom
        self.headroom = headroom
        head = headroom
        tail = headroom
        base = UnsafeMutableRawPointer.allocate(byteCount: self.capacity, alignment: 16)
    }

    deinit { base.deallocate() }

    /// The number of bytes that wait to be consumed.
    @inlinable public var count: Int { tail - head }

    /// Whether no byte waits to be consumed.
    @inlinable public var isEmpty: Bool { tail == head }

    /// Appends one byte.
    @inlinable public mutating func append(_ byte: UInt8) {
        reserve(1)
        base.storeBytes(of: byte, toByteOffset: tail, as: UInt8.self)
        tail += 1
    }

    /// Appends the bytes of `source`.
    @inlinable public mutating func append(_ source: UnsafeRawBufferPointer) {
        guard let start = source.baseAddress, source.count > 0 else { return }
        reserve(source.count)
        (base + tail).copyMemory(from: start, byteCount: source.count)
        tail += source.count
    }

    /// Appends the waiting bytes of another buffer.
    @inlinable public mutating func append(_ other: borrowing OutputBuffer) {
        other.withBytes { append($0) }
    }

    /// Appends the bytes of an array.
    @inlinable public mutating func append(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { append($0) }
    }

    /// Appends a string's UTF-8 bytes.
    @inlinable public mutating func append(utf8 string: String) {
        var string = string
        string.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    /// Appends the bytes of a literal.
    @inlinable public mutating func append(_ literal: StaticString) {
        append(UnsafeRawBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }

    /// Appends an integer, most significant byte first.
    @inlinable public mutating func append<I: FixedWidthInteger>(bigEndian value: I) {
        reserve(MemoryLayout<I>.size)
        base.storeBytes(of: value.bigEndian, toByteOffset: tail, as: I.self)
        tail += MemoryLayout<I>.size
    }

    /// Appends an integer, least significant byte first.
    @inlinable public mutating func append<I: FixedWidthInteger>(littleEndian value: I) {
        reserve(MemoryLayout<I>.size)
        base.storeBytes(of: value.littleEndian, toByteOffset: tail, as: I.self)
        tail += MemoryLayout<I>.size
    }

    /// Puts zero bytes before all others, to be filled in by `overwrite`.
    @inlinable public mutating func prependGap(_ count: Int) {
        if head < count {
            let waiting = self.count
            reserve(count)
            (base + head + count).copyMemory(from: base + head, byteCount: waiting)
            tail += count
        } else {
            head -= count
        }
        (base + head).initializeMemory(as: UInt8.self, repeating: 0, count: count)
    }

    /// Appends a base-128 varint of one to ten bytes.
    @inlinable public mutating func append(varint value: UInt64) {
        reserve(10)
        var rest = value
        while rest >= 0x80 {
            base.storeBytes(of: UInt8(truncatingIfNeeded: rest) | 0x80, toByteOffset: tail, as: UInt8.self)
            tail += 1
            rest >>= 7
        }
        base.storeBytes(of: UInt8(truncatingIfNeeded: rest), toByteOffset: tail, as: UInt8.self)
        tail += 1
    }

    /// Appends `count` zero bytes, to be filled in by `overwrite`, and returns their offset.
    @inlinable public mutating func appendGap(_ count: Int) -> Int {
        let offset = self.count
        reserve(count)
        (base + tail).initializeMemory(as: UInt8.self, repeating: 0, count: count)
        tail += count
        return offset
    }

    /// Overwrites bytes that were already appended, starting `offset` bytes after the first waiting byte.
    @inlinable public mutating func overwrite(at offset: Int, with bytes: UnsafeRawBufferPointer) {
        precondition(offset >= 0 && offset + bytes.count <= count, "overwrite outside of the buffer")
        guard let start = bytes.baseAddress else { return }
        (base + head + offset).copyMemory(from: start, byteCount: bytes.count)
    }

    /// Overwrites one byte that was already appended.
    @inlinable public mutating func overwrite(at offset: Int, with byte: UInt8) {
        precondition(offset >= 0 && offset < count, "overwrite outside of the buffer")
        base.storeBytes(of: byte, toByteOffset: head + offset, as: UInt8.self)
    }

    /// Overwrites an integer that was already appended, most significant byte first.
    @inlinable public mutating func overwrite<I: FixedWidthInteger>(at offset: Int, bigEndian value: I) {
        precondition(offset >= 0 && offset + MemoryLayout<I>.size <= count, "overwrite outside of the buffer")
        base.storeBytes(of: value.bigEndian, toByteOffset: head + offset, as: I.self)
    }

    /// Writes the length of all that follows a gap of `width` bytes at `offset` into that gap, as a varint, moving
    /// what follows if the varint is not of that width; returns the width that it has.
    @discardableResult @inlinable public mutating func closeLengthPrefix(at offset: Int, width: Int = 1)
        -> Int
    {
        let length = count - offset - width
        precondition(offset >= 0 && length >= 0, "length prefix outside of the buffer")
        let needed = length < 0x80 ? 1 : (Int.bitWidth - length.leadingZeroBitCount + 6) / 7
        if needed != width {
            reserve(needed)
            let start = base + head + offset
            (start + needed).copyMemory(from: start + width, byteCount: length)
            tail += needed - width
        }
        var rest = UInt64(length)
        for index in 0..<needed {
            let more: UInt8 = index < needed - 1 ? 0x80 : 0
            base.storeBytes(
                of: UInt8(truncatingIfNeeded: rest & 0x7f) | more, toByteOffset: head + offset + index,
                as: UInt8.self)
            rest >>= 7
        }
        return needed
    }

    /// Drops what was appended after the first `count` waiting bytes.
    @inlinable public mutating func truncate(to count: Int) {
        precondition(count >= 0 && count <= self.count, "truncate cannot grow the buffer")
        tail = head + count
    }

    /// Drops the first `count` waiting bytes, for example after they have been written to a socket.
    @inlinable public mutating func consume(_ count: Int) {
        precondition(count >= 0 && count <= self.count, "consume beyond the end of the buffer")
        head += count
        if head == tail {
            head = 0
            tail = 0
        }
    }

    /// Drops everything, and gives memory back if more than `limit` bytes had been allocated.
    @inlinable public mutating func removeAll(keepingAtMost limit: Int = .max) {
        head = 0
        tail = 0
        guard capacity > limit else { return }
        base.deallocate()
        capacity = max(limit, 1)
        base = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
    }

    /// Calls `body` with the waiting bytes; the pointer is valid only inside.
    @inlinable public borrowing func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R
    {
        try body(UnsafeRawBufferPointer(start: base + head, count: count))
    }

    /// A copy of the waiting bytes.
    @inlinable public borrowing func copyBytes() -> [UInt8] { withBytes { [UInt8]($0) } }

    /// Makes sure that `additional` more bytes fit.
    @inlinable public mutating func reserve(_ additional: Int) {
        if capacity - tail < additional { makeRoom(additional) }
    }

    @inlinable @inline(never) mutating func makeRoom(_ additional: Int) {
        let waiting = count
        if head > 0, capacity - waiting >= additional, head >= capacity / 2 {
            base.copyMemory(from: base + head, byteCount: waiting)
            head = 0
        } else {
            let start = min(head, headroom)
            let factor = capacity < 16 * 1024 ? 8 : 2
            let grown = max(capacity * factor, start + waiting + additional)
            let fresh = UnsafeMutableRawPointer.allocate(byteCount: grown, alignment: 16)
            (fresh + start).copyMemory(from: base + head, byteCount: waiting)
            base.deallocate()
            base = fresh
            capacity = grown
            head = start
        }
        tail = head + waiting
    }
}

// The memory has one owner, which cannot be copied: whoever holds the buffer holds all there is of it.
extension OutputBuffer: @unchecked Sendable {}
