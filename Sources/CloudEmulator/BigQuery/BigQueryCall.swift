import CloudCore
import PubSubEmulator
import RPCServer

/// A method of BigQuery with its name in the discovery document, for example `datasets.get`.
struct BigQueryCall {
    let id: String
    let method: RPCMethod
    /// The query parameters; nil for whatever the request has besides the path.
    let query: [String]?

    /// What the paths of the methods begin with.
    static let package = "/google.cloud.bigquery.v2."

    init(_ id: String, _ method: RPCMethod, query: [String]? = nil) {
        self.id = id
        self.method = method
        self.query = query
    }

    /// The methods that are not supported, each with the reason.
    static let refused: [BigQueryCall] = {
        let dataset = "\(project)/datasets/{dataset_id}"
        return jobs + collection("models", "model_id", of: dataset + "/models")
            + collection("routines", "routine_id", of: dataset + "/routines")
            + collection(
                "rowAccessPolicies", "policy_id", of: dataset + "/tables/{table_id}/rowAccessPolicies")
    }()

    private static let project = "/bigquery/v2/projects/{project_id}"

    private static let jobs: [BigQueryCall] = {
        let reason = "jobs, queries among them, are not supported: there is no SQL engine here."
        let job = project + "/jobs/{job_id}"
        let list = [
            "allUsers", "maxResults", "minCreationTime", "maxCreationTime", "pageToken", "projection",
            "stateFilter", "parentJobId",
        ]
        let results = [
            "startIndex", "pageToken", "maxResults", "timeoutMs", "location",
            "formatOptions.useInt64Timestamp", "formatOptions.timestampOutputFormat",
        ]
        let calls: [(name: String, rules: [HTTPRule], query: [String])] = [
            ("insert", [.post(project + "/jobs"), .post("/upload\(project)/jobs")], []),
            ("query", [.post(project + "/queries")], []),
            ("getQueryResults", [.get(project + "/queries/{job_id}")], results),
            ("list", [.get(project + "/jobs")], list), ("get", [.get(job)], ["location"]),
            ("cancel", [.post(job + "/cancel")], ["location"]),
            ("delete", [.delete(job + "/delete")], ["location"]),
        ]
        return calls.map { refusal("jobs.\($0.name)", $0.rules, $0.query, reason) }
    }()

    private static func collection(_ name: String, _ key: String, of path: String) -> [BigQueryCall] {
        let item = "\(path)/{\(key)}"
        let pages = ["maxResults", "pageToken", "pageSize", "filter", "readMask"]
        let calls: [(name: String, rule: HTTPRule, query: [String])] = [
            ("list", .get(path), pages), ("insert", .post(path), []), ("get", .get(item), ["readMask"]),
            ("patch", .patch(item), []), ("update", .put(item), []), ("delete", .delete(item), []),
        ]
        return calls.map { refusal("\(name).\($0.name)", [$0.rule], $0.query, "\(name) are not supported.") }
    }

    private static func refusal(
        _ id: String, _ rules: [HTTPRule], _ query: [String], _ reason: String
    ) -> BigQueryCall {
        let path = package + "Unsupported/" + id
        let method = RPCMethod.unary(path, rules) { (_: AnyMessage, _) throws(Status) -> Empty in
            throw .listed(.unimplemented, "notImplemented", "\(id): \(reason)")
        }
        return BigQueryCall(id, method, query: query)
    }
}
