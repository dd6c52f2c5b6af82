/// The header list of a request, checked while it is filled (RFC 9113, section 8).
///
/// It is made once for a connection and refilled for each request, so its storage is reused. Whoever needs it
/// after the next event copies the strings, not the head: a copy of the head would cost the reuse.
struct RequestHead {
    /// `:method`, for example `POST`.
    private(set) var method = ""
    /// `:scheme`; empty for CONNECT.
    private(set) var scheme = ""
    /// `:authority`, or else the `host` field; empty if there is neither.
    private(set) var authority = ""
    /// `:path`, with its query; empty for CONNECT.
    private(set) var path = ""
    /// The regular fields in order.
    private(set) var fields = HeaderFields()
    /// The value of `content-length`, or nil.
    private(set) var contentLength: Int?
    /// A number that is equal for two requests of a connection only if their heads are equal: whoever
    /// derives something from a head, such as the method it names, may keep it under this number.
    private(set) var serial: UInt64 = 0
    /// The same for `path` alone.
    private(set) var pathSerial: UInt64 = 0

    /// Whether the header list breaks a rule of section 8, so that the request must be refused.
    private(set) var isMalformed = false
    /// Whether the header list was larger than the limit; fields are missing then.
    private(set) var isTooLarge = false

    private var listBytes = 0
    private var seen = PseudoFields()
    private var isTrailers = false
    private var checkpoint: Checkpoint?

    /// Empties the head, to be filled by `append`.
    mutating func begin(isTrailers: Bool = false) {
        serial &+= 1
        method = ""
        scheme = ""
        authority = ""
        path = ""
        fields.removeAll()
        contentLength = nil
        isMalformed = false
        isTooLarge = false
        listBytes = 0
        seen = []
        self.isTrailers = isTrailers
        checkpoint = nil
    }

    /// Adds the next field of the list.
    @inline(__always)
    mutating func append(_ field: HeaderField, maxListBytes: Int) {
        listBytes += Int(field.size)
        if listBytes > maxListBytes {
            isTooLarge = true
            return
        }
        if field.isMalformed { isMalformed = true }
        switch field.known {
        case .method:
            if notePseudoField(.method) { method = field.value }
        case .scheme:
            if notePseudoField(.scheme) { scheme = field.value }
        case .authority:
            if notePseudoField(.authority) { authority = field.value }
        case .path:
            if notePseudoField(.path) {
                path = field.value
                pathSerial = serial
            }
        case .contentLength:
            appendContentLength(field)
        default:
            seen.insert(.regular)
            fields.append(field)
        }
    }

    /// Checks the whole list, once all fields have been added.
    mutating func finish() {
        if isTrailers || isTooLarge || isMalformed { return }
        if let host = fields[.host] {
            // 8.3.1: a request whose Host names another entity than :authority should be malformed.
            if !seen.contains(.authority) {
                authority = host
            } else if host != authority {
                isMalformed = true
            }
        }
        isMalformed = isMalformed || !pseudoFieldsAreValid
    }

    private var pseudoFieldsAreValid: Bool {
        if method == "CONNECT" {
            // 8.5: :scheme and :path MUST be omitted, :authority names the host to connect to.
            return seen.isDisjoint(with: [.scheme, .path]) && seen.contains(.authority) && !authority.isEmpty
        }
        // 8.3.1: the authority of http and https MUST NOT include user information.
        if authority.utf8.contains(UInt8(ascii: "@")), scheme.hasPrefix("http") { return false }
        // 8.3.1: exactly one :method, :scheme and :path; the path of http and https is not empty, and
        // starts with a slash or is the asterisk of OPTIONS.
        guard seen.isSuperset(of: [.method, .scheme, .path]), !method.isEmpty else { return false }
        guard scheme == "http" || scheme == "https" else { return !path.isEmpty }
        return path.utf8.first == UInt8(ascii: "/") || (path == "*" && method == "OPTIONS")
    }

    /// 8.3: pseudo-header fields come before regular ones, once each, and never in trailers. True for the
    /// first of a kind, which is the one that counts: a rewind could not restore it.
    @inline(__always)
    private mutating func notePseudoField(_ kind: PseudoFields) -> Bool {
        if isTrailers || seen.contains(.regular) { isMalformed = true }
        if seen.contains(kind) {
            isMalformed = true
            return false
        }
        seen.insert(kind)
        return true
    }

    /// RFC 9110, 8.6: digits only; a repeated field must have the same value.
    private mutating func appendContentLength(_ field: HeaderField) {
        seen.insert(.regular)
        fields.append(field)
        guard field.value.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let length = Int(field.value),
            contentLength == nil || contentLength == length
        else {
            isMalformed = true
            return
        }
        contentLength = length
    }
}

extension RequestHead {
    /// The state after the first fields of a list, to which the head can be rewound.
    private struct Checkpoint {
        let offset: Int
        let fields: HeaderFields.Checkpoint
        let contentLength: Int?
        let listBytes: Int
        let seen: PseudoFields
        let isMalformed: Bool
        let isTooLarge: Bool
    }

    /// Where in the header block the checkpoint is.
    var checkpointOffset: Int { checkpoint?.offset ?? 0 }

    /// Makes this the state to rewind to, unless there is one since `begin`; `offset` is that in the block.
    @inline(__always)
    mutating func setCheckpoint(at offset: Int) {
        guard checkpoint == nil else { return }
        checkpoint = Checkpoint(
            offset: offset, fields: fields.checkpoint, contentLength: contentLength, listBytes: listBytes,
            seen: seen, isMalformed: isMalformed, isTooLarge: isTooLarge)
    }

    /// Drops what was added after the checkpoint.
    mutating func rewind() {
        guard let checkpoint else { return begin() }
        serial &+= 1
        fields.rewind(to: checkpoint.fields)
        contentLength = checkpoint.contentLength
        listBytes = checkpoint.listBytes
        seen = checkpoint.seen
        isMalformed = checkpoint.isMalformed
        isTooLarge = checkpoint.isTooLarge
        if !seen.contains(.method) { method = "" }
        if !seen.contains(.scheme) { scheme = "" }
        if !seen.contains(.authority) { authority = "" }
        if !seen.contains(.path) { path = "" }
    }
}

/// What has been seen of a header list so far.
private struct PseudoFields: OptionSet {
    let rawValue: UInt8

    static let method = PseudoFields(rawValue: 1)
    static let scheme = PseudoFields(rawValue: 2)
    static let authority = PseudoFields(rawValue: 4)
    static let path = PseudoFields(rawValue: 8)
    static let regular = PseudoFields(rawValue: 16)
}
