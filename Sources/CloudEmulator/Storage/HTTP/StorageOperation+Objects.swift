import CloudCore

extension StorageOperation {
    private static let oneVersion = StorageQuery.preconditionNames.union(["generation"])

    static let objects = [
        StorageOperation(
            "storage.objects.get", "GET", "b/{bucket}/o/{object}", oneVersion,
            unsupported: ["softDeleted", "restoreToken"]
        ) { (storage, call) throws(Status) in
            let conditions = try call.preconditions()
            let generation = try call.query.integer("generation")
            let version = try storage.plane.perform { (plane, now) throws(Status) in
                try plane.objectVersion(
                    call.bucket, call.object, generation: generation, if: conditions, by: call.caller, at: now
                )
            }
            return call.query.string("alt") == "media"
                ? .media(version) : .message(call.shown(version.object))
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
            var page = try storage.plane.perform { (plane, now) throws(Status) in
                try plane.listObjects(call.bucket, listing, by: call.caller, at: now)
            }
            page.items = page.items.map(call.shown)
            return .message(page)
        },
        objectChange("storage.objects.patch", "PATCH"), objectChange("storage.objects.update", "PUT"),
        StorageOperation("storage.objects.delete", "DELETE", "b/{bucket}/o/{object}", oneVersion) {
            (storage, call) throws(Status) in
            let conditions = try call.preconditions()
            let generation = try call.query.integer("generation")
            try storage.plane.perform { (plane, now) throws(Status) in
                try plane.deleteObject(
                    call.bucket, call.object, generation: generation, if: conditions, by: call.caller, at: now
                )
            }
            return .empty
        },
    ]

    private static func objectChange(_ id: String, _ method: String) -> StorageOperation {
        StorageOperation(
            id, method, "b/{bucket}/o/{object}", oneVersion,
            unsupported: ["predefinedAcl", "overrideUnlockedRetention"]
        ) { (storage, call) throws(Status) in
            let conditions = try call.preconditions()
            let generation = try call.query.integer("generation")
            let json = try call.json()
            let object = try storage.plane.perform { (plane, now) throws(Status) in
                try plane.changeObject(
                    call.bucket, call.object, generation: generation, json, isPatch: method == "PATCH",
                    if: conditions, by: call.caller, at: now)
            }
            return .message(call.shown(object))
        }
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
