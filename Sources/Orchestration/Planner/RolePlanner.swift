import CloudCore

/// Derives every role that an architecture needs from its links: a pure function.
///
/// It plans for all kinds of resources; whoever applies the plan decides what its cloud can do. Links may
/// cross dataflows: a binding belongs to the dataflow that declares the resource, since only there is it known
/// when the resource exists.
public enum RolePlanner {
    /// The plan of an architecture, best hydrated, since bindings name the resources as it does.
    public static func plan(_ architecture: Architecture) -> IAMPlan {
        var builder = PlanBuilder(architecture)
        builder.addDirectorRoles()
        for flow in architecture.sortedDataflows {
            builder.addServiceRoles(of: flow)
            builder.addPubSubRoles(of: flow)
            builder.addDataRoles(of: flow)
            builder.addSchedulerRoles(of: flow)
        }
        return IAMPlan(builder.bindings)
    }

    /// The plan of a hydrated architecture.
    public static func plan(_ hydrated: HydratedArchitecture) -> IAMPlan { plan(hydrated.architecture) }
}

/// Collects bindings and knows where each thing of the architecture lives.
struct PlanBuilder {
    let architecture: Architecture
    private(set) var bindings: [IAMBinding] = []
    private let services: [String: (service: Service, dataflow: String)]
    private let topicOwners: [String: String]

    init(_ architecture: Architecture) {
        self.architecture = architecture
        var services: [String: (service: Service, dataflow: String)] = [:]
        var topicOwners: [String: String] = [:]
        for flow in architecture.sortedDataflows {
            for service in flow.sortedServices { services[service.name] = (service, flow.name) }
            for topic in flow.resources.topics where topicOwners[topic.name] == nil {
                topicOwners[topic.name] = flow.name
            }
        }
        let director = architecture.serviceManager
        services[director.name] = (director.service, director.infraDataflowName)
        self.services = services
        self.topicOwners = topicOwners
    }

    var project: IAMResource { .project(architecture.projectID) }

    /// The dataflow that owns a service.
    func dataflow(ofService name: String) -> String? { services[name]?.dataflow }

    /// The dataflow that declares a topic.
    func dataflow(ofTopic name: String) -> String? { topicOwners[name] }

    /// A Cloud Run service where it is deployed: in its own region, or else the architecture's.
    func cloudRun(_ service: String) -> IAMResource {
        let region = services[service]?.service.deployment?.region ?? ""
        return .cloudRunService(service, region: region.isEmpty ? architecture.region : region)
    }

    func email(_ account: String) -> String {
        ServiceAccountName(account).email(project: architecture.projectID)
    }

    /// The email of a service's account; nil if there is no such service or it has no account.
    func email(ofService name: String) -> String? {
        guard let account = services[name]?.service.serviceAccount, !account.isEmpty else { return nil }
        return email(account)
    }

    mutating func add(
        _ role: Role, to email: String, on resource: IAMResource, _ dataflow: String, _ reason: String
    ) {
        bindings.append(
            IAMBinding(
                serviceAccount: email, resource: resource, role: role.rawValue, reason: reason,
                dataflow: dataflow))
    }

    /// Grants to a service; a link to a service that does not exist grants nothing (validation refuses it).
    mutating func grant(
        _ roles: [Role], toService name: String, on resource: IAMResource, _ dataflow: String,
        _ reason: String
    ) {
        guard let email = email(ofService: name) else { return }
        for role in roles { add(role, to: email, on: resource, dataflow, reason) }
    }

    /// Grants what an access policy says.
    mutating func grant(_ policy: [AccessGrant], on resource: IAMResource, _ dataflow: String, _ noun: String)
    {
        for entry in policy {
            let account = entry.type == .serviceAccount ? email(entry.name) : email(ofService: entry.name)
            guard let account, !entry.role.isEmpty else { continue }
            add(
                Role(rawValue: entry.role), to: account, on: resource, dataflow,
                "iam_access_policy of \(noun)")
        }
    }
}
