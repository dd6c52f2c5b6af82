extension PredefinedRoles {
    private static let project = ["resourcemanager.projects: get list"]

    private static let objectReading = [
        "storage.folders: get list", "storage.managedFolders: get list", "storage.objects: get list",
    ]

    private static let objectUsing =
        project + objectReading + [
            "orgpolicy.policy: get", "storage.folders: create delete rename",
            "storage.managedFolders: create delete",
            "storage.multipartUploads: abort create list listParts",
            "storage.objects: create delete move restore update",
        ]

    private static let objectAdministration =
        objectUsing + ["storage.objects: getIamPolicy overrideUnlockedRetention setIamPolicy setRetention"]

    /// "Cloud Storage roles and permissions"; the legacy roles are those of buckets' convenience members.
    static let storage = [
        PredefinedRole(
            "roles/storage.admin", "Storage Admin", "Everything on buckets and objects.",
            objectAdministration + [
                "firebase.projects: get",
                "storage.anywhereCaches: create disable get list pause resume update",
                "storage.bucketOperations: cancel get list",
                "storage.buckets: create createTagBinding delete deleteTagBinding enableObjectRetention get",
                "storage.buckets: getIamPolicy getIpFilter getObjectInsights list listEffectiveTags",
                "storage.buckets: listTagBindings relocate restore setIamPolicy setIpFilter update",
                "storage.managedFolders: getIamPolicy setIamPolicy",
            ]),
        PredefinedRole(
            "roles/storage.objectAdmin", "Storage Object Admin", "Everything on objects.",
            objectAdministration),
        PredefinedRole(
            "roles/storage.objectUser", "Storage Object User", "Reads, writes and deletes objects.",
            objectUsing),
        PredefinedRole(
            "roles/storage.objectCreator", "Storage Object Creator",
            "Creates objects, but does not read them.",
            project + [
                "orgpolicy.policy: get", "storage.folders: create", "storage.managedFolders: create",
                "storage.multipartUploads: abort create listParts", "storage.objects: create",
            ]),
        PredefinedRole(
            "roles/storage.objectViewer", "Storage Object Viewer", "Reads and lists objects.",
            project + objectReading),
        PredefinedRole(
            "roles/storage.bucketViewer", "Storage Bucket Viewer", "Reads and lists buckets.",
            ["storage.buckets: get list"]),
        PredefinedRole(
            "roles/storage.legacyBucketReader", "Storage Legacy Bucket Reader",
            "Reads a bucket, lists objects.",
            [
                "storage.buckets: get", "storage.folders: get list", "storage.managedFolders: get list",
                "storage.multipartUploads: list", "storage.objects: list",
            ]),
        PredefinedRole(
            "roles/storage.legacyBucketWriter", "Storage Legacy Bucket Writer",
            "As the reader, writes objects.",
            [
                "storage.buckets: get", "storage.folders: create delete get list rename",
                "storage.managedFolders: create delete get list",
                "storage.multipartUploads: abort create list listParts",
                "storage.objects: create delete list restore setRetention",
            ]),
        PredefinedRole(
            "roles/storage.legacyBucketOwner", "Storage Legacy Bucket Owner", "As the writer, sets policies.",
            [
                "storage.buckets: enableObjectRetention get getIamPolicy setIamPolicy update",
                "storage.folders: create delete get list rename",
                "storage.managedFolders: create delete get getIamPolicy list setIamPolicy",
                "storage.multipartUploads: abort create list listParts",
                "storage.objects: create delete list restore setRetention",
            ]),
        PredefinedRole(
            "roles/storage.legacyObjectReader", "Storage Legacy Object Reader", "Reads objects.",
            ["storage.objects: get"]),
        PredefinedRole(
            "roles/storage.legacyObjectOwner", "Storage Legacy Object Owner",
            "Reads objects, sets their policies.",
            [
                "storage.objects: get getIamPolicy overrideUnlockedRetention setIamPolicy setRetention update"
            ]),
    ]

    private static let tableReading =
        project + [
            "bigquery.datasets: get getIamPolicy", "bigquery.models: export getData getMetadata list",
            "bigquery.routines: get list",
            "bigquery.tables: createSnapshot export get getData getIamPolicy list",
        ]

    private static let tableEditing =
        tableReading + [
            "bigquery.config: get", "bigquery.datasets: create updateTag",
            "bigquery.models: create delete updateData updateMetadata updateTag",
            "bigquery.routines: create delete update updateTag",
            "bigquery.tables: create createIndex delete deleteIndex replicateData restoreSnapshot update",
            "bigquery.tables: updateData updateIndex updateTag",
        ]

    private static let datasetOwning =
        tableEditing + [
            "bigquery.datasets: delete setIamPolicy update", "bigquery.tables: setCategory setIamPolicy",
            "bigquery.dataPolicies: create delete get getIamPolicy list setIamPolicy update",
            "bigquery.rowAccessPolicies: create delete getIamPolicy list setIamPolicy update",
        ]

    /// "BigQuery roles and permissions".
    static let bigQuery = [
        PredefinedRole(
            "roles/bigquery.admin", "BigQuery Admin", "Everything in BigQuery.",
            datasetOwning + [
                "bigquery.config: update", "bigquery.connections: create delete get getIamPolicy list use",
                "bigquery.jobs: create delete get list listAll listExecutionMetadata update",
                "bigquery.readsessions: create getData update",
                "bigquery.savedqueries: create delete get list update",
                "bigquery.transfers: get update",
            ]),
        PredefinedRole(
            "roles/bigquery.dataOwner", "BigQuery Data Owner", "Everything on datasets.", datasetOwning),
        PredefinedRole(
            "roles/bigquery.dataEditor", "BigQuery Data Editor", "Changes what datasets hold.", tableEditing),
        PredefinedRole(
            "roles/bigquery.dataViewer", "BigQuery Data Viewer", "Reads datasets and tables.", tableReading),
        PredefinedRole(
            "roles/bigquery.metadataViewer", "BigQuery Metadata Viewer", "Reads all but the data.",
            project + [
                "bigquery.datasets: get getIamPolicy", "bigquery.models: getMetadata list",
                "bigquery.routines: get list", "bigquery.tables: get getIamPolicy list",
            ]),
        PredefinedRole(
            "roles/bigquery.jobUser", "BigQuery Job User", "Runs jobs.",
            project + ["bigquery.config: get", "bigquery.jobs: create"]),
        PredefinedRole(
            "roles/bigquery.user", "BigQuery User", "Runs jobs, creates datasets.",
            project + [
                "bigquery.config: get", "bigquery.datasets: create get getIamPolicy",
                "bigquery.jobs: create list",
                "bigquery.models: list", "bigquery.readsessions: create getData update",
                "bigquery.routines: list",
                "bigquery.savedqueries: get list", "bigquery.tables: list", "bigquery.transfers: get",
            ]),
    ]

    private static let entityReading =
        project + [
            "appengine.applications: get", "datastore.databases: get getMetadata",
            "datastore.entities: get list",
            "datastore.namespaces: get list", "datastore.statistics: get list",
        ]

    private static let databaseReading = [
        "datastore.databases: list", "datastore.indexes: get list", "datastore.keyVisualizerScans: get list",
        "datastore.locations: get list", "datastore.operations: get list",
    ]

    /// "Datastore roles and permissions", which are those of Firestore.
    static let firestore = [
        PredefinedRole(
            "roles/datastore.owner", "Cloud Datastore Owner", "Everything in Firestore.",
            entityReading + databaseReading + [
                "datastore.backupSchedules: create delete get list update",
                "datastore.backups: delete get list",
                "datastore.databases: create delete export getIamPolicy import setIamPolicy update",
                "datastore.entities: allocateIds create delete update",
                "datastore.indexes: create delete update",
                "datastore.namespaces: getIamPolicy setIamPolicy", "datastore.operations: cancel delete",
            ]),
        PredefinedRole(
            "roles/datastore.user", "Cloud Datastore User", "Reads and writes entities.",
            entityReading + [
                "datastore.entities: allocateIds create delete update", "datastore.indexes: list",
            ]),
        PredefinedRole(
            "roles/datastore.viewer", "Cloud Datastore Viewer", "Reads entities.",
            entityReading + databaseReading),
        PredefinedRole(
            "roles/datastore.indexAdmin", "Cloud Datastore Index Admin", "Manages indexes.",
            project + databaseReading + [
                "datastore.databases: get getMetadata", "datastore.indexes: create delete update",
            ]),
        PredefinedRole(
            "roles/datastore.importExportAdmin", "Cloud Datastore Import Export Admin",
            "Imports and exports.",
            project + [
                "appengine.applications: get", "datastore.databases: export getMetadata import",
                "datastore.operations: cancel delete get list",
            ]),
    ]
}
