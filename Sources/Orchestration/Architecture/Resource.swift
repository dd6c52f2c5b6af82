/// The keys that every kind of resource has.
public struct ResourceCommon: Sendable, Equatable {
    /// The resource's name (`name`).
    public var name = ""
    /// What it is for, for people (`description`).
    public var description = ""
    /// Labels (`labels`); the architecture's labels are added for keys that are missing here.
    public var labels: [String: String] = [:]
    /// Roles granted on the resource besides those of its links (`iam_access_policy`).
    public var accessPolicy: [AccessGrant] = []
    /// When objects are deleted or moved (`lifecycle_rules`); only buckets have an effect for it.
    public var lifecycleRules: [LifecycleRule] = []
    /// Whether teardown leaves it alone (`teardown_protection`); nil means the architecture's setting.
    public var teardownProtection: Bool?

    /// Makes the common part of a resource.
    public init(name: String = "") { self.name = name }
}

/// A resource of a dataflow, of any kind.
public protocol Resource: Sendable, Equatable {
    /// The keys that every kind has.
    var common: ResourceCommon { get set }
}

extension Resource {
    /// The resource's name.
    public var name: String {
        get { common.name }
        set { common.name = newValue }
    }
    /// The resource's labels.
    public var labels: [String: String] {
        get { common.labels }
        set { common.labels = newValue }
    }
    /// Roles granted on the resource besides those of its links.
    public var accessPolicy: [AccessGrant] {
        get { common.accessPolicy }
        set { common.accessPolicy = newValue }
    }
    /// Whether teardown leaves the resource alone.
    public var isProtected: Bool { common.teardownProtection ?? false }
}

/// One role granted by hand on a resource (an entry of `iam_access_policy`).
public struct AccessGrant: Sendable, Equatable {
    /// What `name` names.
    public enum Grantee: String, Sendable, CaseIterable {
        /// A service of this architecture, the default.
        case service
        /// A service account: an id of this project or a full email.
        case serviceAccount = "service-account"
    }

    /// The service or service account (`name`).
    public var name = ""
    /// The role (`role`), for example `roles/pubsub.viewer`.
    public var role = ""
    /// What `name` names (`type`); nil means a service.
    public var type: Grantee?

    /// Makes an empty grant, to be filled in.
    public init() {}

    /// Makes a grant from its parts.
    public init(name: String, role: String, type: Grantee? = nil) {
        self.name = name
        self.role = role
        self.type = type
    }
}

/// A lifecycle rule of a bucket (an entry of `lifecycle_rules`).
public struct LifecycleRule: Sendable, Equatable {
    /// What is done with an object (`action.type`), for example `Delete`.
    public var action = Action()
    /// When it is done (`condition`).
    public var condition = Condition()

    /// What a lifecycle rule does.
    public struct Action: Sendable, Equatable {
        /// The kind of action (`type`), for example `Delete`.
        public var type = ""
        /// Makes an empty action.
        public init() {}
    }

    /// When a lifecycle rule applies.
    public struct Condition: Sendable, Equatable {
        /// The age of the object in days (`age_in_days`).
        public var ageInDays: Int?
        /// Makes a condition that always holds.
        public init() {}
    }

    /// Makes an empty rule, to be filled in.
    public init() {}
}
