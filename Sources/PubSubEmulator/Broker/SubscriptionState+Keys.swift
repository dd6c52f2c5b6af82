import CloudCore

/// Which consumer a key's messages may go to ("Order messages" in the Pub/Sub documentation).
///
/// Messages of a key that are outstanding with a stream bring the later ones to that same stream, in order. A Pull
/// has one batch of a key outstanding, and nobody gets more of it until that is done with. A key of which nothing
/// is outstanding goes to the stream that had it last if that is ready, else to whoever is next.
extension SubscriptionState {
    /// Puts a key where its next messages are taken from, and forgets it when it holds none.
    mutating func settleKey(_ key: Int32, _ context: inout DeliveryContext) {
        let queue = queue(of: key, context)
        if queue != keys[key].queue {
            leaveQueue(key, &context)
            if queue == .held {
                hold(key, &context)
            } else {
                keys.enter(queue, key)
            }
        }
        if keys[key].isEmpty { keys.remove(key) }
    }

    private func queue(of key: Int32, _ context: borrowing DeliveryContext) -> OrderingKey.Queue {
        let first = keys[key].firstReturned
        let hasNext =
            first == SlotList.none ? !keys[key].waiting.isEmpty : leases[first].lane == SlotList.none
        guard hasNext else { return .none }
        let isRaw = first == SlotList.none ? hasTransforms : leases[first].isRaw
        guard keys[key].isOutstanding else { return isRaw ? .raw : .shared }
        // What is with the transforms, or has yet to go there, holds back all that is behind it.
        if isRaw || leases[keys[key].slots.head].isRaw { return .none }
        let holder = keys[key].holder
        guard context.consumers.contains(holder) else { return .none }
        return context.consumers[holder.index].takesOneOfKey ? .none : .held
    }

    private mutating func hold(_ key: Int32, _ context: inout DeliveryContext) {
        let index = keys[key].holder.index
        let wasEmpty = context.consumers[index].keys.isEmpty
        keys.enter(key, queueOfHolder: &context.consumers[index].keys)
        if wasEmpty { context.consumers.replace(index, &readyConsumers) }
    }

    private mutating func leaveQueue(_ key: Int32, _ context: inout DeliveryContext) {
        guard keys[key].queue == .held else { return keys.leave(key) }
        // A holder that goes takes its queue with it, so this one is there.
        let index = keys[key].holder.index
        keys.leave(key, queueOfHolder: &context.consumers[index].keys)
        if context.consumers[index].keys.isEmpty { context.consumers.replace(index, &readyConsumers) }
    }

    /// Gives the messages that have come for holders of their keys to these.
    @inline(__always) mutating func settleArrivals(_ context: inout DeliveryContext) {
        while let key = keys.arrived.first { settleKey(key, &context) }
    }

    /// Dissolves the queue of a consumer that goes: what it has of these keys is outstanding, so the rest waits.
    mutating func releaseKeys(ofConsumer index: Int32, _ context: inout DeliveryContext) {
        while let key = context.consumers[index].keys.first {
            keys.leave(key, queueOfHolder: &context.consumers[index].keys)
            keys[key].holder = .none
        }
    }

    /// The ready consumer that had messages of the next key last, and that key: it is preferred, because a key stays
    /// with its consumer while it can.
    func formerHolder(_ context: borrowing DeliveryContext) -> (consumer: Int32, key: Int32)? {
        guard let key = keys.ready.first else { return nil }
        let holder = keys[key].holder
        guard holder != .none, context.consumers.contains(holder), context.consumers[holder.index].isReady
        else {
            return nil
        }
        return (holder.index, key)
    }
}
