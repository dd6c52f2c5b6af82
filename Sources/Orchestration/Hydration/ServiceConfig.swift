import CloudCore

/// What a service finds in its resources.yaml: the resources that are linked to it by the lookup method `yaml`,
/// which is the method of links that name none.
public struct ServiceConfig: Sendable, Equatable {
    /// The resources, each with its links to other services as well.
    public var resources = Resources()
    /// The lookup keys of this service, each with the resource's hydrated name.
    public var names: [String: String] = [:]

    /// The file as text; reading it gives the same resources.
    public var yaml: String { YAML.emit(resources.node) }

    /// Makes the configuration of a service, by its hydrated name. Without links it is empty.
    public init(service: String, in hydrated: HydratedArchitecture) {
        let all = hydrated.architecture.sortedDataflows.map(\.resources)
        for one in all {
            resources.topics += one.topics.filter { add(service, [$0.producerService], $0.name) }
            resources.subscriptions += one.subscriptions.filter {
                add(service, [$0.consumerService], $0.name)
            }
            resources.tables += one.tables.filter { addShared(service, $0, name: "\($0.dataset).\($0.name)") }
            resources.buckets += one.buckets.filter { addShared(service, $0, name: $0.name) }
            resources.firestoreDatabases += one.firestoreDatabases.filter {
                addShared(service, $0, name: $0.name)
            }
            resources.firestoreCollections += one.firestoreCollections.filter {
                addShared(service, $0, name: $0.name)
            }
        }
        // A table's dataset comes along, once.
        let datasets = Set(resources.tables.map(\.dataset))
        resources.datasets = all.flatMap(\.datasets).filter { datasets.contains($0.name) }
    }

    private mutating func addShared(_ service: String, _ resource: some SharedResource, name: String) -> Bool
    {
        add(service, resource.producers + resource.consumers, name)
    }

    /// Whether one of the links is this service's and by the method `yaml`; remembers its key.
    private mutating func add(_ service: String, _ links: [ServiceLink?], _ name: String) -> Bool {
        let own = links.compactMap(\.self).filter { $0.name == service && $0.lookup.method != .env }
        for link in own where !link.lookup.key.isEmpty { names[link.lookup.key] = name }
        return !own.isEmpty
    }
}
