import CloudCore

/// What names of buckets must be ("Bucket name requirements" in the Cloud Storage documentation).
enum BucketNameRules {
    /// Checks a name.
    ///
    /// - Throws: INVALID_ARGUMENT.
    static func check(_ name: String) throws(Status) {
        guard !name.isEmpty else { throw StorageFault.required("Required") }
        if let problem = problem(name) {
            throw StorageFault.invalid("Invalid bucket name: '\(name.prefix(100))': \(problem).")
        }
    }

    private static func problem(_ name: String) -> String? {
        let bytes = name.utf8
        guard bytes.allSatisfy(isInner) else {
            return "only lowercase letters, digits, hyphens, underscores and dots are allowed"
        }
        guard let first = bytes.first, let last = bytes.last, isOuter(first), isOuter(last) else {
            return "it must start and end with a letter or digit"
        }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        let most = parts.count > 1 ? 222 : 63
        guard (3...most).contains(bytes.count) else { return "it must have 3 to \(most) characters" }
        guard parts.allSatisfy({ (1...63).contains($0.utf8.count) }) else {
            return "each part between dots must have 1 to 63 characters"
        }
        if parts.count == 4, parts.allSatisfy({ UInt8($0) != nil }) { return "it must not be an IP address" }
        if name.hasPrefix("goog") || name.contains("google") {
            return "it must not begin with \"goog\" or contain \"google\""
        }
        return nil
    }

    private static func isOuter(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
    }

    private static func isInner(_ byte: UInt8) -> Bool {
        isOuter(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
    }
}
