import CloudCore
import RPCServer

@testable import CloudEmulator

extension ControlPlane {
    /// Creates a dataset from the JSON of its settings.
    @discardableResult
    mutating func addDataset(
        _ id: String = "shop", _ settings: JSON = [:], by caller: Caller = .owner, at now: Instant = start
    ) throws(Status) -> Dataset {
        var request = BigQueryV2.InsertDatasetRequest()
        request.projectID = project.id
        var dataset = try ProtoJSONDecoder.decode(Dataset.self, from: settings)
        dataset.datasetReference = datasetReference(id)
        request.dataset = dataset
        return try insertDataset(request, by: caller, at: now)
    }

    func datasetRequest(_ id: String, _ json: JSON) -> BigQueryV2.UpdateOrPatchDatasetRequest {
        var request = BigQueryV2.UpdateOrPatchDatasetRequest()
        (request.projectID, request.datasetID, request.dataset) = (project.id, id, json)
        return request
    }

    @discardableResult
    mutating func patchDataset(
        _ id: String, _ json: JSON, ifMatch: String? = nil, by caller: Caller = .owner,
        at now: Instant = start
    ) throws(Status) -> Dataset {
        try patchDataset(datasetRequest(id, json), ifMatch: ifMatch, by: caller, at: now)
    }

    mutating func getDataset(
        _ id: String, by caller: Caller = .owner, at now: Instant = start
    ) throws(Status) -> Dataset {
        var request = BigQueryV2.GetDatasetRequest()
        (request.projectID, request.datasetID) = (project.id, id)
        return try dataset(request, by: caller, at: now)
    }

    mutating func dropDataset(
        _ id: String, contents: Bool = false, at now: Instant = start
    ) throws(Status) {
        var request = BigQueryV2.DeleteDatasetRequest()
        (request.projectID, request.datasetID, request.deleteContents) = (project.id, id, contents)
        try deleteDataset(request, ifMatch: nil, by: .owner, at: now)
    }

    /// Creates a table of dataset `shop` from the JSON of its fields and other settings.
    @discardableResult
    mutating func addTable(
        _ id: String = "orders", _ fields: JSON = [], _ settings: JSON = [:], by caller: Caller = .owner,
        at now: Instant = start
    ) throws(Status) -> Table {
        var request = BigQueryV2.InsertTableRequest()
        (request.projectID, request.datasetID) = (project.id, "shop")
        var json = settings
        if fields != [] { json["schema"] = ["fields": fields] }
        var table = try ProtoJSONDecoder.decode(Table.self, from: json)
        table.tableReference = tableReference(id, of: "shop")
        request.table = table
        return try insertTable(request, by: caller, at: now)
    }

    @discardableResult
    mutating func patchTable(
        _ id: String, _ json: JSON, isPatch: Bool = true, ifMatch: String? = nil, at now: Instant = start
    ) throws(Status) -> Table {
        var request = BigQueryV2.UpdateOrPatchTableRequest()
        (request.projectID, request.datasetID, request.tableID) = (project.id, "shop", id)
        request.table = json
        return try updateTable(request, isPatch: isPatch, ifMatch: ifMatch, by: .owner, at: now)
    }

    mutating func getTable(
        _ id: String, of dataset: String = "shop", at now: Instant = start
    ) throws(Status) -> Table {
        var request = BigQueryV2.GetTableRequest()
        (request.projectID, request.datasetID, request.tableID) = (project.id, dataset, id)
        return try table(request, by: .owner, at: now)
    }

    /// Adds rows to a table of dataset `shop`, and answers what is wrong with them, by row.
    @discardableResult
    mutating func insert(
        _ rows: [JSON], into id: String = "orders", ids: [String?] = [], by caller: Caller = .owner,
        at now: Instant = start, _ change: (inout BigQueryV2.InsertAllRequest) -> Void = { _ in }
    ) throws(Status) -> [Int: [String]] {
        var request = BigQueryV2.InsertAllRequest()
        (request.projectID, request.datasetID, request.tableID) = (project.id, "shop", id)
        request.rows = rows.enumerated().map { index, json in
            var row = BigQueryV2.InsertAllRequest.Row()
            row.json = json
            row.insertID = ids.indices.contains(index) ? ids[index] : nil
            return row
        }
        change(&request)
        var errors: [Int: [String]] = [:]
        for error in try insertRows(request, by: caller, at: now).insertErrors {
            errors[Int(error.index ?? -1)] = error.errors.map { "\($0.reason ?? ""): \($0.message ?? "")" }
        }
        return errors
    }

    /// The rows of a table of dataset `shop`, as answers have them.
    mutating func listed(
        _ id: String = "orders", by caller: Caller = .owner, at now: Instant = start,
        _ change: (inout BigQueryV2.ListRowsRequest) -> Void = { _ in }
    ) throws(Status) -> BigQueryV2.TableDataList {
        var request = BigQueryV2.ListRowsRequest()
        (request.projectID, request.datasetID, request.tableID) = (project.id, "shop", id)
        change(&request)
        return try listRows(request, by: caller, at: now)
    }

    /// The texts of the first column of the rows of a table.
    mutating func firstColumn(_ id: String = "orders", at now: Instant = start) throws(Status) -> [String] {
        try listed(id, at: now).rows.map { $0["f"]?[0]?["v"]?.stringValue ?? "null" }
    }
}

extension Status {
    /// The reason that BigQuery's errors have.
    var reason: String { "\(code.name) \(listedReason)" }
}
