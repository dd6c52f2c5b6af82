import CloudCore

extension ControlPlaneHost {
    /// How the plane began, and the writes since.
    var history: PlaneHistory { state.withLock { $0.history } }

    /// Looks at the plane together with the history that has made it.
    func inspect<R: Sendable>(_ look: (ControlPlane, PlaneHistory) -> R) -> R {
        state.withLock { look($0.plane, $0.history) }
    }

    /// Goes on with another history, and the plane that it leads to.
    ///
    /// - Parameter follow: what belongs to it, before anybody sees the plane.
    func replace(by plane: ControlPlane, _ history: PlaneHistory, then follow: () -> Void = {}) {
        state.withLock { state in
            state.replace(by: plane, history)
            follow()
        }
    }

    /// Begins anew, as if nothing had ever been written.
    ///
    /// - Parameter follow: as above.
    func reset(at now: Instant, then follow: () -> Void) {
        state.withLock { state in
            var origin = state.history.origin
            origin.start = now
            state.replace(by: origin.makePlane(mode: .off), PlaneHistory(origin))
            follow()
        }
    }

    /// Goes on with what a log held, if that was anything, and writes to it from now on.
    ///
    /// - Throws: FAILED_PRECONDITION when something was written before; INTERNAL when a system call fails.
    func adopt(
        _ log: consuming LogFile, _ kept: (plane: ControlPlane, history: PlaneHistory)?
    ) throws(Status) {
        var log = Optional(log)
        let outcome = state.withLock { state -> Result<Void, Status> in
            guard state.history.hasOnlyImages else {
                return .failure(
                    Status(
                        .failedPrecondition, "A data directory must be given before anything is created."))
            }
            if let kept { state.replace(by: kept.plane, kept.history) }
            let history = state.history
            state.log = log.take()
            return Result { () throws(Status) in
                try state.log?.begin { (writer) throws(SystemError) in try history.write(to: &writer) }
            }
        }
        try outcome.get()
    }
}
