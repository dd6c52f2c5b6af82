import CloudCore

/// The client of BigQuery v2: datasets, tables and their rows. It runs no queries.
///
/// Source: BigQuery's discovery document, "REST API reference".
public struct BigQueryClient: Sendable {
    let api: GoogleAPI

    /// Makes a client of the API.
    public init(_ api: GoogleAPI) { self.api = api }

    // MARK: Datasets

    /// Makes a dataset.
    ///
    /// - Throws: ALREADY_EXISTS.
    public func createDataset(_ dataset: Dataset, project: String) async throws -> Dataset {
        Dataset(json: try await api.call("POST", datasets(project), body: dataset.body))
    }

    /// A dataset with its access list.
    public func dataset(_ id: String, project: String) async throws -> Dataset {
        Dataset(json: try await api.call("GET", "\(datasets(project))/\(id)"))
    }

    /// The datasets of a project, without their access lists.
    public func datasets(project: String) -> Listing<Dataset> {
        Listing(
            api: api, path: datasets(project), items: "datasets", style: .maxResults,
            read: Dataset.init(json:))
    }

    /// Changes what `changes` has, the access list for example; with an etag in it only if nothing else has changed.
    ///
    /// - Throws: FAILED_PRECONDITION when the etag is an older one.
    public func updateDataset(_ id: String, project: String, changes: Dataset) async throws -> Dataset {
        try await update("\(datasets(project))/\(id)", changes)
    }

    /// Deletes a dataset.
    ///
    /// - Parameter contents: whether the tables in it are deleted as well; without it their being there refuses the call.
    public func deleteDataset(_ id: String, project: String, contents: Bool = false) async throws {
        let query = contents ? [("deleteContents", "true")] : []
        _ = try await api.call("DELETE", "\(datasets(project))/\(id)", query: query)
    }

    private func datasets(_ project: String) -> String { "/bigquery/v2/projects/\(project)/datasets" }

    // MARK: Tables

    /// Makes a table.
    ///
    /// - Throws: ALREADY_EXISTS.
    public func createTable(_ table: Table) async throws -> Table {
        let reference = table.reference
        let path = "\(datasets(reference.project))/\(reference.dataset)/tables"
        return Table(json: try await api.call("POST", path, body: table.body))
    }

    /// A table with its schema.
    public func table(_ reference: TableReference) async throws -> Table {
        Table(json: try await api.call("GET", reference.path))
    }

    /// The tables of a dataset, without their schemas.
    public func tables(dataset: String, project: String) -> Listing<Table> {
        Listing(
            api: api, path: "\(datasets(project))/\(dataset)/tables", items: "tables", style: .maxResults,
            read: Table.init(json:))
    }

    /// Changes what `changes` has, the schema for example.
    public func updateTable(_ reference: TableReference, changes: Table) async throws -> Table {
        try await update(reference.path, changes)
    }

    /// Deletes a table.
    public func deleteTable(_ reference: TableReference) async throws {
        _ = try await api.call("DELETE", reference.path)
    }

    /// The policies of tables, by `projects/p/datasets/d/tables/t`.
    public var tablePolicies: ResourcePolicies {
        ResourcePolicies(PolicyCalls(api: api, readStyle: .postBody), version: "bigquery/v2")
    }

    /// A change with an etag is refused when it comes twice, one without has the same effect twice.
    private func update<R: APIResource>(_ path: String, _ changes: R) async throws -> R {
        var request = HTTPRequest(
            method: "PATCH", url: api.url(PercentEncoding.path(path), []),
            headers: [("content-type", "application/json")], body: changes.body.bytes(),
            timeout: GoogleAPI.callTimeout)
        let etag = changes.json.text("etag")
        if !etag.isEmpty { request.headers.append(("if-match", etag)) }
        return try await api.send(request, repeats: .always) { R(json: try $0.json(now: $1)) }
    }
}
