/// The head of an answer, line by line: the headers of the final response, without those of interim ones
/// (100 Continue) and without trailers.
struct CurlResponseHead {
    private(set) var headers: [(name: String, value: String)] = []
    /// Whether the empty line after the headers has come.
    private(set) var isComplete = false
    private var byteCount = 0
    private let maxBytes: Int

    init(maxBytes: Int) { self.maxBytes = maxBytes }

    /// Takes in one line with its line end; false when the head is larger than allowed.
    mutating func receive(_ line: UnsafeRawBufferPointer) -> Bool {
        byteCount += line.count
        guard byteCount <= maxBytes else { return false }
        let text = String(decoding: line, as: UTF8.self).trimmingLineEnd
        if text.hasPrefix("HTTP/") {
            headers = []
            isComplete = false
        } else if text.isEmpty {
            isComplete = true
        } else if !isComplete, let colon = text.firstIndex(of: ":") {
            let value = text[text.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            headers.append((String(text[..<colon]), String(value)))
        }
        return true
    }
}

extension String {
    fileprivate var trimmingLineEnd: Substring {
        var text = self[...]
        // CR LF is one Character.
        while let last = text.last, last.isNewline || last == " " || last == "\t" { text.removeLast() }
        return text
    }
}
