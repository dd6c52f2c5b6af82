extension Conductor {
    /// Tells the journal of every step that is to come, in the order in which it shows them.
    func announce() {
        announce(Phase.iam, options.setupIAM) {
            for identity in identities.identities {
                journal.plan(step(for: identity), "account \(identity.id)")
            }
            journal.plan(Phase.iam.child("roles"), "roles on project \(project)")
        }
        announce(Phase.setup, options.build || options.remoteSetup) {
            announce(Phase.build, options.build) {
                for service in services {
                    journal.plan(Phase.build.child(service.name), "image of \(service.name)")
                }
            }
            announce(Phase.remote, options.remoteSetup) {
                for step in RemoteStep.allCases { journal.plan(step.id, step.title) }
                for dataflow in hydrated.applicationDataflows {
                    journal.plan(
                        Phase.remote.child("dataflow \(dataflow.name)"), "set up dataflow \(dataflow.name)")
                }
            }
        }
        announce(Phase.verify, options.verifyPolicies) {
            for group in verifiedBindings {
                journal.plan(step(forPolicyOf: group.resource), "policy of \(group.resource)")
            }
        }
        announce(Phase.deploy, options.deploy) {
            for service in services {
                journal.plan(Phase.deploy.child(service.name), "service \(service.name)")
            }
        }
    }

    private func announce(_ id: StepID, _ isAskedFor: Bool, _ steps: () -> Void) {
        journal.plan(id, Phase.title(id))
        if isAskedFor { steps() } else { journal.skip(id, because: "not asked for") }
    }
}
