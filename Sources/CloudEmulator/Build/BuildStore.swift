import CloudCore

/// The builds of the project, waiting, going on and ended: a state machine without clock or I/O.
///
/// A build waits in the queue, `QUEUED`, until one of the places is free, at most as long as its queue TTL; then it goes
/// on, `WORKING`, at most as long as its timeout. It keeps its place until what carries it out says that it has
/// stopped, even when it has been cancelled or has timed out before.
struct BuildStore: Sendable {
    typealias Build = CloudBuildV1.Build

    /// A build with its place in line.
    struct Entry: Sendable {
        let name: BuildName
        /// Higher than that of any build before.
        let number: UInt64
        var build: Build
        /// The build as it was asked for.
        let request: Build
        /// The email address of the account that it runs as.
        let account: String
        /// What carries it out has not said yet that it stopped.
        fileprivate(set) var hasPlace = false
        /// When it expires in the queue, or times out at work.
        fileprivate var deadline: Instant

        /// Whether it has come to its end.
        var hasEnded: Bool { build.status != .queued && build.status != .working }
    }

    /// What is to be done outside.
    enum Effect: Sendable, Equatable {
        /// Begin to carry a build out.
        case start(String)
        /// Stop carrying it out.
        case stop(String)
        /// A build is not as it was.
        case changed(String)
    }

    /// How a build ends by itself.
    enum Ending: Sendable, Equatable {
        case success
        case failure(CloudBuildV1.Build.FailureInfo, status: Build.Status)
    }

    /// How many builds are remembered; of more, the oldest that have ended are forgotten.
    static let maxBuilds = 10_000
    /// The most that may wait.
    static let maxQueued = 1_000

    /// The most that go on at a time.
    var places: Int
    private var entries: [String: Entry] = [:]
    private var queue: [String] = []
    private var working: Set<String> = []
    private var effects: [Effect] = []
    private var count: UInt64 = 0

    init(places: Int) { self.places = max(places, 1) }

    /// How many have been created so far.
    var created: UInt64 { count }

    /// The build with that id.
    subscript(id: String) -> Entry? { entries[id] }

    /// All builds, in no order.
    var all: [Entry] { Array(entries.values) }

    /// When time alone will change something next; nil for never.
    var nextDue: Instant? {
        (queue + working).compactMap { id in
            entries[id].flatMap { $0.hasEnded ? nil : $0.deadline }
        }.min()
    }

    /// Whether a build is not as it was published, or time alone has changed something by now.
    func hasNews(at now: Instant) -> Bool {
        effects.contains { if case .changed = $0 { true } else { false } }
            || (nextDue.map { $0 <= now } ?? false)
    }

    /// Takes the builds that are not as they were published, each once.
    mutating func takeChanged() -> [String] {
        var seen: Set<String> = []
        let changed = effects.compactMap { effect -> String? in
            guard case .changed(let id) = effect, seen.insert(id).inserted else { return nil }
            return id
        }
        effects.removeAll { if case .changed = $0 { true } else { false } }
        return changed
    }

    /// Takes what is to be done outside.
    mutating func takeWork() -> [Effect] {
        let work = effects.filter { if case .changed = $0 { false } else { true } }
        effects.removeAll { if case .changed = $0 { false } else { true } }
        return work
    }

    // MARK: Changes

    /// Adds a build to the queue, and begins it if there is a place.
    ///
    /// - Throws: RESOURCE_EXHAUSTED.
    mutating func add(
        _ build: Build, _ name: BuildName, request: Build, account: String, at now: Instant
    ) throws(Status) {
        settle(at: now)
        guard queue.count < Self.maxQueued else {
            throw Status(
                .resourceExhausted, "\(Self.maxQueued) builds are waiting already, more are not supported.")
        }
        count += 1
        var build = build
        build.status = .queued
        build.createTime = Timestamp(now)
        entries[build.id] = Entry(
            name: name, number: count, build: build, request: request, account: account,
            deadline: now + (build.queueTtl ?? BuildRules.standardQueueTtl))
        queue.append(build.id)
        forgetOldest()
        fill(at: now)
    }

    /// Lets happen what is due: builds expire in the queue, time out at work, and begin.
    mutating func settle(at now: Instant) {
        for id in queue where entries[id].map({ $0.deadline <= now }) ?? false {
            end(id, .expired, detail: "build expired in the queue", at: entries[id]?.deadline ?? now)
        }
        queue.removeAll { entries[$0]?.hasEnded ?? true }
        for id in working.sorted() {
            guard let entry = entries[id], !entry.hasEnded, entry.deadline <= now else { continue }
            end(id, .timeout, detail: "build timed out", at: entry.deadline)
            effects.append(.stop(id))
        }
        fill(at: now)
    }

    /// Cancels a build.
    ///
    /// - Returns: whether it was not at its end yet.
    mutating func cancel(_ id: String, at now: Instant) -> Bool {
        settle(at: now)
        guard let entry = entries[id], !entry.hasEnded else { return false }
        end(id, .cancelled, detail: "", at: now)
        if entry.hasPlace { effects.append(.stop(id)) }
        queue.removeAll { $0 == id }
        return true
    }

    /// Notes what has become known of a build at work; nothing happens when it has ended.
    mutating func update(_ id: String, _ change: (inout Build) -> Void) {
        guard var entry = entries[id], !entry.hasEnded else { return }
        change(&entry.build)
        entries[id] = entry
        effects.append(.changed(id))
    }

    /// What carries a build out has stopped, and says how the build has ended unless that was decided before.
    mutating func stopped(_ id: String, _ ending: Ending, at now: Instant) {
        settle(at: now)
        guard working.remove(id) != nil else { return }
        entries[id]?.hasPlace = false
        if entries[id]?.hasEnded == false {
            switch ending {
            case .success: end(id, .success, detail: "", at: now)
            case .failure(let info, let status):
                entries[id]?.build.failureInfo = info
                end(id, status, detail: info.detail, at: now)
            }
        }
        fill(at: now)
    }

    /// What carried builds out is not there any more: those that went on have failed, and others begin.
    mutating func interrupt(at now: Instant) {
        _ = takeWork()
        let gone = working
        settle(at: now)
        for id in gone.sorted() {
            entries[id]?.hasPlace = false
            guard entries[id]?.hasEnded == false else { continue }
            end(id, .internalError, detail: "the cloud was stopped", at: now)
        }
        working.subtract(gone)
        fill(at: now)
    }

    private mutating func end(_ id: String, _ status: Build.Status, detail: String, at now: Instant) {
        entries[id]?.build.status = status
        entries[id]?.build.finishTime = Timestamp(now)
        entries[id]?.build.statusDetail = detail
        effects.append(.changed(id))
    }

    /// Begins builds while there is a place, oldest first.
    private mutating func fill(at now: Instant) {
        while working.count < places, !queue.isEmpty {
            let id = queue.removeFirst()
            guard var entry = entries[id] else { continue }
            entry.build.status = .working
            entry.build.startTime = Timestamp(now)
            entry.hasPlace = true
            entry.deadline = now + (entry.build.timeout ?? BuildRules.standardTimeout)
            entries[id] = entry
            working.insert(id)
            effects += [.changed(id), .start(id)]
        }
    }

    private mutating func forgetOldest() {
        guard entries.count > Self.maxBuilds else { return }
        let ended = entries.values.filter { $0.hasEnded && !$0.hasPlace }.sorted { $0.number < $1.number }
        for entry in ended.prefix(Self.maxBuilds / 10) { entries[entry.build.id] = nil }
    }
}
