import CloudCore

/// One request of a batch.
struct BatchedRequest: Equatable {
    var method = ""
    /// The path as it was sent.
    var path = ""
    var query = ""
    /// Names in lower case.
    var fields: [String: String] = [:]
    var body: [UInt8] = []

    /// Reads a request of HTTP/1.1; its lines may end with LF alone, and its target may name a host.
    ///
    /// - Throws: INVALID_ARGUMENT.
    init(_ bytes: [UInt8]) throws(Status) {
        let malformed = Status.listed(
            .invalidArgument, "badContent", "A part of the batch is no HTTP request.")
        var lines: [String] = []
        var start = 0
        while let end = bytes[start...].firstIndex(of: 0x0a) {
            let line = String(decoding: bytes[start..<end].filter { $0 != 0x0d }, as: UTF8.self)
            start = end + 1
            if line.isEmpty, !lines.isEmpty { break }
            if !line.isEmpty { lines.append(line) }
        }
        // The last line of a request without a body may have no end.
        if start < bytes.count, lines.isEmpty { lines = [String(decoding: bytes[start...], as: UTF8.self)] }
        let words = (lines.first ?? "").split(separator: " ")
        guard words.count >= 2 else { throw malformed }
        method = String(words[0])
        var target = words[1]
        if let scheme = target.firstRange(of: "://") {
            let rest = target[scheme.upperBound...]
            target = rest.firstIndex(of: "/").map { rest[$0...] } ?? "/"
        }
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = String(parts[0])
        query = parts.count > 1 ? String(parts[1]) : ""
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { throw malformed }
            fields[parts[0].lowercased()] = String(parts[1].drop { $0 == " " })
        }
        body = Array(bytes[min(start, bytes.count)...])
    }
}
