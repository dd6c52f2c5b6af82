import CloudCore

/// An account of the pool that is this run's until it is given back.
///
/// The same logical name in the same run gets the same account however often it is leased; it is cleaned when the
/// last of these leases is given back.
public struct Lease: Sendable {
    /// The email address of the account.
    public let email: String
    /// What it stands for in the run.
    public let logicalName: String
    /// The run.
    public let runID: String
    /// When the pool may take it back unless it is renewed.
    public let expires: Instant

    /// The number of the lease in the pool's state.
    let id: UInt64
    /// Tells this hold on the lease from others of the same client.
    let hold: UInt64
    let client: TestIAMClient

    /// The account as a member of a policy, `serviceAccount:email`.
    public var member: String { "serviceAccount:\(email)" }

    /// Takes note of resources on which the account is, or is about to be, granted a role: they are cleaned when
    /// the lease is given back, by whoever does it. The lease is renewed.
    ///
    /// - Throws: FAILED_PRECONDITION when the lease has expired or was given back.
    public func recordGrants(_ resources: [GrantedResource]) async throws {
        try await client.recordGrants(resources, self)
    }

    /// Makes the lease last its whole duration from now on, and returns it so.
    ///
    /// - Throws: FAILED_PRECONDITION when the lease has expired or was given back.
    public func renewed() async throws -> Lease { try await client.renew(self) }

    /// Gives the account back and cleans it, even when the task was cancelled.
    ///
    /// - Throws: FAILED_PRECONDITION when the lease has expired or was given back; UNAVAILABLE when the cleaning
    ///   failed: the account stays dirty then, and is not leased before it could be cleaned.
    public func giveBack() async throws { try await client.giveBack(self) }
}
