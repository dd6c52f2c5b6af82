import CloudCore
import PubSubEmulator
import RPCServer

extension LocalCloud {
    /// The methods of BigQuery's REST API, version 2.
    ///
    /// Source: the discovery document `bigquery:v2`. Over gRPC the API is not published; the names of the methods are those
    /// of `google/cloud/bigquery/v2/*.proto`, and for `tabledata`, which is not there, alike.
    var bigQueryMethods: [RPCMethod] { bigQueryCalls.map(\.method) + bigQueryPolicies }

    /// The methods with their names in the discovery document.
    var bigQueryCalls: [BigQueryCall] {
        bigQueryDatasets + bigQueryDatasetWrites + bigQueryTables + bigQueryTableWrites + bigQueryRows
            + bigQueryProjects + BigQueryCall.refused
    }

    private static let root = "/bigquery/v2/projects"
    private static let datasets = "\(root)/{project_id}/datasets"
    private static let dataset = "\(datasets)/{dataset_id}"
    private static let tables = "\(dataset)/tables"
    private static let table = "\(tables)/{table_id}"

    /// A write whose callers may say which version of a resource they mean to change. Made again, it does not matter any
    /// more: it was that version.
    private func matched<Request: Message, Response: Message>(
        _ id: String, _ name: String, _ rule: HTTPRule,
        _ serve:
            @escaping @Sendable (inout ControlPlane, Request, String?, Caller, Instant) throws(Status) ->
            Response
    ) -> BigQueryCall {
        BigQueryCall(
            id,
            keptMethod(
                BigQueryCall.package + name, [rule], heeding: { (_, context) in context.ifMatch }, serve,
                answer: { $0 }))
    }

    private func call<Request: Message, Response: Message>(
        _ id: String, _ name: String, _ rule: HTTPRule,
        _ serve:
            @escaping @Sendable (inout ControlPlane, Request, Caller, Instant) throws(Status) -> Response
    ) -> BigQueryCall {
        BigQueryCall(id, planeMethod(BigQueryCall.package + name, [rule], serve))
    }

    private var bigQueryDatasets: [BigQueryCall] {
        [
            call("datasets.get", "DatasetService/GetDataset", .get(Self.dataset)) {
                (plane, request, caller, now) throws(Status) in
                try plane.dataset(request, by: caller, at: now)
            },
            call("datasets.list", "DatasetService/ListDatasets", .get(Self.datasets)) {
                (plane, request, caller, now) throws(Status) in
                try plane.listDatasets(request, by: caller, at: now)
            },
            call(
                "datasets.insert", "DatasetService/InsertDataset",
                .post(Self.datasets, body: .field("dataset"))
            ) { [self] (plane, request: BigQueryV2.InsertDatasetRequest, caller, now) throws(Status) in
                try admitCreation(in: ControlPlane.shownLocation(request.dataset?.location ?? ""), plane)
                return try plane.insertDataset(request, by: caller, at: now)
            },
            call("datasets.undelete", "DatasetService/UndeleteDataset", .post(Self.dataset + ":undelete")) {
                (plane, request, caller, now) throws(Status) in
                try plane.undeleteDataset(request, by: caller, at: now)
            },
        ]
    }

    private var bigQueryDatasetWrites: [BigQueryCall] {
        [
            matched(
                "datasets.patch", "DatasetService/PatchDataset",
                .patch(Self.dataset, body: .field("dataset"))
            ) { (plane, request, match, caller, now) throws(Status) in
                try plane.patchDataset(request, ifMatch: match, by: caller, at: now)
            },
            matched(
                "datasets.update", "DatasetService/UpdateDataset", .put(Self.dataset, body: .field("dataset"))
            ) { (plane, request, match, caller, now) throws(Status) in
                try plane.updateDataset(request, ifMatch: match, by: caller, at: now)
            },
            matched("datasets.delete", "DatasetService/DeleteDataset", .delete(Self.dataset)) {
                (plane, request, match, caller, now) throws(Status) in
                try plane.deleteDataset(request, ifMatch: match, by: caller, at: now)
                return Empty()
            },
        ]
    }

    private var bigQueryTables: [BigQueryCall] {
        [
            call("tables.get", "TableService/GetTable", .get(Self.table)) {
                (plane, request, caller, now) throws(Status) in
                try plane.table(request, by: caller, at: now)
            },
            call("tables.list", "TableService/ListTables", .get(Self.tables)) {
                (plane, request, caller, now) throws(Status) in
                try plane.listTables(request, by: caller, at: now)
            },
            call("tables.insert", "TableService/InsertTable", .post(Self.tables, body: .field("table"))) {
                (plane, request, caller, now) throws(Status) in
                try plane.insertTable(request, by: caller, at: now)
            },
        ]
    }

    private var bigQueryTableWrites: [BigQueryCall] {
        [
            matched(
                "tables.patch", "TableService/PatchTable", .patch(Self.table, body: .field("table"))
            ) { (plane, request, match, caller, now) throws(Status) in
                try plane.updateTable(request, isPatch: true, ifMatch: match, by: caller, at: now)
            },
            matched("tables.update", "TableService/UpdateTable", .put(Self.table, body: .field("table"))) {
                (plane, request, match, caller, now) throws(Status) in
                try plane.updateTable(request, isPatch: false, ifMatch: match, by: caller, at: now)
            },
            matched("tables.delete", "TableService/DeleteTable", .delete(Self.table)) {
                (plane, request, match, caller, now) throws(Status) in
                try plane.deleteTable(request, ifMatch: match, by: caller, at: now)
                return Empty()
            },
        ]
    }

    private var bigQueryRows: [BigQueryCall] {
        [
            call("tabledata.insertAll", "TableDataService/InsertAll", .post(Self.table + "/insertAll")) {
                (plane, request, caller, now) throws(Status) in
                try plane.insertRows(request, by: caller, at: now)
            },
            call("tabledata.list", "TableDataService/List", .get(Self.table + "/data")) {
                (plane, request, caller, now) throws(Status) in
                try plane.listRows(request, by: caller, at: now)
            },
        ]
    }

    private var bigQueryProjects: [BigQueryCall] {
        [
            call("projects.list", "ProjectService/ListProjects", .get(Self.root)) {
                (plane, request, caller, now) throws(Status) in
                try plane.listBigQueryProjects(request, by: caller, at: now)
            },
            call(
                "projects.getServiceAccount", "ProjectService/GetServiceAccount",
                .get(Self.root + "/{project_id}/serviceAccount")
            ) { (plane, request, caller, now) throws(Status) in
                try plane.bigQueryServiceAccount(request, by: caller, at: now)
            },
        ]
    }
}
