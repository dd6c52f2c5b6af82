import CloudCore

/// The secrets of the project with their versions.
struct SecretStore: Sendable {
    typealias Secret = SecretManagerV1.Secret
    typealias SecretVersion = SecretManagerV1.SecretVersion

    /// A version with its data, which is gone once it is destroyed.
    struct Version: Sendable {
        var version: SecretVersion
        var data: [UInt8]
    }

    /// A secret with its versions; the first is number 1.
    struct Entry: Sendable {
        var secret: Secret
        /// Grows from secret to secret.
        let number: UInt64
        var versions: [Version] = []
    }

    /// The most secrets of a project and versions of a secret. Google knows no such limits; these bound memory.
    static let maxSecrets = 10_000
    static let maxVersions = 10_000

    private var entries: [SecretName: Entry] = [:]
    /// Nothing is due before; it may be that nothing is then.
    private var nextDue = Timestamp.validRange.upperBound
    private var writeCount: UInt64 = 0

    /// All secrets, in no order.
    var all: [Secret] { entries.values.map(\.secret) }

    /// All versions with their names, and of their data the checksum, in no order.
    var versions: [(name: String, value: JSON)] {
        entries.values.flatMap(\.versions).map { version in
            var value = version.version.protoJSON
            value["dataCrc32c"] = .int(Int64(CRC32C.checksum(version.data)))
            return (version.version.name, value)
        }
    }

    /// The secrets of a location, or the global ones, in no order.
    func all(in location: String?) -> [Entry] { entries.filter { $0.key.location == location }.map(\.value) }

    /// A secret; setting nil removes it.
    subscript(name: SecretName) -> Entry? {
        get { entries[name] }
        set {
            entries[name] = newValue
            if let due = newValue?.due { nextDue = min(nextDue, due) }
        }
    }

    /// Adds a secret.
    ///
    /// - Throws: RESOURCE_EXHAUSTED.
    mutating func add(_ secret: Secret, _ name: SecretName) throws(Status) -> Secret {
        guard entries.count < Self.maxSecrets else {
            throw Status(
                .resourceExhausted, "The project has \(Self.maxSecrets) secrets, more are not supported.")
        }
        var secret = secret
        secret.etag = nextEtag()
        self[name] = Entry(secret: secret, number: writeCount)
        return secret
    }

    /// An etag that no resource had before, in the quotes that the service has around its own.
    mutating func nextEtag() -> String {
        writeCount += 1
        return "\"16" + Hexadecimal.text(writeCount, digits: 12) + "\""
    }

    /// Removes what has expired, and destroys the versions that were to be.
    ///
    /// - Returns: the names of the secrets that are gone.
    mutating func settle(at now: Instant) -> [SecretName] {
        let time = Timestamp(now)
        // Every call comes by here, and there may be many versions to look through.
        guard nextDue <= time else { return [] }
        // In the order in which it falls due, whoever looks when: so a history that is made again gives the same etags.
        let gone = entries.filter { entry in entry.value.secret.expireTime.map { $0 <= time } ?? false }
        for (due, name, index) in dueVersions(at: time) {
            let etag = nextEtag()
            entries[name]?.versions[index].destroy(due, etag: etag)
        }
        for name in gone.keys { entries[name] = nil }
        nextDue = entries.values.compactMap(\.due).min() ?? Timestamp.validRange.upperBound
        return Array(gone.keys)
    }

    /// The versions that are to be destroyed by now, those of secrets that expired first excepted.
    private func dueVersions(at time: Timestamp) -> [(due: Timestamp, name: SecretName, index: Int)] {
        let due = entries.flatMap { name, entry in
            entry.versions.enumerated().compactMap { index, version in
                version.version.scheduledDestroyTime.map { (due: $0, name: name, index: index) }
            }.filter { $0.due <= min(time, entry.secret.expireTime ?? time) }
        }
        return due.sorted { ($0.due, $0.name.path, $0.index) < ($1.due, $1.name.path, $1.index) }
    }
}

extension SecretStore.Entry {
    /// When it expires, or a version of it is to be destroyed; nil for never.
    fileprivate var due: Timestamp? {
        (versions.compactMap(\.version.scheduledDestroyTime) + [secret.expireTime].compactMap { $0 }).min()
    }
}

extension SecretStore.Version {
    /// Forgets the data for good.
    mutating func destroy(_ time: Timestamp, etag: String) {
        data = []
        version.state = .destroyed
        version.destroyTime = time
        version.scheduledDestroyTime = nil
        version.etag = etag
    }
}
