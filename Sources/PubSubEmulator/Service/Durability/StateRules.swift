import CloudCore

/// What may be imported: names and settings have to be such as could have been created, and defaults are filled in.
enum StateRules {
    /// The state as it is taken over.
    ///
    /// - Throws: INVALID_ARGUMENT or UNIMPLEMENTED, naming the resource.
    static func complete(_ state: EmulatorState, _ outlets: Outlets) throws(Status) -> EmulatorState {
        var state = state
        for index in state.schemas.indices {
            try ResourceNames.check(state.schemas[index].name, .schemas, field: "schemas.name")
        }
        for index in state.topics.indices {
            guard let settings = state.topics[index].settings else { continue }
            try ResourceNames.check(settings.name, .topics, field: "topics.settings.name")
            state.topics[index].settings = try about(settings.name) { () throws(Status) in
                try Settings.complete(settings)
            }
        }
        for index in state.subscriptions.indices {
            guard let settings = state.subscriptions[index].settings else { continue }
            try ResourceNames.check(settings.name, .subscriptions, field: "subscriptions.settings.name")
            state.subscriptions[index].settings = try about(settings.name) { () throws(Status) in
                let settings = try Settings.complete(settings)
                try outlets.check(settings)
                return settings
            }
        }
        for index in state.snapshots.indices {
            guard let settings = state.snapshots[index].settings else { continue }
            try ResourceNames.check(settings.name, .snapshots, field: "snapshots.settings.name")
            try about(settings.name) { () throws(Status) in try Settings.checkLabels(settings.labels) }
        }
        try checkPolicies(state)
        return state
    }

    private static func checkPolicies(_ state: EmulatorState) throws(Status) {
        var names = Set(state.topics.compactMap(\.settings?.name))
        names.formUnion(state.subscriptions.compactMap(\.settings?.name))
        names.formUnion(state.snapshots.compactMap(\.settings?.name))
        names.formUnion(state.schemas.map(\.name))
        for policy in state.policies where !names.contains(policy.resource) {
            throw Status(
                .invalidArgument,
                "Invalid state: policies: there is no resource \"\(policy.resource.prefix(300))\".")
        }
    }

    private static func about<R>(_ name: String, _ body: () throws(Status) -> R) throws(Status) -> R {
        do throws(Status) {
            return try body()
        } catch {
            throw Status(error.code, "Invalid state: \(name): \(error.message)", details: error.details)
        }
    }
}
