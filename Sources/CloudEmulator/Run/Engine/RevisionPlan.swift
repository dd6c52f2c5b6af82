import CloudCore

/// All that instances of a revision are started with.
struct RevisionPlan: Sendable {
    let name: RunRevisionName
    /// The image that the revision's tag named when it was deployed.
    let image: ImageStore.Entry
    let container: RunV2.Container
    /// The email address of the account that it runs as.
    let account: String
    /// How long a request may take.
    let timeout: Duration
    /// Whether instances count as started without being asked.
    let isHealthCheckDisabled: Bool

    /// What is started when the image is a program: its entry point with the service's arguments, or the service's command
    /// in its place.
    func command(of image: ProcessImage) -> [String] {
        (container.command.isEmpty ? image.command : container.command) + container.args
    }

    /// What every instance is told, by the container runtime contract, and where the local cloud is.
    func variables(port: UInt16, cloudPort: UInt16?, project: LocalProject) -> [String: String] {
        var variables = [
            "PORT": String(port), "K_SERVICE": name.service.id, "K_REVISION": name.id,
            "K_CONFIGURATION": name.service.id, "GOOGLE_CLOUD_PROJECT": project.id,
        ]
        if let cloudPort {
            variables["PUBSUB_EMULATOR_HOST"] = "127.0.0.1:\(cloudPort)"
            variables["STORAGE_EMULATOR_HOST"] = "http://127.0.0.1:\(cloudPort)"
            // The port of an account is its metadata server, too.
            variables["GCE_METADATA_HOST"] = "127.0.0.1:\(cloudPort)"
            variables["GCE_METADATA_IP"] = "127.0.0.1:\(cloudPort)"
        }
        return variables
    }
}

extension RevisionPlan {
    /// The plan of a revision with an image that was found for it.
    init(
        _ name: RunRevisionName, _ revision: RunV2.Revision, _ image: ImageStore.Entry,
        isHealthCheckDisabled: Bool
    ) {
        self.name = name
        self.image = image
        container = revision.containers.first ?? RunV2.Container()
        account = revision.serviceAccount
        timeout = revision.timeout ?? RunRules.standardTimeout
        self.isHealthCheckDisabled = isHealthCheckDisabled
    }
}
