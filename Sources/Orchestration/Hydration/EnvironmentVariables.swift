import CloudCore

/// The variables through which services learn the names of the resources that they are linked to.
enum EnvironmentVariables {
    /// A variable of a service whose value is the name of a resource. All names are as the user wrote them.
    struct Variable: Equatable {
        var service: String
        var name: String
        var kind: NameKind
        var resource: String
    }

    /// Set by hydration in every service, whatever the user wrote for them.
    static let reserved = ["DATAFLOW_NAME", "PROJECT_ID", "SERVICE_NAME"]

    /// The variables of an architecture, in the order of dataflows and resources.
    ///
    /// Throws INVALID_ARGUMENT if one variable of a service would have to name two resources.
    static func plan(for architecture: Architecture) throws(Status) -> [Variable] {
        var planned: [Variable] = []
        var seen: [[String]: Variable] = [:]
        for variable in architecture.sortedDataflows.flatMap({ variables(of: $0.resources) }) {
            if let other = seen.updateValue(variable, forKey: [variable.service, variable.name]) {
                guard other == variable else { throw Status(.invalidArgument, clash(other, variable)) }
            } else {
                planned.append(variable)
            }
        }
        return planned
    }

    static func clash(_ one: Variable, _ other: Variable) -> String {
        "service \"\(one.service)\" would get the variable \(one.name) twice, for \(one.kind.rawValue) "
            + "\"\(one.resource)\" and \(other.kind.rawValue) \"\(other.resource)\": give one of the links "
            + "another lookup.key"
    }

    /// Sets the planned variables and the reserved ones; values are hydrated names.
    static func set(
        _ variables: [Variable], in architecture: inout Architecture, names: NameMap,
        commandSubscription: String
    ) {
        let project = architecture.projectID
        var values: [String: [String: String]] = [:]
        for variable in variables {
            let service = names.hydrated(.service, variable.service)
            values[service, default: [:]][variable.name] = names.hydrated(variable.kind, variable.resource)
        }
        architecture.updateDataflows { flow in
            for key in flow.services.keys {
                var own = values[key] ?? [:]
                own["PROJECT_ID"] = project
                own["SERVICE_NAME"] = key
                own["DATAFLOW_NAME"] = flow.name
                flow.services[key]?.deployment?.environment.merge(own) { _, new in new }
            }
        }
        let director = architecture.serviceManager.name
        var own = values[director] ?? [:]
        own["PROJECT_ID"] = project
        own["SERVICE_NAME"] = director
        own["DATAFLOW_NAME"] = DirectorChannel.dataflowName
        own[DirectorChannel.commandTopicVariable] = architecture.serviceManager.commandTopic.name
        own[DirectorChannel.completionTopicVariable] = architecture.serviceManager.completionTopic.name
        own[DirectorChannel.commandSubscriptionVariable] = names.hydrated(.subscription, commandSubscription)
        architecture.serviceManager.deployment?.environment.merge(own) { _, new in new }
    }

    /// The variables of the links whose method is `env`.
    static func variables(of resources: Resources) -> [Variable] {
        var found: [Variable] = []
        func add(_ link: ServiceLink?, _ kind: NameKind, _ resource: String, _ suffix: String) {
            guard let link, link.lookup.method == .env else { return }
            let name = link.lookup.key.isEmpty ? defaultName(resource, suffix) : link.lookup.key
            found.append(Variable(service: link.name, name: name, kind: kind, resource: resource))
        }
        for topic in resources.topics { add(topic.producerService, .topic, topic.name, "_TOPIC_ID") }
        for subscription in resources.subscriptions {
            add(subscription.consumerService, .subscription, subscription.name, "_SUB_ID")
        }
        func addShared(_ list: [some SharedResource], _ kind: NameKind, _ noun: String) {
            for resource in list {
                for link in resource.producers { add(link, kind, resource.name, "_WRITE_" + noun) }
                for link in resource.consumers { add(link, kind, resource.name, "_READ_" + noun) }
            }
        }
        addShared(resources.tables, .table, "TABLE")
        addShared(resources.buckets, .bucket, "BUCKET")
        addShared(resources.firestoreCollections, .collection, "COLLECTION")
        return found
    }

    /// `raw-events` with `_TOPIC_ID` is `RAW_EVENTS_TOPIC_ID`; what a variable's name cannot hold becomes `_`.
    static func defaultName(_ resource: String, _ suffix: String) -> String {
        let letters = resource.uppercased().utf8.map { byte -> Character in
            let isWord = (0x41...0x5a).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x5f
            return isWord ? Character(UnicodeScalar(byte)) : "_"
        }
        return String(letters) + suffix
    }
}
