import CloudCore

/// A resource by its full name, `//{service}.googleapis.com/{name}`.
struct FullResourceName: Sendable, Equatable {
    /// For example `pubsub`.
    let service: String
    /// For example `projects/p/topics/t`.
    let name: String

    /// Reads a full name.
    ///
    /// - Throws: INVALID_ARGUMENT.
    init(parsing text: String) throws(Status) {
        let parts = text.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0].isEmpty, parts[1].isEmpty, !parts[3].isEmpty,
            let service = Self.service(ofHost: parts[2], name: parts[3])
        else {
            throw Status(
                .invalidArgument,
                "full_resource_name is \"\(text.prefix(300))\"; expected //SERVICE.googleapis.com/NAME, for example "
                    + "//cloudresourcemanager.googleapis.com/projects/PROJECT.")
        }
        self.service = service
        name = String(parts[3])
    }

    /// The service of a host. For a project, gcloud takes the host of Resource Manager as it was told to reach it,
    /// which is an address with a port, as no name of Google's has.
    private static func service(ofHost host: Substring, name: Substring) -> String? {
        let suffix = ".googleapis.com"
        if host.hasSuffix(suffix), host.utf8.count > suffix.utf8.count {
            return String(host.dropLast(suffix.count))
        }
        let isProject = name.hasPrefix("projects/") && name.split(separator: "/").count == 2
        return host.contains(":") && isProject ? "cloudresourcemanager" : nil
    }
}

extension ControlPlane {
    private static let standardGrantablePage = 300
    private static let maxGrantablePage = 3_000
    private static let standardPermissionsPage = 100
    private static let maxPermissionsPage = 1_000

    /// A page of the roles that the policy of a resource may grant.
    func grantableRoles(
        _ request: IAMAdminV1.QueryGrantableRolesRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> IAMAdminV1.ListRolesResponse {
        let prefix = try permissionPrefix(of: request.fullResourceName)
        let isFull = request.view == .full
        let predefined = PredefinedRoles.all.filter { entry in
            prefix.isEmpty || entry.role.permissions.contains { $0.hasPrefix(prefix) }
        }
        let custom = roles.list(withDeleted: false, at: now).map { $0.shown(isFull: isFull) }
        return try Self.page(
            predefined.map { $0.message(isFull: isFull) } + custom, request.pageSize, request.pageToken,
            standard: Self.standardGrantablePage, most: Self.maxGrantablePage)
    }

    /// A page of the permissions that can be tested on a resource.
    func testablePermissions(
        _ request: IAMAdminV1.QueryTestablePermissionsRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> IAMAdminV1.QueryTestablePermissionsResponse {
        let prefix = try permissionPrefix(of: request.fullResourceName)
        let pages = try NamedPageRequest(
            size: request.pageSize, token: request.pageToken, standard: Self.standardPermissionsPage,
            most: Self.maxPermissionsPage)
        let names = PermissionTable.shared.names.filter { $0.hasPrefix(prefix) }
        let (page, next) = pages.page(names) { $0 }
        var response = IAMAdminV1.QueryTestablePermissionsResponse()
        response.permissions = page.map { permission($0, at: now) }
        response.nextPageToken = next
        return response
    }

    private func permission(_ name: String, at now: Instant) -> IAMAdminV1.Permission {
        var permission = IAMAdminV1.Permission()
        permission.name = name
        permission.stage = .ga
        if RoleRules.unsupported.contains(name) { permission.customRolesSupportLevel = .notSupported }
        let service = Denial.domain(String(name.prefix { $0 != "." })) + ".googleapis.com"
        permission.apiDisabled =
            ServiceCatalog.titles[service] != nil && !services.isServed(service, at: now)
        return permission
    }

    /// What the permissions on a resource begin with: nothing for a project, which has those of all services.
    private func permissionPrefix(of text: String) throws(Status) -> String {
        let full = try FullResourceName(parsing: text)
        if full.service == "cloudresourcemanager" {
            guard hierarchy.canonical(full.name) == project.name else {
                throw Self.denied("resourcemanager.projects.get", on: full.name)
            }
            return ""
        }
        guard ServiceCatalog.titles["\(full.service).googleapis.com"] != nil else {
            throw Status(
                .invalidArgument,
                "full_resource_name is of \(full.service.prefix(100)).googleapis.com, which is no service here."
            )
        }
        return Denial.service(ofDomain: full.service) + "."
    }
}
