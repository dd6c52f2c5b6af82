import CloudCore

/// A method of the JSON API: its path, its parameters, and what it does.
///
/// Source of the table's rows: the discovery document `storage.v1`.
struct StorageOperation: Sendable {
    /// Serves a call.
    typealias Serve = @Sendable (CloudStorage, StorageCall) throws(Status) -> StorageAnswer

    /// The id in the discovery document, for example `storage.objects.get`.
    let id: String
    let method: String
    /// The segments of the path; a variable is empty.
    let segments: [String]
    /// The parameters of the query that it has and heeds; nil for one that is refused whatever its query says.
    let parameters: Set<String>?
    /// Those that it has, but not here.
    let unsupported: Set<String>
    let serve: Serve

    init(
        _ id: String, _ method: String, _ path: String, _ parameters: Set<String>? = [],
        unsupported: Set<String> = [], _ serve: @escaping Serve
    ) {
        self.id = id
        self.method = method
        segments = path.split(separator: "/").map { $0.hasPrefix("{") ? "" : String($0) }
        self.parameters = parameters
        self.unsupported = unsupported
        self.serve = serve
    }

    /// All that there are.
    static let all = buckets + bucketPolicies + objects + copies + refused

    /// The methods that are known, but not served.
    private static let refused: [StorageOperation] = [
        ("storage.anywhereCaches", "b/{bucket}/anywhereCaches"), ("storage.folders", "b/{bucket}/folders"),
        ("storage.bucketAccessControls", "b/{bucket}/acl"),
        ("storage.defaultObjectAccessControls", "b/{bucket}/defaultObjectAcl"),
        ("storage.managedFolders", "b/{bucket}/managedFolders"),
        ("storage.notifications", "b/{bucket}/notificationConfigs"),
        ("storage.objectAccessControls", "b/{bucket}/o/{object}/acl"),
        ("storage.objects.getIamPolicy", "b/{bucket}/o/{object}/iam"),
        ("storage.objects.restore", "b/{bucket}/o/{object}/restore"),
        ("storage.objects.bulkRestore", "b/{bucket}/o/bulkRestore"),
        ("storage.buckets.lockRetentionPolicy", "b/{bucket}/lockRetentionPolicy"),
        ("storage.buckets.relocate", "b/{bucket}/relocate"),
        ("storage.buckets.restore", "b/{bucket}/restore"),
        ("storage.projects.hmacKeys", "projects/{projectId}/hmacKeys"),
    ].flatMap { id, path in
        ["GET", "POST", "PUT", "PATCH", "DELETE"].flatMap { method in
            [path, path + "/{id}"].map { path in
                StorageOperation(id, method, path, nil) { (_, _) throws(Status) in
                    throw StorageFault.unsupported("\(method) /storage/v1/\(path) (\(id))")
                }
            }
        }
    }

    /// What the variables stand for in a path; nil when it is another one's.
    func match(_ method: String, _ path: [String]) -> [String]? {
        guard method == self.method, path.count == segments.count else { return nil }
        var variables: [String] = []
        for (wanted, given) in zip(segments, path) {
            if wanted.isEmpty {
                guard !given.isEmpty else { return nil }
                variables.append(given)
            } else if wanted != given {
                return nil
            }
        }
        return variables
    }
}

extension CloudStorage {
    /// Serves a call.
    ///
    /// - Throws: NOT_FOUND for a path that the API does not have, and whatever the operation throws.
    func serve(_ call: StorageCall) throws(Status) -> StorageAnswer {
        for operation in StorageOperation.all {
            guard let variables = operation.match(call.method, call.path) else { continue }
            if let parameters = operation.parameters {
                try call.query.check(
                    allowed: parameters.union(["projection"]), unsupported: operation.unsupported)
            }
            try call.checkHeaders()
            var call = call
            call.variables = variables
            let met = meet(operation.id, call.bucket, call.object, by: call.caller)
            try met?.admit()
            let answer = try operation.serve(self, call)
            try met?.answer()
            return answer
        }
        throw Status.listed(.notFound, "notFound", "Not Found")
    }
}
