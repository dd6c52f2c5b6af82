extension PredefinedRoles {
    /// "Pub/Sub roles and permissions".
    static let pubsub = [
        PredefinedRole(
            "roles/pubsub.admin", "Pub/Sub Admin",
            "Everything on topics, subscriptions, snapshots and schemas.",
            pubsubEditing + pubsubPolicies + pubsubTags + pubsubProject
                + ["pubsub.messageTransforms: validate"]),
        PredefinedRole(
            "roles/pubsub.editor", "Pub/Sub Editor", "Changes resources, publishes and consumes.",
            pubsubEditing + pubsubProject + ["pubsub.messageTransforms: validate"]),
        PredefinedRole(
            "roles/pubsub.publisher", "Pub/Sub Publisher", "Publishes to topics.", ["pubsub.topics: publish"]),
        PredefinedRole(
            "roles/pubsub.subscriber", "Pub/Sub Subscriber",
            "Consumes, and attaches subscriptions to topics.",
            ["pubsub.snapshots: seek", "pubsub.subscriptions: consume", "pubsub.topics: attachSubscription"]),
        PredefinedRole(
            "roles/pubsub.viewer", "Pub/Sub Viewer", "Reads settings, not messages.",
            pubsubReading + pubsubProject),
        PredefinedRole(
            "roles/pubsub.serviceAgent", "Cloud Pub/Sub Service Agent", "What Pub/Sub itself acts with.",
            [
                "iam.serviceAccounts: get getAccessToken getOpenIdToken implicitDelegation list signBlob signJwt",
                "resourcemanager.projects: get list",
            ]),
    ]

    private static let pubsubProject = [
        "resourcemanager.projects: get", "serviceusage.quotas: get", "serviceusage.services: get list",
    ]

    private static let pubsubReading = [
        "pubsub.schemas: get list listRevisions validate", "pubsub.snapshots: get list",
        "pubsub.subscriptions: get list", "pubsub.topics: get list",
    ]

    private static let pubsubEditing =
        pubsubReading + [
            "pubsub.schemas: attach commit create delete rollback",
            "pubsub.snapshots: create delete seek update",
            "pubsub.subscriptions: consume create delete update",
            "pubsub.topics: attachSubscription create delete detachSubscription publish update updateTag",
        ]

    private static let pubsubPolicies = ["schemas", "snapshots", "subscriptions", "topics"].map {
        "pubsub.\($0): getIamPolicy setIamPolicy"
    }

    private static let pubsubTags = ["snapshots", "subscriptions", "topics"].map {
        "pubsub.\($0): createTagBinding deleteTagBinding listEffectiveTags listTagBindings"
    }
}
