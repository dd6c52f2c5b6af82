/// The permissions of the roles that are known here. A role that is not in the table grants nothing.
///
/// Sources: the pages "Pub/Sub roles and permissions", "Service Accounts roles and permissions", "Resource
/// Manager roles and permissions" and "Basic roles" of Google's IAM documentation.
struct RoleTable: Sendable {
    /// What a role allows.
    private enum Rule: Sendable {
        /// Exactly these permissions.
        case only(Set<String>)
        /// All permissions that begin so, and these.
        case all(prefix: String, and: Set<String>)
        /// Basic roles: everything, everything but granting, reading.
        case everything
        case everythingButGranting
        case reading
    }

    /// Whether `role` includes `permission`.
    static func grants(_ role: String, _ permission: String) -> Bool {
        guard let rule = rules[role] else { return false }
        switch rule {
        case .only(let permissions): return permissions.contains(permission)
        case .all(let prefix, let more): return permission.hasPrefix(prefix) || more.contains(permission)
        case .everything: return true
        case .everythingButGranting: return !permission.hasSuffix(".setIamPolicy")
        case .reading:
            let verb = permission.split(separator: ".").last ?? ""
            return ["get", "list", "listRevisions"].contains(verb)
                || permission == "resourcemanager.projects.getIamPolicy"
        }
    }

    private static let projectReading: Set<String> = ["resourcemanager.projects.get"]

    private static let pubsubReading: Set<String> = [
        "pubsub.schemas.get", "pubsub.schemas.list", "pubsub.schemas.listRevisions",
        "pubsub.schemas.validate",
        "pubsub.snapshots.get", "pubsub.snapshots.list", "pubsub.subscriptions.get",
        "pubsub.subscriptions.list", "pubsub.topics.get", "pubsub.topics.list",
    ]

    private static let pubsubWriting: Set<String> = [
        "pubsub.schemas.attach", "pubsub.schemas.commit", "pubsub.schemas.create", "pubsub.schemas.delete",
        "pubsub.schemas.rollback", "pubsub.snapshots.create", "pubsub.snapshots.delete",
        "pubsub.snapshots.seek",
        "pubsub.snapshots.update", "pubsub.subscriptions.consume", "pubsub.subscriptions.create",
        "pubsub.subscriptions.delete", "pubsub.subscriptions.update", "pubsub.topics.attachSubscription",
        "pubsub.topics.create", "pubsub.topics.delete", "pubsub.topics.detachSubscription",
        "pubsub.topics.publish", "pubsub.topics.update", "pubsub.topics.updateTag",
    ]

    private static let accountReading: Set<String> = [
        "iam.serviceAccounts.get", "iam.serviceAccounts.list", "resourcemanager.projects.get",
    ]

    private static let rules: [String: Rule] = [
        "roles/owner": .everything,
        "roles/editor": .everythingButGranting,
        "roles/viewer": .reading,
        "roles/pubsub.admin": .all(prefix: "pubsub.", and: projectReading),
        "roles/pubsub.editor": .only(pubsubReading.union(pubsubWriting).union(projectReading)),
        "roles/pubsub.viewer": .only(pubsubReading.union(projectReading)),
        "roles/pubsub.publisher": .only(["pubsub.topics.publish"]),
        "roles/pubsub.subscriber": .only([
            "pubsub.snapshots.seek", "pubsub.subscriptions.consume", "pubsub.topics.attachSubscription",
        ]),
        "roles/iam.serviceAccountAdmin": .only(
            accountReading.union([
                "iam.serviceAccounts.create", "iam.serviceAccounts.delete", "iam.serviceAccounts.disable",
                "iam.serviceAccounts.enable", "iam.serviceAccounts.getIamPolicy",
                "iam.serviceAccounts.setIamPolicy", "iam.serviceAccounts.undelete",
                "iam.serviceAccounts.update",
            ])),
        "roles/iam.serviceAccountUser": .only(accountReading.union(["iam.serviceAccounts.actAs"])),
        "roles/iam.serviceAccountViewer": .only(
            accountReading.union(["iam.serviceAccounts.getIamPolicy"])),
        "roles/iam.serviceAccountTokenCreator": .only(
            accountReading.union([
                "iam.serviceAccounts.getAccessToken", "iam.serviceAccounts.getOpenIdToken",
                "iam.serviceAccounts.implicitDelegation", "iam.serviceAccounts.signBlob",
                "iam.serviceAccounts.signJwt",
            ])),
        "roles/resourcemanager.projectIamAdmin": .only([
            "resourcemanager.projects.get", "resourcemanager.projects.getIamPolicy",
            "resourcemanager.projects.setIamPolicy",
        ]),
    ]
}
