import CloudCore

/// An account of the pool, as the pool's state knows it.
public struct PoolAccount: Sendable, Equatable {
    /// What an account is at present.
    public enum State: Sendable, Equatable {
        /// Clean, and ready to be leased.
        case free(since: Instant)
        /// Being created for a lease.
        case creating(LeaseRecord)
        /// Leased.
        case leased(LeaseRecord)
        /// Being cleaned by somebody.
        case cleaning(CleaningClaim)
        /// Not known to be clean. It is not handed out before it has been cleaned.
        case dirty(Dirt)
    }

    /// The email address.
    public let email: String
    /// What it is at present.
    public internal(set) var state: State
    /// The resources on which it was granted a role since it was last clean.
    public internal(set) var grants: Set<GrantedResource> = []

    /// The lease, if it is leased or being created for one.
    public var lease: LeaseRecord? {
        switch state {
        case .leased(let record), .creating(let record): record
        case .free, .cleaning, .dirty: nil
        }
    }

    /// Whether it is free.
    public var isFree: Bool { if case .free = state { true } else { false } }
}

/// Who has an account, as what, and for how long.
public struct LeaseRecord: Sendable, Equatable {
    /// Tells the lease from all others that the pool ever gave.
    public let id: UInt64
    /// What the account stands for in the run, for example `publisher-sa`.
    public let logicalName: String
    /// The run.
    public let runID: String
    /// How many times each owner holds it; never empty, counts are positive.
    public internal(set) var holders: [String: Int]
    /// After this instant anybody may take the account back.
    public internal(set) var expires: Instant
}

/// Who is cleaning an account, and until when that is believed.
public struct CleaningClaim: Sendable, Equatable {
    /// Tells the cleaning from all others.
    public let id: UInt64
    /// Who cleans.
    public let owner: String
    /// After this instant the cleaning counts as failed.
    public let until: Instant
    /// How many cleanings in a row have failed before.
    public let failures: Int
}

/// Why an account is not known to be clean.
public struct Dirt: Sendable, Equatable {
    /// The reason in words.
    public let reason: String
    /// How many cleanings in a row have failed.
    public let failures: Int
    /// The instant from which another cleaning is worth a try.
    public let retryAt: Instant
}
