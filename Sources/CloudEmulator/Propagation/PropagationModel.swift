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
    /// When a changed or deleted account is seen so by get and list.
    public var accountChangeVisibleAfter: ClosedRange<Duration>
    /// When a policy is seen by getIamPolicy.
    public var policyVisibleAfter: ClosedRange<Duration>
    /// When a policy decides what callers may do; never before a replica shows it.
    public var policyEnforcedAfter: ClosedRange<Duration>
    /// The number of replicas, at least 1; each has delays of its own.
    public var replicas: Int
    /// The share of reads, 0 to 1, that another replica than the usual one answers.
    public var flickerProbability: Double
    /// How long the same replica answers.
    public var flickerPeriod: Duration
    /// How long a caller whose write was refused as outdated reads the newest version, so that it can try again.
    public var freshReadsAfterConflict: Duration
    /// Decides everything random.
    public var seed: UInt64

    /// Makes a model of its parts.
    public init(
        accountVisibleAfter: ClosedRange<Duration>, accountAcceptedAfter: ClosedRange<Duration>,
        accountChangeVisibleAfter: ClosedRange<Duration>, policyVisibleAfter: ClosedRange<Duration>,
        policyEnforcedAfter: ClosedRange<Duration>, replicas: Int = 3, flickerProbability: Double = 0.2,
        flickerPeriod: Duration = .seconds(5), freshReadsAfterConflict: Duration = .seconds(10),
        seed: UInt64 = 1
    ) {
        self.accountVisibleAfter = accountVisibleAfter
        self.accountAcceptedAfter = accountAcceptedAfter
        self.accountChangeVisibleAfter = accountChangeVisibleAfter
        self.policyVisibleAfter = policyVisibleAfter
        self.policyEnforcedAfter = policyEnforcedAfter
        self.replicas = max(1, replicas)
        self.flickerProbability = flickerProbability
        self.flickerPeriod = max(.milliseconds(1), flickerPeriod)
        self.freshReadsAfterConflict = freshReadsAfterConflict
        self.seed = seed
    }

    /// Everything is seen at once.
    public static let instant = PropagationModel(
        accountVisibleAfter: .zero ... .zero, accountAcceptedAfter: .zero ... .zero,
        accountChangeVisibleAfter: .zero ... .zero, policyVisibleAfter: .zero ... .zero,
        policyEnforcedAfter: .zero ... .zero, replicas: 1, flickerProbability: 0)

    /// An ordinary day: accounts within a minute and a half, policies within 2 to 3 minutes.
    public static let typical = PropagationModel(
        accountVisibleAfter: .seconds(5) ... .seconds(60),
        accountAcceptedAfter: .seconds(10) ... .seconds(90),
        accountChangeVisibleAfter: .zero ... .seconds(20), policyVisibleAfter: .seconds(60) ... .seconds(120),
        policyEnforcedAfter: .seconds(90) ... .seconds(180))

    /// A slow day: policies take up to the 7 minutes that Google warns of.
    public static let slow = PropagationModel(
        accountVisibleAfter: .seconds(60) ... .seconds(120),
        accountAcceptedAfter: .seconds(60) ... .seconds(180),
        accountChangeVisibleAfter: .zero ... .seconds(60),
        policyVisibleAfter: .seconds(240) ... .seconds(420),
        policyEnforcedAfter: .seconds(300) ... .seconds(420))

    /// A bad day: longer than Google warns of, and half of all reads come from another replica.
    public static let worst = PropagationModel(
        accountVisibleAfter: .seconds(120) ... .seconds(300),
        accountAcceptedAfter: .seconds(120) ... .seconds(600),
        accountChangeVisibleAfter: .zero ... .seconds(300),
        policyVisibleAfter: .seconds(420) ... .seconds(900),
        policyEnforcedAfter: .seconds(600) ... .seconds(1200), replicas: 5, flickerProbability: 0.5)

    /// The same model with another seed.
    public func seeded(_ seed: UInt64) -> PropagationModel {
        var model = self
        model.seed = seed
        return model
    }
}

extension PropagationModel {
    /// The two ways in which a replica's knowledge counts: being read, and deciding.
    enum Plane: Int, CaseIterable, Sendable {
        /// Accounts: get and list. Policies: getIamPolicy.
        case read
        /// Accounts: policies may name them. Policies: permissions are checked.
        case enforcement
    }

    /// The replica that answers a read of `subject`.
    func replica(for subject: String, at now: Instant) -> Int {
        guard replicas > 1 else { return 0 }
        let period = now.nanoseconds / flickerPeriod.clampedNanoseconds
        let bits = Dice(seed: seed).bits(subject, 1, UInt64(bitPattern: period))
        guard Dice.unit(bits) < flickerProbability else { return 0 }
        return 1 + Int(bits % UInt64(replicas - 1))
    }

    /// The delays of a write of `subject`, one for each plane and replica; the second plane never leads the first.
    func delays(
        of subject: String, version: UInt64, read: ClosedRange<Duration>, enforcement: ClosedRange<Duration>
    ) -> [Duration] {
        let dice = Dice(seed: seed)
        func draw(_ plane: Plane, _ range: ClosedRange<Duration>) -> [Duration] {
            (0..<replicas).map { replica in
                Dice.duration(
                    dice.bits(subject, 2, version, UInt64(plane.rawValue), UInt64(replica)), in: range)
            }
        }
        let reads = draw(.read, read)
        return reads + zip(reads, draw(.enforcement, enforcement)).map(max)
    }
}
