import CloudCore
import GoogleCloud

extension Conductor {
    /// Finds in the cloud what skipped phases would have made and later ones need, before anything is changed.
    ///
    /// - Throws: `StepFailure` with FAILED_PRECONDITION naming what is missing and the phase that makes it.
    func findExisting() async throws {
        let usesServices = options.remoteSetup || options.deploy
        let needsAccounts = !options.setupIAM && usesServices
        let needsImages = !options.build && usesServices
        let needsResources = !options.remoteSetup && (options.verifyPolicies || options.deploy)
        guard needsAccounts || needsImages || needsResources else { return }
        try await phase(Phase.existing) {
            if needsAccounts { try await existing("accounts") { try await findAccounts() } }
            if needsImages { try await existing("images") { try await findImages() } }
            if needsResources { try await existing("resources") { try await findResources() } }
        }
    }

    private func existing(_ what: String, _ find: () async throws -> Void) async throws {
        try await journal.step(Phase.existing.child(what), "existing \(what)", find)
    }

    private func findAccounts() async throws {
        let missing = try await parallelMap(identities.identities, limit: options.parallelism) { identity in
            try await self.iam.exists(identity.email) ? nil : identity.email
        }
        try refuse(missing, "service accounts do not exist", "phase 1 (set up IAM), which would create them,")
    }

    private func findImages() async throws {
        let director = options.remoteSetup ? [hydrated.director.service] : []
        let missing = try await parallelMap(director + (options.deploy ? services : [])) { service in
            guard let image = try await self.builder.existingImage(of: service) else {
                return service.name as String?
            }
            self.remember(image, of: service)
            return nil
        }
        try refuse(missing, "services have no image", "task A of phase 2 (build), which would build them,")
    }

    private func findResources() async throws {
        let provisioner = PubSubProvisioner(pubsub: clients.pubsub, project: project)
        let missing = try await parallelMap(hydrated.applicationDataflows) { dataflow in
            try await provisioner.missing(in: dataflow)
        }
        try refuse(
            missing.flatMap { $0 }, "resources do not exist",
            "task B of phase 2 (remote setup), which would create them,")
        let director = try await deployer.service(named: hydrated.director.name)
        record.note { $0.directorURL = director?.url }
    }

    private func refuse(_ missing: [String?], _ what: String, _ phase: String) throws {
        let names = missing.compactMap { $0 }
        guard !names.isEmpty else { return }
        throw Status(
            .failedPrecondition, "these \(what): \(names.joined(separator: ", ")); and \(phase) is skipped")
    }
}
