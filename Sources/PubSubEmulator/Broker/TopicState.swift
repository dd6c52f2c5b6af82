import CloudCore

/// A topic: its settings and the subscriptions that its messages go to.
struct TopicState: ~Copyable {
    var settings: Topic
    /// Tells it from former and later topics of the same name.
    let id: UInt64
    /// What its messages are checked against; nil for nothing.
    var schema: TopicSchema?
    /// The slots of its subscriptions, in no order; each knows its place.
    var subscriptions: ContiguousArray<Int> = []
    /// The names of its subscriptions, for listings.
    var subscriptionNames = SortedNames()
    /// The names of its snapshots, for listings.
    var snapshotNames = SortedNames()
    /// What it keeps beyond what its subscriptions hold.
    var log = TopicLog()
    /// The slots of subscriptions whose dead letter topic this is.
    var deadLetterSources: Set<Int> = []

    init(_ settings: Topic, id: UInt64) {
        self.settings = settings
        self.id = id
    }
}
