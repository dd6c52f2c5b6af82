import CloudCore
import PubSubEmulator
import RPCServer

extension StorageOperation {
    private static let metageneration: Set = ["ifMetagenerationMatch", "ifMetagenerationNotMatch"]
    private static let predefined: Set = ["predefinedAcl", "predefinedDefaultObjectAcl"]

    static let buckets = [
        StorageOperation(
            "storage.buckets.insert", "POST", "b", ["project"],
            unsupported: predefined.union(["enableObjectRetention"])
        ) { (storage, call) throws(Status) in
            let write = StorageWrites.InsertBucket(
                project: call.query.string("project"), body: try call.json())
            return .message(call.shown(try storage.write(write, by: call.caller)))
        },
        StorageOperation(
            "storage.buckets.list", "GET", "b",
            ["project", "prefix", "maxResults", "pageToken", "returnPartialSuccess"],
            unsupported: ["softDeleted"]
        ) { (storage, call) throws(Status) in
            let size = try call.query.pageSize()
            var page = try storage.ask { (plane, now) throws(Status) in
                try plane.listBuckets(
                    in: call.query.string("project"), prefix: call.query.string("prefix"), maxResults: size,
                    pageToken: call.query.string("pageToken"), by: call.caller, at: now)
            }
            page.items = page.items.map(call.shown)
            return .message(page)
        },
        StorageOperation(
            "storage.buckets.get", "GET", "b/{bucket}", metageneration,
            unsupported: ["softDeleted", "generation"]
        ) { (storage, call) throws(Status) in
            let conditions = try call.preconditions()
            let bucket = try storage.ask { (plane, now) throws(Status) in
                try plane.bucket(call.bucket, if: conditions, by: call.caller, at: now)
            }
            return .message(call.shown(bucket))
        },
        bucketChange("storage.buckets.patch", "PATCH"), bucketChange("storage.buckets.update", "PUT"),
        StorageOperation("storage.buckets.delete", "DELETE", "b/{bucket}", metageneration) {
            (storage, call) throws(Status) in
            let write = StorageWrites.DeleteBucket(bucket: call.bucket, conditions: try call.preconditions())
            try storage.write(write, by: call.caller)
            return .empty
        },
        StorageOperation(
            "storage.buckets.getStorageLayout", "GET", "b/{bucket}/storageLayout", ["prefix"]
        ) { (storage, call) throws(Status) in
            let bucket = try storage.ask { (plane, now) throws(Status) in
                try plane.storageBucket(call.bucket, "storage.objects.list", by: call.caller, at: now)
            }
            var layout = StorageV1.StorageLayout()
            (layout.bucket, layout.location) = (bucket.name, bucket.location)
            layout.locationType = bucket.locationType
            return .message(layout)
        },
        // There are none, so that it is true.
        StorageOperation(
            "storage.managedFolders.list", "GET", "b/{bucket}/managedFolders",
            ["pageSize", "pageToken", "prefix"]
        ) { (storage, call) throws(Status) in
            _ = try storage.ask { (plane, now) throws(Status) in
                try plane.storageBucket(call.bucket, "storage.managedFolders.list", by: call.caller, at: now)
            }
            return .json(["kind": "storage#managedFolders"])
        },
        StorageOperation(
            "storage.projects.serviceAccount.get", "GET", "projects/{projectId}/serviceAccount"
        ) { (storage, call) throws(Status) in
            let project = storage.plane.inspect { $0.project }
            guard project.isNamed(call.bucket) else {
                throw StorageFault.invalid("Unknown project id: \(call.bucket.prefix(100))")
            }
            var account = StorageV1.ServiceAccount()
            account.emailAddress = "service-\(project.number)@gs-project-accounts.iam.gserviceaccount.com"
            return .message(account)
        },
    ]

    private static func bucketChange(_ id: String, _ method: String) -> StorageOperation {
        StorageOperation(id, method, "b/{bucket}", metageneration, unsupported: predefined) {
            (storage, call) throws(Status) in
            let write = StorageWrites.ChangeBucket(
                bucket: call.bucket, body: try call.json(), isPatch: method == "PATCH",
                conditions: try call.preconditions())
            return .message(call.shown(try storage.write(write, by: call.caller)))
        }
    }

    static let bucketPolicies = [
        StorageOperation(
            "storage.buckets.getIamPolicy", "GET", "b/{bucket}/iam", ["optionsRequestedPolicyVersion"]
        ) { (storage, call) throws(Status) in
            let version = Int32(clamping: try call.query.integer("optionsRequestedPolicyVersion") ?? 1)
            let policy = try storage.ask { (plane, now) throws(Status) in
                try plane.bucketPolicy(call.bucket, version: version, by: call.caller, at: now)
            }
            return .json(policy.asStorageHasIt(call.bucket))
        },
        StorageOperation("storage.buckets.setIamPolicy", "PUT", "b/{bucket}/iam") {
            (storage, call) throws(Status) in
            var json = try call.json()
            json["kind"] = nil
            json["resourceId"] = nil
            let policy = try ProtoJSONDecoder.decode(IAMv1.Policy.self, from: json)
            let write = StorageWrites.SetBucketPolicy(bucket: call.bucket, policy: policy)
            do throws(Status) {
                return .json(try storage.write(write, by: call.caller).asStorageHasIt(call.bucket))
            } catch  where error.code == .aborted {
                // The service says so of every precondition.
                throw StorageFault.conditionNotMet
            }
        },
        StorageOperation(
            "storage.buckets.testIamPermissions", "GET", "b/{bucket}/iam/testPermissions", ["permissions"]
        ) { (storage, call) throws(Status) in
            let asked = call.query.strings("permissions")
            let held = try storage.ask { (plane, now) throws(Status) in
                try plane.testBucketPermissions(call.bucket, asked, by: call.caller, at: now)
            }
            var answer: JSON = ["kind": "storage#testIamPermissionsResponse"]
            if !held.isEmpty { answer["permissions"] = .array(held.map { .string($0) }) }
            return .json(answer)
        },
    ]
}

extension IAMv1.Policy {
    /// The policy with what the storage API adds to it.
    fileprivate func asStorageHasIt(_ bucket: String) -> JSON {
        var json: JSON = [
            "kind": "storage#policy", "resourceId": .string("projects/_/buckets/\(bucket)"),
            "version": .int(Int64(max(version, 1))),
        ]
        for (key, value) in protoJSON.objectValue ?? JSONObject() { json[key] = value }
        return json
    }
}
