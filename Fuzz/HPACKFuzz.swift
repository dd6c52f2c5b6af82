// modules: CloudCore RPCServer

/// Header blocks of one connection: each byte string starts with its length in two bytes. Decoding with the
/// memory of the last block must equal decoding without, and the table must keep to its size.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = UnsafeRawBufferPointer(start: data, count: count)
    var remembering = HPACKDecoder(maxListBytes: 2048)
    var forgetting = HPACKDecoder(maxListBytes: 2048)
    var head = RequestHead()
    var fresh = RequestHead()
    var trailers = RequestHead()
    var offset = 0
    while input.count - offset >= 2 {
        let length = min(Int(input[offset]) << 8 | Int(input[offset + 1]), input.count - offset - 2)
        let block = UnsafeRawBufferPointer(rebasing: input[offset + 2..<offset + 2 + length])
        offset += 2 + length
        if length & 7 == 7 {
            let first = remembering.decodeTrailers(block, into: &trailers)
            let second = forgetting.decodeTrailers(block, into: &trailers)
            precondition(first == second)
            if !first { return 0 }
            continue
        }
        let accepted = remembering.decodeRequest(block, into: &head)
        forget(&forgetting, &fresh)
        precondition(forgetting.decodeRequest(block, into: &fresh) == accepted)
        if !accepted { return 0 }
        check(head, fresh)
        precondition(remembering.table.size <= 4096 && remembering.table.count <= 128)
        if count & 7 == 0 { roundTrip(head) }
    }
    return 0
}

/// Setting the table's size to what it is changes nothing, but no block before it is remembered any more.
private func forget(_ decoder: inout HPACKDecoder, _ head: inout RequestHead) {
    var block = OutputBuffer(capacity: 8)
    HPACKInteger.encode(decoder.table.maxSize, prefixBits: 5, pattern: 0x20, into: &block)
    let accepted = block.withBytes { decoder.decodeRequest($0, into: &head) }
    precondition(accepted)
}

private func check(_ head: RequestHead, _ fresh: RequestHead) {
    precondition(head.method == fresh.method && head.scheme == fresh.scheme)
    precondition(head.path == fresh.path && head.authority == fresh.authority)
    precondition(head.isMalformed == fresh.isMalformed && head.isTooLarge == fresh.isTooLarge)
    precondition(head.contentLength == fresh.contentLength)
    precondition(head.fields.count == fresh.fields.count && head.fields.count <= 64)
    for (one, other) in zip(head.fields, fresh.fields) {
        precondition(one.name == other.name && one.value == other.value && one.known == other.known)
        precondition(one.isMalformed == other.isMalformed && one.size == other.size)
    }
}

/// What the encoder makes of the fields must decode to the same fields.
private func roundTrip(_ head: RequestHead) {
    let block = HPACKEncoder.block(head.fields.map { ($0.name, $0.value) })
    var decoder = HPACKDecoder(maxListBytes: .max)
    var again = RequestHead()
    precondition(block.withUnsafeBytes { decoder.decodeTrailers($0, into: &again) })
    // A field may look like a pseudo-header field that trailers keep apart.
    let others: [KnownName] = [.method, .scheme, .path, .authority]
    precondition(head.fields.allSatisfy { !others.contains($0.known) })
    precondition(again.fields.map(\.name) == head.fields.map(\.name))
    precondition(again.fields.map(\.value) == head.fields.map(\.value))
}
