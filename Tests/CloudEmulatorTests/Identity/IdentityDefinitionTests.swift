import CloudCore
import Testing

@testable import CloudEmulator

/// From `google/iam/admin/v1/iam.proto`, `google/iam/credentials/v1/common.proto` and
/// `google/cloud/resourcemanager/v3/projects.proto`.
struct IdentityDefinitionTests {
    typealias Definition = MessageDefinitionTests.Definition

    static let definitions = [
        Definition(
            IAMAdminV1.Role.self, "google.iam.admin.v1.Role",
            [
                1: "name", 2: "title", 3: "description", 7: "includedPermissions", 8: "stage", 9: "etag",
                11: "deleted",
            ]),
        Definition(
            IAMAdminV1.ListRolesRequest.self, "google.iam.admin.v1.ListRolesRequest",
            [1: "parent", 2: "pageSize", 3: "pageToken", 4: "view", 6: "showDeleted"]),
        Definition(
            IAMAdminV1.CreateRoleRequest.self, "google.iam.admin.v1.CreateRoleRequest",
            [1: "parent", 2: "roleId", 3: "role"]),
        Definition(
            IAMAdminV1.UpdateRoleRequest.self, "google.iam.admin.v1.UpdateRoleRequest",
            [1: "name", 2: "role", 3: "updateMask"]),
        Definition(
            IAMAdminV1.DeleteRoleRequest.self, "google.iam.admin.v1.UndeleteRoleRequest",
            [1: "name", 2: "etag"]),
        Definition(
            IAMAdminV1.QueryGrantableRolesRequest.self, "google.iam.admin.v1.QueryGrantableRolesRequest",
            [1: "fullResourceName", 2: "view", 3: "pageSize", 4: "pageToken"]),
        Definition(
            IAMAdminV1.Permission.self, "google.iam.admin.v1.Permission",
            [1: "name", 5: "stage", 6: "customRolesSupportLevel", 7: "apiDisabled"]),
        Definition(
            IAMAdminV1.ServiceAccountKey.self, "google.iam.admin.v1.ServiceAccountKey",
            [
                1: "name", 2: "privateKeyType", 3: "privateKeyData", 4: "validAfterTime",
                5: "validBeforeTime", 7: "publicKeyData", 8: "keyAlgorithm", 9: "keyOrigin", 10: "keyType",
                11: "disabled",
            ]),
        Definition(
            IAMAdminV1.CreateServiceAccountKeyRequest.self,
            "google.iam.admin.v1.CreateServiceAccountKeyRequest",
            [1: "name", 2: "privateKeyType", 3: "keyAlgorithm"]),
        Definition(
            IAMAdminV1.SignBlobRequest.self, "google.iam.admin.v1.SignBlobRequest",
            [1: "name", 2: "bytesToSign"]),
        Definition(
            IAMCredentialsV1.GenerateAccessTokenRequest.self,
            "google.iam.credentials.v1.GenerateAccessTokenRequest",
            [1: "name", 2: "delegates", 4: "scope", 7: "lifetime"]),
        Definition(
            IAMCredentialsV1.GenerateAccessTokenResponse.self,
            "google.iam.credentials.v1.GenerateAccessTokenResponse",
            [1: "accessToken", 3: "expireTime"]),
        Definition(
            IAMCredentialsV1.GenerateIdTokenRequest.self, "google.iam.credentials.v1.GenerateIdTokenRequest",
            [1: "name", 2: "delegates", 3: "audience", 4: "includeEmail"]),
        Definition(
            IAMCredentialsV1.SignBlobRequest.self, "google.iam.credentials.v1.SignBlobRequest",
            [1: "name", 3: "delegates", 5: "payload"]),
        Definition(
            IAMCredentialsV1.SignBlobResponse.self, "google.iam.credentials.v1.SignBlobResponse",
            [1: "keyId", 4: "signedBlob"]),
        Definition(
            IAMCredentialsV1.SignJwtResponse.self, "google.iam.credentials.v1.SignJwtResponse",
            [1: "keyId", 2: "signedJwt"]),
        Definition(
            ResourceManagerV3.SearchProjectsRequest.self,
            "google.cloud.resourcemanager.v3.SearchProjectsRequest",
            [1: "query", 2: "pageToken", 3: "pageSize"]),
        Definition(
            ResourceManagerV3.ListProjectsRequest.self, "google.cloud.resourcemanager.v3.ListProjectsRequest",
            [1: "parent", 2: "pageToken", 3: "pageSize", 4: "showDeleted"]),
        Definition(
            ResourceManagerV3.MoveProjectRequest.self, "google.cloud.resourcemanager.v3.MoveProjectRequest",
            [1: "name", 2: "destinationParent"]),
    ]

    @Test("Each message has the numbers and names of the published definition", arguments: definitions)
    func fields(definition: Definition) { #expect(definition.actual == definition.fields) }
}
