// modules: CloudCore RPCServer

/// Any input is decompressed or refused, within the limit.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = UnsafeRawBufferPointer(start: data, count: count)
    let limit = 1 << 14
    var output: [UInt8] = []
    var offset = 0
    do throws(Status) {
        try Inflate.decompress(input, &offset, into: &output, limit: limit)
        guard output.count <= limit, offset <= count else { fatalError("beyond the limit") }
        // The data is also a gzip member, once it has a header and what is checked at its end.
        var member: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0] + input[..<offset]
        let checksum = CRC32.checksum(output)
        for shift in stride(from: 0, to: 32, by: 8) {
            member.append(UInt8(truncatingIfNeeded: checksum >> shift))
        }
        for shift in stride(from: 0, to: 32, by: 8) {
            member.append(UInt8(truncatingIfNeeded: output.count >> shift))
        }
        guard (try? member.withUnsafeBytes({ try Gzip.decompress($0, limit: limit) })) == output else {
            fatalError("not a member")
        }
    } catch {
        guard error.code == .invalidArgument || error.code == .resourceExhausted else {
            fatalError("\(error)")
        }
    }
    _ = try? Gzip.decompress(input, limit: limit)
    return 0
}
