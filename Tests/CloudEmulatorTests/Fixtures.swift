import CloudCore
import PubSubEmulator
import RPCServer
import Synchronization

@testable import CloudEmulator

let start = Instant(nanoseconds: 1_893_456_000_000_000_000)

/// A generator of random numbers that gives the same ones in every run (xorshift64*).
struct TestRandom: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 2 &+ 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return state &* 0x2545_F491_4F6C_DD1D
    }
}

extension PlaneOrigin {
    static func make(_ model: PropagationModel = .instant, accountQuota: Int = 100) -> PlaneOrigin {
        PlaneOrigin(
            project: .standard, owner: ControlPlane.ownerEmail, model: model, accountQuota: accountQuota,
            start: CloudEmulatorTests.start)
    }
}

extension ControlPlaneHost {
    /// A control plane behind its lock, whose policies decide nothing.
    static func make(timeline: any Timeline) -> ControlPlaneHost {
        ControlPlaneHost(.make(), mode: .off, timeline: timeline)
    }
}

extension ControlPlane {
    static let ownerEmail = "owner@example.com"

    /// A control plane of `local-project`, at `start`.
    static func make(_ model: PropagationModel = .instant, accountQuota: Int = 100) -> ControlPlane {
        PlaneOrigin.make(model, accountQuota: accountQuota).makePlane(mode: .off)
    }

    @discardableResult
    mutating func create(
        _ id: String, displayName: String = "", description: String = "", at now: Instant = start
    )
        throws(Status) -> ServiceAccount
    {
        var request = IAMAdminV1.CreateServiceAccountRequest()
        request.name = project.name
        request.accountID = id
        var account = ServiceAccount()
        account.displayName = displayName
        account.description = description
        request.serviceAccount = account
        return try createServiceAccount(request, by: .owner, at: now)
    }

    func get(_ account: String, project: String = "local-project", at now: Instant = start) throws(Status)
        -> ServiceAccount
    {
        try serviceAccount("projects/\(project)/serviceAccounts/\(account)", by: .owner, at: now)
    }

    @discardableResult
    mutating func set(
        _ resource: String, _ policy: IAMv1.Policy, mask: [String]? = nil, by caller: Caller = .owner,
        at now: Instant = start
    ) throws(Status) -> IAMv1.Policy {
        var request = IAMv1.SetIamPolicyRequest()
        request.resource = resource
        request.policy = policy
        request.updateMask = mask.map(FieldMask.init)
        return try setPolicy(of: resource, request, by: caller, at: now)
    }

    func read(
        _ resource: String, version: Int32 = 3, by caller: Caller = .owner, at now: Instant = start
    ) throws(Status) -> IAMv1.Policy {
        var request = IAMv1.GetIamPolicyRequest()
        request.options = IAMv1.GetPolicyOptions()
        request.options?.requestedPolicyVersion = version
        return try policy(of: resource, request, by: caller, at: now)
    }

    /// The only permission asked for, if the caller has it.
    func may(_ email: String, _ permission: String, on resource: String, at now: Instant = start)
        throws(Status)
        -> Bool
    {
        try !testPermissions([permission], on: resource, by: Caller(email: email), at: now).isEmpty
    }
}

extension Caller {
    static let owner = Caller(email: ControlPlane.ownerEmail)
}

extension IAMv1.Policy {
    init(_ bindings: [IAMv1.Binding], version: Int32 = 1, etag: [UInt8] = []) {
        self.init()
        self.bindings = bindings
        self.version = version
        self.etag = etag
    }
}

extension IAMv1.Binding {
    init(_ role: String, _ members: [String], condition: String? = nil) {
        self.init()
        self.role = role
        self.members = members
        if let condition {
            var expression = IAMv1.Expr()
            expression.expression = condition
            self.condition = expression
        }
    }
}

extension IAMAdminV1.ServiceAccount {
    var member: String { "serviceAccount:\(email)" }
}

/// The status that `body` fails with; nil when it does not fail.
func failure<T>(_ body: () throws(Status) -> T) -> Status? {
    do throws(Status) {
        _ = try body()
        return nil
    } catch {
        return error
    }
}

/// A call that keeps what it ends with.
final class RecordedCall: PendingCall {
    private let state = Mutex<(failure: Status?, bodies: [[UInt8]])>((nil, []))

    /// The error that the call has ended with.
    var failure: Status? { state.withLock { $0.failure } }
    /// What was sent.
    var bodies: [[UInt8]] { state.withLock { $0.bodies } }

    func send(_ message: consuming OutputBuffer) {
        let bytes = message.copyBytes()
        state.withLock { $0.bodies.append(bytes) }
    }

    func finish(_ failure: Status?) { state.withLock { $0.failure = failure } }
    var isWritable: Bool { true }
    func onCancel(_ action: @escaping @Sendable () -> Void) {}
}
