import CloudCore
import PubSubEmulator

/// The state of a local cloud apart from its messages: accounts and policies, with what each replica knows of
/// them. A plain value without clock, lock or I/O.
struct ControlPlane: Sendable {
    let project: LocalProject
    /// The email address of the user who owns the project and may do everything.
    let owner: String
    /// The same in lower case.
    let ownerAddress: String
    /// What decides everything random.
    let seed: UInt64
    /// When the project came to be, as far as it tells.
    let createdAt: Instant
    /// What the email addresses of the project's accounts end with.
    let accountSuffix: String
    /// How names of resources lead up to the project.
    let hierarchy: ResourceHierarchy
    var accounts: ServiceAccountStore
    var policies: PolicyStore
    var operations = OperationStore()
    var roles: CustomRoleStore
    var keys: KeyStore
    var services: ServiceStore
    /// By what propagation goes; the stores have copies of it.
    var propagationClock = StoppableClock()
    /// Whether permissions are checked.
    var mode: PolicyMode
    /// Whether a history is being made again: what was found right then is not checked by what is known now.
    var isReplaying = false
    /// What was asked for and refused.
    var audit = PolicyAudit()
    var secrets = SecretStore()
    var jobs = JobStore()
    var bigQuery = BigQueryStore()
    var firestore = DatabaseStore()
    var run = RunStore()
    var storage = StorageStore()
    var repositories = RepositoryStore()
    var images = ImageTable()
    var builds: BuildStore

    init(
        project: LocalProject, owner: String, model: PropagationModel, accountQuota: Int,
        mode: PolicyMode = .off, enabledServices: Set<String>? = nil, at now: Instant
    ) {
        self.project = project
        self.owner = owner
        ownerAddress = owner.lowercased()
        accountSuffix = "@" + project.accountDomain
        hierarchy = ResourceHierarchy(project: project)
        accounts = ServiceAccountStore(project: project, model: model, quota: accountQuota)
        policies = PolicyStore(model: model)
        roles = CustomRoleStore(project: project, model: model)
        keys = KeyStore(model: model)
        seed = model.seed
        createdAt = now
        services = ServiceStore(enabled: enabledServices, model: model)
        builds = BuildStore(places: BuildSettings().places)
        self.mode = mode
        seedProjectPolicy(at: now)
    }

    /// What the owner signs in with.
    var signIn: AuthorizedUser { AuthorizedUser(owner: owner, seed: seed) }

    /// Has what has fallen due by itself happen before a write, whoever has looked since: a policy that is gone with its
    /// resource is not written any more. Each store in which something falls due has a line.
    mutating func settle(at now: Instant) {
        settleSecrets(at: now)
        settleBigQuery(at: now)
    }

    private mutating func seedProjectPolicy(at now: Instant) {
        var binding = IAMv1.Binding()
        binding.role = "roles/owner"
        binding.members = ["user:\(owner)"]
        var policy = IAMv1.Policy()
        policy.bindings = [binding]
        // The project is older than the cloud: its first policy is known everywhere.
        policies.establish(policy, of: project.name, at: now)
    }
}
