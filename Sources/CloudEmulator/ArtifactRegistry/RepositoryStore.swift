import CloudCore

/// The repositories of the project; what they hold is in the `ImageStore`.
struct RepositoryStore: Sendable {
    typealias Repository = ArtifactRegistryV1.Repository

    /// A repository as it was written.
    struct Entry: Sendable {
        var repository: Repository
        /// Higher than that of any repository before.
        let number: UInt64
        /// When the operation that creates it ends, so that it is there.
        let readyAt: Instant
    }

    /// The most repositories of a project. Google knows no such limit; this one bounds memory.
    static let maxRepositories = 10_000

    private var entries: [RepositoryName: Entry] = [:]
    private var count: UInt64 = 0

    /// Whether there is such a repository, or will be one.
    func isTaken(_ name: RepositoryName) -> Bool { entries[name] != nil }

    /// The repository of that name, once it is there.
    func repository(_ name: RepositoryName, at now: Instant) -> Repository? {
        guard let entry = entries[name], entry.readyAt <= now else { return nil }
        return entry.repository
    }

    /// The repositories of a location that are there, in no order.
    func all(in location: String, at now: Instant) -> [Entry] {
        entries.filter { $0.key.location == location && $0.value.readyAt <= now }.map(\.value)
    }

    /// All repositories that are there, in no order.
    func all(at now: Instant) -> [Repository] {
        entries.values.filter { $0.readyAt <= now }.map(\.repository)
    }

    /// Adds a repository, which is there from `readyAt` on.
    ///
    /// - Throws: RESOURCE_EXHAUSTED.
    mutating func add(
        _ repository: Repository, _ name: RepositoryName, readyAt: Instant
    ) throws(Status) {
        guard entries.count < Self.maxRepositories else {
            throw Status(
                .resourceExhausted,
                "The project has \(Self.maxRepositories) repositories, more are not supported.")
        }
        count += 1
        entries[name] = Entry(repository: repository, number: count, readyAt: readyAt)
    }

    /// Changes a repository.
    mutating func update(_ repository: Repository, _ name: RepositoryName) {
        entries[name]?.repository = repository
    }

    /// Removes a repository.
    mutating func remove(_ name: RepositoryName) { entries[name] = nil }
}
