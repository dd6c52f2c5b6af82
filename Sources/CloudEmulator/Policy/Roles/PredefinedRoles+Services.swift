extension PredefinedRoles {
    private static let project = ["resourcemanager.projects: get list"]

    private static let artifactReading = [
        "artifactregistry.attachments: get list", "artifactregistry.dockerimages: get list",
        "artifactregistry.files: download get list",
        "artifactregistry.locations: get list", "artifactregistry.mavenartifacts: get list",
        "artifactregistry.npmpackages: get list", "artifactregistry.packages: get list",
        "artifactregistry.projectsettings: get", "artifactregistry.pythonpackages: get list",
        "artifactregistry.repositories: downloadArtifacts get list listEffectiveTags listTagBindings",
        "artifactregistry.repositories: readViaVirtualRepository", "artifactregistry.tags: get list",
        "artifactregistry.versions: get list",
    ]

    private static let artifactWriting =
        artifactReading + [
            "artifactregistry.aptartifacts: create", "artifactregistry.attachments: create",
            "artifactregistry.files: update upload", "artifactregistry.kfpartifacts: create",
            "artifactregistry.packages: update", "artifactregistry.repositories: uploadArtifacts",
            "artifactregistry.tags: create update", "artifactregistry.versions: update",
            "artifactregistry.yumartifacts: create",
        ]

    private static let artifactManaging =
        artifactWriting + [
            "artifactregistry.attachments: delete", "artifactregistry.files: delete",
            "artifactregistry.packages: delete", "artifactregistry.repositories: deleteArtifacts",
            "artifactregistry.tags: delete", "artifactregistry.versions: delete",
        ]

    /// "Artifact Registry roles and permissions".
    static let artifacts = [
        PredefinedRole(
            "roles/artifactregistry.admin", "Artifact Registry Administrator", "Everything on repositories.",
            artifactManaging + [
                "artifactregistry.projectsettings: update",
                "artifactregistry.repositories: create delete getIamPolicy setIamPolicy update",
                "artifactregistry.rules: create delete get list update",
            ]),
        PredefinedRole(
            "roles/artifactregistry.repoAdmin", "Artifact Registry Repository Administrator",
            "Everything on what repositories hold.", artifactManaging),
        PredefinedRole(
            "roles/artifactregistry.writer", "Artifact Registry Writer", "Pulls and pushes.", artifactWriting),
        PredefinedRole(
            "roles/artifactregistry.reader", "Artifact Registry Reader", "Pulls.", artifactReading),
        PredefinedRole(
            "roles/artifactregistry.createOnPushWriter", "Artifact Registry Create-on-Push Writer",
            "Pulls and pushes, also to repositories that are made by that.",
            artifactWriting + ["artifactregistry.repositories: createOnPush"]),
    ]

    /// "Cloud Build roles and permissions".
    static let builds = [
        PredefinedRole(
            "roles/cloudbuild.builds.editor", "Cloud Build Editor", "Starts and cancels builds.",
            project + ["cloudbuild.builds: create get list update", "remotebuildexecution.blobs: get"]),
        PredefinedRole(
            "roles/cloudbuild.builds.viewer", "Cloud Build Viewer", "Reads builds.",
            project + ["cloudbuild.builds: get list", "remotebuildexecution.blobs: get"]),
        PredefinedRole(
            "roles/cloudbuild.builds.approver", "Cloud Build Approver", "Approves builds.",
            project + ["cloudbuild.builds: approve get list", "remotebuildexecution.blobs: get"]),
        PredefinedRole(
            "roles/cloudbuild.builds.builder", "Cloud Build Service Account", "What builds run as.", building),
        PredefinedRole(
            "roles/cloudbuild.serviceAgent", "Cloud Build Service Agent",
            "What Cloud Build itself acts with.",
            building + [
                "iam.serviceAccounts: actAs getAccessToken getOpenIdToken",
                "logging.buckets: create get list",
                "secretmanager.versions: access", "serviceusage.services: use",
            ]),
    ]

    private static let building =
        project + [
            "artifactregistry.aptartifacts: create", "artifactregistry.dockerimages: get list",
            "artifactregistry.files: get list", "artifactregistry.packages: get list",
            "artifactregistry.repositories: downloadArtifacts get list uploadArtifacts",
            "artifactregistry.tags: create get list update", "artifactregistry.versions: get list",
            "artifactregistry.yumartifacts: create", "cloudbuild.builds: create get list update",
            "cloudbuild.workerpools: use", "containeranalysis.occurrences: create delete get list update",
            "logging.logEntries: create list", "logging.privateLogEntries: list", "logging.views: access",
            "pubsub.topics: create publish", "remotebuildexecution.blobs: get", "source.repos: get list",
            "storage.buckets: create get list", "storage.objects: create delete get list update",
        ]

    private static let runReading =
        project + [
            "run.configurations: get list", "run.executions: get list", "run.jobs: get getIamPolicy list",
            "run.jobs: listEffectiveTags listTagBindings", "run.locations: list", "run.operations: get list",
            "run.revisions: get list", "run.routes: get list",
            "run.services: get getIamPolicy list listEffectiveTags listTagBindings", "run.tasks: get list",
            "run.workerpools: get getIamPolicy list",
        ]

    private static let runDeveloping =
        runReading + [
            "run.executions: cancel delete", "run.jobs: create delete run runWithOverrides update",
            "run.operations: delete", "run.revisions: delete", "run.routes: invoke",
            "run.services: create delete update", "run.workerpools: create delete update",
        ]

    /// "Cloud Run roles and permissions".
    static let run = [
        PredefinedRole(
            "roles/run.admin", "Cloud Run Admin", "Everything in Cloud Run.",
            runDeveloping + [
                "run.jobs: createTagBinding deleteTagBinding setIamPolicy",
                "run.services: createTagBinding deleteTagBinding setIamPolicy",
                "run.workerpools: setIamPolicy",
            ]),
        PredefinedRole(
            "roles/run.developer", "Cloud Run Developer", "Deploys and invokes, but sets no policy.",
            runDeveloping),
        PredefinedRole("roles/run.viewer", "Cloud Run Viewer", "Reads what is deployed.", runReading),
        PredefinedRole(
            "roles/run.invoker", "Cloud Run Invoker", "Invokes services and runs jobs.",
            ["run.jobs: run", "run.routes: invoke"]),
        PredefinedRole(
            "roles/run.servicesInvoker", "Cloud Run Service Invoker", "Invokes services.",
            ["run.routes: invoke"]),
        PredefinedRole(
            "roles/run.serviceAgent", "Cloud Run Service Agent", "What Cloud Run itself acts with.",
            artifactReading + project + [
                "artifactregistry.repositories: uploadArtifacts", "cloudbuild.builds: create get",
                "iam.serviceAccounts: actAs getAccessToken getOpenIdToken signBlob",
                "resourcemanager.projects: getIamPolicy", "run.routes: invoke",
                "serviceusage.services: get use", "storage.buckets: create get update",
                "storage.objects: create delete get list update",
            ]),
    ]

    private static let secretReading =
        project + [
            "secretmanager.locations: get list", "secretmanager.secrets: get getIamPolicy list",
            "secretmanager.versions: get list",
        ]

    /// "Secret Manager roles and permissions".
    static let secrets = [
        PredefinedRole(
            "roles/secretmanager.admin", "Secret Manager Admin", "Everything on secrets.",
            secretReading + [
                "secretmanager.secrets: create delete setIamPolicy update",
                "secretmanager.versions: access add destroy disable enable",
            ]),
        PredefinedRole(
            "roles/secretmanager.secretAccessor", "Secret Manager Secret Accessor",
            "Reads what secrets hold.",
            project + ["secretmanager.versions: access"]),
        PredefinedRole(
            "roles/secretmanager.secretVersionAdder", "Secret Manager Secret Version Adder", "Adds versions.",
            project + ["secretmanager.versions: add"]),
        PredefinedRole(
            "roles/secretmanager.secretVersionManager", "Secret Manager Secret Version Manager",
            "Manages versions, but does not read them.",
            project + ["secretmanager.versions: add destroy disable enable get list"]),
        PredefinedRole(
            "roles/secretmanager.viewer", "Secret Manager Viewer", "Reads all but what secrets hold.",
            secretReading),
    ]

    private static let jobReading =
        project + [
            "appengine.applications: get", "cloudscheduler.jobs: fullView get list",
            "cloudscheduler.locations: get list", "serviceusage.services: get list",
        ]

    /// "Cloud Scheduler roles and permissions".
    static let scheduler = [
        PredefinedRole(
            "roles/cloudscheduler.admin", "Cloud Scheduler Admin", "Everything on jobs.",
            jobReading + ["cloudscheduler.jobs: create delete enable pause run update"]),
        PredefinedRole(
            "roles/cloudscheduler.jobRunner", "Cloud Scheduler Job Runner", "Runs jobs.",
            project + ["appengine.applications: get", "cloudscheduler.jobs: fullView run"]),
        PredefinedRole("roles/cloudscheduler.viewer", "Cloud Scheduler Viewer", "Reads jobs.", jobReading),
        PredefinedRole(
            "roles/cloudscheduler.serviceAgent", "Cloud Scheduler Service Agent",
            "What Cloud Scheduler itself acts with.",
            [
                "iam.serviceAccounts: getAccessToken getOpenIdToken", "logging.logEntries: create",
                "pubsub.topics: publish",
            ]),
    ]

    /// "Cloud Logging roles and permissions", as far as services write logs and people read them.
    static let logging = [
        PredefinedRole(
            "roles/logging.logWriter", "Logs Writer", "Writes log entries.",
            ["logging.logEntries: create route"]),
        PredefinedRole(
            "roles/logging.viewer", "Logs Viewer", "Reads logs that are not private.",
            [
                "logging.buckets: get list", "logging.locations: get list", "logging.logEntries: list",
                "logging.logs: list", "logging.logServiceIndexes: list", "logging.logServices: list",
                "logging.operations: get list", "logging.sinks: get list", "logging.usage: get",
                "logging.views: get list", "resourcemanager.projects: get",
            ]),
        PredefinedRole(
            "roles/monitoring.metricWriter", "Monitoring Metric Writer", "Writes metrics.",
            [
                "monitoring.metricDescriptors: create get list",
                "monitoring.monitoredResourceDescriptors: get list",
                "monitoring.timeSeries: create",
            ]),
        PredefinedRole(
            "roles/cloudtrace.agent", "Cloud Trace Agent", "Writes traces.", ["cloudtrace.traces: patch"]),
        PredefinedRole(
            "roles/errorreporting.writer", "Error Reporting Writer", "Reports errors.",
            ["errorreporting.errorEvents: create"]),
    ]
}
