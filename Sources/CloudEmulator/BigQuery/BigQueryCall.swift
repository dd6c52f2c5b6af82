import CloudCore
import PubSubEmulator
import RPCServer

/// A method of BigQuery with its name in the discovery document, for example `datasets.get`.
struct BigQueryCall {
    let id: String
    let method: RPCMethod

    /// What the paths of the methods begin with.
    static let package = "/google.cloud.bigquery.v2."

    init(_ id: String, _ method: RPCMethod) {
        self.id = id
        self.method = method
    }

    /// The methods that are not supported, each with the reason.
    static let refused: [BigQueryCall] = {
        let project = "/bigquery/v2/projects/{project_id}"
        let table = project + "/datasets/{dataset_id}/tables/{table_id}"
        let engine = "Jobs, queries among them, are not supported: there is no SQL engine here."
        let jobs: [(String, HTTPRule)] = [
            ("query", .post(project + "/queries")),
            ("getQueryResults", .get(project + "/queries/{job_id}")),
            ("insert", .post(project + "/jobs")),
            ("list", .get(project + "/jobs")),
            ("get", .get(project + "/jobs/{job_id}")),
            ("cancel", .post(project + "/jobs/{job_id}/cancel")),
            ("delete", .delete(project + "/jobs/{job_id}/delete")),
        ]
        let upload = HTTPRule.post("/upload\(project)/jobs")
        return jobs.map { refusal("jobs.\($0)", [$1] + ($0 == "insert" ? [upload] : []), engine) }
            + collection("models", of: project + "/datasets/{dataset_id}/models")
            + collection("routines", of: project + "/datasets/{dataset_id}/routines")
            + collection("rowAccessPolicies", of: table + "/rowAccessPolicies")
    }()

    private static func collection(_ name: String, of path: String) -> [BigQueryCall] {
        let item = "\(path)/{id}"
        let rules: [(String, HTTPRule)] = [
            ("list", .get(path)), ("insert", .post(path)), ("get", .get(item)), ("patch", .patch(item)),
            ("update", .put(item)), ("delete", .delete(item)),
        ]
        return rules.map { refusal("\(name).\($0)", [$1], "\(name) are not supported.") }
    }

    private static func refusal(_ id: String, _ rules: [HTTPRule], _ reason: String) -> BigQueryCall {
        let path = package + "Unsupported/" + id
        return BigQueryCall(
            id,
            .unary(path, rules) { (_: AnyMessage, _) throws(Status) -> Empty in
                throw .listed(.unimplemented, "notImplemented", "\(id): \(reason)")
            })
    }
}
