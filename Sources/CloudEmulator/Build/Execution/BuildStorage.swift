import CloudCore

/// What builds need of Cloud Storage.
protocol BuildStorage: Sendable {
    /// Writes an object to a file.
    ///
    /// - Parameters:
    ///   - generation: which version; nil for the live one.
    ///   - account: who must have the permission to read it.
    /// - Returns: the generation.
    /// - Throws: NOT_FOUND, PERMISSION_DENIED; RESOURCE_EXHAUSTED when it has more than `limit` bytes.
    func fetch(
        bucket: String, object: String, generation: Int64?, to path: String, limit: Int64, by account: Caller
    ) throws(Status) -> Int64

    /// Writes the log of a build.
    ///
    /// - Parameter account: who must have the permission to write it; nil for Cloud Build's own bucket, which is made if
    ///   need be.
    /// - Throws: NOT_FOUND, PERMISSION_DENIED.
    func write(
        log: [UInt8], of build: String, to place: BuildLogPlace, by account: Caller?
    ) throws(Status)
}
