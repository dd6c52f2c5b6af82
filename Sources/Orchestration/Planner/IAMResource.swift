/// What a role is granted on.
public enum IAMResource: Sendable, Hashable {
    /// A project, by id.
    case project(String)
    /// A Pub/Sub topic, by its name in the project.
    case pubsubTopic(String)
    /// A Pub/Sub subscription, by its name in the project.
    case pubsubSubscription(String)
    /// A Cloud Storage bucket.
    case bucket(String)
    /// A BigQuery dataset, by id.
    case bigQueryDataset(String)
    /// A BigQuery table of a dataset.
    case bigQueryTable(dataset: String, table: String)
    /// A secret of Secret Manager, by id.
    case secret(String)
    /// A Cloud Run service in a region; it has a policy only once it is deployed.
    case cloudRunService(String, region: String)
    /// A service account as a resource, by email: who may act as it.
    case serviceAccount(email: String)

    /// The kind's name in completion events and printed plans.
    public var type: String {
        switch self {
        case .project: "project"
        case .pubsubTopic: "pubsub_topic"
        case .pubsubSubscription: "pubsub_subscription"
        case .bucket: "gcs_bucket"
        case .bigQueryDataset: "bigquery_dataset"
        case .bigQueryTable: "bigquery_table"
        case .secret: "secret"
        case .cloudRunService: "cloudrun_service"
        case .serviceAccount: "service_account"
        }
    }

    /// The resource's id; a table's is `<dataset>:<table>`.
    public var id: String {
        switch self {
        case .project(let id), .pubsubTopic(let id), .pubsubSubscription(let id), .bucket(let id),
            .bigQueryDataset(let id), .secret(let id), .cloudRunService(let id, _), .serviceAccount(let id):
            id
        case .bigQueryTable(let dataset, let table): "\(dataset):\(table)"
        }
    }

    /// The region of a Cloud Run service; empty for all other kinds.
    public var location: String {
        if case .cloudRunService(_, let region) = self { region } else { "" }
    }
}

extension IAMResource: Comparable, CustomStringConvertible {
    /// Orders by type, id and location.
    public static func < (a: IAMResource, b: IAMResource) -> Bool {
        (a.type, a.id, a.location) < (b.type, b.id, b.location)
    }

    /// The key of applied policies, `<type>:<id>`, and `@<location>` where there is one.
    public var description: String { "\(type):\(id)" + (location.isEmpty ? "" : "@\(location)") }
}
