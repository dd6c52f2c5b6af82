import CloudCore

extension StorageOperation {
    private static let oneVersion = StorageQuery.preconditionNames.union(["generation"])

    static let objects = [
        StorageOperation(
            "storage.objects.get", "GET", "b/{bucket}/o/{object}", oneVersion,
            unsupported: ["softDeleted", "restoreToken"]
        ) { (storage, call) throws(Status) in
            let source = try call.objectSource()
            let found = try storage.find { (plane, now) throws(Status) in
                try plane.objectVersion(
                    source.bucket, source.name, generation: source.generation, if: source.preconditions,
                    by: call.caller, at: now)
            }
            return call.query.string("alt") == "media"
                ? .media(found) : .message(call.shown(found.object))
        },
        StorageOperation(
            "storage.objects.list", "GET", "b/{bucket}/o",
            [
                "prefix", "delimiter", "startOffset", "endOffset", "includeTrailingDelimiter", "matchGlob",
                "versions", "maxResults", "pageToken",
                // There are no folders here that would be no prefix of an object.
                "includeFoldersAsPrefixes",
            ], unsupported: ["filter", "softDeleted"]
        ) { (storage, call) throws(Status) in
            let listing = try ObjectListing(call.query)
            var page = try storage.ask { (plane, now) throws(Status) in
                try plane.listObjects(call.bucket, listing, by: call.caller, at: now)
            }
            page.items = page.items.map(call.shown)
            return .message(page)
        },
        objectChange("storage.objects.patch", "PATCH"), objectChange("storage.objects.update", "PUT"),
        StorageOperation("storage.objects.delete", "DELETE", "b/{bucket}/o/{object}", oneVersion) {
            (storage, call) throws(Status) in
            let write = StorageWrites.DeleteObject(object: try call.objectSource())
            try storage.write(write, by: call.caller)
            return .empty
        },
    ]

    private static func objectChange(_ id: String, _ method: String) -> StorageOperation {
        StorageOperation(
            id, method, "b/{bucket}/o/{object}", oneVersion,
            unsupported: ["predefinedAcl", "overrideUnlockedRetention"]
        ) { (storage, call) throws(Status) in
            let write = StorageWrites.ChangeObject(
                object: try call.objectSource(), body: try call.json(), isPatch: method == "PATCH")
            return .message(call.shown(try storage.write(write, by: call.caller)))
        }
    }
}

extension StorageCall {
    /// The version that the call is about, with its conditions.
    ///
    /// - Throws: INVALID_ARGUMENT.
    fileprivate func objectSource() throws(Status) -> ObjectSource {
        let conditions = try preconditions()
        return ObjectSource(
            bucket: bucket, name: object, generation: try query.integer("generation"),
            preconditions: conditions)
    }
}

extension ObjectListing {
    /// Reads the parameters of `objects.list`.
    ///
    /// - Throws: INVALID_ARGUMENT.
    init(_ query: StorageQuery) throws(Status) {
        prefix = query.string("prefix")
        delimiter = query.string("delimiter")
        startOffset = query.string("startOffset")
        endOffset = query.string("endOffset")
        includesTrailingDelimiter = try query.bool("includeTrailingDelimiter")
        listsVersions = try query.bool("versions")
        let glob = query.string("matchGlob")
        if !glob.isEmpty { self.glob = try GlobPattern(glob) }
        if let size = try query.pageSize() { self.size = min(size, Self.maxResults) }
        token = try StoragePageToken(parsing: query.string("pageToken"))
    }
}
