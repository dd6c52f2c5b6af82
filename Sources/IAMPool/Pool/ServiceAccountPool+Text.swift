import CloudCore

extension ServiceAccountPool {
    /// The most accounts that an error lists.
    private static let maxListed = 20

    /// RESOURCE_EXHAUSTED naming the pool, its size, and what became of each account.
    func exhausted(_ request: Request) -> Status {
        let creation =
            request.newEmail == nil
            ? "creating more is switched off"
            : "it may have \(min(request.maxAccounts, Self.maxAccounts)) at most"
        let size = "\(accounts.count) account\(accounts.count == 1 ? "" : "s")"
        return Status(
            .resourceExhausted,
            "no account for \"\(request.logicalName)\": pool \(key) has \(size), none free, and \(creation)"
                + (accounts.isEmpty ? "" : ": " + listing),
            details: [
                .quotaFailure([
                    .init(subject: "project:\(key.project)", description: "pool \(key) has \(size)")
                ])
            ])
    }

    /// What each account is at present, for people; at most the first twenty.
    public var listing: String {
        let lines = sortedAccounts.prefix(Self.maxListed).map { "\($0.email) \($0.stateText)" }
        let rest = accounts.count - lines.count
        return lines.joined(separator: "; ") + (rest > 0 ? "; and \(rest) more" : "")
    }
}

extension PoolAccount {
    /// The state for people.
    var stateText: String {
        switch state {
        case .free: "is free"
        case .creating(let record): "is being created \(record.text)"
        case .leased(let record): "is leased \(record.text)"
        case .cleaning(let claim): "is being cleaned by \(claim.owner)"
        case .dirty(let dirt): "is dirty: \(dirt.reason)"
        }
    }
}
