extension PlanBuilder {
    /// The director's roles on the project: for each kind of thing that any dataflow has, the role to manage it.
    mutating func addDirectorRoles() {
        let director = architecture.serviceManager
        let flow = director.infraDataflowName
        let resources = architecture.sortedDataflows.map(\.resources)
        let services = architecture.sortedDataflows.flatMap(\.sortedServices)
        let jobs = resources.flatMap(\.schedulerJobs)
        let needs: [(isNeeded: Bool, role: Role, reason: String)] = [
            (
                resources.contains { !$0.topics.isEmpty || !$0.subscriptions.isEmpty }, .pubsubAdmin,
                "the director manages topics and subscriptions"
            ),
            (resources.contains { !$0.buckets.isEmpty }, .storageAdmin, "the director manages buckets"),
            (
                resources.contains { !$0.datasets.isEmpty || !$0.tables.isEmpty }, .bigQueryAdmin,
                "the director manages datasets and tables"
            ),
            (
                resources.contains { !$0.firestoreDatabases.isEmpty }, .datastoreOwner,
                "the director manages Firestore databases"
            ),
            (!services.isEmpty, .serviceAccountAdmin, "the director manages the accounts of services"),
            (
                services.contains { !($0.deployment?.secretEnvironment.isEmpty ?? true) },
                .secretManagerAdmin,
                "the director grants access to secrets"
            ),
            (
                !jobs.isEmpty || services.contains { !$0.dependencies.isEmpty }, .runAdmin,
                "the director lets services and jobs call services"
            ),
            (!jobs.isEmpty, .schedulerAdmin, "the director manages scheduler jobs"),
        ]
        for need in needs where need.isNeeded {
            grant([need.role], toService: director.name, on: project, flow, need.reason)
        }
    }
}
