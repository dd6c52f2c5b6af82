import CloudCore
import GoogleCloud

extension ServiceDirector {
    /// The variable that tells a director which run started it.
    public static let runIDVariable = "RUN_ID"

    /// The program of a director for the in-process platform. It knows its architecture as one that is built
    /// from source has it embedded, and finds its channel in its variables.
    ///
    /// - Parameter patience: how long it puts up with accounts and roles that have not spread yet.
    public static func program(
        for hydrated: HydratedArchitecture, patience: PollPolicy = PollPolicy()
    ) -> ServiceProgram {
        { environment in
            let architecture = hydrated.architecture
            var configuration = Configuration(
                environment: architecture.name, runID: environment.variables[runIDVariable],
                commandSubscription: try environment.require(DirectorChannel.commandSubscriptionVariable),
                completionTopic: try environment.require(DirectorChannel.completionTopicVariable))
            configuration.patience = patience
            let director = ServiceDirector(
                configuration, architecture: architecture, pubsub: environment.clients.pubsub,
                provisioner: PubSubProvisioner(
                    pubsub: environment.clients.pubsub, project: architecture.projectID),
                policies: CloudPolicyApplier(
                    clients: environment.clients, project: architecture.projectID,
                    timeline: environment.timeline, patience: configuration.patience),
                timeline: environment.timeline, log: environment.log)
            try await director.run()
        }
    }
}
