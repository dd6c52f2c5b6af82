/// One of Google's APIs that this package has a client for.
public enum CloudAPI: String, CaseIterable, Sendable {
    case artifactRegistry = "artifactregistry"
    case bigQuery = "bigquery"
    case cloudBuild = "cloudbuild"
    case cloudRun = "run"
    case firestore
    case iam
    case iamCredentials = "iamcredentials"
    case pubsub
    case resourceManager = "cloudresourcemanager"
    case scheduler = "cloudscheduler"
    case secretManager = "secretmanager"
    case serviceUsage = "serviceusage"
    case storage

    /// The API's name as a service, for example `run.googleapis.com`, which is also its host.
    public var service: String { "\(rawValue).googleapis.com" }
}

/// Where Google's APIs are reached: base URLs without trailing slashes.
public struct CloudEndpoints: Sendable, Equatable {
    /// Where all APIs are, but for those in `overrides`; nil for Google Cloud.
    private var base: String?
    private var overrides: [CloudAPI: String] = [:]

    /// All APIs at one base URL.
    public init(base: String) { self.base = base }

    private init() {}

    /// The local cloud on a port of this machine, which serves all APIs.
    public static func local(port: UInt16) -> CloudEndpoints {
        CloudEndpoints(base: "http://127.0.0.1:\(port)")
    }

    /// Google Cloud.
    public static let google = CloudEndpoints()

    /// Where Google's OAuth 2.0 makes tokens.
    public static let tokenURL = "https://oauth2.googleapis.com/token"

    /// The base URL of an API.
    public subscript(api: CloudAPI) -> String {
        get { overrides[api] ?? base ?? "https://\(api.service)" }
        set { overrides[api] = newValue }
    }

    /// Whether any API is on this machine: then nothing may be sent anywhere else.
    public var isLocal: Bool { CloudAPI.allCases.contains { URLParts(self[$0])?.isLoopback ?? false } }
}
