/// Load on a served emulator.
struct Served {
    let port: UInt16
    /// The server's process id, whose CPU time is told.
    let process: Int32
    /// The topic and the subscription of this measurement.
    let topic: String
    let subscription: String

    init(port: UInt16, process: Int32, measurement: String) {
        self.port = port
        self.process = process
        topic = "projects/bench/topics/load-\(measurement)"
        subscription = "projects/bench/subscriptions/load-\(measurement)"
    }

    /// Makes the topic and its subscription.
    func create() {
        var client = GRPCClient(port: port)
        _ = client.call("Publisher/CreateTopic", field(1, topic))
        _ = client.call("Subscriber/CreateSubscription", field(1, subscription) + field(2, topic))
    }

    /// Publishes so many messages of 1 KiB, fifty a call, which fit the window that a server opens with.
    func fill(_ count: Int) {
        var client = GRPCClient(port: port)
        let message = field(2, field(1, [UInt8](repeating: 120, count: 1024)))
        let request = field(1, topic) + [[UInt8]](repeating: message, count: 50).flatMap { $0 }
        client.run("Publisher/Publish", count / 50, atOnce: 20) { _ in
            request
        } answer: { _ in
        }
    }

    /// One stream takes `count` messages that wait, and acknowledges each.
    func drain(_ count: Int) -> String {
        fill(count)
        let watch = Stopwatch(process: process)
        var client = GRPCClient(port: port)
        let open = field(1, subscription) + field(5, 60)
        let stream = client.begin(
            "/google.pubsub.v1.Subscriber/StreamingPull", open, staysOpen: true)
        var acknowledged = 0
        var waiting: [UInt8] = []
        while acknowledged < count {
            client.next { event in
                guard case .message(_, let response) = event else { fail("the stream ended") }
                let ids = ackIDs(in: response)
                acknowledged += ids.count
                for id in ids { waiting += field(2, id) }
            }
            if !waiting.isEmpty, client.hasRoom(for: waiting.count, on: stream) {
                client.send(waiting, on: stream)
                waiting = []
            }
        }
        client.flush()
        return watch.report(count: acknowledged)
    }

    /// Acknowledges `count` messages, a hundred a call.
    func acknowledge(_ count: Int) -> String {
        fill(count)
        var client = GRPCClient(port: port)
        var requests: [[UInt8]] = []
        let pull = field(1, subscription) + field(3, 100)
        client.run("Subscriber/Pull", count / 100, atOnce: 20) { _ in
            pull
        } answer: { response in
            requests.append(ackIDs(in: response).reduce(field(1, subscription)) { $0 + field(2, $1) })
        }
        let watch = Stopwatch(process: process)
        client.run("Subscriber/Acknowledge", requests.count, atOnce: 100) {
            requests[$0]
        } answer: { _ in
        }
        return watch.report(count: count)
    }

    /// Pulls `count` messages, a hundred a call.
    func pull(_ count: Int) -> String {
        fill(count)
        var client = GRPCClient(port: port)
        let pull = field(1, subscription) + field(3, 100)
        let watch = Stopwatch(process: process)
        client.run("Subscriber/Pull", count / 100, atOnce: 20) { _ in
            pull
        } answer: { _ in
        }
        return watch.report(count: count)
    }

    /// The time of a Pull of one message, of so many that wait.
    func pullOne(_ count: Int) -> String {
        fill(count)
        var client = GRPCClient(port: port)
        let pull = field(1, subscription) + field(3, 1)
        var times: [Double] = []
        for _ in 0..<2000 {
            let start = Stopwatch.now
            _ = client.call("Subscriber/Pull", pull)
            times.append((Stopwatch.now - start) * 1e3)
        }
        times.sort()
        return #"{"count": \#(count), "median_ms": \#(times[1000])}"#
    }

    /// The times from sending a Publish until its message has come on an open stream, in order, as milliseconds.
    func latency(_ count: Int) -> String {
        var receiver = GRPCClient(port: port)
        var publisher = GRPCClient(port: port)
        let stream = receiver.begin(
            "/google.pubsub.v1.Subscriber/StreamingPull", field(1, subscription) + field(5, 60),
            staysOpen: true)
        let publish =
            field(1, topic) + field(2, field(1, [UInt8](repeating: 120, count: 1024)))
        var times: [Double] = []
        for _ in 0..<count {
            let start = Stopwatch.now
            _ = publisher.begin("/google.pubsub.v1.Publisher/Publish", publish)
            publisher.flush()
            var acks: [UInt8] = []
            receiver.next { event in
                guard case .message(_, let response) = event else { fail("the stream ended") }
                for id in ackIDs(in: response) { acks += field(2, id) }
            }
            times.append((Stopwatch.now - start) * 1e3)
            receiver.send(acks, on: stream)
            receiver.flush()
            publisher.finishOne()
        }
        times.sort()
        return
            #"{"count": \#(count), "median_ms": \#(times[count / 2]), "p99_ms": \#(times[count * 99 / 100])}"#
    }
}

extension GRPCClient {
    /// Makes one call.
    mutating func call(_ method: String, _ request: [UInt8]) -> [UInt8] {
        var answer: [UInt8] = []
        run(method, 1, atOnce: 1) { _ in
            request
        } answer: {
            answer = $0
        }
        return answer
    }

    /// Makes `count` calls, so many at once, all of which must succeed.
    mutating func run(
        _ method: String, _ count: Int, atOnce: Int, request: (Int) -> [UInt8], answer: ([UInt8]) -> Void
    ) {
        var begun = 0
        var ended = 0
        while ended < count {
            while begun < count, begun - ended < atOnce {
                let message = request(begun)
                guard hasRoom(for: message.count) else { break }
                _ = begin("/google.pubsub.v1." + method, message)
                begun += 1
            }
            next { event in
                switch event {
                case .message(_, let bytes): answer(bytes)
                case .end(_, let succeeded):
                    guard succeeded else { fail("\(method) failed") }
                    ended += 1
                }
            }
        }
    }

    /// Waits until the call under way has ended.
    mutating func finishOne() {
        var isEnded = false
        while !isEnded {
            next { event in
                if case .end(_, let succeeded) = event {
                    guard succeeded else { fail("a call failed") }
                    isEnded = true
                }
            }
        }
    }
}
