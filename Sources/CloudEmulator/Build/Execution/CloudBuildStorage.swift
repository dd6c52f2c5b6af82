import CloudCore

/// The local cloud's own Cloud Storage, as builds use it.
struct CloudBuildStorage: BuildStorage {
    let storage: CloudStorage
    /// Who makes Cloud Build's own bucket, and writes what others may write.
    let owner: Caller

    func fetch(
        bucket: String, object: String, generation: Int64?, to path: String, limit: Int64, by account: Caller
    ) throws(Status) -> Int64 {
        let found = try storage.find { (plane, now) throws(Status) in
            try plane.objectVersion(bucket, object, generation: generation, by: account, at: now)
        }
        guard found.content.size <= limit else {
            throw Status(
                .resourceExhausted, "The source has \(found.content.size) bytes, more than \(limit).")
        }
        try found.content.write(to: path)
        return found.object.generation
    }

    func write(
        log: [UInt8], of build: String, to place: BuildLogPlace, by account: Caller?
    ) throws(Status) {
        // A build that the cloud has forgotten by a reset leaves nothing in what came after.
        guard storage.plane.inspect({ $0.builds[build] != nil }) else { return }
        if let account {
            try storage.ask { (plane, now) throws(Status) in
                let resource = plane.objectResource(place.bucket, place.object)
                try plane.authorize("storage.objects.create", on: resource, by: account, at: now)
            }
        } else if storage.plane.inspect({ $0.storage[place.bucket] == nil }) {
            try storage.write(StorageWrites.MakeLogBucket(bucket: place.bucket), by: owner)
        }
        var insertion = ObjectInsertion(bucket: place.bucket, name: place.object)
        insertion.object.contentType = "text/plain; charset=utf-8"
        _ = try storage.write(insertion, log, by: owner)
    }
}
