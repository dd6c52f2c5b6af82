import CloudCore

/// A resource of Pub/Sub that has a policy.
enum PolicyResource: String, CaseIterable {
    case topics
    case subscriptions
    case snapshots
    case schemas

    /// The kind of resource that a full name is of.
    ///
    /// - Throws: INVALID_ARGUMENT for what is no name.
    init(of name: String) throws(Status) {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "projects", parts.allSatisfy({ !$0.isEmpty }),
            let kind = Self(rawValue: String(parts[2]))
        else {
            let message =
                "Invalid resource name given (name=\(name.prefix(300))): it must be projects/{project}/ and one of "
                + Self.allCases.map { "\($0.rawValue)/{id}" }.joined(separator: ", ") + "."
            throw Status(
                .invalidArgument, message,
                details: [.badRequest([.init(field: "resource", description: message)])])
        }
        self = kind
    }
}
