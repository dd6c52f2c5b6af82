import CloudCore
import GoogleCloud

extension ServiceDirector {
    /// The variable that tells a director which run started it.
    public static let runIDVariable = "RUN_ID"

    /// The program of a director for the in-process platform. It knows its architecture as one that is built
    /// from source has it embedded, and finds its channel in its variables.
    public static func program(for hydrated: HydratedArchitecture) -> ServiceProgram {
        { environment in
            let architecture = hydrated.architecture
            let configuration = Configuration(
                environment: architecture.name, runID: environment.variables[runIDVariable],
                commandSubscription: try environment.require(DirectorChannel.commandSubscriptionVariable),
                completionTopic: try environment.require(DirectorChannel.completionTopicVariable))
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
