import CloudCore

/// Roles: Google's own, and a project's. Source: `google/iam/admin/v1/iam.proto`.
extension IAMClient {
    /// A role by its name, `roles/viewer` or `projects/p/roles/R`, with its permissions.
    public func role(_ name: String) async throws -> IAMRole {
        IAMRole(json: try await api.call("GET", "/v1/\(name)"))
    }

    /// The custom roles of a project; for nil Google's own roles.
    ///
    /// - Parameters:
    ///   - withPermissions: whether each role's permissions are listed with it.
    ///   - showDeleted: whether those are listed that were deleted within the last days.
    public func roles(project: String?, withPermissions: Bool = false, showDeleted: Bool = false) -> Listing<
        IAMRole
    > {
        var query: [(String, String)] = []
        if withPermissions { query.append(("view", "FULL")) }
        if showDeleted { query.append(("showDeleted", "true")) }
        return Listing(
            api: api, path: project.map { "/v1/projects/\($0)/roles" } ?? "/v1/roles", query: query,
            items: "roles", read: IAMRole.init(json:))
    }

    /// Makes a custom role.
    ///
    /// - Throws: ALREADY_EXISTS, also within seven days of the deletion of a role of that id.
    public func createRole(_ role: IAMRole, id: String, project: String) async throws -> IAMRole {
        let body: JSON = ["roleId": .string(id), "role": role.body]
        return IAMRole(json: try await api.call("POST", "/v1/projects/\(project)/roles", body: body))
    }

    /// Changes the members of a custom role that `mask` names, for example `includedPermissions`.
    public func updateRole(_ role: IAMRole, mask: [String]) async throws -> IAMRole {
        let query = [("updateMask", mask.joined(separator: ","))]
        return IAMRole(
            json: try await api.call(
                "PATCH", "/v1/\(role.name)", query: query, body: role.body, repeats: .always))
    }

    /// Deletes a custom role; for seven days it can be brought back.
    public func deleteRole(_ name: String) async throws -> IAMRole {
        IAMRole(json: try await api.call("DELETE", "/v1/\(name)"))
    }

    /// Brings a deleted custom role back.
    public func undeleteRole(_ name: String) async throws -> IAMRole {
        IAMRole(json: try await api.call("POST", "/v1/\(name):undelete", body: [:]))
    }
}

/// A role: a set of permissions.
public struct IAMRole: APIResource {
    /// All that the API says of it.
    public var json: JSON

    /// Takes the JSON of an answer, or of what is to be sent.
    public init(json: JSON) { self.json = json }

    /// A role to be made.
    public init(title: String, description: String = "", permissions: [String], stage: String = "GA") {
        var object: JSONObject = ["title": .string(title), "stage": .string(stage)]
        object.set("description", description)
        object.set("includedPermissions", permissions)
        json = .object(object)
    }

    /// `roles/R` or `projects/p/roles/R`.
    public var name: String { json.text("name") }
    /// The permissions, where they were asked for.
    public var permissions: [String] { json.texts("includedPermissions") }
    /// Whether it is deleted.
    public var isDeleted: Bool { json.flag("deleted") }
    /// The version of the role.
    public var etag: String { json.text("etag") }
}
