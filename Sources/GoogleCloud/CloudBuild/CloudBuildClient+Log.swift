import CloudCore

extension CloudBuildClient {
    /// Follows what a build prints until it has ended.
    ///
    /// The log is an object in Cloud Storage that grows (`log-ID.txt` in `logsBucket`).
    ///
    /// - Parameters:
    ///   - name: the build's full name.
    ///   - storage: what the log is read by.
    ///   - timeout: the most time on the API's timeline; the build itself goes on after it.
    ///   - output: told of what has been printed since the last time; a character of several bytes may be cut.
    /// - Returns: the build as it has ended.
    /// - Throws: DEADLINE_EXCEEDED, naming the build, after `timeout`.
    public func followLog(
        of name: String, storage: StorageClient, timeout: Duration = .seconds(3_600),
        polling: OperationPolling = OperationPolling(initialDelay: .seconds(1), maxDelay: .seconds(5)),
        output: ([UInt8]) -> Void
    ) async throws -> Build {
        let deadline = api.timeline.now + timeout
        var (offset, delay) = (0, polling.initialDelay)
        while true {
            // Asked first: what is in the log after it has ended is all there is.
            let build = try await build(name)
            if let bucket = Self.bucket(build.logsBucket) {
                while true {
                    let part = try await storage.read("log-\(build.id).txt", in: bucket, from: offset)
                    guard !part.isEmpty else { break }
                    offset += part.count
                    delay = polling.initialDelay
                    output(part)
                }
            }
            if build.isDone { return build }
            let left = deadline - api.timeline.now
            guard left > .zero else {
                throw Status(.deadlineExceeded, "\(name) has not ended within \(timeout.shortText).")
            }
            try await api.timeline.sleep(for: min(delay, left))
            delay = min(delay * polling.multiplier, polling.maxDelay)
        }
    }

    private static func bucket(_ url: String) -> String? {
        let name = url.hasPrefix("gs://") ? url.dropFirst("gs://".count) : url[...]
        let bucket = name.prefix { $0 != "/" }
        return bucket.isEmpty ? nil : String(bucket)
    }
}
