import CloudCore
import Synchronization

/// The images of a local cloud by their digests and tags: what Cloud Build pushes, Artifact Registry lists, and Cloud
/// Run starts.
///
/// A reference is a name with a tag or a digest, `us-docker.pkg.dev/project/repository/image:tag` or `…@sha256:…`;
/// without either it means the tag `latest`, as Docker has it. A name of `gcr.io` is that of the repository which has
/// taken its place (`RegistryHost`).
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
        /// When it was put here last, or its tags changed.
        public var updated: Instant
        /// The bytes of its files.
        public var sizeBytes: Int64 = 0
        /// Higher than that of any image before.
        let number: UInt64
    }

    private struct State {
        /// By name and digest.
        var names: [String: [String: Entry]] = [:]
        var count: UInt64 = 0
    }

    private let state = Mutex(State())

    init() {}

    /// Puts an image under a name; a tag that named another image of it then names this one.
    public func put(
        _ image: RunnableImage, digest: String, as reference: ImageReferenceName, sizeBytes: Int64 = 0,
        at now: Instant
    ) {
        let name = RegistryHost.canonical(reference.name)
        state.withLock { state in
            state.count += 1
            var entry =
                state.names[name]?[digest]
                ?? Entry(
                    name: name, digest: digest, image: image, created: now, tags: [], updated: now,
                    number: state.count)
            (entry.image, entry.updated, entry.sizeBytes) = (image, now, sizeBytes)
            state.names[name, default: [:]][digest] = entry
            let tag = reference.tag ?? (reference.digest == nil ? "latest" : nil)
            if let tag { state.names[name]?.tag(digest, tag, at: now) }
        }
    }

    /// The image that a reference names, or nil.
    public func image(_ reference: ImageReferenceName) -> Entry? {
        state.withLock { state in
            guard let entries = state.names[RegistryHost.canonical(reference.name)] else { return nil }
            if let digest = reference.digest { return entries[digest] }
            let tag = reference.tag ?? "latest"
            return entries.values.first { $0.tags.contains(tag) }
        }
    }

    /// The images whose names begin so, by name and digest.
    public func images(under prefix: String) -> [Entry] {
        state.withLock { state in
            state.names.filter { $0.key.hasPrefix(prefix) }.flatMap(\.value.values)
                .sorted { ($0.name, $0.digest) < ($1.name, $1.digest) }
        }
    }

    /// Removes an image by its name and digest.
    ///
    /// - Returns: the image that was there, or nil.
    @discardableResult
    public func remove(name: String, digest: String) -> Entry? {
        let name = RegistryHost.canonical(name)
        return state.withLock { state in
            let removed = state.names[name]?.removeValue(forKey: digest)
            if state.names[name]?.isEmpty == true { state.names[name] = nil }
            return removed
        }
    }

    /// Gives an image a tag, which no other image of that name keeps.
    ///
    /// - Returns: whether there is such an image.
    func tag(name: String, digest: String, _ tag: String, at now: Instant) -> Bool {
        state.withLock { $0.names[name]?.tag(digest, tag, at: now) ?? false }
    }

    /// Takes a tag from whichever image of that name has it.
    func untag(name: String, _ tag: String) {
        state.withLock { state in
            for digest in (state.names[name] ?? [:]).keys {
                state.names[name]?[digest]?.tags.remove(tag)
            }
        }
    }
}

extension [String: ImageStore.Entry] {
    @discardableResult
    fileprivate mutating func tag(_ digest: String, _ tag: String, at now: Instant) -> Bool {
        guard self[digest] != nil else { return false }
        for key in keys where key != digest { self[key]?.tags.remove(tag) }
        self[digest]?.tags.insert(tag)
        self[digest]?.updated = now
        return true
    }
}
