import CloudCore

/// Gives every resource of a test run its own name and follows every reference to it.
///
/// External topics, Firestore databases and collections, secrets and accounts of other projects keep their
/// names: the run does not own them. Dataflows keep theirs as well (they exist in no cloud), except the
/// director's own, which is named after the director.
struct Renaming {
    let names: TestNames
    let project: String
    private var map = NameMap()

    init(names: TestNames, project: String) {
        self.names = names
        self.project = project
    }

    /// Renames in place and answers what became of each name.
    ///
    /// Throws INVALID_ARGUMENT if two names became one.
    static func apply(to architecture: inout Architecture, names: TestNames) throws(Status) -> NameMap {
        var renaming = Renaming(names: names, project: architecture.projectID)
        try renaming.collect(architecture)
        renaming.rename(&architecture)
        return renaming.map
    }

    private mutating func collect(_ architecture: Architecture) throws(Status) {
        var taken: [NameKind: [String: String]] = [:]
        for (kind, name) in ownNames(of: architecture) {
            let renamed = names.rename(name, as: kind)
            if let other = taken[kind]?[renamed], other != name {
                throw Status(
                    .invalidArgument,
                    "\(kind.rawValue) names \"\(other)\" and \"\(name)\" both become \"\(renamed)\" in run "
                        + "\"\(names.runID)\": shorten one of them")
            }
            taken[kind, default: [:]][renamed] = name
            map.set(kind, name, to: renamed)
        }
    }

    /// Every name that the run owns, in a fixed order.
    private func ownNames(of architecture: Architecture) -> [(NameKind, String)] {
        var found: [(NameKind, String)] = architecture.allServices.map { (.service, $0.name) }
        for use in architecture.accountUses {
            let account = ServiceAccountName(use.account)
            if account.belongs(to: project) { found.append((.serviceAccount, account.id)) }
        }
        for flow in architecture.sortedDataflows {
            let resources = flow.resources
            found += resources.topics.map { (.topic, $0.name) }
            found += resources.subscriptions.map { (.subscription, $0.name) }
            found += resources.buckets.map { (.bucket, $0.name) }
            found += resources.datasets.map { (.dataset, $0.name) }
            found += resources.tables.map { (.table, $0.name) }
            found += resources.schedulerJobs.map { (.schedulerJob, $0.name) }
        }
        return found
    }

    private func rename(_ architecture: inout Architecture) {
        let oldInfra = architecture.serviceManager.infraDataflowName
        rename(&architecture.serviceManager.service)
        architecture.serviceManager.commandTopic.name =
            map.hydrated(.topic, architecture.serviceManager.commandTopic.name)
        architecture.serviceManager.completionTopic.name =
            map.hydrated(.topic, architecture.serviceManager.completionTopic.name)
        architecture.updateDataflows { flow in
            var services: [String: Service] = [:]
            for var service in flow.services.values {
                rename(&service)
                services[service.name] = service
            }
            flow.services = services
            rename(&flow.resources)
        }
        if var infra = architecture.dataflows.removeValue(forKey: oldInfra) {
            infra.name = architecture.serviceManager.infraDataflowName
            architecture.dataflows[infra.name] = infra
        }
    }

    private func rename(_ service: inout Service) {
        service.name = map.hydrated(.service, service.name)
        service.serviceAccount = account(service.serviceAccount)
        service.dependencies = service.dependencies.map { map.hydrated(.service, $0) }
    }

    /// An email of the project keeps its domain and gets another local part; one of elsewhere stays.
    private func account(_ written: String) -> String {
        let name = ServiceAccountName(written)
        guard name.belongs(to: project) else { return written }
        let renamed = map.hydrated(.serviceAccount, name.id)
        return name.isEmail ? renamed + ServiceAccountName.domain(of: project) : renamed
    }

    private func rename(_ resources: inout Resources) {
        for index in resources.topics.indices {
            rename(&resources.topics[index], .topic)
            rename(&resources.topics[index].producerService)
        }
        for index in resources.subscriptions.indices {
            rename(&resources.subscriptions[index], .subscription)
            rename(&resources.subscriptions[index].consumerService)
            guard !resources.subscriptions[index].hasExternalTopic else { continue }
            resources.subscriptions[index].topic = map.hydrated(.topic, resources.subscriptions[index].topic)
        }
        for index in resources.datasets.indices { rename(&resources.datasets[index], .dataset) }
        for index in resources.tables.indices {
            renameShared(&resources.tables[index], .table)
            resources.tables[index].dataset = map.hydrated(.dataset, resources.tables[index].dataset)
        }
        for index in resources.buckets.indices { renameShared(&resources.buckets[index], .bucket) }
        for index in resources.firestoreDatabases.indices {
            renameShared(&resources.firestoreDatabases[index], nil)
        }
        for index in resources.firestoreCollections.indices {
            renameShared(&resources.firestoreCollections[index], nil)
        }
        for index in resources.schedulerJobs.indices {
            rename(&resources.schedulerJobs[index], .schedulerJob)
            let job = resources.schedulerJobs[index]
            resources.schedulerJobs[index].targetService = map.hydrated(.service, job.targetService)
            resources.schedulerJobs[index].serviceAccount = account(job.serviceAccount)
        }
    }

    /// Renames the resource itself, unless `kind` is nil, and the grantees of its access policy.
    private func rename(_ resource: inout some Resource, _ kind: NameKind?) {
        if let kind { resource.name = map.hydrated(kind, resource.name) }
        for index in resource.accessPolicy.indices {
            let grant = resource.accessPolicy[index]
            resource.accessPolicy[index].name =
                grant.type == .serviceAccount ? account(grant.name) : map.hydrated(.service, grant.name)
        }
    }

    private func renameShared(_ resource: inout some SharedResource, _ kind: NameKind?) {
        rename(&resource, kind)
        for index in resource.producers.indices {
            resource.producers[index].name = map.hydrated(.service, resource.producers[index].name)
        }
        for index in resource.consumers.indices {
            resource.consumers[index].name = map.hydrated(.service, resource.consumers[index].name)
        }
    }

    private func rename(_ link: inout ServiceLink?) {
        guard let name = link?.name else { return }
        link?.name = map.hydrated(.service, name)
    }
}
