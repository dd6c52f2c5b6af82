extension PredefinedRoles {
    private static let project = ["resourcemanager.projects: get list"]
    private static let accounts = ["iam.serviceAccounts: get list"] + project

    /// "Service Accounts roles and permissions", "IAM roles and permissions".
    static let identity = [
        PredefinedRole(
            "roles/iam.serviceAccountAdmin", "Service Account Admin",
            "Everything on accounts but acting as them.",
            accounts + [
                "iam.serviceAccounts: create delete disable enable getIamPolicy setIamPolicy undelete update"
            ]),
        PredefinedRole(
            "roles/iam.serviceAccountCreator", "Create Service Accounts", "Creates accounts.",
            accounts + ["iam.serviceAccounts: create"]),
        PredefinedRole(
            "roles/iam.serviceAccountDeleter", "Delete Service Accounts", "Deletes accounts.",
            accounts + ["iam.serviceAccounts: delete"]),
        PredefinedRole(
            "roles/iam.serviceAccountUser", "Service Account User", "Runs things as an account.",
            accounts + ["iam.serviceAccounts: actAs"]),
        PredefinedRole(
            "roles/iam.serviceAccountViewer", "View Service Accounts", "Reads accounts, keys and policies.",
            accounts + ["iam.serviceAccounts: getIamPolicy", "iam.serviceAccountKeys: get list"]),
        PredefinedRole(
            "roles/iam.serviceAccountTokenCreator", "Service Account Token Creator",
            "Makes tokens of an account.",
            accounts + [
                "iam.serviceAccounts: getAccessToken getOpenIdToken implicitDelegation signBlob signJwt"
            ]),
        PredefinedRole(
            "roles/iam.serviceAccountOpenIdTokenCreator",
            "Service Account OpenID Connect Identity Token Creator",
            "Makes ID tokens of an account.", ["iam.serviceAccounts: getOpenIdToken"]),
        PredefinedRole(
            "roles/iam.workloadIdentityUser", "Workload Identity User",
            "Impersonates an account from elsewhere.",
            ["iam.serviceAccounts: get getAccessToken getOpenIdToken list"]),
        PredefinedRole(
            "roles/iam.serviceAccountKeyAdmin", "Service Account Key Admin", "Makes and deletes keys.",
            accounts + ["iam.serviceAccountKeys: create delete disable enable get list"]),
        PredefinedRole(
            "roles/iam.roleAdmin", "Role Administrator", "Everything on custom roles.",
            [
                "iam.roles: create delete get list undelete update",
                "resourcemanager.projects: get getIamPolicy",
            ]),
        PredefinedRole(
            "roles/iam.roleViewer", "Role Viewer", "Reads custom roles.",
            ["iam.roles: get list", "resourcemanager.projects: get getIamPolicy"]),
        PredefinedRole(
            "roles/iam.securityAdmin", "Security Admin", "Reads and sets every policy.",
            policyHolders.map { "\($0): getIamPolicy list setIamPolicy" }
                + ["iam.roles: get list", "iam.serviceAccounts: get", "iam.serviceAccountKeys: get list"]
                + project),
        PredefinedRole(
            "roles/iam.securityReviewer", "Security Reviewer", "Reads every policy.",
            policyHolders.map { "\($0): getIamPolicy list" }
                + ["iam.roles: get list", "iam.serviceAccounts: get", "iam.serviceAccountKeys: get list"]
                + project),
    ]

    private static let policyHolders = [
        "artifactregistry.repositories", "bigquery.datasets", "bigquery.tables", "iam.serviceAccounts",
        "pubsub.schemas", "pubsub.snapshots", "pubsub.subscriptions", "pubsub.topics",
        "resourcemanager.projects", "run.services", "secretmanager.secrets", "storage.buckets",
        "storage.objects",
    ]

    /// "Resource Manager roles and permissions", "Service Usage roles and permissions".
    static let projects = [
        PredefinedRole(
            "roles/browser", "Browser", "Finds its way through projects.",
            ["resourcemanager.projects: get getIamPolicy list"]),
        PredefinedRole(
            "roles/resourcemanager.projectIamAdmin", "Project IAM Admin", "Sets the policy of projects.",
            ["resourcemanager.projects: get getIamPolicy setIamPolicy"]),
        PredefinedRole(
            "roles/resourcemanager.projectMover", "Project Mover", "Changes and moves projects.",
            ["resourcemanager.projects: get move update"]),
        PredefinedRole(
            "roles/resourcemanager.projectDeleter", "Project Deleter", "Deletes projects.",
            ["resourcemanager.projects: delete"]),
        PredefinedRole(
            "roles/serviceusage.serviceUsageAdmin", "Service Usage Admin", "Enables, disables and uses APIs.",
            serviceUsageReading + [
                "serviceusage.operations: cancel delete", "serviceusage.quotas: update",
                "serviceusage.services: disable enable use",
            ]),
        PredefinedRole(
            "roles/serviceusage.serviceUsageViewer", "Service Usage Viewer", "Sees which APIs are enabled.",
            serviceUsageReading),
        PredefinedRole(
            "roles/serviceusage.serviceUsageConsumer", "Service Usage Consumer", "Uses the project's quota.",
            serviceUsageReading + ["serviceusage.services: use"]),
    ]

    private static let serviceUsageReading = [
        "monitoring.timeSeries: list", "serviceusage.operations: get list", "serviceusage.quotas: get",
        "serviceusage.services: get list",
    ]
}
