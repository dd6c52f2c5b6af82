import CloudCore

/// How long what is written takes to be seen, and how steadily.
///
/// Google's control plane is many replicas. A write is processed in order at once, but each replica learns of it
/// at its own time, and a read is answered by one of them; so a read may return an older version, and two
/// reads in a row may disagree. Sources: the service comment of `google/iam/admin/v1/iam.proto`; "Access
/// change propagation" in Google's IAM documentation (typically 2 minutes, potentially 7 or longer).
public struct PropagationModel: Sendable, Equatable {
    /// When a new account is found by get and list.
    public var accountVisibleAfter: ClosedRange<Duration>
    /// When a policy may name a new account; never before a replica can describe it.
    public var accountAcceptedAfter: ClosedRange<Duration>
    /// When something may run as a new account (`iam.serviceAccounts.actAs`); never before a replica can describe it.
    public var accountUsableAfter: ClosedRange<Duration>
    /// When a changed or deleted account is seen so by get and list.
    public var accountChangeVisibleAfter: ClosedRange<Duration>
    /// When policies refuse a deleted account, and nothing new runs as it.
    public var accountRefusedAfter: ClosedRange<Duration>
    /// When a policy is seen by getIamPolicy.
    public var policyVisibleAfter: ClosedRange<Duration>
    /// When what a policy grants is allowed; never before a replica shows the policy.
    public var policyEnforcedAfter: ClosedRange<Duration>
    /// When what a policy no longer grants is refused; never before a replica shows the policy.
    public var policyRevokedAfter: ClosedRange<Duration>
    /// When a grant of `iam.serviceAccounts.actAs` is heeded, which other services check for themselves.
    public var actAsGrantedAfter: ClosedRange<Duration>
    /// When actAs is refused after it was revoked.
    public var actAsRevokedAfter: ClosedRange<Duration>
    /// When an API answers after it was enabled.
    public var apiEnabledAfter: ClosedRange<Duration>
    /// When an API refuses calls after it was disabled.
    public var apiDisabledAfter: ClosedRange<Duration>
    /// The number of replicas, at least 1; each has delays of its own.
    public var replicas: Int
    /// The share of reads, 0 to 1, that another replica than the usual one answers.
    public var flickerProbability: Double
    /// How long the same replica answers.
    public var flickerPeriod: Duration
    /// How long a caller whose write was refused as outdated reads the newest version, so that it can try again.
    public var freshReadsAfterConflict: Duration
    /// How delays lie within their ranges.
    public var shape = PropagationShape.uniform
    /// How those of some planes do, where that is otherwise.
    public var shapes: [Plane: PropagationShape] = [:]
    /// By what delays go; it stands still while propagation is stalled.
    var clock = StoppableClock()
    /// Decides everything random.
    public var seed: UInt64

    /// Makes a model of its parts. Revokes take as long as grants, actAs as long as any permission, and APIs no time,
    /// until they are set apart.
    public init(
        accountVisibleAfter: ClosedRange<Duration>, accountAcceptedAfter: ClosedRange<Duration>,
        accountChangeVisibleAfter: ClosedRange<Duration>, policyVisibleAfter: ClosedRange<Duration>,
        policyEnforcedAfter: ClosedRange<Duration>, replicas: Int = 3, flickerProbability: Double = 0.2,
        flickerPeriod: Duration = .seconds(5), freshReadsAfterConflict: Duration = .seconds(10),
        seed: UInt64 = 1
    ) {
        self.accountVisibleAfter = accountVisibleAfter
        self.accountAcceptedAfter = accountAcceptedAfter
        accountUsableAfter = accountAcceptedAfter
        self.accountChangeVisibleAfter = accountChangeVisibleAfter
        accountRefusedAfter = accountChangeVisibleAfter
        self.policyVisibleAfter = policyVisibleAfter
        self.policyEnforcedAfter = policyEnforcedAfter
        policyRevokedAfter = policyEnforcedAfter
        actAsGrantedAfter = policyEnforcedAfter
        actAsRevokedAfter = policyEnforcedAfter
        apiEnabledAfter = .zero ... .zero
        apiDisabledAfter = .zero ... .zero
        self.replicas = max(1, replicas)
        self.flickerProbability = flickerProbability
        self.flickerPeriod = max(.milliseconds(1), flickerPeriod)
        self.freshReadsAfterConflict = freshReadsAfterConflict
        self.seed = seed
    }

    /// The longest that anything takes, on every replica.
    public var longest: Duration {
        Plane.allCases.map { self[keyPath: $0.range].upperBound }.reduce(.zero, max)
    }

    /// The same model with another seed.
    public func seeded(_ seed: UInt64) -> PropagationModel {
        var model = self
        model.seed = seed
        return model
    }
}

extension PropagationModel {
    /// The replica that answers a read of `subject`.
    func replica(for subject: String, at now: Instant) -> Int {
        guard replicas > 1 else { return 0 }
        let period = now.nanoseconds / flickerPeriod.clampedNanoseconds
        let bits = Dice(seed: seed).bits(subject, 1, UInt64(bitPattern: period))
        guard Dice.unit(bits) < flickerProbability else { return 0 }
        return 1 + Int(bits % UInt64(replicas - 1))
    }

    /// The same for ranges that have no shape of their own.
    func delays(of subject: String, version: UInt64, planes: [ClosedRange<Duration>]) -> [Duration] {
        delays(
            of: subject, version: version, planes: planes.map { PropagationDelay(range: $0, shape: shape) })
    }

    /// The delays of a write of `subject`, for each plane one for each replica; no plane ever leads the first.
    func delays(of subject: String, version: UInt64, planes: [PropagationDelay]) -> [Duration] {
        let dice = Dice(seed: seed)
        let drawn = planes.enumerated().map { plane, delay in
            (0..<replicas).map { replica in
                let bits = dice.bits(subject, 2, version, UInt64(plane), UInt64(replica))
                let duration = delay.shape.duration(Dice.unit(bits), in: delay.range)
                // While the clock stands still, nothing arrives at once either.
                return clock.isStopped ? max(duration, .nanoseconds(1)) : duration
            }
        }
        guard let first = drawn.first else { return [] }
        return drawn.flatMap { zip(first, $0).map(max) }
    }
}
