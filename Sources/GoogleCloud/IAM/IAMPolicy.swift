import CloudCore

/// An allow policy: who holds which role on a resource.
///
/// Source: `google/iam/v1/policy.proto`.
public struct IAMPolicy: Sendable, Equatable {
    /// The format: 0, 1, or 3. Conditional bindings need 3.
    public var version: Int
    /// The version of the policy that was read, base64; a write with it is refused when the policy has changed.
    public var etag: String
    /// The bindings, in the order of the answer.
    public var bindings: [Binding]

    /// Makes a policy; without arguments an empty one.
    public init(version: Int = 0, etag: String = "", bindings: [Binding] = []) {
        self.version = version
        self.etag = etag
        self.bindings = bindings
    }

    /// The members that hold a role.
    public struct Binding: Sendable, Equatable {
        /// The role, for example `roles/pubsub.publisher`.
        public var role: String
        /// The members, for example `serviceAccount:a@p.iam.gserviceaccount.com`.
        public var members: [String]
        /// When the binding applies; nil for always.
        public var condition: Condition?

        /// Makes a binding from its parts.
        public init(role: String, members: [String], condition: Condition? = nil) {
            self.role = role
            self.members = members
            self.condition = condition
        }
    }

    /// A condition in the Common Expression Language (`google/type/expr.proto`).
    public struct Condition: Sendable, Equatable {
        /// The expression.
        public var expression: String
        /// A short name.
        public var title: String
        /// A longer text.
        public var description: String
        /// Where the expression was written, for error messages.
        public var location: String

        /// Makes a condition from its parts.
        public init(expression: String, title: String = "", description: String = "", location: String = "") {
            self.expression = expression
            self.title = title
            self.description = description
            self.location = location
        }
    }
}

extension IAMPolicy {
    /// Whether `member` holds `role` without a condition.
    public func contains(member: String, role: String) -> Bool {
        bindings.contains { $0.role == role && $0.condition == nil && $0.members.contains(member) }
    }

    /// Grants `role` to `member` without a condition; nothing changes when it is granted already.
    public mutating func add(member: String, role: String) {
        guard !contains(member: member, role: role) else { return }
        if let index = bindings.firstIndex(where: { $0.role == role && $0.condition == nil }) {
            bindings[index].members.append(member)
        } else {
            bindings.append(Binding(role: role, members: [member]))
        }
    }

    /// Takes `role` without a condition from `member`; conditional bindings stay as they are.
    public mutating func remove(member: String, role: String) {
        for index in bindings.indices where bindings[index].role == role && bindings[index].condition == nil {
            bindings[index].members.removeAll { $0 == member }
        }
        bindings.removeAll { $0.members.isEmpty }
    }

    /// Takes every role from `member`, conditional ones too.
    public mutating func removeAll(member: String) {
        for index in bindings.indices { bindings[index].members.removeAll { $0 == member } }
        bindings.removeAll { $0.members.isEmpty }
    }
}

extension IAMPolicy {
    /// The newest format, which every read asks for: an older one would hide conditions.
    static let requestedVersion = 3

    init(json: JSON) {
        version = json.integer("version") ?? 0
        etag = json.text("etag")
        bindings = json.elements("bindings").map(Binding.init(json:))
    }

    var json: JSON {
        var object = JSONObject()
        object.set("version", version)
        object.set("etag", etag)
        // An empty list is written out: it says that no binding remains.
        object["bindings"] = .array(bindings.map(\.json))
        return .object(object)
    }
}

extension IAMPolicy.Binding {
    init(json: JSON) {
        role = json.text("role")
        members = json.texts("members")
        condition = json.member("condition") == .null ? nil : .init(json: json.member("condition"))
    }

    var json: JSON {
        var object = JSONObject()
        object.set("role", role)
        object.set("members", members)
        if let condition { object["condition"] = condition.json }
        return .object(object)
    }
}

extension IAMPolicy.Condition {
    init(json: JSON) {
        expression = json.text("expression")
        title = json.text("title")
        description = json.text("description")
        location = json.text("location")
    }

    var json: JSON {
        var object = JSONObject()
        object.set("expression", expression)
        object.set("title", title)
        object.set("description", description)
        object.set("location", location)
        return .object(object)
    }
}
