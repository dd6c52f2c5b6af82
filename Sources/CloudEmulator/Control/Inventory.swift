import CloudCore
import PubSubEmulator

/// What exists, by kind and name: what leak checks and comparisons look at.
struct Inventory: Sendable {
    /// The things of a kind.
    private(set) var kinds: [(kind: String, items: [(name: String, value: JSON)])] = []

    /// Adds the things of a kind.
    mutating func add(_ kind: String, _ items: [(name: String, value: JSON)]) {
        kinds.append((kind, items.sorted { $0.name < $1.name }))
    }

    /// Adds messages of a kind.
    mutating func add<M: Message>(_ kind: String, _ messages: [M], _ name: (M) -> String) {
        add(kind, messages.map { (name($0), $0.protoJSON) })
    }

    /// The names of everything, by kind.
    var names: [String: Set<String>] {
        Dictionary(uniqueKeysWithValues: kinds.map { ($0.kind, Set($0.items.map(\.name))) })
    }

    /// The inventory as a document has it: under each kind a list of things with their names.
    var json: JSON {
        .object(
            JSONObject(
                distinct: kinds.map { kind, items in
                    (
                        kind,
                        .array(
                            items.map { name, value in
                                var object: JSONObject = ["name": .string(name)]
                                for (key, value) in value.objectValue ?? [:] where key != "name" {
                                    object[key] = value
                                }
                                return .object(object)
                            })
                    )
                }))
    }
}

extension ControlPlane {
    /// What exists at an instant, apart from what every project has: each store has a line.
    func inventory(at now: Instant) -> Inventory {
        var plane = self
        plane.settle(at: now)
        plane.storage.settleLifecycles(until: now)
        var inventory = Inventory()
        inventory.add("serviceAccounts", plane.accounts.all, \.name)
        inventory.add("serviceAccountKeys", plane.userKeys, \.name)
        inventory.add("bindings", plane.bindings)
        inventory.add("buckets", plane.storage.buckets, \.name)
        inventory.add("builds", plane.builds.all.filter { !$0.hasEnded }.map(\.build), \.name)
        inventory.add("disabledServices", plane.services.disabled.map { (name: $0, value: [:]) })
        inventory.add("objects", plane.storage.versions.map { ($0.name, $0.object.protoJSON) })
        inventory.add("secrets", plane.secrets.all, \.name)
        inventory.add("secretVersions", plane.secrets.versions)
        inventory.add("images", plane.images.inventory)
        inventory.add("jobs", plane.jobs.entries.values.map(\.job), \.name)
        inventory.add("operations", plane.operations.unfinished(at: now), \.name)
        inventory.add("repositories", plane.repositories.all(at: now), \.name)
        inventory.add("roles", plane.roles.all(at: now), \.name)
        inventory.add("databases", plane.firestore.entries.values.map(\.database), \.name)
        inventory.add("datasets", plane.datasets)
        inventory.add("tables", plane.tables)
        inventory.add("services", plane.run.all.map(\.entry.service), \.name)
        inventory.add("revisions", plane.run.all.flatMap(\.entry.revisions.values).map(\.message), \.name)
        return inventory
    }

    /// The grants of all policies, but for the owner's of the project.
    private var bindings: [(name: String, value: JSON)] {
        policies.resources.filter { !$0.hasSuffix(BuildLogPlace.ownSuffix) }.flatMap { resource in
            policies.latest(of: resource).bindings.flatMap { binding in
                binding.members.compactMap { member -> (name: String, value: JSON)? in
                    let isFirst = resource == project.name && binding.role == "roles/owner"
                    if isFirst, member == "user:\(owner)" { return nil }
                    let condition = binding.condition.map { " if \($0.expression)" } ?? ""
                    return ("\(binding.role) on \(resource) to \(member)\(condition)", [:])
                }
            }
        }
    }
}
