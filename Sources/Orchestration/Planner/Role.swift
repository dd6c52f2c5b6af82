/// A role of Google's catalogue, by its full name.
struct Role: RawRepresentable, Hashable {
    let rawValue: String

    static let pubsubAdmin = Role(rawValue: "roles/pubsub.admin")
    static let pubsubPublisher = Role(rawValue: "roles/pubsub.publisher")
    static let pubsubSubscriber = Role(rawValue: "roles/pubsub.subscriber")
    static let pubsubViewer = Role(rawValue: "roles/pubsub.viewer")
    static let storageAdmin = Role(rawValue: "roles/storage.admin")
    static let storageObjectAdmin = Role(rawValue: "roles/storage.objectAdmin")
    static let storageObjectViewer = Role(rawValue: "roles/storage.objectViewer")
    static let bigQueryAdmin = Role(rawValue: "roles/bigquery.admin")
    static let bigQueryDataEditor = Role(rawValue: "roles/bigquery.dataEditor")
    static let bigQueryDataViewer = Role(rawValue: "roles/bigquery.dataViewer")
    static let bigQueryJobUser = Role(rawValue: "roles/bigquery.jobUser")
    static let datastoreOwner = Role(rawValue: "roles/datastore.owner")
    static let datastoreUser = Role(rawValue: "roles/datastore.user")
    static let datastoreViewer = Role(rawValue: "roles/datastore.viewer")
    static let serviceAccountAdmin = Role(rawValue: "roles/iam.serviceAccountAdmin")
    static let serviceAccountUser = Role(rawValue: "roles/iam.serviceAccountUser")
    static let secretManagerAdmin = Role(rawValue: "roles/secretmanager.admin")
    static let secretAccessor = Role(rawValue: "roles/secretmanager.secretAccessor")
    static let runAdmin = Role(rawValue: "roles/run.admin")
    static let runInvoker = Role(rawValue: "roles/run.invoker")
    static let schedulerAdmin = Role(rawValue: "roles/cloudscheduler.admin")
}
