// modules: CloudCore
// sources: Sources/CloudEmulator/Storage/Uploads/MultipartParser.swift Sources/CloudEmulator/Storage/Rules/StorageFault.swift Sources/CloudEmulator/Storage/HTTP/BatchedRequest.swift
// max_len: 2048

/// Any body comes apart the same whether it arrives whole or in pieces, or is refused both times; nothing is handed on
/// that had not arrived. What is in a part may be a request of a batch, or not.
@_cdecl("LLVMFuzzerTestOneInput") public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = [UInt8](UnsafeBufferPointer(start: data, count: count))
    let whole = parts(bytes, pieceBytes: max(count, 1))
    let pieceBytes = Int(bytes.first ?? 0) % 16 + 1
    let pieces = parts(bytes, pieceBytes: pieceBytes)
    precondition(whole == pieces, "in pieces of \(pieceBytes): \(String(describing: pieces))")
    let data = whole?.map(\.data) ?? [bytes]
    precondition(data.reduce(0) { $0 + $1.count } <= count)
    for part in data { _ = try? BatchedRequest(part) }
    if let text = String(validating: bytes, as: UTF8.self) { _ = try? MultipartParser(contentType: text) }
    return 0
}

private struct Part: Equatable {
    var fields: [String: String]
    var data: [UInt8] = []
}

/// The parts; nil when the body was refused.
private func parts(_ bytes: [UInt8], pieceBytes: Int) -> [Part]? {
    guard var parser = try? MultipartParser(contentType: "multipart/mixed; boundary=b") else {
        preconditionFailure("a good content type was refused")
    }
    var parts: [Part] = []
    var start = 0
    while start < bytes.count {
        let end = min(start + pieceBytes, bytes.count)
        let outcome = bytes[start..<end].withUnsafeBytes { piece in
            Result { () throws(Status) in
                try parser.take(piece) { event in
                    switch event {
                    case .part(let fields): parts.append(Part(fields: fields))
                    case .data(let data): parts[parts.count - 1].data += data
                    }
                }
            }
        }
        if case .failure = outcome { return nil }
        start = end
    }
    return parts
}
