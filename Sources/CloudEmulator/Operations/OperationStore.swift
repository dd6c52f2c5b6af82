import CloudCore

/// What comes of an operation.
enum OperationOutcome: Sendable {
    case response(AnyMessage)
    case failure(Status)
}

/// The long-running operations of all APIs: those whose end is known when they begin, at an instant of the timeline,
/// and those that end when the work behind them does.
struct OperationStore: Sendable {
    fileprivate struct Record: Sendable {
        var operation: Longrunning.Operation
        /// Higher than that of any operation before.
        let number: UInt64
        /// What it comes to, and from when on, by the store's clock; nil while nobody knows.
        var end: (outcome: OperationOutcome, at: Instant)?
    }

    /// How many operations are remembered; of more, the oldest that have ended are forgotten.
    static let maxOperations = 10_000

    /// By what operations end; it stands still while they are stuck.
    var clock = StoppableClock()
    private var records: [String: Record] = [:]
    private var nextNumber: UInt64 = 1

    /// Begins an operation that `finish` ends.
    mutating func begin(
        in parent: String, metadata: AnyMessage? = nil, at now: Instant
    ) -> Longrunning.Operation {
        begin(named: "\(parent)/operations/", metadata: metadata, at: now)
    }

    private mutating func begin(
        named prefix: String, metadata: AnyMessage?, at now: Instant
    ) -> Longrunning.Operation {
        begin(exactly: prefix + nextID(at: now), metadata: metadata, at: now)
    }

    /// Begins an operation that `finish` ends, with a name of its API's own.
    mutating func begin(
        exactly name: String, metadata: AnyMessage?, at now: Instant
    ) -> Longrunning.Operation {
        var operation = Longrunning.Operation()
        operation.name = name
        operation.metadata = metadata
        records[name] = Record(operation: operation, number: nextNumber)
        nextNumber += 1
        forgetOldest(at: now)
        return operation
    }

    /// Begins an operation of which it is known when it ends, and how.
    mutating func begin(
        in parent: String, metadata: AnyMessage? = nil, finishing end: Instant,
        with outcome: OperationOutcome,
        at now: Instant
    ) -> Longrunning.Operation {
        begin(
            named: "\(parent)/operations/", metadata: metadata, finishing: end, with: outcome, at: now)
    }

    /// The same for an API that names its operations otherwise: `prefix` is what stands before the id.
    mutating func begin(
        named prefix: String, metadata: AnyMessage? = nil, finishing end: Instant,
        with outcome: OperationOutcome, at now: Instant
    ) -> Longrunning.Operation {
        let begun = begin(named: prefix, metadata: metadata, at: now)
        // As far away as it would be if the clock had never stood still.
        let left = max(end - now, clock.isStopped ? .nanoseconds(1) : .zero)
        records[begun.name]?.end = (outcome, clock.time(at: now) + left)
        return records[begun.name]?.seen(at: clock.time(at: now)) ?? begun
    }

    /// Ends an operation; nothing happens when it has ended or is forgotten.
    mutating func finish(_ name: String, with outcome: OperationOutcome, at now: Instant) {
        guard var record = records[name], !record.hasEnded(at: clock.time(at: now)) else { return }
        record.end = (outcome, clock.end(at: now))
        records[name] = record
    }

    /// Changes what is known of an operation while it goes on.
    mutating func update(_ name: String, metadata: AnyMessage) {
        records[name]?.operation.metadata = metadata
    }

    /// The operation as it is at present.
    ///
    /// - Throws: NOT_FOUND.
    func operation(_ name: String, at now: Instant) throws(Status) -> Longrunning.Operation {
        guard let record = records[name] else { throw Self.notFound(name) }
        return record.seen(at: clock.time(at: now))
    }

    /// The operations that have not ended.
    func unfinished(at now: Instant) -> [Longrunning.Operation] {
        records.values.map { $0.seen(at: clock.time(at: now)) }.filter { !$0.done }
    }

    /// When an operation ends, as far as that is known.
    func end(of name: String) -> Instant? { (records[name]?.end?.at).map(clock.instant) }

    /// A page of the operations whose names begin with `prefix`, oldest first.
    func list(
        _ prefix: String, _ pages: PageRequest, at now: Instant
    ) -> (page: [Longrunning.Operation], nextToken: String) {
        let (page, token) = pages.oldestFirst(
            records.values.filter { $0.operation.name.hasPrefix(prefix) }, \.number)
        return (page.map { $0.seen(at: clock.time(at: now)) }, token)
    }

    /// Ends an operation as cancelled; one that has ended stays as it is. What is behind it goes on unless its API
    /// sees to that.
    ///
    /// - Throws: NOT_FOUND.
    mutating func cancel(_ name: String, at now: Instant) throws(Status) {
        guard records[name] != nil else { throw Self.notFound(name) }
        finish(name, with: .failure(Status(.cancelled, "The operation was cancelled.")), at: now)
    }

    /// Forgets an operation, which does not end it.
    ///
    /// - Throws: NOT_FOUND.
    mutating func delete(_ name: String) throws(Status) {
        guard records.removeValue(forKey: name) != nil else { throw Self.notFound(name) }
    }

    private static func notFound(_ name: String) -> Status {
        Status(.notFound, "Operation \(name.prefix(300)) was not found.")
    }

    /// The form of an id is not laid down; this one is a UUID that repeats from run to run.
    private mutating func nextID(at now: Instant) -> String {
        defer { nextNumber += 1 }
        return RepeatableUUID.text("operation", nextNumber, at: now)
    }

    private mutating func forgetOldest(at now: Instant) {
        guard records.count > Self.maxOperations else { return }
        let ended = records.values.filter { $0.hasEnded(at: clock.time(at: now)) }.sorted {
            $0.number < $1.number
        }
        for record in ended.prefix(Self.maxOperations / 10) { records[record.operation.name] = nil }
    }
}

extension OperationStore.Record {
    fileprivate func hasEnded(at now: Instant) -> Bool { end.map { $0.at <= now } ?? false }

    /// The operation as it is at an instant.
    fileprivate func seen(at now: Instant) -> Longrunning.Operation {
        guard let end, end.at <= now else { return operation }
        var operation = operation
        operation.done = true
        switch end.outcome {
        case .response(let response): operation.response = response
        case .failure(let status): operation.error = StatusMessage(status)
        }
        return operation
    }
}
