import CloudCore

/// The images of a local cloud as the control plane knows them, by their names and digests.
struct ImageTable: Sendable {
    /// An image under one name.
    struct Entry: Sendable {
        /// The name without tag or digest.
        let name: String
        /// `sha256:` and 64 hexadecimal digits.
        let digest: String
        /// What is to be started; nil for a closure, which only the process has that put it here.
        var process: ProcessImage?
        /// When it was first put here.
        let created: Instant
        /// The tags that name it.
        var tags: Set<String> = []
        /// When it was put here last, or its tags changed.
        var updated: Instant
        /// The bytes of its files.
        var sizeBytes: Int64 = 0
        /// Higher than that of any image before.
        let number: UInt64
    }

    /// By name and digest.
    private var names: [String: [String: Entry]] = [:]
    private var count: UInt64 = 0

    /// Puts an image under a name; a tag that named another image of it then names this one.
    mutating func put(
        _ image: ProcessImage?, digest: String, as reference: ImageReferenceName, sizeBytes: Int64,
        at now: Instant
    ) {
        let name = RegistryHost.canonical(reference.name)
        count += 1
        var entry =
            names[name]?[digest]
            ?? Entry(name: name, digest: digest, created: now, updated: now, number: count)
        (entry.process, entry.updated, entry.sizeBytes) = (image, now, sizeBytes)
        names[name, default: [:]][digest] = entry
        let tag = reference.tag ?? (reference.digest == nil ? "latest" : nil)
        if let tag { self.tag(name: name, digest: digest, tag, at: now) }
    }

    /// The image that a reference names, or nil.
    func image(_ reference: ImageReferenceName) -> Entry? {
        guard let entries = names[RegistryHost.canonical(reference.name)] else { return nil }
        if let digest = reference.digest { return entries[digest] }
        let tag = reference.tag ?? "latest"
        return entries.values.first { $0.tags.contains(tag) }
    }

    /// The images whose names begin so, by name and digest.
    func images(under prefix: String) -> [Entry] {
        names.filter { $0.key.hasPrefix(prefix) }.flatMap(\.value.values)
            .sorted { ($0.name, $0.digest) < ($1.name, $1.digest) }
    }

    /// What leak checks and comparisons look at.
    var inventory: [(name: String, value: JSON)] {
        images(under: "").map { entry in
            let tags = JSON.array(entry.tags.sorted().map { .string($0) })
            return ("\(entry.name)@\(entry.digest)", ["tags": tags])
        }
    }

    /// Removes an image by its name and digest; returns it.
    @discardableResult mutating func remove(name: String, digest: String) -> Entry? {
        let name = RegistryHost.canonical(name)
        let removed = names[name]?.removeValue(forKey: digest)
        if names[name]?.isEmpty == true { names[name] = nil }
        return removed
    }

    /// Gives an image a tag, which no other image of that name keeps.
    mutating func tag(name: String, digest: String, _ tag: String, at now: Instant) {
        guard names[name]?[digest] != nil else { return }
        untag(name: name, tag)
        names[name]?[digest]?.tags.insert(tag)
        names[name]?[digest]?.updated = now
    }

    /// Takes a tag from whichever image of that name has it.
    mutating func untag(name: String, _ tag: String) {
        for digest in (names[name] ?? [:]).keys { names[name]?[digest]?.tags.remove(tag) }
    }
}
