import CloudCore

/// A write to the control plane that somebody asks for otherwise than by a method of the table, as over the routes of
/// Cloud Storage, or with a push of an image.
///
/// It is kept as a `PlaneEvent` is, and its caller with it. Each kind has a line in `PlaneReplays.events`.
protocol PlaneRequest: Message {
    associatedtype Outcome: Sendable

    /// Names it in the history for ever, for example `storage.objects.insert`. No slash: methods have one.
    static var requestName: String { get }

    /// Makes the write.
    func apply(to plane: inout ControlPlane, by caller: Caller, at now: Instant) throws(Status) -> Outcome
}

extension ControlPlaneHost {
    /// Makes a write on behalf of a caller, and keeps it.
    ///
    /// - Parameter follow: what belongs to it and is not made again, before anybody else sees the plane.
    @discardableResult func perform<Request: PlaneRequest, R: Sendable>(
        recording request: Request, by caller: Caller,
        then follow: (inout ControlPlane, Request.Outcome) -> R
    ) throws(Status) -> R {
        try write(request, of: Request.requestName, by: caller) { (plane, now) throws(Status) in
            follow(&plane, try request.apply(to: &plane, by: caller, at: now))
        }
    }

    /// The same when nothing else belongs to it.
    @discardableResult func perform<Request: PlaneRequest>(
        recording request: Request, by caller: Caller
    ) throws(Status) -> Request.Outcome {
        try perform(recording: request, by: caller) { $1 }
    }
}
