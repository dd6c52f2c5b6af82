import CloudCore

/// A container image's name with its tag or digest.
public struct ImageReferenceName: Sendable, Hashable, CustomStringConvertible {
    /// The name without tag or digest, for example `us-docker.pkg.dev/project/repository/image`.
    public var name: String
    /// The tag, or nil.
    public var tag: String?
    /// `sha256:` and 64 hexadecimal digits, or nil.
    public var digest: String?

    /// The name of an image with a digest.
    init(name: String, digest: String) { (self.name, self.digest) = (name, digest) }

    /// Reads a reference such as `host/path:tag` or `host/path@sha256:…`.
    ///
    /// Source: the grammar of references in the OCI distribution specification, as far as it splits them.
    ///
    /// - Throws: INVALID_ARGUMENT if the name, the tag or the digest is empty.
    public init(_ text: String) throws(Status) {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        let path = parts[0]
        // A colon before the last slash belongs to a port.
        let colon = path.lastIndex(of: ":").flatMap { colon in
            path[colon...].contains("/") ? nil : colon
        }
        name = String(path[..<(colon ?? path.endIndex)])
        tag = colon.map { String(path[path.index(after: $0)...]) }
        digest = parts.count == 2 ? String(parts[1]) : nil
        guard !name.isEmpty, tag?.isEmpty != true, digest?.isEmpty != true else {
            throw Status(
                .invalidArgument,
                "image \"\(text)\" is not a reference: expected NAME, NAME:TAG or NAME@sha256:DIGEST")
        }
    }

    /// The reference as it is written.
    public var description: String {
        name + (tag.map { ":" + $0 } ?? "") + (digest.map { "@" + $0 } ?? "")
    }
}
