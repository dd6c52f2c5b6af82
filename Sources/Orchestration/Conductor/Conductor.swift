import CloudCore
import GoogleCloud
import Synchronization

/// Stands up a whole environment in four phases: identities, then images beside the remote setup, then the
/// check that policies have spread, then the services.
///
/// The journal tells of every step. What a run creates is recorded, and `teardown` removes just that.
public final class Conductor: Sendable {
    /// The environment that is stood up.
    public let hydrated: HydratedArchitecture
    /// What tells the resources and messages of this run from those of others.
    public let runID: String
    /// The steps of the run.
    public let journal: StepJournal
    /// The roles that are granted.
    public let plan: IAMPlan
    /// The accounts that are created.
    public let identities: IdentityPlan
    /// The worker that speaks with the director.
    public let orchestrator: Orchestrator

    let clients: CloudClients
    let builder: any ImageBuilder
    let deployer: any ServiceDeployer
    let options: ConductorOptions
    let record = RunRecord()
    let iam: IAMOrchestrator
    private let images = Mutex<[String: ImageReference]>([:])

    var project: String { hydrated.architecture.projectID }
    var timeline: any Timeline { journal.timeline }

    /// Makes a conductor. Nothing is called before `run`.
    public init(
        _ hydrated: HydratedArchitecture, runID: String, clients: CloudClients, builder: any ImageBuilder,
        deployer: any ServiceDeployer, journal: StepJournal, options: ConductorOptions = ConductorOptions()
    ) {
        self.hydrated = hydrated
        self.runID = runID
        self.clients = clients
        self.builder = builder
        self.deployer = deployer
        self.journal = journal
        self.options = options
        plan = RolePlanner.plan(hydrated)
        identities = IdentityPlan(hydrated)
        iam = IAMOrchestrator(
            clients: clients, project: hydrated.architecture.projectID, journal: journal, options: options,
            record: record)
        orchestrator = Orchestrator(
            hydrated, runID: runID, pubsub: clients.pubsub, timeline: journal.timeline, options: options,
            log: { journal.note($0) })
    }

    /// Runs the phases that the options ask for.
    ///
    /// - Parameter beforeDeployment: called between phases 3 and 4, when all resources exist and no service runs.
    /// - Throws: `StepFailure` naming the step that failed, `DirectorFailure` or `Status` if the architecture
    ///   asks for what cannot be done (before anything is changed), or `CancellationError`.
    public func run(
        beforeDeployment: @Sendable () async throws -> Void = {}
    ) async throws {
        try checkSupport()
        announce()
        try await findExisting()
        try await setUpIAM()
        try await buildAndSetUp()
        try await verifyPolicies()
        try await beforeDeployment()
        try await deployServices()
    }

    /// Everything that the run would stumble over later, found while nothing has changed yet.
    private func checkSupport() throws {
        for dataflow in hydrated.applicationDataflows { try PubSubProvisioner.checkSupport(dataflow) }
        try PolicyAccess.checkSupport(plan.bindings.map(\.resource))
        for service in hydrated.architecture.allServices {
            guard let email = hydrated.serviceAccountEmails[service.name], !email.isEmpty else {
                // Without this the platform would run it as its default account, with that account's rights.
                throw Status(.failedPrecondition, "service \(service.name) has no service_account")
            }
        }
    }

    // MARK: Phase 1

    private func setUpIAM() async throws {
        guard options.setupIAM else { return }
        try await phase(Phase.iam) {
            _ = try await parallelMap(self.identities.identities, limit: self.options.parallelism) {
                identity in
                let step = self.step(for: identity)
                try await self.journal.step(step, "account \(identity.id)") {
                    try await self.iam.ensure(identity, step)
                }
            }
            let step = Phase.iam.child("roles")
            try await self.journal.step(step, "roles on project \(self.project)") {
                try await self.iam.grantOnProject(self.plan.projectBindings, step)
            }
        }
    }

    // MARK: Phase 2

    private func buildAndSetUp() async throws {
        guard options.build || options.remoteSetup else { return }
        try await phase(Phase.setup) {
            try await inParallel(
                { if self.options.build { try await self.buildImages() } },
                { if self.options.remoteSetup { try await self.setUpRemotely() } })
        }
    }

    private func buildImages() async throws {
        try await phase(Phase.build) {
            _ = try await parallelMap(self.services, limit: self.options.parallelism) { service in
                try await self.journal.step(Phase.build.child(service.name), "image of \(service.name)") {
                    let image = try await self.timeline.whileWorking { try await self.builder.build(service) }
                    self.remember(image, of: service)
                }
            }
        }
    }

    func remember(_ image: ImageReference, of service: Service) {
        images.withLock { $0[service.name] = image }
    }

    func image(of service: Service) throws -> ImageReference {
        guard let image = images.withLock({ $0[service.name] }) else {
            throw Status(
                .failedPrecondition, "service \(service.name) has no image: phase 2 did not build it")
        }
        return image
    }

    // MARK: Phase 3

    private func verifyPolicies() async throws {
        guard options.verifyPolicies else { return }
        try await phase(Phase.verify) {
            _ = try await parallelMap(self.verifiedBindings, limit: self.options.parallelism) { group in
                let step = self.step(forPolicyOf: group.resource)
                try await self.journal.step(step, "policy of \(group.resource)") {
                    try await self.iam.verify(
                        group.resource, group.bindings, resourceMayBeLate: self.options.remoteSetup, step)
                }
            }
        }
    }

    /// The bindings that must be visible, by resource. Those on the channel exist only if this run opened it.
    var verifiedBindings: [(resource: IAMResource, bindings: [IAMBinding])] {
        let channel = hydrated.director.infraDataflowName
        let bindings = plan.bindings.filter {
            $0.resource.isProject || options.remoteSetup || $0.dataflow != channel
        }
        return Dictionary(grouping: bindings, by: \.resource).sorted { $0.key < $1.key }
            .map { (resource: $0.key, bindings: $0.value) }
    }

    // MARK: Phase 4

    private func deployServices() async throws {
        guard options.deploy else { return }
        try await phase(Phase.deploy) {
            _ = try await parallelMap(self.services, limit: self.options.parallelism) { service in
                try await self.journal.step(Phase.deploy.child(service.name), "service \(service.name)") {
                    try await self.deploy(service)
                }
            }
        }
    }

    private func deploy(_ service: Service) async throws {
        var variables = service.deployment?.environment ?? [:]
        variables["SERVICE_DIRECTOR_URL"] = record.snapshot.directorURL
        let deployment = ServiceDeployment(
            name: service.name, image: try image(of: service),
            serviceAccount: hydrated.serviceAccountEmails[service.name] ?? "", variables: variables,
            region: service.deployment?.region ?? "")
        record.note { $0.services.insert(service.name) }
        _ = try await timeline.whileWorking { try await deployer.deploy(deployment) }
    }

    // MARK: Steps

    /// The services of all dataflows, in a fixed order; the director is none of them.
    var services: [Service] { hydrated.applicationDataflows.flatMap(\.sortedServices) }

    func phase(_ id: StepID, _ body: () async throws -> Void) async throws {
        try await journal.step(id, Phase.title(id), body)
    }

    func step(for identity: IdentityPlan.Identity) -> StepID { Phase.iam.child(identity.id) }

    func step(forPolicyOf resource: IAMResource) -> StepID { Phase.verify.child(resource.description) }
}
