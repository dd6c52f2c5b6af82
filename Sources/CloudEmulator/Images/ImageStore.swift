import CloudCore
import Synchronization

/// The images of a local cloud by their digests and tags: what Cloud Build pushes, Artifact Registry lists, and Cloud
/// Run starts.
///
/// A reference is a name with a tag or a digest, `us-docker.pkg.dev/project/repository/image:tag` or `…@sha256:…`;
/// without either it means the tag `latest`, as Docker has it.
public final class ImageStore: Sendable {
    /// An image as it was found.
    public struct Entry: Sendable {
        /// The name without tag or digest.
        public var name: String
        /// `sha256:` and 64 hexadecimal digits.
        public var digest: String
        /// What is to be started.
        public var image: RunnableImage
        /// When it was first put here.
        public var created: Instant
        /// The tags that name it.
        public var tags: Set<String>
    }

    private let names = Mutex<[String: [String: Entry]]>([:])

    init() {}

    /// Puts an image under a name; a tag that named another image of it then names this one.
    public func put(
        _ image: RunnableImage, digest: String, as reference: ImageReferenceName, at now: Instant
    ) {
        names.withLock { names in
            var entries = names[reference.name] ?? [:]
            let tag = reference.tag ?? (reference.digest == nil ? "latest" : nil)
            if let tag { for key in entries.keys { entries[key]?.tags.remove(tag) } }
            var entry =
                entries[digest]
                ?? Entry(name: reference.name, digest: digest, image: image, created: now, tags: [])
            entry.image = image
            if let tag { entry.tags.insert(tag) }
            entries[digest] = entry
            names[reference.name] = entries
        }
    }

    /// The image that a reference names, or nil.
    public func image(_ reference: ImageReferenceName) -> Entry? {
        names.withLock { names in
            guard let entries = names[reference.name] else { return nil }
            if let digest = reference.digest { return entries[digest] }
            let tag = reference.tag ?? "latest"
            return entries.values.first { $0.tags.contains(tag) }
        }
    }

    /// The images whose names begin so, by name and digest.
    public func images(under prefix: String) -> [Entry] {
        names.withLock { names in
            names.filter { $0.key.hasPrefix(prefix) }.flatMap(\.value.values)
                .sorted { ($0.name, $0.digest) < ($1.name, $1.digest) }
        }
    }

    /// Removes an image by its name and digest.
    ///
    /// - Returns: the image that was there, or nil.
    @discardableResult
    public func remove(name: String, digest: String) -> Entry? {
        names.withLock { $0[name]?.removeValue(forKey: digest) }
    }
}
