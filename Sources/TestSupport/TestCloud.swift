import CloudCore
import CloudEmulator
import GoogleCloud
import IAMPool

/// The cloud that a test works in, with clients for it.
public struct TestCloud: Sendable {
    /// The project's id.
    public let project: String
    /// The time that the cloud lives in.
    public let timeline: any Timeline
    /// The email address of the user who owns the project.
    public let owner: String
    /// The clients of the owner.
    public let clients: CloudClients
    /// Where leases of this cloud's service accounts are recorded.
    public let poolStore: any PoolStore
    /// The cloud itself, to look at its truth; nil when it is not on this machine.
    public let local: LocalCloud?

    /// The seed of everything random in the test.
    let seed: UInt64
    let endpoints: CloudEndpoints
    let transport: any HTTPTransport

    init(local: LocalCloud, port: UInt16, seed: UInt64) {
        project = local.project.id
        timeline = local.timeline
        owner = local.owner
        poolStore = InMemoryPoolStore(timeline: local.timeline)
        self.local = local
        self.seed = seed
        endpoints = .local(port: port)
        transport = CurlTransport()
        clients = Self.clients(endpoints, transport, local.owner, local.timeline)
    }

    /// The clients of a user or service account.
    public func clients(of principal: String) -> CloudClients {
        Self.clients(endpoints, transport, principal, timeline)
    }

    private static func clients(
        _ endpoints: CloudEndpoints, _ transport: any HTTPTransport, _ principal: String,
        _ timeline: any Timeline
    ) -> CloudClients {
        CloudClients(
            endpoints: endpoints, transport: transport, credentials: LocalCredentials(principal: principal),
            timeline: timeline)
    }

    /// Waits until everything that was written is seen by every reader.
    ///
    /// - Throws: `CancellationError`.
    public func settle() async throws {
        guard let local else { return }
        try await pass(until: local.propagatedEverything)
    }

    /// Lets time pass: waits for it, or moves it where nothing else does.
    func pass(until instant: Instant) async throws {
        if let virtual = timeline as? VirtualTimeline, virtual.mode == .manual {
            virtual.advance(to: instant)
        } else {
            try await timeline.sleep(until: instant)
        }
    }

    // MARK: Pools

    /// The service accounts and policies of the project.
    public var accounts: CloudAccountDirectory { CloudAccountDirectory(project: project, clients: clients) }

    /// Opens the pool of service accounts of a prefix.
    ///
    /// - Throws: what `TestIAMClient.open` throws.
    public func openPool(
        prefix: String, owner: String, runID: String, options: PoolOptions = PoolOptions()
    ) async throws -> TestIAMClient {
        try await TestIAMClient.open(
            prefix: prefix, directory: accounts, store: poolStore, timeline: timeline, owner: owner,
            runID: runID, options: options, generator: SeededGenerator(seed: seed))
    }

    /// Creates the accounts of a pool, those that do not exist yet, and waits until they are seen everywhere.
    ///
    /// - Throws: what `ServiceAccountPool.create` throws.
    public func createPool(prefix: String, size: Int) async throws {
        _ = try await ServiceAccountPool.create(
            prefix: prefix, size: size, directory: accounts, timeline: timeline)
        try await settle()
    }
}
