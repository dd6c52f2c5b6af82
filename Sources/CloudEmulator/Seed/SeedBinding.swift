import CloudCore
import PubSubEmulator

/// A role that a seed file grants on a resource.
struct SeedBinding: Sendable {
    /// The full name of the resource.
    let resource: String
    let binding: IAMv1.Binding

    /// Reads an entry: `resource` is the project unless given, and may leave out the project; so may the accounts
    /// of the project among the members.
    ///
    /// - Throws: INVALID_ARGUMENT naming the member that is wrong.
    init(_ json: JSON, in project: LocalProject) throws(Status) {
        let fields = try JSONFields(json, known: ["role", "members", "resource", "condition"])
        let name = try fields.string("resource") ?? project.name
        resource = name.hasPrefix("projects/") ? name : "\(project.name)/\(name)"
        guard let role = try fields.string("role") else { throw fields.wrong("role", "the name of a role") }
        guard let members = fields["members"]?.arrayValue, case let texts = members.compactMap(\.stringValue),
            texts.count == members.count
        else { throw fields.wrong("members", "a list of members") }
        var binding = IAMv1.Binding()
        binding.role = role
        binding.members = texts.map { member in
            let isShort = member.hasPrefix("serviceAccount:") && !member.contains("@")
            return isShort ? "\(member)@\(project.accountDomain)" : member
        }
        binding.condition = try fields["condition"].map { (json) throws(Status) in
            try ProtoJSONDecoder.decode(IAMv1.Expr.self, from: json)
        }
        self.binding = binding
    }

    /// The methods that set policies, by the collection that the resource is in; those of Pub/Sub are its own.
    private static let methods: [Substring: String] = [
        "projects": "google.cloud.resourcemanager.v3.Projects/SetIamPolicy",
        "serviceAccounts": "google.iam.admin.v1.IAM/SetIamPolicy",
        "secrets": "google.cloud.secretmanager.v1.SecretManagerService/SetIamPolicy",
        "topics": PubSubPolicyKeeper.replay.0, "subscriptions": PubSubPolicyKeeper.replay.0,
        "schemas": PubSubPolicyKeeper.replay.0,
    ]

    /// The call that adds the binding to the policy that the resource has.
    ///
    /// - Throws: UNIMPLEMENTED for a resource whose policy cannot be set in this way.
    func call(_ plane: ControlPlane) throws(Status) -> SeedCall {
        let parts = resource.split(separator: "/")
        guard parts.count >= 2, let method = Self.methods[parts[parts.count - 2]] else {
            throw Status(
                .unimplemented, "resource \"\(resource)\": its policy cannot be seeded; make a call for it.")
        }
        var policy = plane.policies.latest(of: plane.hierarchy.canonical(resource))
        policy.bindings.append(binding)
        if binding.condition != nil { policy.version = 3 }
        var request = IAMv1.SetIamPolicyRequest()
        request.resource = resource
        request.policy = policy
        return SeedCall(method: method, request: request.protoJSON)
    }
}
