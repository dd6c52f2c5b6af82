/// `roles/owner`, `roles/editor` and `roles/viewer`, by rule: Google's hold thousands of permissions.
///
/// Source: "Basic roles" in Google's IAM documentation. Exceptions that are documented elsewhere: only owners may
/// access secrets ("Access control with IAM" of Secret Manager); no basic role touches objects, for which buckets
/// have convenience members instead ("IAM roles for Cloud Storage"); none makes tokens of service accounts, which
/// takes the Token Creator role ("Roles for service account authentication"). What a viewer may beyond reading, and
/// which policies a viewer may read, is what `roles.get` answers for `roles/viewer`, by the copy of its answer in
/// iann0036/iam-dataset (gcp/roles/viewer.json). Buckets, tables and their data are more open here than there: Google
/// grants those to viewers by the convenience members of each bucket and dataset.
enum BasicRoles {
    static let all: [PredefinedRole] = {
        let names = Set(PredefinedRoles.listed.flatMap(\.permissions)).union(PermissionTable.rare)
        func role(
            _ id: String, _ title: String, _ description: String, _ includes: (String) -> Bool
        ) -> PredefinedRole {
            PredefinedRole("roles/" + id, title, description, permissions: names.filter(includes).sorted())
        }
        return [
            role("owner", "Owner", "Everything in the project, policies included.", isForOwners),
            role("editor", "Editor", "Changes everything but who may do what.", isForEditors),
            role("viewer", "Viewer", "Reads everything that is no secret.", isForViewers),
        ]
    }()

    private static func isForOwners(_ permission: String) -> Bool {
        let isForObjects = ["storage.objects.", "storage.multipartUploads."].contains(
            where: permission.hasPrefix)
        return !isForObjects && !tokenPermissions.contains(permission)
    }

    private static func isForEditors(_ permission: String) -> Bool {
        guard isForOwners(permission), !permission.hasSuffix(".setIamPolicy") else { return false }
        if permission.hasPrefix("iam.roles.") { return isReading(permission) }
        return !forOwnersOnly.contains(permission)
    }

    private static func isForViewers(_ permission: String) -> Bool {
        isForEditors(permission) && (isReading(permission) || viewersMore.contains(permission))
    }

    private static func isReading(_ permission: String) -> Bool {
        let verb = permission.split(separator: ".").last ?? ""
        if verb == "getIamPolicy" { return readablePolicies.contains(permission) }
        return verb == "get" || verb == "list" || verb.hasPrefix("list") || verb == "getMetadata"
            || verb == "getData" && !permission.hasPrefix("bigquery.")
    }

    private static let readablePolicies: Set<String> = [
        "resourcemanager.projects.getIamPolicy", "iam.serviceAccounts.getIamPolicy",
        "run.jobs.getIamPolicy", "run.services.getIamPolicy", "secretmanager.secrets.getIamPolicy",
        "pubsub.schemas.getIamPolicy", "bigquery.dataPolicies.getIamPolicy",
        "bigquery.datasets.getIamPolicy", "bigquery.rowAccessPolicies.getIamPolicy",
        "bigquery.tables.getIamPolicy",
    ]

    private static let viewersMore: Set<String> = [
        "bigquery.connections.use", "bigquery.jobs.create", "bigquery.models.export",
        "bigquery.models.getData", "bigquery.readsessions.create", "bigquery.readsessions.getData",
        "bigquery.readsessions.update", "bigquery.tables.createSnapshot", "bigquery.tables.replicateData",
        "pubsub.schemas.attach", "pubsub.schemas.validate", "pubsub.snapshots.seek",
    ]

    private static let tokenPermissions: Set<String> = [
        "iam.serviceAccounts.getAccessToken", "iam.serviceAccounts.getOpenIdToken",
        "iam.serviceAccounts.implicitDelegation", "iam.serviceAccounts.signBlob",
        "iam.serviceAccounts.signJwt",
    ]

    private static let forOwnersOnly: Set<String> = [
        "secretmanager.versions.access", "resourcemanager.projects.delete",
        "resourcemanager.projects.undelete", "resourcemanager.projects.move",
        "iam.serviceAccountKeys.create", "iam.serviceAccountKeys.delete",
    ]
}
