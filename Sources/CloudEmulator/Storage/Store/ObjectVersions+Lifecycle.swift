import CloudCore

/// What the rules of a lifecycle do with the versions of one object. Versions of other objects have no part in it.
extension ObjectVersions {
    private enum Action {
        case delete
        case setClass(StorageClass)
    }

    private struct Due {
        let time: Instant
        /// The generation that it is about.
        let generation: Int64
        let action: Action

        func comes(before other: Due) -> Bool {
            guard time == other.time, generation == other.generation else { return time < other.time }
            switch (action, other.action) {
            case (.delete, .setClass): return true
            case (.setClass(let mine), .setClass(let others)): return mine > others
            case (.delete, .delete), (.setClass, .delete): return false
            }
        }
    }

    /// When a rule next wants something, as long as nobody writes; nil for never.
    func nextLifecycle(_ rules: [StorageV1.LifecycleRule]) -> Instant? {
        rules.isEmpty ? nil : due(rules)?.time
    }

    /// Does what the rules have wanted up to `now`, each at its time.
    mutating func settle(_ rules: [StorageV1.LifecycleRule], keepsVersions: Bool, until now: Instant) {
        while let due = due(rules), due.time <= now {
            switch due.action {
            case .delete: delete(due.generation, keepsVersions, at: due.time)
            case .setClass(let storageClass): change(due.generation, to: storageClass, at: due.time)
            }
        }
    }

    /// What is wanted first. Of what is wanted at once, deletion comes first, then the coldest class.
    private func due(_ rules: [StorageV1.LifecycleRule]) -> Due? {
        let all = all
        var first: Due?
        for (index, version) in all.enumerated() {
            for rule in rules {
                guard let action = Self.action(rule, version.object),
                    let start = rule.condition?.start(for: version.object, newer: all.count - 1 - index)
                else { continue }
                let due = Due(time: start, generation: version.object.generation, action: action)
                if first.map({ due.comes(before: $0) }) ?? true { first = due }
            }
        }
        return first
    }

    /// What a rule would do with a version; nil for nothing.
    private static func action(_ rule: StorageV1.LifecycleRule, _ object: StorageV1.Object) -> Action? {
        switch rule.action?.type {
        case "Delete": return .delete
        case "SetStorageClass":
            guard let wanted = StorageClass(rawValue: rule.action?.storageClass.uppercased() ?? ""),
                let present = StorageClass(rawValue: object.storageClass), present < wanted
            else { return nil }
            return .setClass(wanted)
        default: return nil
        }
    }

    /// Deletes a version: a live one becomes noncurrent where versions are kept.
    mutating func delete(_ generation: Int64, _ keepsVersions: Bool, at time: Instant) {
        guard live?.object.generation == generation else {
            noncurrent.removeAll { $0.object.generation == generation }
            return
        }
        if keepsVersions { retire(at: time) } else { live = nil }
    }

    /// Makes the live version a noncurrent one.
    mutating func retire(at time: Instant) {
        guard var version = live else { return }
        version.object.timeDeleted = Timestamp(time).wholeMilliseconds
        noncurrent.append(version)
        live = nil
    }

    private mutating func change(_ generation: Int64, to storageClass: StorageClass, at time: Instant) {
        if live?.object.generation == generation { live?.object.move(to: storageClass, at: time) }
        for index in noncurrent.indices where noncurrent[index].object.generation == generation {
            noncurrent[index].object.move(to: storageClass, at: time)
        }
    }
}

extension StorageV1.Object {
    fileprivate mutating func move(to storageClass: StorageClass, at time: Instant) {
        self.storageClass = storageClass.rawValue
        timeStorageClassUpdated = Timestamp(time).wholeMilliseconds
        touch(at: time)
    }

    /// Counts a change of what is known of the object.
    mutating func touch(at time: Instant) {
        metageneration += 1
        updated = Timestamp(time).wholeMilliseconds
        etag = StorageEtag.text(generation: generation, metageneration: metageneration)
    }
}
