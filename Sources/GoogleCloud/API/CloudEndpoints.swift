import CloudCore

/// Where Google's APIs are reached: base URLs without trailing slashes.
public struct CloudEndpoints: Sendable, Equatable {
    /// Pub/Sub v1.
    public var pubsub: String
    /// IAM v1.
    public var iam: String
    /// Resource Manager v1 and v3.
    public var resourceManager: String

    /// Makes endpoints from their base URLs.
    public init(pubsub: String, iam: String, resourceManager: String) {
        self.pubsub = pubsub
        self.iam = iam
        self.resourceManager = resourceManager
    }

    /// The local cloud on a port of this machine, which serves all APIs.
    public static func local(port: UInt16) -> CloudEndpoints {
        let base = "http://127.0.0.1:\(port)"
        return CloudEndpoints(pubsub: base, iam: base, resourceManager: base)
    }

    /// Google Cloud.
    public static let google = CloudEndpoints(
        pubsub: "https://pubsub.googleapis.com", iam: "https://iam.googleapis.com",
        resourceManager: "https://cloudresourcemanager.googleapis.com")
}

/// The clients of the APIs that this package uses, for one caller.
public struct CloudClients: Sendable {
    /// Pub/Sub.
    public let pubsub: PubSubClient
    /// Service accounts and their policies.
    public let iam: IAMClient
    /// Projects and their policies.
    public let resourceManager: ResourceManagerClient

    /// Makes clients that share a transport and call as `credentials` say.
    public init(
        endpoints: CloudEndpoints, transport: any HTTPTransport, credentials: any Credentials,
        timeline: any Timeline, retry: RetryPolicy = .standard
    ) {
        func api(_ endpoint: String) -> GoogleAPI {
            GoogleAPI(
                endpoint: endpoint, transport: transport, credentials: credentials, timeline: timeline,
                retry: retry)
        }
        pubsub = PubSubClient(api(endpoints.pubsub))
        iam = IAMClient(api(endpoints.iam))
        resourceManager = ResourceManagerClient(api(endpoints.resourceManager))
    }
}
