import CloudCore

/// What an archive of sources holds, by what `tar` and `unzip` list: looked at before anything is unpacked.
struct SourceArchive: Sendable, Equatable {
    /// How it is packed.
    enum Format: Sendable {
        case tar, zip

        /// The format by an object's name.
        init(object: String) { self = object.lowercased().hasSuffix(".zip") ? .zip : .tar }
    }

    /// Why it cannot be unpacked.
    struct Problem: Error, Equatable, Sendable {
        let text: String
    }

    /// The number of its entries.
    private(set) var count = 0
    /// The bytes of all of them, unpacked.
    private(set) var bytes: Int64 = 0

    /// What lists the names of a file's entries, one a line.
    static func listing(_ file: String, _ format: Format) -> [String] {
        switch format {
        // Names with line ends and the like are escaped.
        case .tar: ["tar", "-tvf", file, "--numeric-owner", "--quoting-style=escape"]
        case .zip: ["unzip", "-Z", file]
        }
    }

    /// What unpacks a file into a folder. Both programs make links that lead out of the folder only after everything else,
    /// so nothing is written through them.
    static func unpacking(_ file: String, _ format: Format, into folder: String) -> [String] {
        switch format {
        case .tar: ["tar", "-xf", file, "-C", folder, "--no-same-owner"]
        case .zip: ["unzip", "-qq", "-o", file, "-d", folder]
        }
    }

    /// Reads a listing.
    ///
    /// - Throws: when an entry would land outside of the folder, or when there is too much.
    init(_ listing: String, _ format: Format, maxFiles: Int, maxBytes: Int64) throws(Problem) {
        for line in listing.split(separator: "\n") {
            guard let (name, size) = Self.entry(line, format) else { continue }
            count += 1
            let (sum, isTooLarge) = bytes.addingReportingOverflow(size)
            bytes = isTooLarge ? .max : sum
            guard count <= maxFiles else {
                throw Problem(text: "the archive has more than \(maxFiles) entries")
            }
            guard bytes <= maxBytes else {
                throw Problem(text: "the archive has more than \(maxBytes) bytes when it is unpacked")
            }
            guard Self.isInside(name) else {
                throw Problem(text: "the archive has an entry outside of its folder: \"\(name.prefix(200))\"")
            }
        }
    }

    /// The name and size of a line: `-rw-r--r-- 0/0 12 2026-11-29 18:00 name -> target` of tar,
    /// `-rw-r--r--  3.0 unx 12 tx defN 26-Nov-29 18:00 name` of unzip.
    private static func entry(_ line: Substring, _ format: Format) -> (name: Substring, size: Int64)? {
        var rest = line
        var words: [Substring] = []
        let count = format == .tar ? 5 : 8
        while words.count < count {
            rest = rest.drop { $0 == " " }
            let word = rest.prefix { $0 != " " }
            guard !word.isEmpty else { return nil }
            words.append(word)
            rest = rest.dropFirst(word.count)
        }
        // unzip begins and ends with lines about the archive.
        guard let kind = words[0].first, "-dlhbcpsL?".contains(kind), words[0].count >= 7 else { return nil }
        var name = rest.dropFirst()
        if format == .tar, kind == "l" || kind == "h" {
            let separator = kind == "l" ? " -> " : " link to "
            if let end = Self.range(of: separator, in: name) { name = name[..<end] }
        }
        guard !name.isEmpty else { return nil }
        // A device has its numbers in place of a size.
        return (name, Int64(words[format == .tar ? 2 : 3]).map { max($0, 0) } ?? 0)
    }

    private static func range(of text: String, in name: Substring) -> Substring.Index? {
        name.indices.first { name[$0...].hasPrefix(text) }
    }

    private static func isInside(_ name: Substring) -> Bool {
        !name.hasPrefix("/") && !name.split(separator: "/").contains("..")
    }
}
