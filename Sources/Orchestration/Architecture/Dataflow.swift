/// A group of services and resources that are set up and torn down together.
public struct Dataflow: Sendable, Equatable {
    /// The dataflow's name (`name`); equals the key under `dataflows`, which is its default.
    public var name = ""
    /// What the dataflow does, for people (`description`).
    public var description = ""
    /// The services by name (`services`).
    public var services: [String: Service] = [:]
    /// The resources (`resources`).
    public var resources = Resources()
    /// Whether teardown may delete it (`lifecycle`); nil protects it.
    public var lifecycle: Lifecycle?

    /// Makes an empty dataflow, to be filled in.
    public init() {}

    /// Makes a dataflow from its parts.
    public init(
        name: String, services: [Service] = [], resources: Resources = Resources(),
        lifecycle: Lifecycle? = nil
    ) {
        self.name = name
        self.resources = resources
        self.lifecycle = lifecycle
        for service in services { self.services[service.name] = service }
    }

    /// The services in the order of their names.
    public var sortedServices: [Service] { services.sorted { $0.key < $1.key }.map(\.value) }

    /// Whether teardown deletes the dataflow's resources: only if its strategy says `ephemeral`.
    public var isEphemeral: Bool { lifecycle?.strategy == .ephemeral }
}

/// How long a dataflow's resources are meant to live (`lifecycle`).
public struct Lifecycle: Sendable, Equatable {
    /// What teardown does with the dataflow.
    public enum Strategy: String, Sendable, CaseIterable {
        /// Teardown leaves it alone.
        case permanent
        /// Teardown deletes it.
        case ephemeral
    }

    /// What teardown does (`strategy`); nil is `permanent`.
    public var strategy: Strategy?
    /// Whether tests leave the resources behind (`keep_resources_on_test`); read and kept, without effect yet.
    public var keepResourcesOnTest: Bool?

    /// Makes a lifecycle that says nothing, which protects the dataflow.
    public init() {}

    /// Makes a lifecycle of a strategy.
    public init(_ strategy: Strategy) { self.strategy = strategy }
}

/// The resources of a dataflow (`resources`), in the order in which they are written.
public struct Resources: Sendable, Equatable {
    /// Pub/Sub topics (`topics`).
    public var topics: [Topic] = []
    /// Pub/Sub subscriptions (`subscriptions`).
    public var subscriptions: [Subscription] = []
    /// BigQuery datasets (`bigquery_datasets`).
    public var datasets: [BigQueryDataset] = []
    /// BigQuery tables (`bigquery_tables`).
    public var tables: [BigQueryTable] = []
    /// Cloud Storage buckets (`gcs_buckets`).
    public var buckets: [Bucket] = []
    /// Firestore databases (`firestore_databases`).
    public var firestoreDatabases: [FirestoreDatabase] = []
    /// Firestore collections (`firestore_collections`): linked, never created.
    public var firestoreCollections: [FirestoreCollection] = []
    /// Cloud Scheduler jobs (`cloud_scheduler_jobs`).
    public var schedulerJobs: [SchedulerJob] = []

    /// Makes empty lists.
    public init() {}

    /// Makes resources of the two Pub/Sub kinds; the other lists start empty.
    public init(topics: [Topic], subscriptions: [Subscription] = []) {
        self.topics = topics
        self.subscriptions = subscriptions
    }
}
