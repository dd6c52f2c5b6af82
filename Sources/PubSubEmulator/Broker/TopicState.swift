import CloudCore

/// A topic: its settings and the subscriptions that its messages go to.
struct TopicState: ~Copyable {
    var settings: Topic
    /// The slots of its subscriptions, in no order; each knows its place.
    var subscriptions: ContiguousArray<Int> = []
    /// The names of its subscriptions, for listings.
    var subscriptionNames = SortedNames()

    init(_ settings: Topic) { self.settings = settings }
}
