/// A resource that services write to and read from.
public protocol SharedResource: Resource {
    /// The services that read it (`consumers`).
    var consumers: [ServiceLink] { get set }
    /// The services that write it (`producers`).
    var producers: [ServiceLink] { get set }
}

/// A BigQuery dataset (an entry of `bigquery_datasets`).
public struct BigQueryDataset: Resource {
    /// The keys that every resource has.
    public var common = ResourceCommon()
    /// Where the data is kept (`location`).
    public var location = ""

    /// Makes an empty dataset, to be filled in.
    public init() {}
}

/// A BigQuery table (an entry of `bigquery_tables`).
public struct BigQueryTable: SharedResource {
    /// How a table is cut by time.
    public enum Partitioning: String, Sendable, CaseIterable {
        /// A partition an hour.
        case hour = "HOUR"
        /// A partition a day.
        case day = "DAY"
        /// A partition a month.
        case month = "MONTH"
        /// A partition a year.
        case year = "YEAR"
    }

    /// The keys that every resource has.
    public var common = ResourceCommon()
    /// The services that read it (`consumers`).
    public var consumers: [ServiceLink] = []
    /// The services that write it (`producers`).
    public var producers: [ServiceLink] = []
    /// The dataset (`dataset`); made by hydration if no dataflow declares it.
    public var dataset = ""
    /// The name of the row type (`schema_type`).
    public var schemaType = ""
    /// Reserved (`schema_import_path`); read and kept, without effect.
    public var schemaImportPath = ""
    /// The column by which the table is partitioned (`time_partitioning_field`).
    public var timePartitioningField = ""
    /// The size of a partition (`time_partitioning_type`).
    public var timePartitioningType: Partitioning?
    /// How long a partition is kept (`time_partitioning_expiration`).
    public var timePartitioningExpiration: Duration?
    /// The columns by which rows are clustered (`clustering_fields`), at most four.
    public var clusteringFields: [String] = []
    /// How long the table is kept (`expiration`); read and kept, without effect yet.
    public var expiration: Duration?

    /// Makes an empty table, to be filled in.
    public init() {}
}

/// A Cloud Storage bucket (an entry of `gcs_buckets`).
public struct Bucket: SharedResource {
    /// The keys that every resource has.
    public var common = ResourceCommon()
    /// The services that read it (`consumers`).
    public var consumers: [ServiceLink] = []
    /// The services that write it (`producers`).
    public var producers: [ServiceLink] = []
    /// Where the objects are kept (`location`).
    public var location = ""
    /// The storage class (`storage_class`), for example `STANDARD`.
    public var storageClass = ""
    /// Whether old versions of objects are kept (`versioning_enabled`).
    public var versioningEnabled: Bool?

    /// Makes an empty bucket, to be filled in.
    public init() {}
}

/// A Firestore database (an entry of `firestore_databases`).
public struct FirestoreDatabase: SharedResource {
    /// What kind of database it is.
    public enum Kind: String, Sendable, CaseIterable {
        /// Firestore in native mode.
        case native = "NATIVE"
        /// Firestore in Datastore mode.
        case datastoreMode = "DATASTORE_MODE"
    }

    /// The keys that every resource has.
    public var common = ResourceCommon()
    /// The services that read it (`consumers`).
    public var consumers: [ServiceLink] = []
    /// The services that write it (`producers`).
    public var producers: [ServiceLink] = []
    /// Where the data is kept (`location_id`).
    public var locationID = ""
    /// The kind of database (`type`).
    public var type: Kind?

    /// Makes an empty database, to be filled in.
    public init() {}
}

/// A Firestore collection (an entry of `firestore_collections`): linked to services, never created.
public struct FirestoreCollection: SharedResource {
    /// The keys that every resource has.
    public var common = ResourceCommon()
    /// The services that read it (`consumers`).
    public var consumers: [ServiceLink] = []
    /// The services that write it (`producers`).
    public var producers: [ServiceLink] = []
    /// The database that holds it (`database`).
    public var database = ""

    /// Makes an empty collection, to be filled in.
    public init() {}
}

/// A Cloud Scheduler job (an entry of `cloud_scheduler_jobs`): calls a service on a schedule.
public struct SchedulerJob: Resource {
    /// The keys that every resource has.
    public var common = ResourceCommon()
    /// When it runs (`schedule`): five cron fields.
    public var schedule = ""
    /// The time zone of the schedule (`time_zone`), for example `Europe/Zurich`.
    public var timeZone = ""
    /// The service that it calls (`target_service`).
    public var targetService = ""
    /// The account that it calls as (`service_account`); hydration's default is `<job>-sa`.
    public var serviceAccount = ""
    /// The body of the call (`message_body`).
    public var messageBody = ""

    /// Makes an empty job, to be filled in.
    public init() {}
}
