import CloudCore
import Synchronization

/// The images of a local cloud by their digests and tags: what Cloud Build pushes, Artifact Registry lists, and Cloud
/// Run starts.
///
/// A reference is a name with a tag or a digest, `us-docker.pkg.dev/project/repository/image:tag` or `…@sha256:…`;
/// without either it means the tag `latest`, as Docker has it. A name of `gcr.io` is that of the repository which has
/// taken its place (`RegistryHost`).
///
/// Images are part of the cloud's state. A program is kept by the folder that it is in. A Swift closure ends with its
/// process: in another one it is dropped when a state or a data directory is gone on with, unless it was put there, too.
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
    }

    private typealias Closure = @Sendable (ServiceInstance) async throws -> Void

    private let plane: ControlPlaneHost
    /// What is started of images that are closures, by name and digest.
    private let closures = Mutex<[String: Closure]>([:])

    init(_ plane: ControlPlaneHost) { self.plane = plane }

    /// Puts an image under a name; a tag that named another image of it then names this one.
    public func put(
        _ image: RunnableImage, digest: String, as reference: ImageReferenceName, sizeBytes: Int64 = 0,
        at now: Instant
    ) {
        var process: ProcessImage?
        switch image {
        case .process(let image): process = image
        case .closure(let body):
            closures.withLock { $0[Self.key(RegistryHost.canonical(reference.name), digest)] = body }
        }
        // It cannot fail.
        try? plane.perform(
            recording: ImagePut(process, digest: digest, as: reference, sizeBytes: sizeBytes), at: now)
    }

    /// Puts images again that were here before the cloud became another one.
    func put(again former: [Entry], at now: Instant) {
        for entry in former {
            var name = ImageReferenceName(name: entry.name, digest: entry.digest)
            put(entry.image, digest: entry.digest, as: name, sizeBytes: entry.sizeBytes, at: now)
            for tag in entry.tags.sorted() {
                (name.tag, name.digest) = (tag, nil)
                put(entry.image, digest: entry.digest, as: name, sizeBytes: entry.sizeBytes, at: now)
            }
        }
    }

    /// The image that a reference names, or nil.
    public func image(_ reference: ImageReferenceName) -> Entry? {
        plane.inspect { $0.images.image(reference) }.flatMap(entry)
    }

    /// The images whose names begin so, by name and digest.
    public func images(under prefix: String) -> [Entry] {
        plane.inspect { $0.images.images(under: prefix) }.compactMap(entry)
    }

    /// Removes an image by its name and digest.
    ///
    /// - Returns: the image that was there, or nil.
    @discardableResult
    public func remove(name: String, digest: String) -> Entry? {
        // It cannot fail.
        let removed = (try? plane.perform(recording: ImageRemoved(name: name, digest: digest))) ?? nil
        let former = removed.flatMap(entry)
        closures.withLock { $0[Self.key(RegistryHost.canonical(name), digest)] = nil }
        return former
    }

    /// The images that cannot be started: the folders of programs are where they were, and do not come along with a
    /// state; nor do closures, which another process had.
    var missing: [ImageTable.Entry] {
        plane.inspect { $0.images.images(under: "") }.filter { found in
            guard let process = found.process else { return entry(found) == nil }
            return FolderListing.entry(process.directory, ".") == nil
        }
    }

    private func entry(_ found: ImageTable.Entry) -> Entry? {
        let image: RunnableImage
        if let process = found.process {
            image = .process(process)
        } else {
            guard let body = closures.withLock({ $0[Self.key(found.name, found.digest)] }) else { return nil }
            image = .closure(body)
        }
        return Entry(
            name: found.name, digest: found.digest, image: image, created: found.created, tags: found.tags,
            updated: found.updated, sizeBytes: found.sizeBytes)
    }

    private static func key(_ name: String, _ digest: String) -> String { "\(name)@\(digest)" }
}
