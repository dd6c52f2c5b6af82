import CloudCore

/// A write to the control plane that is no method of an API: the end of an attempt or a build, an upload, ….
///
/// It is a message, so that it can be kept and made again. What it brings from outside (an exit code, a digest, the
/// key under which `BlobStore` has an object's bytes) is in its fields: `apply` draws on nothing else. Each kind
/// has a line in `PlaneReplays.events`.
protocol PlaneEvent: Message {
    associatedtype Outcome: Sendable

    /// Names it in the history for ever, for example `scheduler.AttemptEnded`. No slash: methods have one.
    static var eventName: String { get }

    /// Makes the write.
    func apply(to plane: inout ControlPlane, at now: Instant) throws(Status) -> Outcome

    /// Whether there is anything to keep, going by what has come of it.
    static func isChange(_ outcome: Outcome) -> Bool
}

extension PlaneEvent {
    static func isChange(_ outcome: Outcome) -> Bool { true }
}

extension ControlPlaneHost {
    /// Makes a write that is no method of an API, and keeps it: at present, or at the instant given.
    @discardableResult func perform<Event: PlaneEvent>(
        recording event: Event, at now: Instant? = nil
    ) throws(Status) -> Event.Outcome {
        try write(event, of: Event.eventName, by: nil, at: now, keeping: Event.isChange) {
            (plane, now) throws(Status) in
            try event.apply(to: &plane, at: now)
        }
    }
}

extension LocalCloud {
    /// Makes a write that is no method of an API, and keeps it.
    @discardableResult func perform<Event: PlaneEvent>(
        recording event: Event
    ) throws(Status) -> Event.Outcome {
        try plane.perform(recording: event)
    }
}
