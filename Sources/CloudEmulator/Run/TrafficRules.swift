import CloudCore

/// How requests are divided over the revisions of a service (`google/cloud/run/v2/traffic_target.proto`).
enum TrafficRules {
    static let field = "service.traffic"
    /// The most tags of a service ("Cloud Run quotas and limits").
    static let maxTags = 2_000

    /// Checks the targets by themselves.
    ///
    /// - Throws: INVALID_ARGUMENT.
    static func check(_ traffic: [RunV2.TrafficTarget]) throws(Status) {
        var tags: Set<String> = []
        for (index, target) in traffic.enumerated() {
            let place = "\(field)[\(index)]"
            switch target.type {
            case .latest:
                guard target.revision.isEmpty else {
                    throw RunRules.refusal(place + ".revision", "must be empty for the latest revision.")
                }
            case .revision:
                guard !target.revision.isEmpty else {
                    throw RunRules.refusal(place + ".revision", "is missing.")
                }
            default: throw RunRules.refusal(place + ".type", "must be LATEST or REVISION.")
            }
            guard (0...100).contains(target.percent) else {
                throw RunRules.refusal(place + ".percent", "is \(target.percent); expected 0 to 100.")
            }
            guard !target.tag.isEmpty else { continue }
            guard Identifier.isLabel(target.tag), target.tag.utf8.count <= 46,
                tags.insert(target.tag).inserted
            else {
                throw RunRules.refusal(
                    place + ".tag",
                    "is \"\(target.tag.prefix(100))\"; expected lowercase letters, digits and hyphens, each tag once."
                )
            }
        }
        let sum = traffic.reduce(0) { $0 + Int($1.percent) }
        guard sum == 100 else {
            throw RunRules.refusal(field, "adds up to \(sum) percent, but must add up to 100.")
        }
        guard tags.count <= maxTags else { throw RunRules.refusal(field, "has more than \(maxTags) tags.") }
    }

    /// Refuses targets whose revisions do not exist, nor will.
    static func check(
        _ traffic: [RunV2.TrafficTarget], revisions: some Collection<String>
    ) throws(Status) {
        for (index, target) in traffic.enumerated() where target.type == .revision {
            guard revisions.contains(target.revision) else {
                throw RunRules.refusal(
                    "\(field)[\(index)].revision",
                    "\"\(target.revision.prefix(100))\" is no revision of the service.")
            }
        }
    }
}
