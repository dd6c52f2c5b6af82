import CloudCore

/// The attempts of jobs that are due have begun.
struct JobsDue: PlaneEvent {
    static let eventName = "scheduler.JobsDue"

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {}

    func apply(to plane: inout ControlPlane, at now: Instant) -> [JobAttempt] { plane.jobs.begin(at: now) }
}

/// An attempt has ended.
struct JobAttemptEnded: PlaneEvent {
    /// The full name of its job.
    var job = ""
    /// The attempt's number.
    var number: Int64 = 0
    /// How it has ended, as a `google.rpc.Code`.
    var code: Int32 = 0

    static let eventName = "scheduler.AttemptEnded"

    init() {}

    init(_ attempt: JobAttempt, _ failure: Status?) {
        job = attempt.job.name
        number = Int64(clamping: attempt.number)
        code = failure?.code.rawValue ?? 0
    }

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "job", &job)
        visitor.field(2, "number", &number)
        visitor.field(3, "code", &code)
    }

    func apply(to plane: inout ControlPlane, at now: Instant) {
        plane.jobs.end(
            job, attempt: UInt64(clamping: number), Status.Code(rawValue: code) ?? .unknown, at: now)
    }
}
