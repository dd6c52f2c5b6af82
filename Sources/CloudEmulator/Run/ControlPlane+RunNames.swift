import CloudCore
import PubSubEmulator

extension ControlPlane {
    /// A service that exists, for a caller who has a permission on it.
    mutating func runEntry(
        _ text: String, _ permission: String, by caller: Caller, at now: Instant
    ) throws(Status) -> (name: RunServiceName, entry: RunStore.Entry) {
        let (project, name) = try RunPath.service(text)
        try authorizeRun(permission, project, name.path, by: caller, at: now)
        guard let entry = run[name] else { throw notFound(name) }
        return (name, entry)
    }

    /// Reads the parent of services, for a caller who has a permission on the project.
    mutating func runParent(
        _ text: String, _ permission: String, by caller: Caller, at now: Instant
    ) throws(Status) -> RunPath {
        let parent = try RunPath.parent(text)
        try authorizeRun(permission, parent.project, nil, by: caller, at: now)
        return parent
    }

    /// Refuses a call for which the caller lacks a permission, on what has that path below the project or on the project.
    func authorizeRun(
        _ permission: String, _ project: String, _ path: String?, by caller: Caller, at now: Instant
    ) throws(Status) {
        guard self.project.isNamed(project) else {
            throw Self.denied(permission, on: "projects/\(project)" + (path.map { "/" + $0 } ?? ""))
        }
        try authorize(permission, on: path.map(runResource) ?? self.project.name, by: caller, at: now)
    }

    /// The full name of what has that path below the project.
    func runResource(_ path: String) -> String { "\(project.name)/\(path)" }

    /// NOT_FOUND in the words of the service.
    func notFound(_ name: RunServiceName) -> Status {
        Status(
            .notFound,
            "Resource '\(name.id)' of kind 'SERVICE' in region '\(name.location)' in project '\(project.id)' does not exist."
        )
    }

    /// A service as it is answered: with its addresses, which depend on the port that the cloud is served on.
    func shown(_ service: RunV2.Service, _ name: RunServiceName) -> RunV2.Service {
        var shown = service
        guard !shown.defaultUriDisabled else { return shown }
        shown.uri = runURL(name)
        shown.urls = [shown.uri]
        for index in shown.trafficStatuses.indices where !shown.trafficStatuses[index].tag.isEmpty {
            shown.trafficStatuses[index].uri = runURL(name, tag: shown.trafficStatuses[index].tag)
        }
        return shown
    }

    /// Where a service is reached, in the form `http://{service}-{project number}.{region}.run.localhost:{port}` after the
    /// deterministic URL `https://{service}-{project number}.{region}.run.app` of the real one.
    func runURL(_ name: RunServiceName, tag: String = "") -> String {
        "http://" + RunHost(service: name, tag: tag).text(project) + run.portSuffix
    }

    /// Refuses to run something as an account unless the caller may act as it, in the words that deployments meet.
    mutating func authorizeRunAccount(_ account: String, by caller: Caller, at now: Instant) throws(Status) {
        do throws(Status) {
            if account == project.computeAccount {
                let name = "\(project.name)/serviceAccounts/\(account)"
                try authorize("iam.serviceAccounts.actAs", on: name, by: caller, at: now)
            } else {
                try authorizeActing(as: account, by: caller, at: now)
            }
        } catch {
            guard error.code == .permissionDenied else { throw error }
            throw Status(
                .permissionDenied,
                "Permission 'iam.serviceaccounts.actAs' denied on service account \(account) (or it may not exist).",
                details: error.details)
        }
    }

    /// The permissions on a service that a caller has.
    mutating func testRunPermissions(
        _ request: IAMv1.TestIamPermissionsRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> IAMv1.TestIamPermissionsResponse {
        let (project, name) = try RunPath.service(request.resource, "resource")
        let exists = self.project.isNamed(project) && run[name] != nil
        return try test(request, on: exists ? runResource(name.path) : nil, by: caller, at: now)
    }
}
