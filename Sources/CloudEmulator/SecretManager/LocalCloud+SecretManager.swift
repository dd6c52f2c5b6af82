import CloudCore
import PubSubEmulator
import RPCServer

extension LocalCloud {
    /// The methods of `google.cloud.secretmanager.v1.SecretManagerService`, for global and regional secrets.
    ///
    /// Source: `google/cloud/secretmanager/v1/service.proto`; the paths of regional secrets are those of the discovery
    /// document.
    var secretManagerMethods: [RPCMethod] { secretReads + secretWrites + secretVersions + secretPolicies }

    private static let service = "/google.cloud.secretmanager.v1.SecretManagerService/"

    /// A rule for each place where secrets are.
    private static func rules(_ make: (String) -> HTTPRule) -> [HTTPRule] {
        ["projects/*", "projects/*/locations/*"].map(make)
    }

    private var secretReads: [RPCMethod] {
        [
            planeMethod(Self.service + "GetSecret", Self.rules { .get("/v1/{name=\($0)/secrets/*}") }) {
                (plane, request: SecretManagerV1.GetSecretRequest, caller, now) throws(Status) in
                try plane.secret(request.name, by: caller, at: now)
            },
            planeMethod(Self.service + "ListSecrets", Self.rules { .get("/v1/{parent=\($0)}/secrets") }) {
                (plane, request, caller, now) throws(Status) in
                try plane.listSecrets(request, by: caller, at: now)
            },
        ]
    }

    private var secretWrites: [RPCMethod] {
        [
            planeMethod(
                Self.service + "CreateSecret",
                Self.rules { .post("/v1/{parent=\($0)}/secrets", body: .field("secret")) }
            ) { (plane, request, caller, now) throws(Status) in
                try plane.createSecret(request, by: caller, at: now)
            },
            planeMethod(
                Self.service + "UpdateSecret",
                Self.rules { .patch("/v1/{secret.name=\($0)/secrets/*}", body: .field("secret")) }
            ) { (plane, request, caller, now) throws(Status) in
                try plane.updateSecret(request, by: caller, at: now)
            },
            planeMethod(Self.service + "DeleteSecret", Self.rules { .delete("/v1/{name=\($0)/secrets/*}") }) {
                (plane, request, caller, now) throws(Status) in
                try plane.deleteSecret(request, by: caller, at: now)
                return Empty()
            },
        ]
    }

    private var secretVersions: [RPCMethod] {
        let version = "secrets/*/versions/*}"
        return [
            planeMethod(
                Self.service + "AddSecretVersion",
                Self.rules { .post("/v1/{parent=\($0)/secrets/*}:addVersion") }
            ) { (plane, request, caller, now) throws(Status) in
                try plane.addSecretVersion(request, by: caller, at: now)
            },
            planeMethod(
                Self.service + "ListSecretVersions",
                Self.rules { .get("/v1/{parent=\($0)/secrets/*}/versions") }
            ) { (plane, request, caller, now) throws(Status) in
                try plane.listSecretVersions(request, by: caller, at: now)
            },
            planeMethod(Self.service + "GetSecretVersion", Self.rules { .get("/v1/{name=\($0)/\(version)") })
            {
                (plane, request: SecretManagerV1.GetSecretRequest, caller, now) throws(Status) in
                try plane.secretVersion(request.name, by: caller, at: now)
            },
            planeMethod(
                Self.service + "AccessSecretVersion", Self.rules { .get("/v1/{name=\($0)/\(version):access") }
            ) { (plane, request: SecretManagerV1.GetSecretRequest, caller, now) throws(Status) in
                try plane.accessSecretVersion(request.name, by: caller, at: now)
            },
            secretVersionWrite("Enable", .enabled), secretVersionWrite("Disable", .disabled),
            secretVersionWrite("Destroy", .destroyed),
        ]
    }

    /// The three requests have the same two fields.
    private func secretVersionWrite(_ verb: String, _ state: SecretManagerV1.SecretVersion.State) -> RPCMethod
    {
        let rules = Self.rules { .post("/v1/{name=\($0)/secrets/*/versions/*}:\(verb.lowercased())") }
        return planeMethod(Self.service + verb + "SecretVersion", rules) {
            (plane, request, caller, now) throws(Status) in
            try plane.setSecretVersion(request, state, by: caller, at: now)
        }
    }

    private var secretPolicies: [RPCMethod] {
        [
            planeMethod(
                Self.service + "GetIamPolicy",
                Self.rules { .get("/v1/{resource=\($0)/secrets/*}:getIamPolicy") }
            ) { (plane, request: IAMv1.GetIamPolicyRequest, caller, now) throws(Status) in
                let (name, _) = try plane.secretEntry(
                    request.resource, "secretmanager.secrets.getIamPolicy", by: caller, at: now)
                return try plane.policy(of: plane.resource(name), request, by: caller, at: now)
            },
            planeMethod(
                Self.service + "SetIamPolicy",
                Self.rules { .post("/v1/{resource=\($0)/secrets/*}:setIamPolicy") }
            ) { (plane, request: IAMv1.SetIamPolicyRequest, caller, now) throws(Status) in
                let (name, _) = try plane.secretEntry(
                    request.resource, "secretmanager.secrets.setIamPolicy", by: caller, at: now)
                return try plane.setPolicy(of: plane.resource(name), request, by: caller, at: now)
            },
            planeMethod(
                Self.service + "TestIamPermissions",
                Self.rules { .post("/v1/{resource=\($0)/secrets/*}:testIamPermissions") }
            ) { (plane, request: IAMv1.TestIamPermissionsRequest, caller, now) throws(Status) in
                let (project, name) = try SecretPath.secret(request.resource)
                plane.settleSecrets(at: now)
                let exists = plane.project.isNamed(project) && plane.secrets[name] != nil
                return try plane.test(request, on: exists ? plane.resource(name) : nil, by: caller, at: now)
            },
        ]
    }
}
