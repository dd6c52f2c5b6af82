/// The kinds of names that a test run makes its own, each with Google's rule for its spelling.
public enum NameKind: String, Sendable, Hashable, CaseIterable {
    /// A Cloud Run service.
    case service
    /// A service account, by id.
    case serviceAccount
    /// A Pub/Sub topic.
    case topic
    /// A Pub/Sub subscription.
    case subscription
    /// A Cloud Storage bucket.
    case bucket
    /// A BigQuery dataset.
    case dataset
    /// A BigQuery table.
    case table
    /// A Cloud Scheduler job.
    case schedulerJob
    /// A Firestore collection, which keeps its name: it lives in a database that tests share.
    case collection
}

/// What became of each name of an architecture in hydration: original to hydrated, by kind.
public struct NameMap: Sendable, Equatable {
    private var names: [NameKind: [String: String]] = [:]

    /// Makes a map in which every name stays as it is.
    public init() {}

    /// The hydrated name; a name that was not renamed is its own.
    public func hydrated(_ kind: NameKind, _ original: String) -> String {
        names[kind]?[original] ?? original
    }

    /// The renamed names of a kind, original to hydrated.
    public func renamed(_ kind: NameKind) -> [String: String] { names[kind] ?? [:] }

    mutating func set(_ kind: NameKind, _ original: String, to hydrated: String) {
        names[kind, default: [:]][original] = hydrated
    }
}
