import CloudCore

/// Objects of Cloud Storage for what runs in the same process, without a caller whose permissions would be checked.
extension LocalCloud {
    /// An object of Cloud Storage: the live version, or the one of a generation.
    ///
    /// Its `content` is read in pieces with `read(at:count:)` or `forEachPiece`, or as a file: `filePath` of a large one, and
    /// `write(to:)` for any.
    ///
    /// - Throws: NOT_FOUND when there is no such bucket or object.
    public func object(
        bucket: String, name: String, generation: Int64? = nil
    ) throws(Status) -> StoredObject {
        StoredObject(
            try storage.find { (plane, now) throws(Status) in
                _ = try plane.settledBucket(bucket, at: now)
                guard let version = plane.storage[bucket]?.objects[ObjectName(name)]?[generation] else {
                    throw StorageFault.noObject(bucket, name)
                }
                return version
            })
    }

    /// Writes an object of Cloud Storage, over a former version if there is one.
    ///
    /// - Throws: NOT_FOUND when there is no such bucket, INVALID_ARGUMENT for a name that none can have.
    @discardableResult public func writeObject(
        _ bytes: [UInt8], bucket: String, name: String, contentType: String = "application/octet-stream"
    ) throws(Status) -> StoredObject {
        var insertion = ObjectInsertion(bucket: bucket, name: name)
        insertion.object.contentType = contentType
        let object = try storage.write(insertion, bytes, by: Caller(email: owner))
        return try self.object(bucket: bucket, name: name, generation: object.generation)
    }

    /// Makes a bucket of Cloud Storage; one that is there already stays as it is.
    ///
    /// - Throws: INVALID_ARGUMENT for a name or location that none can have.
    public func makeBucket(_ name: String, location: String = "US") throws(Status) {
        guard inspect({ $0.storage[name] == nil }) else { return }
        let settings: JSON = ["name": .string(name), "location": .string(location)]
        let write = StorageWrites.InsertBucket(project: project.id, body: settings)
        try storage.write(write, by: Caller(email: owner))
    }
}
