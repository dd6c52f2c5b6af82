import CloudCore

extension ServiceAccountPool {
    /// What became of a pool that was to be created.
    public struct Creation: Sendable, Equatable {
        /// The email addresses of the accounts that were created, in the order of their numbers.
        public var created: [String] = []
        /// The email addresses of those that existed before.
        public var existing: [String] = []
    }

    /// The most accounts that `create` makes.
    public static let maxSize = 500

    /// Creates the accounts `<prefix>0` to `<prefix>N-1` that do not exist yet (numbers are padded with zeros where
    /// the id would be too short), one after the other and no faster than `interval`, because Google limits how
    /// many accounts a project may create in a minute.
    ///
    /// It can be repeated after a failure, and goes on where it stopped.
    ///
    /// - Parameter onProgress: called with each email address, and whether it was created just now.
    /// - Throws: INVALID_ARGUMENT for a malformed prefix or size; the error of the account that could not be created,
    ///   telling how far it came; `CancellationError`.
    public static func create(
        prefix: String, size: Int, directory: any AccountDirectory, timeline: any Timeline,
        interval: Duration = .seconds(1), onProgress: (_ email: String, _ isNew: Bool) -> Void = { _, _ in }
    ) async throws -> Creation {
        let prefix = try PoolPrefix(prefix)
        guard (1...maxSize).contains(size) else {
            throw Status(.invalidArgument, "pool size \(size) must be 1 to \(maxSize)")
        }
        let known = Set(try await directory.accounts())
        var result = Creation()
        for number in 0..<size {
            let id = prefix.accountID(number: number)
            let email = directory.email(ofID: id)
            var isNew = false
            if !known.contains(email) {
                if !result.created.isEmpty { try await timeline.sleep(for: interval) }
                isNew = try await createOne(id, directory, done: number, of: size)
            }
            if isNew { result.created.append(email) } else { result.existing.append(email) }
            onProgress(email, isNew)
        }
        return result
    }

    private static func createOne(
        _ id: String, _ directory: any AccountDirectory, done: Int, of size: Int
    ) async throws -> Bool {
        do {
            try await directory.create(id: id, displayName: "Pool SA for \(id)")
            return true
        } catch let status as Status where status.code == .alreadyExists {
            // A list may not show an account yet that was made a moment ago.
            return false
        } catch let status as Status {
            throw Status(
                status.code,
                "account \(id) could not be created: \(status.message); \(done) of \(size) exist, run it again "
                    + "to go on", details: status.details)
        }
    }
}
