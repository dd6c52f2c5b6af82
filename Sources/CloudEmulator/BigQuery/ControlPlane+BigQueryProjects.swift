import CloudCore

extension ControlPlane {
    /// The project, if the caller has any way to see it.
    func listBigQueryProjects(
        _ request: BigQueryV2.ListProjectsRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> BigQueryV2.ProjectList {
        // There is one page of one project, so that nothing but the beginning can be asked for.
        guard request.pageToken.isEmpty else {
            throw SchemaRules.invalid("Invalid pageToken: \(request.pageToken.prefix(100))", "pageToken")
        }
        var list = BigQueryV2.ProjectList()
        list.kind = "bigquery#projectList"
        let isVisible =
            mode != .enforce || allows("resourcemanager.projects.get", on: project.name, to: caller, at: now)
        if isVisible {
            var item = BigQueryV2.ProjectList.Project()
            item.kind = "bigquery#project"
            item.id = project.id
            item.numericID = String(project.number)
            item.projectReference = BigQueryV2.ProjectReference()
            item.projectReference?.projectID = project.id
            item.friendlyName = project.id
            list.projects = [item]
        }
        list.totalItems = Int32(list.projects.count)
        return list
    }

    /// The account that BigQuery uses for keys in this project.
    func bigQueryServiceAccount(
        _ request: BigQueryV2.GetServiceAccountRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> BigQueryV2.GetServiceAccountResponse {
        try checkBigQueryProject(request.projectID)
        try authorize("resourcemanager.projects.get", on: project.name, by: caller, at: now)
        var response = BigQueryV2.GetServiceAccountResponse()
        response.kind = "bigquery#getServiceAccountResponse"
        response.email = "bq-\(project.number)@bigquery-encryption.iam.gserviceaccount.com"
        return response
    }

    // MARK: Policies of tables

    /// The name under which the policy of a table is kept that exists, for a caller who has a permission on it.
    mutating func tableResource(
        _ name: String, _ permission: String, by caller: Caller, at now: Instant
    ) throws(Status) -> String {
        let parts = try Self.tableParts(name)
        _ = try tableEntry(
            parts.table, of: parts.dataset, in: parts.project, permission, by: caller, at: now)
        return tableResource(parts.table, of: parts.dataset)
    }

    /// The same without asking for a permission; nil for a table that does not exist.
    mutating func existingTableResource(_ name: String, at now: Instant) throws(Status) -> String? {
        let parts = try Self.tableParts(name)
        settleBigQuery(at: now)
        guard project.isNamed(parts.project), bigQuery.table(parts.table, of: parts.dataset) != nil else {
            return nil
        }
        return tableResource(parts.table, of: parts.dataset)
    }

    private static func tableParts(
        _ name: String
    ) throws(Status) -> (project: String, dataset: String, table: String) {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 6, parts[0] == "projects", parts[2] == "datasets", parts[4] == "tables" else {
            throw SchemaRules.invalid(
                "resource is \"\(name.prefix(300))\"; expected projects/*/datasets/*/tables/*.", "resource")
        }
        return (parts[1], parts[3], parts[5])
    }
}
