import CloudCore

/// Edits the batch of an encoded answer: the repeated field 1 of its message, as Pull and StreamingPull have it.
enum BatchEdit {
    /// The answer with its batch as `edit` makes it; as it was when there is no batch in it.
    static func apply(
        _ answer: borrowing OutputBuffer, _ format: PayloadFormat, _ edit: ([Range<Int>]) -> [Range<Int>]
    ) -> OutputBuffer {
        var out = OutputBuffer(capacity: answer.count)
        answer.withBytes { bytes in
            switch format {
            case .protobuf: protobuf(bytes, &out, edit)
            case .json: json(bytes, &out, edit)
            }
        }
        return out
    }

    /// Items and other fields are ranges of the answer; the order between the two does not matter to a receiver.
    private static func protobuf(
        _ bytes: UnsafeRawBufferPointer, _ out: inout OutputBuffer,
        _ edit: ([Range<Int>]) -> [Range<Int>]
    ) {
        let fields = fields(bytes)
        let items = fields.filter(\.isItem).map(\.range)
        for range in edit(items) + fields.filter({ !$0.isItem }).map(\.range) {
            out.append(UnsafeRawBufferPointer(rebasing: bytes[range]))
        }
    }

    /// The top-level fields of a message. What cannot be read is one field, and stays as it is.
    private static func fields(_ bytes: UnsafeRawBufferPointer) -> [(range: Range<Int>, isItem: Bool)] {
        var fields: [(range: Range<Int>, isItem: Bool)] = []
        var offset = 0
        while offset < bytes.count {
            let start = offset
            let tag = varint(bytes, &offset)
            switch tag & 7 {
            case 0: _ = varint(bytes, &offset)
            case 1: offset += 8
            case 2:
                let length = Int(clamping: varint(bytes, &offset))
                offset = length > bytes.count - offset ? bytes.count : offset + length
            case 5: offset += 4
            default: offset = bytes.count
            }
            offset = min(offset, bytes.count)
            fields.append((start..<offset, tag == 0x0a))
        }
        return fields
    }

    private static func varint(_ bytes: UnsafeRawBufferPointer, _ offset: inout Int) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while offset < bytes.count, shift < 64 {
            let byte = bytes[offset]
            offset += 1
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { break }
            shift += 7
        }
        return value
    }

    /// In JSON the batch is the first member that is an array; an empty one is left out.
    private static func json(
        _ bytes: UnsafeRawBufferPointer, _ out: inout OutputBuffer,
        _ edit: ([Range<Int>]) -> [Range<Int>]
    ) {
        guard var object = (try? JSON.parse(bytes))?.objectValue,
            let (key, elements) = object.lazy.compactMap({ key, value in value.arrayValue.map { (key, $0) } })
                .first
        else { return out.append(bytes) }
        let kept = edit(elements.indices.map { $0..<$0 + 1 }).map { elements[$0.lowerBound] }
        object[key] = kept.isEmpty ? nil : .array(kept)
        JSON.object(object).write(to: &out)
    }
}
