/// The APIs that a project can enable: those of the local cloud, and some that deployments commonly enable beside them,
/// which can be enabled and disabled here but not called.
enum ServiceCatalog {
    /// The titles by DNS name.
    static let titles: [String: String] = [
        "artifactregistry.googleapis.com": "Artifact Registry API",
        "bigquery.googleapis.com": "BigQuery API",
        "bigquerystorage.googleapis.com": "BigQuery Storage API",
        "cloudapis.googleapis.com": "Google Cloud APIs",
        "cloudbuild.googleapis.com": "Cloud Build API",
        "cloudfunctions.googleapis.com": "Cloud Functions API",
        "cloudkms.googleapis.com": "Cloud Key Management Service (KMS) API",
        "cloudresourcemanager.googleapis.com": "Cloud Resource Manager API",
        "cloudscheduler.googleapis.com": "Cloud Scheduler API",
        "cloudtasks.googleapis.com": "Cloud Tasks API",
        "cloudtrace.googleapis.com": "Cloud Trace API",
        "compute.googleapis.com": "Compute Engine API",
        "container.googleapis.com": "Kubernetes Engine API",
        "containerregistry.googleapis.com": "Container Registry API",
        "containeranalysis.googleapis.com": "Container Analysis API",
        "datastore.googleapis.com": "Cloud Datastore API",
        "dns.googleapis.com": "Cloud DNS API",
        "eventarc.googleapis.com": "Eventarc API",
        "firestore.googleapis.com": "Cloud Firestore API",
        "iam.googleapis.com": "Identity and Access Management (IAM) API",
        "iamcredentials.googleapis.com": "IAM Service Account Credentials API",
        "logging.googleapis.com": "Cloud Logging API",
        "monitoring.googleapis.com": "Cloud Monitoring API",
        "pubsub.googleapis.com": "Cloud Pub/Sub API",
        "redis.googleapis.com": "Google Cloud Memorystore for Redis API",
        "run.googleapis.com": "Cloud Run Admin API",
        "secretmanager.googleapis.com": "Secret Manager API",
        "servicemanagement.googleapis.com": "Service Management API",
        "servicenetworking.googleapis.com": "Service Networking API",
        "serviceusage.googleapis.com": "Service Usage API",
        "spanner.googleapis.com": "Cloud Spanner API",
        "sqladmin.googleapis.com": "Cloud SQL Admin API",
        "storage-api.googleapis.com": "Google Cloud Storage JSON API",
        "storage-component.googleapis.com": "Cloud Storage",
        "storage.googleapis.com": "Cloud Storage API",
        "sts.googleapis.com": "Security Token Service API",
        "vpcaccess.googleapis.com": "Serverless VPC Access API",
        "workflows.googleapis.com": "Workflows API",
    ]

    /// All DNS names, sorted.
    static let names = titles.keys.sorted()

    /// The services that a service cannot do without. Google publishes no list; this dependency is in the answer that
    /// terraform-provider-google #5424 quotes.
    static let dependencies = ["container.googleapis.com": ["compute.googleapis.com"]]

    /// The API that a gRPC method belongs to, by its package; nil for what is no API of its own (operations, health,
    /// reflection), and for Service Usage, without which nothing could be enabled.
    static func service(ofMethod path: String) -> String? {
        packages.first { path.hasPrefix("/" + $0.package + ".") }?.service
    }

    /// The API that an HTTP route of its own belongs to, by its path.
    static func service(ofRoute template: String) -> String? {
        routes.first { template.hasPrefix($0.prefix) }?.service
    }

    private static let packages: [(package: String, service: String)] = [
        ("google.pubsub.v1", "pubsub.googleapis.com"),
        ("google.iam.admin.v1", "iam.googleapis.com"),
        ("google.iam.credentials.v1", "iamcredentials.googleapis.com"),
        ("google.cloud.resourcemanager", "cloudresourcemanager.googleapis.com"),
        ("google.devtools.artifactregistry", "artifactregistry.googleapis.com"),
        ("grafeas", "containeranalysis.googleapis.com"),
        ("google.devtools.cloudbuild.v1", "cloudbuild.googleapis.com"),
        ("google.cloud.run", "run.googleapis.com"),
        ("google.cloud.secretmanager.v1", "secretmanager.googleapis.com"),
        ("google.cloud.scheduler.v1", "cloudscheduler.googleapis.com"),
        ("google.cloud.bigquery.v2", "bigquery.googleapis.com"),
        ("google.firestore.admin.v1", "firestore.googleapis.com"),
        ("google.storage", "storage.googleapis.com"),
    ]

    private static let routes: [(prefix: String, service: String)] = [
        ("/bigquery/", "bigquery.googleapis.com"),
        ("/storage/", "storage.googleapis.com"),
        ("/upload/storage/", "storage.googleapis.com"),
        ("/download/storage/", "storage.googleapis.com"),
        ("/resumable/upload/storage/", "storage.googleapis.com"),
        ("/batch/storage/", "storage.googleapis.com"),
    ]
}
