import CloudCore

/// The clients of the APIs that this package uses, for one caller.
public struct CloudClients: Sendable {
    /// Repositories of images.
    public let artifactRegistry: ArtifactRegistryClient
    /// Datasets and tables.
    public let bigQuery: BigQueryClient
    /// Builds.
    public let cloudBuild: CloudBuildClient
    /// Services and revisions.
    public let cloudRun: CloudRunClient
    /// Databases of Firestore.
    public let firestore: FirestoreAdminClient
    /// Service accounts, their keys and policies, and roles.
    public let iam: IAMClient
    /// Tokens and signatures for service accounts.
    public let iamCredentials: IAMCredentialsClient
    /// Pub/Sub.
    public let pubsub: PubSubClient
    /// Projects and their policies.
    public let resourceManager: ResourceManagerClient
    /// Jobs that run by a schedule.
    public let scheduler: SchedulerClient
    /// Secrets and their versions.
    public let secretManager: SecretManagerClient
    /// The APIs that a project may use.
    public let serviceUsage: ServiceUsageClient
    /// Buckets and objects.
    public let storage: StorageClient

    /// Makes clients that share a transport and call as `credentials` say.
    ///
    /// With endpoints on this machine nothing is sent to any other (`LoopbackTransport`).
    public init(
        endpoints: CloudEndpoints, transport: any HTTPTransport, credentials: any Credentials,
        timeline: any Timeline, retry: RetryPolicy = .standard
    ) {
        let transport = endpoints.isLocal ? LoopbackTransport(transport) : transport
        func api(_ api: CloudAPI) -> GoogleAPI {
            GoogleAPI(
                endpoint: endpoints[api], transport: transport, credentials: credentials, timeline: timeline,
                retry: retry)
        }
        artifactRegistry = ArtifactRegistryClient(api(.artifactRegistry))
        bigQuery = BigQueryClient(api(.bigQuery))
        cloudBuild = CloudBuildClient(api(.cloudBuild))
        cloudRun = CloudRunClient(api(.cloudRun))
        firestore = FirestoreAdminClient(api(.firestore))
        iam = IAMClient(api(.iam))
        iamCredentials = IAMCredentialsClient(api(.iamCredentials))
        pubsub = PubSubClient(api(.pubsub))
        resourceManager = ResourceManagerClient(api(.resourceManager))
        scheduler = SchedulerClient(api(.scheduler))
        secretManager = SecretManagerClient(api(.secretManager))
        serviceUsage = ServiceUsageClient(api(.serviceUsage))
        storage = StorageClient(api(.storage))
    }
}
