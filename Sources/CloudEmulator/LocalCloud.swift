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

    /// The Pub/Sub of the project.
    public let pubsub: Emulator
    /// The images that can be run.
    public let images = ImageStore()
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
    ///   - exports: what takes the rows and objects of export subscriptions; without it, none can be created.
    public init(
        timeline: any Timeline = RealTimeline.shared, project: LocalProject = .standard,
        owner: String = "owner@example.com", propagation: PropagationModel = .typical,
        policyMode: PolicyMode = .off, accountQuota: Int = LocalCloud.standardAccountQuota,
        enabledServices: Set<String>? = nil, recordsHistory: Bool = true,
        http: (any OutgoingHTTP)? = nil, exports: (any ExportSink)? = nil
    ) {
        self.timeline = timeline
        self.project = project
        self.owner = owner
        pubsub = Emulator(
            project: project.id, timeline: timeline, recordsHistory: recordsHistory, http: http,
            exports: exports)
        plane = ControlPlaneHost(
            PlaneOrigin(
                project: project, owner: owner, model: propagation, accountQuota: accountQuota,
                enabledServices: enabledServices, start: timeline.now), mode: policyMode, timeline: timeline)
        gate = ServiceGate(isArmed: enabledServices != nil)
        scheduler = JobDispatcher(timeline: timeline, plane: plane, pubsub: pubsub, http: http)
        pubsub.keepPolicies(with: PubSubPolicyKeeper(host: plane))
        pubsub.interceptor.namePrincipals { [plane] in plane.caller($0).email }
        setPolicyMode(policyMode)
    }

    /// The methods of all APIs, over gRPC and REST.
    public var methods: [RPCMethod] {
        disrupted(
            gated(
                pubsub.methods + iamAdminMethods + resourceManagerMethods + operationMethods
                    + secretManagerMethods + schedulerMethods + serviceUsageMethods))
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
