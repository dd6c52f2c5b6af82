import CloudCore

/// What rules of a bucket's lifecycle must be, and when they want something of an object.
///
/// Source: "Object Lifecycle Management" in the Cloud Storage documentation, and the discovery document.
enum LifecycleRules {
    /// The most rules of a bucket.
    static let maxRules = 100
    /// The most prefixes and suffixes of one rule.
    static let maxAffixes = 1_000

    /// Checks a rule.
    ///
    /// - Throws: INVALID_ARGUMENT naming the field.
    static func check(_ rule: StorageV1.LifecycleRule, _ field: String) throws(Status) {
        let condition = rule.condition ?? StorageV1.LifecycleCondition()
        guard condition != StorageV1.LifecycleCondition() else {
            throw StorageFault.invalid("\(field).condition must have at least one condition.")
        }
        try checkValues(condition, field + ".condition")
        switch rule.action?.type {
        case "Delete":
            guard rule.action?.storageClass.isEmpty == true else {
                throw StorageFault.invalid("\(field).action.storageClass is for SetStorageClass only.")
            }
        case "SetStorageClass":
            _ = try StorageClass(parsing: rule.action?.storageClass ?? "")
        case "AbortIncompleteMultipartUpload":
            var allowed = StorageV1.LifecycleCondition()
            allowed.age = condition.age
            allowed.matchesPrefix = condition.matchesPrefix
            allowed.matchesSuffix = condition.matchesSuffix
            guard condition == allowed else {
                throw StorageFault.invalid(
                    "\(field): AbortIncompleteMultipartUpload takes age, matchesPrefix and matchesSuffix only."
                )
            }
        case let other:
            throw StorageFault.invalid(
                "\(field).action.type is \"\((other ?? "").prefix(100))\"; expected Delete, SetStorageClass or "
                    + "AbortIncompleteMultipartUpload.")
        }
    }

    private static func checkValues(
        _ condition: StorageV1.LifecycleCondition, _ field: String
    ) throws(Status) {
        let counts = [
            ("age", condition.age), ("daysSinceCustomTime", condition.daysSinceCustomTime),
            ("daysSinceNoncurrentTime", condition.daysSinceNoncurrentTime),
            ("numNewerVersions", condition.numNewerVersions),
        ]
        for case (let name, let count?) in counts where count < 0 {
            throw StorageFault.invalid("\(field).\(name) is \(count), but must not be negative.")
        }
        let dates = [
            ("createdBefore", condition.createdBefore), ("customTimeBefore", condition.customTimeBefore),
            ("noncurrentTimeBefore", condition.noncurrentTimeBefore),
        ]
        for case (let name, let date?) in dates where midnight(date) == nil {
            throw StorageFault.invalid(
                "\(field).\(name) is \"\(date.prefix(100))\"; expected a day, as in 2026-11-29.")
        }
        guard condition.matchesPrefix.count + condition.matchesSuffix.count <= maxAffixes else {
            throw StorageFault.invalid("\(field) has more than \(maxAffixes) prefixes and suffixes.")
        }
        for name in condition.matchesStorageClass { _ = try StorageClass(parsing: name) }
    }

    /// The beginning of a day in UTC; nil for what is none.
    static func midnight(_ date: String) -> Timestamp? { Timestamp(rfc3339: date + "T00:00:00Z") }
}

extension StorageV1.LifecycleCondition {
    /// The earliest time at which the condition holds for a version, as long as nobody writes; nil for never.
    ///
    /// - Parameter newer: how many versions of the object are newer.
    func start(for version: StorageV1.Object, newer: Int) -> Instant? {
        let isNoncurrent = version.timeDeleted != nil
        guard isLive != isNoncurrent, Int(numNewerVersions ?? 0) <= newer, matchesName(version.name) else {
            return nil
        }
        if !matchesStorageClass.isEmpty, !matchesStorageClass.contains(version.storageClass) { return nil }
        let created = version.timeCreated ?? Timestamp(seconds: 0)
        guard Self.isBefore(created, createdBefore), Self.isBefore(version.customTime, customTimeBefore),
            Self.isBefore(version.timeDeleted, noncurrentTimeBefore)
        else { return nil }
        var start = created.instant
        let delays = [
            (age, Optional(created)), (daysSinceCustomTime, version.customTime),
            (daysSinceNoncurrentTime, version.timeDeleted),
        ]
        for case (let days?, let since) in delays {
            guard let since else { return nil }
            start = max(start, since.instant + .seconds(Int64(days) * 86_400))
        }
        // A version is noncurrent from then on, and only from then on has it newer ones.
        return max(start, version.timeDeleted?.instant ?? start)
    }

    private func matchesName(_ text: String) -> Bool {
        let name = ObjectName(text)
        return (matchesPrefix.isEmpty || matchesPrefix.contains(where: name.hasPrefix))
            && (matchesSuffix.isEmpty || matchesSuffix.contains(where: name.hasSuffix))
    }

    private static func isBefore(_ time: Timestamp?, _ date: String?) -> Bool {
        guard let date else { return true }
        guard let time, let midnight = LifecycleRules.midnight(date) else { return false }
        return time < midnight
    }
}
