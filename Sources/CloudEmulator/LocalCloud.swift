import CloudCore
import PubSubEmulator
import RPCServer

/// Google Cloud's control plane on this machine: one project with its service accounts, its policies and its
/// Pub/Sub, with the delays and refusals of the real one.
///
/// It does not listen by itself: `methods` is what a server serves, on one port. Everything random comes from
/// the seed of the propagation model, everything timed from the timeline, so a run repeats exactly.
public final class LocalCloud: Sendable {
    /// Where all time comes from.
    public let timeline: any Timeline
    /// The project.
    public let project: LocalProject
    /// The email address of the user who owns the project, may do everything, and makes calls without a token.
    public let owner: String
    /// How long what is written takes to be seen.
    public var propagation: PropagationModel { plane.history.origin.model }
    /// The most service accounts that the project may hold; that of the data directory or document that it goes on with.
    public var accountQuota: Int { plane.history.origin.accountQuota }

    /// The Pub/Sub of the project.
    public let pubsub: Emulator
    /// The images that can be run.
    public let images: ImageStore
    /// Where the files of images are that builds have made.
    let imageFolders = ImageFolders()
    /// The large bytes that writes name.
    let blobs = BlobStore()

    let plane: ControlPlaneHost
    /// The marks that were set from outside.
    let marks = MarkTable<CloudMark>()
    /// Refuses calls of APIs that are not enabled.
    let gate: ServiceGate
    /// What is wrong with the whole cloud at present.
    let disruptionGate = DisruptionGate()
    /// Makes the attempts of Cloud Scheduler's jobs.
    let scheduler: JobDispatcher
    /// Signs for service accounts.
    let signer: AccountSigner
    /// Runs the revisions of Cloud Run's services.
    let run: RunEngine
    /// Who waits for the end of an operation.
    let operationWaiters = OperationWaiters()
    /// Cloud Storage.
    let storage: CloudStorage
    /// Has Cloud Build's builds carried out.
    let builds: BuildDispatcher
    let buildLogs = BuildLogs()
    /// How many builds may go on at a time.
    let buildPlaces: Int

    /// The number of service accounts that a project may hold unless its quota was raised
    /// ("Quotas and limits" in Google's IAM documentation).
    public static let standardAccountQuota = 100

    /// Makes a cloud that holds nothing but its project, whose policy names the owner.
    ///
    /// - Parameters:
    ///   - timeline: the machine's clock, or a virtual one.
    ///   - project: the only project there is.
    ///   - owner: the email address of the project's owner.
    ///   - propagation: how long what is written takes to be seen.
    ///   - policyMode: what becomes of calls whose callers have no permission for them.
    ///   - accountQuota: the most service accounts that the project may hold.
    ///   - enabledServices: the APIs that the project may use from the beginning, for example
    ///     `pubsub.googleapis.com`; nil for all. The others refuse calls until they are enabled.
    ///   - recordsHistory: whether Pub/Sub remembers what happens to each message.
    ///   - http: what carries the requests of push subscriptions; without it, none can be created.
    ///   - exports: what takes the objects and rows of export subscriptions that are not for BigQuery, whose rows go into
    ///     the tables here; without it, objects go to the buckets here, and Bigtable's rows nowhere.
    ///   - builds: how builds are carried out.
    public init(
        timeline: any Timeline = RealTimeline.shared, project: LocalProject = .standard,
        owner: String = "owner@example.com", propagation: PropagationModel = .typical,
        policyMode: PolicyMode = .off, accountQuota: Int = LocalCloud.standardAccountQuota,
        enabledServices: Set<String>? = nil, recordsHistory: Bool = true,
        http: (any OutgoingHTTP)? = nil, exports: (any ExportSink)? = nil,
        builds settings: BuildSettings = BuildSettings()
    ) {
        self.timeline = timeline
        self.project = project
        self.owner = owner
        buildPlaces = max(settings.places, 1)
        plane = ControlPlaneHost(
            PlaneOrigin(
                project: project, owner: owner, model: propagation, accountQuota: accountQuota,
                buildPlaces: buildPlaces, enabledServices: enabledServices,
                start: timeline.now), mode: policyMode, timeline: timeline)
        images = ImageStore(plane)
        run = RunEngine(
            timeline: timeline, plane: plane, images: images, http: http, project: project,
            waiters: operationWaiters)
        let http = http.map { [run] in ServiceHTTP(outside: $0, engine: run) }
        storage = CloudStorage(plane: plane, timeline: timeline, blobs: blobs)
        pubsub = Emulator(
            project: project.id, timeline: timeline, recordsHistory: recordsHistory, http: http,
            exports: LocalExports(
                bigQuery: BigQueryExportSink(plane), others: exports ?? StorageExportSink(storage, project)))
        storage.intercept(by: pubsub.interceptor)
        gate = ServiceGate(isArmed: enabledServices != nil)
        scheduler = JobDispatcher(timeline: timeline, plane: plane, pubsub: pubsub, http: http)
        signer = AccountSigner(plane: plane, timeline: timeline)
        builds = BuildDispatcher(
            timeline: timeline, plane: plane,
            worker: settings.worker
                ?? ProcessBuildWorker(
                    settings: settings, timeline: timeline, plane: plane, images: imageFolders,
                    storage: CloudBuildStorage(storage: storage, owner: Caller(email: owner)),
                    ports: run.ports, logs: buildLogs), waiters: operationWaiters)
        pubsub.keepPolicies(with: PubSubPolicyKeeper(host: plane))
        acceptIdentityTokens()
        pubsub.interceptor.namePrincipals { [plane] in plane.caller($0).email }
        setPolicyMode(policyMode)
    }

    /// The methods of all APIs, over gRPC and REST.
    public var methods: [RPCMethod] {
        disrupted(
            gated(
                pubsub.methods + iamAdminMethods + roleMethods + keyMethods + credentialMethods
                    + resourceManagerMethods + operationMethods
                    + secretManagerMethods + schedulerMethods + serviceUsageMethods
                    + bigQueryMethods + firestoreMethods + runMethods
                    + artifactRegistryMethods + cloudBuildMethods))
    }

    /// What the owner signs in with where no browser is needed.
    public var signIn: AuthorizedUser { inspect { $0.signIn } }

    /// Removes the files of the keys that are signed with, and of builds and images that no data directory has, for a
    /// program that ends without releasing this. Builds that go on are stopped.
    public func discardFiles() {
        builds.discard()
        signer.discardKeys()
        pubsub.discardSigningKey()
    }

    /// Runs an operation on the control plane at the present instant.
    func perform<R: Sendable>(
        _ operation: (inout ControlPlane, Instant) throws(Status) -> R
    ) throws(Status) -> R {
        try plane.perform(operation)
    }

    /// Looks at the control plane.
    func inspect<R: Sendable>(_ look: (ControlPlane) -> R) -> R { plane.inspect(look) }

    /// Who makes a call.
    func caller(_ context: CallContext) -> Caller { plane.caller(context) }
}
