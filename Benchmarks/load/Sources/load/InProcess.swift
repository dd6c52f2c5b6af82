import PubSubEmulator

/// Calls in process, and what they cost as the state grows.
enum InProcess {
    /// Nanoseconds for publish, pull and acknowledge of one message of 1 KiB.
    static func roundTrip() throws -> Double {
        let emulator = Emulator(recordsHistory: false)
        try emulator.createTopic("topic")
        try emulator.createSubscription("subscription", topic: "topic")
        let data = [UInt8](repeating: 120, count: 1024)
        return try nanoseconds(200_000) {
            try emulator.publish([message(data)], to: "topic")
            for received in try emulator.pull("subscription", max: 1) { try received.ack() }
        }
    }

    /// The cost of an operation at each size of what is there beside it, as lines of JSON.
    static func growth() throws -> [String] {
        var lines: [String] = []
        for size in [10, 100, 1_000, 10_000, 100_000] {
            let emulator = Emulator(recordsHistory: false)
            for index in 0..<size { try emulator.createTopic("topic\(index)") }
            try lines.append(line("topics", size, publishCost(emulator, to: "topic\(size / 2)")))
        }
        for size in [1, 10, 100, 1_000, 10_000] {
            let emulator = Emulator(recordsHistory: false)
            try emulator.createTopic("topic")
            for index in 0..<size { try emulator.createSubscription("sub\(index)", topic: "topic") }
            let cost = try publishCost(emulator, to: "topic", count: max(20, 20_000 / size))
            lines.append(line("subscriptions", size, cost / Double(size)))
        }
        for size in [10_000, 100_000, 1_000_000, 10_000_000] {
            let emulator = try filled(size)
            lines.append(line("backlog", size, try cycleCost(emulator)))
        }
        for size in [1, 1_000, 1_000_000] {
            let emulator = try filled(size, keys: size)
            lines.append(line("keys", size, try cycleCost(emulator)))
        }
        for size in [1, 1_000, 1_000_000] {
            let emulator = try filled(size + 20_000)
            var outstanding: [Received] = []
            while outstanding.count < size {
                outstanding += try emulator.pull("subscription", max: min(1_000, size))
            }
            lines.append(line("outstanding", size, try cycleCost(emulator)))
        }
        return lines
    }

    private static func message(_ data: [UInt8], key: String = "") -> PubsubMessage {
        var message = PubsubMessage()
        message.data = data
        message.orderingKey = key
        return message
    }

    /// An emulator whose subscription has so many messages of one byte waiting.
    private static func filled(_ size: Int, keys: Int = 0) throws -> Emulator {
        let emulator = Emulator(recordsHistory: false)
        try emulator.createTopic("topic")
        var settings = Subscription()
        settings.name = emulator.subscriptionName("subscription")
        settings.topic = emulator.topicName("topic")
        settings.enableMessageOrdering = keys > 0
        try emulator.createSubscription(settings)
        var index = 0
        while index < size {
            let batch = (index..<min(index + 1_000, size)).map {
                message([1], key: keys > 0 ? "key\($0 % keys)" : "")
            }
            if keys > 0 {
                for one in batch { try emulator.publish([one], to: "topic") }
            } else {
                try emulator.publish(batch, to: "topic")
            }
            index += batch.count
        }
        return emulator
    }

    private static func publishCost(_ emulator: Emulator, to topic: String, count: Int = 20_000) throws
        -> Double
    {
        let one = message([1])
        return try nanoseconds(count) { try emulator.publish([one], to: topic) }
    }

    /// Publish, pull and acknowledge of one message.
    private static func cycleCost(_ emulator: Emulator) throws -> Double {
        let one = message([1])
        return try nanoseconds(10_000) {
            try emulator.publish([one], to: "topic")
            for received in try emulator.pull("subscription", max: 1) { try received.ack() }
        }
    }

    /// The fastest of three runs: neighbours only ever make it slower.
    private static func nanoseconds(_ count: Int, _ body: () throws -> Void) throws -> Double {
        var best = Double.infinity
        for _ in 0..<3 {
            let start = Stopwatch.now
            for _ in 0..<count { try body() }
            best = min(best, (Stopwatch.now - start) / Double(count) * 1e9)
        }
        return best
    }

    private static func line(_ what: String, _ size: Int, _ nanoseconds: Double) -> String {
        #"{"what": "\#(what)", "size": \#(size), "nanoseconds": \#(nanoseconds)}"#
    }
}
