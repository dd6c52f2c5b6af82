import CloudCore

/// Where a resource is, as far as its name tells.
enum ResourceLocation {
    /// The location in a name or a path, for example of `projects/p/locations/europe-west1/services/s`; nil for a
    /// resource that is in none.
    static func named(_ text: String) -> String? {
        let parts = text.split(separator: "/")
        guard let index = parts.firstIndex(where: { $0 == "locations" || $0 == "regions" }) else {
            return nil
        }
        let place = parts.index(after: index)
        guard place < parts.endIndex else { return nil }
        return String(parts[place].prefix { $0 != ":" && $0 != "?" })
    }
}

extension ControlPlane {
    /// Where a resource is, given by its name or the path of a request; nil for one that is in no location. Stores
    /// whose resources do not name it have a line here.
    func location(of resource: String) -> String? {
        if let location = ResourceLocation.named(resource) { return location }
        let parts = resource.split(separator: "/")
        guard parts.count >= 4, parts[0] == "projects", project.isNamed(parts[1]) else { return nil }
        let id = String(parts[3])
        switch parts[2] {
        case "databases": return firestore[id]?.database.locationID
        case "datasets": return bigQuery.dataset(id)?.dataset.location
        default: return nil
        }
    }
}
