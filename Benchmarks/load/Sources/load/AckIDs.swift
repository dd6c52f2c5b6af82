/// Finds the ack ids in a PullResponse or StreamingPullResponse, without decoding the messages: field 1 of both is
/// the list of received messages, and field 1 of those the ack id.
func ackIDs(in response: [UInt8]) -> [[UInt8]] {
    var ids: [[UInt8]] = []
    forEachField(response[...]) { number, received in
        guard number == 1 else { return }
        forEachField(received) { number, id in
            if number == 1 { ids.append(Array(id)) }
        }
    }
    return ids
}

private func forEachField(_ bytes: ArraySlice<UInt8>, _ body: (Int, ArraySlice<UInt8>) -> Void) {
    var rest = bytes
    while !rest.isEmpty {
        let tag = varint(&rest)
        guard tag & 7 == 2 else {
            _ = varint(&rest)
            continue
        }
        let length = varint(&rest)
        body(tag >> 3, rest.prefix(length))
        rest = rest.dropFirst(length)
    }
}

private func varint(_ bytes: inout ArraySlice<UInt8>) -> Int {
    var value = 0
    var shift = 0
    while let byte = bytes.popFirst() {
        value |= Int(byte & 0x7f) << shift
        if byte < 0x80 { return value }
        shift += 7
    }
    return value
}

/// A field of bytes or text.
func field(_ number: Int, _ bytes: [UInt8]) -> [UInt8] {
    var result = [UInt8(number << 3 | 2)]
    var length = bytes.count
    while length >= 0x80 {
        result.append(UInt8(length & 0x7f | 0x80))
        length >>= 7
    }
    return result + [UInt8(length)] + bytes
}

func field(_ number: Int, _ text: String) -> [UInt8] { field(number, Array(text.utf8)) }

func field(_ number: Int, _ value: Int) -> [UInt8] {
    var result = [UInt8(number << 3)]
    var rest = value
    while rest >= 0x80 {
        result.append(UInt8(rest & 0x7f | 0x80))
        rest >>= 7
    }
    return result + [UInt8(rest)]
}
