/// The values that an architecture may leave out.
enum Defaults {
    /// The CPU limit of a service that names none.
    static let cpu = "1"
    /// The memory limit of a service that names none.
    static let memory = "512Mi"
    /// Appended to a job's name: the account that it calls as.
    static let jobAccountSuffix = "-sa"

    static func apply(to architecture: inout Architecture) {
        addDatasets(to: &architecture)
        let labels = architecture.labels
        let isProtected = architecture.teardownProtection
        let region = architecture.region
        architecture.updateDataflows { flow in
            flow.resources.updateCommon { common in
                common.labels.merge(labels) { own, _ in own }
                common.teardownProtection = common.teardownProtection ?? isProtected ?? false
            }
            for index in flow.resources.schedulerJobs.indices {
                let job = flow.resources.schedulerJobs[index]
                guard job.serviceAccount.isEmpty else { continue }
                flow.resources.schedulerJobs[index].serviceAccount = job.name + jobAccountSuffix
            }
            for key in flow.services.keys {
                flow.services[key]?.deployment?.fillIn(region: region)
            }
        }
        var deployment = architecture.serviceManager.deployment ?? Deployment()
        deployment.fillIn(region: region)
        architecture.serviceManager.deployment = deployment
    }

    /// Adds a dataset for each table whose dataset no dataflow declares, to the dataflow of the first such table.
    private static func addDatasets(to architecture: inout Architecture) {
        var known = Set(architecture.dataflows.values.flatMap(\.resources.datasets).map(\.name))
        let location = architecture.location
        architecture.updateDataflows { flow in
            for table in flow.resources.tables where !table.dataset.isEmpty {
                guard known.insert(table.dataset).inserted else { continue }
                var dataset = BigQueryDataset()
                dataset.name = table.dataset
                dataset.location = location
                flow.resources.datasets.append(dataset)
            }
        }
    }
}

extension Deployment {
    fileprivate mutating func fillIn(region: String) {
        if self.region.isEmpty { self.region = region }
        if cpu.isEmpty { cpu = Defaults.cpu }
        if memory.isEmpty { memory = Defaults.memory }
    }
}

extension Resources {
    /// Changes the common part of every resource of every kind.
    mutating func updateCommon(_ change: (inout ResourceCommon) -> Void) {
        for index in topics.indices { change(&topics[index].common) }
        for index in subscriptions.indices { change(&subscriptions[index].common) }
        for index in datasets.indices { change(&datasets[index].common) }
        for index in tables.indices { change(&tables[index].common) }
        for index in buckets.indices { change(&buckets[index].common) }
        for index in firestoreDatabases.indices { change(&firestoreDatabases[index].common) }
        for index in firestoreCollections.indices { change(&firestoreCollections[index].common) }
        for index in schedulerJobs.indices { change(&schedulerJobs[index].common) }
    }
}
