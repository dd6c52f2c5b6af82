import CloudCore
import PubSubEmulator
import Testing

@testable import CloudEmulator

@Suite("Messages have the numbers and names of the published definitions")
struct MessageDefinitionTests {
    struct Definition: Sendable, CustomTestStringConvertible {
        let name: String
        let fields: [Int: String]
        let actual: [Int: String]

        init<M: Message>(_ type: M.Type, _ name: String, _ fields: [Int: String]) {
            self.name = name
            self.fields = fields
            actual = Dictionary(uniqueKeysWithValues: M.fields.map { ($0.number, $0.jsonName) })
        }

        var testDescription: String { name }
    }

    /// From `google/iam/v1/*.proto`, `google/type/expr.proto`, `google/iam/admin/v1/iam.proto` and
    /// `google/cloud/resourcemanager/v3/projects.proto`.
    static let definitions = [
        Definition(
            IAMv1.Policy.self, "google.iam.v1.Policy",
            [1: "version", 3: "etag", 4: "bindings", 6: "auditConfigs"]),
        Definition(IAMv1.Binding.self, "google.iam.v1.Binding", [1: "role", 2: "members", 3: "condition"]),
        Definition(
            IAMv1.AuditConfig.self, "google.iam.v1.AuditConfig", [1: "service", 3: "auditLogConfigs"]),
        Definition(
            IAMv1.AuditLogConfig.self, "google.iam.v1.AuditLogConfig", [1: "logType", 2: "exemptedMembers"]),
        Definition(
            IAMv1.SetIamPolicyRequest.self, "google.iam.v1.SetIamPolicyRequest",
            [1: "resource", 2: "policy", 3: "updateMask"]),
        Definition(
            IAMv1.GetIamPolicyRequest.self, "google.iam.v1.GetIamPolicyRequest",
            [1: "resource", 2: "options"]),
        Definition(
            IAMv1.TestIamPermissionsRequest.self, "google.iam.v1.TestIamPermissionsRequest",
            [1: "resource", 2: "permissions"]),
        Definition(
            IAMv1.TestIamPermissionsResponse.self, "google.iam.v1.TestIamPermissionsResponse",
            [1: "permissions"]),
        Definition(
            IAMv1.GetPolicyOptions.self, "google.iam.v1.GetPolicyOptions", [1: "requestedPolicyVersion"]),
        Definition(
            IAMv1.Expr.self, "google.type.Expr",
            [1: "expression", 2: "title", 3: "description", 4: "location"]),
        Definition(
            IAMAdminV1.ServiceAccount.self, "google.iam.admin.v1.ServiceAccount",
            [
                1: "name", 2: "projectId", 4: "uniqueId", 5: "email", 6: "displayName", 7: "etag",
                8: "description",
                9: "oauth2ClientId", 11: "disabled",
            ]),
        Definition(
            IAMAdminV1.CreateServiceAccountRequest.self, "google.iam.admin.v1.CreateServiceAccountRequest",
            [1: "name", 2: "accountId", 3: "serviceAccount"]),
        Definition(
            IAMAdminV1.ListServiceAccountsRequest.self, "google.iam.admin.v1.ListServiceAccountsRequest",
            [1: "name", 2: "pageSize", 3: "pageToken"]),
        Definition(
            IAMAdminV1.ListServiceAccountsResponse.self, "google.iam.admin.v1.ListServiceAccountsResponse",
            [1: "accounts", 2: "nextPageToken"]),
        Definition(
            IAMAdminV1.ServiceAccountNameRequest.self, "google.iam.admin.v1.GetServiceAccountRequest",
            [1: "name"]),
        Definition(
            IAMAdminV1.PatchServiceAccountRequest.self, "google.iam.admin.v1.PatchServiceAccountRequest",
            [1: "serviceAccount", 2: "updateMask"]),
        Definition(
            ResourceManagerV3.Project.self, "google.cloud.resourcemanager.v3.Project",
            [
                1: "name", 2: "parent", 3: "projectId", 4: "state", 5: "displayName", 6: "createTime",
                7: "updateTime",
                8: "deleteTime", 9: "etag", 10: "labels",
            ]),
        Definition(
            ResourceManagerV3.GetProjectRequest.self, "google.cloud.resourcemanager.v3.GetProjectRequest",
            [1: "name"]),
    ]

    @Test("Each message", arguments: definitions)
    func fields(definition: Definition) { #expect(definition.actual == definition.fields) }
}
