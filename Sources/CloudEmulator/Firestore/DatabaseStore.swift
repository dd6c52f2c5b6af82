import CloudCore

/// The Firestore databases of the project. They have no documents here.
struct DatabaseStore: Sendable {
    typealias Database = FirestoreAdminV1.Database

    /// A database, and from when on it can be seen.
    struct Entry: Sendable {
        var database: Database
        let readyAt: Instant
    }

    /// The most databases of a project ("Quotas and limits" of Firestore).
    static let maxDatabases = 100
    /// How long the id of a deleted database cannot be used again ("Manage databases").
    static let idRest = Duration.seconds(300)
    private static let maxDeleted = 1_000
    /// How long operations take; the service's mostly take seconds, which is not documented.
    private static let operationTime = Duration.seconds(2)...Duration.seconds(6)

    private(set) var entries: [String: Entry] = [:]
    /// Those that were deleted, oldest first.
    private(set) var deleted: [Database] = []
    private var writeCount: UInt64 = 0

    /// A database; setting nil removes it.
    subscript(id: String) -> Entry? {
        get { entries[id] }
        set { entries[id] = newValue }
    }

    /// Remembers a database that was deleted.
    mutating func bury(_ database: Database) {
        deleted.append(database)
        if deleted.count > Self.maxDeleted { deleted.removeFirst() }
    }

    /// When an id can be used again; nil for now.
    func restEnd(of id: String, at now: Instant) -> Instant? {
        let ends = deleted.filter { $0.previousID == id }.compactMap(\.deleteTime).map {
            $0.instant + Self.idRest
        }
        return ends.max().flatMap { $0 > now ? $0 : nil }
    }

    /// How long the next operation takes.
    mutating func drawOperationTime() -> Duration {
        PropagationShape.uniform.duration(Dice.unit(nextBits("operation")), in: Self.operationTime)
    }

    /// An etag that no database had before.
    mutating func nextEtag() -> String {
        Base64.encode(Array(Hexadecimal.text(nextBits("etag"), digits: 16).utf8.prefix(15)))
    }

    /// A UUID of version 4 that repeats from run to run.
    mutating func nextUID() -> String {
        let high = Hexadecimal.text(nextBits("uid"), digits: 16)
        let low = Hexadecimal.text(nextBits("uid"), digits: 16)
        return
            "\(high.prefix(8))-\(high.dropFirst(8).prefix(4))-4\(high.suffix(3))-8\(low.prefix(3))-\(low.suffix(12))"
    }

    private mutating func nextBits(_ subject: String) -> UInt64 {
        writeCount += 1
        return Dice(seed: writeCount).bits(subject)
    }
}
