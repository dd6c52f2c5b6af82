import CloudCore
import Testing

@testable import PubSubEmulator

/// Listings in pages.
struct ListTests {
    let emulator = Emulator(timeline: VirtualTimeline())

    init() throws {
        for index in (0..<600).shuffled() { try emulator.createTopic("topic\(1_000 + index)") }
        try emulator.createTopic("projects/other/topics/aaa")
        try emulator.createTopic("projects/test-project2/topics/aaa")
    }

    func page(_ token: String, size: Int32) throws(Status) -> ListTopicsResponse {
        var request = ListTopicsRequest()
        request.project = "projects/test-project"
        request.pageSize = size
        request.pageToken = token
        return try emulator.publisher.listTopics(request)
    }

    @Test(
        "Pages of any size together give all names of the project, in order",
        arguments: [Int32(1), 7, 256, 600, 601, 0])
    func pages(size: Int32) throws {
        var names: [String] = []
        var token = ""
        repeat {
            let page = try page(token, size: size)
            #expect(size == 0 || page.topics.count <= Int(size))
            names += page.topics.map(\.name)
            token = page.nextPageToken
        } while !token.isEmpty
        #expect(names == (0..<600).map { "projects/test-project/topics/topic\(1_000 + $0)" })
    }

    @Test("A token stays good when topics come and go")
    func stableTokens() throws {
        let first = try page("", size: 10)
        try emulator.deleteTopic(first.topics[9].name)
        try emulator.deleteTopic("topic1010")
        try emulator.createTopic("topic1010a")
        let second = try page(first.nextPageToken, size: 2)
        #expect(
            second.topics.map(\.name) == ["1010a", "1011"].map { "projects/test-project/topics/topic\($0)" })
    }

    @Test("Sizes below zero and tokens of another listing are refused")
    func refused() {
        expectCode(.invalidArgument) { () throws(Status) in try page("", size: -1) }
        expectCode(.invalidArgument) { () throws(Status) in try page("nonsense", size: 1) }
        expectCode(.invalidArgument) { () throws(Status) in try page("projects/other/topics/aaa", size: 1) }
        expectCode(.invalidArgument) { () throws(Status) in try emulator.topics(in: "a/b") }
    }

    @Test("A topic's subscriptions are listed by name, and those of deleted topics are not")
    func subscriptionsOfTopic() throws {
        for id in ["ccc", "aaa", "bbb"] { try emulator.createSubscription(id, topic: "topic1000") }
        try emulator.createSubscription("projects/other/subscriptions/ddd", topic: "topic1000")
        try emulator.deleteSubscription("bbb")
        let names = try emulator.subscriptions(of: "topic1000")
        #expect(
            names == [
                "projects/other/subscriptions/ddd", "projects/test-project/subscriptions/aaa",
                "projects/test-project/subscriptions/ccc",
            ])
        expectCode(.notFound) { () throws(Status) in try emulator.subscriptions(of: "none") }
    }
}
