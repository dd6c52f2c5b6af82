import CloudCore

/// Which bytes of an upload a request brings: the `Content-Range` of resumable uploads.
///
/// Source: "Perform resumable uploads" in the Cloud Storage documentation.
struct ContentRange: Equatable {
    /// The bytes; nil for none, when only the state of the upload is asked for.
    var bytes: Range<Int>?
    /// How many bytes there are altogether; nil when that is not known yet.
    var total: Int?

    /// Reads the value of the field, for example `bytes 0-524287/*`.
    ///
    /// - Throws: INVALID_ARGUMENT.
    init(_ text: String) throws(Status) {
        let malformed = StorageFault.invalid(
            "Content-Range is \"\(text.prefix(100))\"; expected as in \"bytes 0-524287/*\" or \"bytes */2000000\"."
        )
        guard text.lowercased().hasPrefix("bytes ") else { throw malformed }
        let parts = text.dropFirst("bytes ".count).split(
            separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw malformed }
        if parts[1] != "*" {
            guard let total = ByteRange.number(parts[1]), total < .max else { throw malformed }
            self.total = total
        }
        if parts[0] == "*" { return }
        let ends = parts[0].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard ends.count == 2, let first = ByteRange.number(ends[0]), let last = ByteRange.number(ends[1]),
            first <= last, last < .max, last < total ?? .max
        else { throw malformed }
        bytes = first..<last + 1
    }
}

/// What of a piece that a request brings is taken in.
struct UploadWindow: Equatable {
    /// Pieces that are not the last one are kept in multiples of this.
    static let chunkBytes = 256 * 1_024

    /// Bytes that are there already.
    private(set) var skipped: Int
    /// Bytes that are taken in after them.
    private(set) var taken: Int
    /// Whether the object is whole then.
    let isLast: Bool

    /// Finds out for an upload of which `size` bytes are there.
    ///
    /// - Throws: INVALID_ARGUMENT when there would be a gap.
    init(_ range: ContentRange?, size: Int) throws(Status) {
        guard let range, let bytes = range.bytes else {
            // All that is missing.
            (skipped, taken, isLast) = (0, .max, true)
            return
        }
        guard bytes.lowerBound <= size else {
            throw StorageFault.invalid(
                "Invalid request. According to the Content-Range header, the upload offset is "
                    + "\(bytes.lowerBound) byte(s), which exceeds already uploaded size of \(size) byte(s).")
        }
        isLast = bytes.upperBound == range.total
        skipped = min(size, bytes.upperBound) - bytes.lowerBound
        let end = isLast ? bytes.upperBound : bytes.upperBound / Self.chunkBytes * Self.chunkBytes
        taken = max(end - max(size, bytes.lowerBound), 0)
    }

    /// What of the next bytes of a request is taken in.
    mutating func take(_ count: Int) -> Range<Int> {
        let skip = min(skipped, count)
        skipped -= skip
        let take = min(taken, count - skip)
        if taken != .max { taken -= take }
        return skip..<skip + take
    }
}
