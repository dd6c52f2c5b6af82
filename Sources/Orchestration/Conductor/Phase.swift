/// The phases of a run, as the roots of its tree of steps.
enum Phase {
    /// Find what skipped phases would have made.
    static let existing = StepID("existing")
    /// Phase 1.
    static let iam = StepID("iam")
    /// Phase 2.
    static let setup = StepID("setup")
    /// Phase 2, task A.
    static let build = setup.child("build")
    /// Phase 2, task B.
    static let remote = setup.child("remote")
    /// Phase 3.
    static let verify = StepID("verify")
    /// Phase 4.
    static let deploy = StepID("deploy")
    /// Removing what the run created.
    static let teardown = StepID("teardown")

    /// The titles of the roots and the two tasks.
    static func title(_ id: StepID) -> String {
        switch id {
        case existing: "Find what skipped phases would have made"
        case iam: "Phase 1: set up IAM"
        case setup: "Phase 2: build and remote setup"
        case build: "Task A: build images"
        case remote: "Task B: remote setup"
        case verify: "Phase 3: verify IAM policies"
        case deploy: "Phase 4: deploy services"
        case teardown: "Tear down"
        default: id.path
        }
    }
}
