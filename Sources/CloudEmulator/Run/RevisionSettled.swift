import CloudCore

/// The first instance of a revision serves, or has failed to: what the engine tells of a deployment.
struct RevisionSettled: PlaneEvent {
    /// The full name of the revision.
    var revision = ""
    /// The image that was started, `name@sha256:…`; empty when there was none.
    var imageDigest = ""
    /// Why it has not come up; nil when it has.
    var failure: Failure?

    static let eventName = "run.RevisionSettled"

    init() {}

    init(_ revision: String, imageDigest: String, _ failure: RunFailure?) {
        self.revision = revision
        self.imageDigest = imageDigest
        self.failure = failure.map(Failure.init)
    }

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "revision", &revision)
        visitor.field(2, "image_digest", &imageDigest)
        visitor.field(3, "failure", &failure)
    }

    func apply(to plane: inout ControlPlane, at now: Instant) throws(Status) -> Bool {
        let (_, name) = try RunPath.revision(revision)
        return plane.settleRunRevision(name, imageDigest: imageDigest, failure?.failure, at: now)
    }

    /// A revision that is gone has nothing that could change.
    static func isChange(_ isThere: Bool) -> Bool { isThere }

    /// A `RunFailure`.
    struct Failure: Message {
        var message = ""
        var code: Int32 = 0
        var reason = RunV2.Condition.CommonReason(rawValue: 0)
        var revisionReason = RunV2.Condition.RevisionReason(rawValue: 0)

        init() {}

        init(_ failure: RunFailure) {
            message = failure.message
            code = failure.code.rawValue
            reason = failure.reason
            revisionReason = failure.revisionReason
        }

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "message", &message)
            visitor.field(2, "code", &code)
            visitor.field(3, "reason", &reason)
            visitor.field(4, "revision_reason", &revisionReason)
        }

        fileprivate var failure: RunFailure {
            RunFailure(
                message: message, code: Status.Code(rawValue: code) ?? .unknown, reason: reason,
                revisionReason: revisionReason)
        }
    }
}
