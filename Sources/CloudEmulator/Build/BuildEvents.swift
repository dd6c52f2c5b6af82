import CloudCore

/// Builds have expired in the queue or timed out, or what reads have seen of that is published.
struct BuildsDue: PlaneEvent {
    static let eventName = "build.Due"

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {}

    func apply(to plane: inout ControlPlane, at now: Instant) {
        plane.builds.settle(at: now)
        plane.publishBuilds(at: now)
    }
}

/// Something has become known of a build at work.
struct BuildNoted: PlaneEvent {
    /// The build with what is known of it by now.
    var build: CloudBuildV1.Build?

    static let eventName = "build.Noted"

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "build", &build)
    }

    func apply(to plane: inout ControlPlane, at now: Instant) {
        guard let build else { return }
        plane.builds.settle(at: now)
        plane.builds.update(build.id) { known in
            // How far it is, is not known by what carries it out.
            let (status, detail, start) = (known.status, known.statusDetail, known.startTime)
            known = build
            (known.status, known.statusDetail, known.startTime) = (status, detail, start)
            known.finishTime = nil
        }
        plane.publishBuilds(at: now)
    }
}

/// Nothing of a build goes on any more.
struct BuildStopped: PlaneEvent {
    /// The build's id.
    var id = ""
    /// How it has ended by itself.
    var status = CloudBuildV1.Build.Status(rawValue: 0)
    /// Why, if it has failed.
    var failureInfo: CloudBuildV1.Build.FailureInfo?

    static let eventName = "build.Stopped"

    init() {}

    init(_ id: String, _ ending: BuildStore.Ending) {
        self.id = id
        switch ending {
        case .success: status = .success
        case .failure(let info, let status): (self.status, failureInfo) = (status, info)
        }
    }

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "id", &id)
        visitor.field(2, "status", &status)
        visitor.field(3, "failureInfo", &failureInfo)
    }

    func apply(to plane: inout ControlPlane, at now: Instant) {
        let ending = failureInfo.map { BuildStore.Ending.failure($0, status: status) } ?? .success
        plane.builds.stopped(id, ending, at: now)
        plane.publishBuilds(at: now)
    }
}
