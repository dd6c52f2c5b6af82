import CloudCore

/// Splits a multipart body (RFC 2046, section 5.1) into its parts, as it arrives. Lines may end with CRLF or LF alone.
struct MultipartParser {
    /// What has been found.
    enum Event: Equatable {
        /// A part begins; its header fields, names in lower case.
        case part([String: String])
        /// Bytes of the part.
        case data([UInt8])
    }

    /// The most bytes of a part's header fields, and of what may stand before the first part.
    static let maxHeadBytes = 16 * 1_024

    private enum Phase {
        case preamble, head, data, done
    }

    private let delimiter: [UInt8]
    private var phase = Phase.preamble
    private var endsWithCRLF = true
    /// What has arrived and has not been understood yet.
    private var rest: [UInt8] = []

    /// Makes a parser.
    ///
    /// - Parameter contentType: the value of `content-type`, with its boundary.
    /// - Throws: INVALID_ARGUMENT when there is no boundary.
    init(contentType: String) throws(Status) {
        guard let boundary = Self.boundary(contentType) else {
            throw Status.listed(
                .invalidArgument, "badContent",
                "Content-Type is \"\(contentType.prefix(200))\"; expected multipart/… with a boundary.")
        }
        delimiter = Array("--\(boundary)".utf8)
    }

    /// Whether the last part has ended.
    var isDone: Bool { phase == .done }

    /// Takes in bytes, and hands on what they are.
    ///
    /// - Throws: INVALID_ARGUMENT for what is no multipart body, and what `emit` throws.
    mutating func take(
        _ bytes: UnsafeRawBufferPointer, _ emit: (Event) throws(Status) -> Void
    ) throws(Status) {
        guard phase != .done else { return }
        rest.append(contentsOf: bytes)
        while try advance(emit) {}
    }

    /// Understands some more; false when more has to arrive first.
    private mutating func advance(_ emit: (Event) throws(Status) -> Void) throws(Status) -> Bool {
        switch phase {
        case .done:
            rest = []
            return false
        case .preamble: return try skipPreamble()
        case .head:
            guard let fields = try takeHead() else { return false }
            phase = .data
            try emit(.part(fields))
            return true
        case .data: return try takeData(emit)
        }
    }

    private mutating func skipPreamble() throws(Status) -> Bool {
        switch delimiter(at: 0, delimiter) {
        case .last:
            phase = .done
            return true
        case .next(let next):
            endsWithCRLF = rest[..<next].suffix(2).first == 0x0d
            rest.removeFirst(next)
            phase = .head
            return true
        case .unknown: break
        case .none:
            if let line = nextLine(from: 0) {
                rest.removeFirst(line.next)
                return true
            }
        }
        guard rest.count <= Self.maxHeadBytes else {
            throw Self.malformed("it does not begin with its boundary")
        }
        return false
    }

    /// The fields of a part; nil when they have not all arrived.
    private mutating func takeHead() throws(Status) -> [String: String]? {
        var fields: [String: String] = [:]
        var start = 0
        while let line = nextLine(from: start) {
            guard line.next <= Self.maxHeadBytes else { throw Self.malformed("a part's header is too long") }
            if line.end == start {
                rest.removeFirst(line.next)
                return fields
            }
            let text = String(decoding: rest[start..<line.end], as: UTF8.self)
            let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { throw Self.malformed("a part's header has no colon") }
            fields[parts[0].lowercased()] = String(parts[1].drop { $0 == " " || $0 == "\t" })
            start = line.next
        }
        guard rest.count <= Self.maxHeadBytes else { throw Self.malformed("a part's header is too long") }
        return nil
    }

    /// Hands on the data before the next delimiter, or what cannot be the beginning of one.
    private mutating func takeData(_ emit: (Event) throws(Status) -> Void) throws(Status) -> Bool {
        let mark: [UInt8] = (endsWithCRLF ? [0x0d, 0x0a] : [0x0a]) + delimiter
        var start = 0
        while let place = rest[start...].firstIndex(of: mark[0]) {
            let next: Int
            switch delimiter(at: place, mark) {
            case .none:
                start = place + 1
                continue
            case .unknown: return try hold(from: place, emit)
            case .last:
                next = rest.count
                phase = .done
            case .next(let line):
                next = line
                phase = .head
            }
            if place > 0 { try emit(.data(Array(rest[..<place]))) }
            rest.removeFirst(next)
            return true
        }
        return try hold(from: rest.count, emit)
    }

    /// What stands at a place that could be a delimiter.
    private enum Delimiter {
        case none
        /// More has to arrive before that can be told.
        case unknown
        /// The one before another part, which begins there.
        case next(Int)
        case last
    }

    /// Looks for a delimiter: the mark, and behind it two hyphens, or nothing but white space on its line.
    private func delimiter(at place: Int, _ mark: [UInt8]) -> Delimiter {
        let candidate = rest[place...]
        guard candidate.count >= mark.count else { return mark.starts(with: candidate) ? .unknown : .none }
        guard candidate.starts(with: mark) else { return .none }
        let behind = candidate.dropFirst(mark.count)
        if behind.first == UInt8(ascii: "-") {
            guard let second = behind.dropFirst().first else { return .unknown }
            return second == UInt8(ascii: "-") ? .last : .none
        }
        let padding = behind.prefix { $0 == 0x20 || $0 == 0x09 }
        let line = behind.dropFirst(padding.count)
        switch line.first {
        case nil: return .unknown
        case 0x0a: return .next(line.startIndex + 1)
        case 0x0d:
            guard let second = line.dropFirst().first else { return .unknown }
            return second == 0x0a ? .next(line.startIndex + 2) : .none
        default: return .none
        }
    }

    /// Hands on what is before `place`, and keeps the rest.
    private mutating func hold(
        from place: Int, _ emit: (Event) throws(Status) -> Void
    ) throws(Status) -> Bool {
        guard rest.count - place <= Self.maxHeadBytes else {
            throw Self.malformed("a boundary's line is too long")
        }
        if place > 0 { try emit(.data(Array(rest[..<place]))) }
        rest.removeFirst(place)
        return false
    }

    /// Where the line that begins at `start` ends, and where the next one begins; nil when it has not ended.
    private func nextLine(from start: Int) -> (end: Int, next: Int)? {
        guard let end = rest[start...].firstIndex(of: 0x0a) else { return nil }
        return end > start && rest[end - 1] == 0x0d ? (end - 1, end + 1) : (end, end + 1)
    }

    private static func malformed(_ why: String) -> Status {
        Status.listed(.invalidArgument, "badContent", "The multipart body is malformed: \(why).")
    }

    private static func boundary(_ contentType: String) -> String? {
        guard contentType.lowercased().hasPrefix("multipart/") else { return nil }
        for parameter in contentType.split(separator: ";").dropFirst() {
            let parts = parameter.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0].drop(while: { $0 == " " }).lowercased() == "boundary" else {
                continue
            }
            let value = parts[1].filter { $0 != "\"" && $0 != "'" }
            let trimmed = String(value.reversed().drop { $0 == " " }.reversed())
            return (1...200).contains(trimmed.utf8.count) ? trimmed : nil
        }
        return nil
    }
}
