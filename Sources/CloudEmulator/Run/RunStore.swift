import CloudCore

/// The services of the project with their revisions, and what is to be done about them.
struct RunStore: Sendable {
    /// A revision.
    struct Revision: Sendable {
        var message: RunV2.Revision
        /// Grows from revision to revision.
        let number: UInt64
        /// Whether it has come up.
        var isReady = false
        /// Why it has not.
        var failure: RunFailure?
        /// The operations that wait for it.
        var operations: [RunOperation] = []
        /// The image that its tag named when it was deployed, `name@sha256:…`; empty until that is known.
        var imageDigest = ""
    }

    /// A service with its revisions.
    struct Entry: Sendable {
        var service: RunV2.Service
        /// Grows from service to service.
        let number: UInt64
        var revisions: [String: Revision] = [:]
    }

    /// The most services of a project in a region ("Cloud Run quotas and limits"), and the most revisions of a service
    /// that are kept.
    static let maxServices = 1_000
    static let maxRevisions = 1_000

    private var entries: [RunServiceName: Entry] = [:]
    private var writeCount: UInt64 = 0
    private var work: [RunWork] = []
    private var requestCount: UInt64 = 0
    /// Where services are reached: what stands behind `.run.localhost` in URLs, for example `:8086`.
    var portSuffix = ""

    /// All services, in no order.
    var all: [(name: RunServiceName, entry: Entry)] { entries.map { ($0.key, $0.value) } }

    /// A service; setting nil removes it.
    subscript(name: RunServiceName) -> Entry? {
        get { entries[name] }
        set { entries[name] = newValue }
    }

    /// The number of services of a region.
    func count(in location: String) -> Int { entries.keys.count { $0.location == location } }

    /// A number that nothing had before.
    mutating func nextNumber() -> UInt64 {
        writeCount += 1
        return writeCount
    }

    /// A number for a request to be routed. Requests are no writes, so that nothing else may depend on it.
    mutating func nextRequest() -> UInt64 {
        requestCount += 1
        return requestCount
    }

    /// An etag that no resource had before, in the quotes that the service has around its own.
    mutating func nextEtag() -> String { "\"CNrun" + Hexadecimal.text(nextNumber(), digits: 12) + "\"" }

    /// A UUID that repeats from run to run.
    mutating func nextUID(_ name: String) -> String {
        let number = nextNumber()
        let high = Hexadecimal.text(Dice(seed: number).bits(name, 0), digits: 16)
        let low = Hexadecimal.text(Dice(seed: number).bits(name, 1), digits: 16)
        return
            "\(high.prefix(8))-\(high.dropFirst(8).prefix(4))-4\(high.suffix(3))-8\(low.prefix(3))-\(low.suffix(12))"
    }

    /// Has the engine do something once the call is over.
    mutating func enqueue(_ item: RunWork) { work.append(item) }

    /// What the engine has to do.
    mutating func takeWork() -> [RunWork] {
        defer { work = [] }
        return work
    }
}

/// An operation that waits for a revision.
struct RunOperation: Sendable {
    let name: String
    /// The API by which it was begun, which decides what it answers.
    let form: RunForm
}

/// The two APIs.
enum RunForm: Sendable {
    case v2
    /// The older one, after Knative.
    case v1
}

/// What the engine does for the control plane.
enum RunWork: Sendable {
    /// Starts a new revision, and tells whether it has come up.
    case deploy(RunRevisionName)
    /// Looks again at what the revisions of a service need.
    case scale(RunServiceName)
    /// Ends all instances of a revision, which is gone.
    case remove(RunRevisionName)
}
