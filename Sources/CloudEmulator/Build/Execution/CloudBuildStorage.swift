import CloudCore

/// The local cloud's own Cloud Storage, as builds use it.
struct CloudBuildStorage: BuildStorage {
    let storage: CloudStorage
    /// Who makes Cloud Build's own bucket, and writes what others may write.
    let owner: Caller

    func fetch(
        bucket: String, object: String, generation: Int64?, to path: String, limit: Int64, by account: Caller
    ) throws(Status) -> Int64 {
        let version = try storage.plane.perform { (plane, now) throws(Status) in
            try plane.objectVersion(bucket, object, generation: generation, by: account, at: now)
        }
        guard version.content.size <= limit else {
            throw Status(
                .resourceExhausted, "The source has \(version.content.size) bytes, more than \(limit).")
        }
        try version.content.write(to: path)
        return version.object.generation
    }

    func write(log: [UInt8], to place: BuildLogPlace, by account: Caller?) throws(Status) {
        try storage.plane.perform { (plane, now) throws(Status) in
            if let account {
                let resource = plane.objectResource(place.bucket, place.object)
                try plane.authorize("storage.objects.create", on: resource, by: account, at: now)
            } else if plane.storage[place.bucket] == nil {
                // A name that only Google may give.
                var bucket = ControlPlane.Bucket()
                bucket.name = place.bucket
                _ = try plane.addBucket(bucket, at: now)
            }
        }
        var insertion = ObjectInsertion(bucket: place.bucket, name: place.object)
        insertion.object.contentType = "text/plain; charset=utf-8"
        _ = try storage.write(insertion, log, by: owner)
    }
}
