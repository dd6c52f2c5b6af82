import Testing

@testable import RPCServer

/// What a connection's descriptor is watched for.
struct InterestTests {
    @Test(
        "A connection is watched for what it waits for, and a waiting call for nothing but the peer's leaving",
        arguments: [
            (false, false, Poller.Interest.reading), (true, false, .readingAndWriting),
            (true, true, .writing),
            (false, true, .hangUp),
        ])
    func interest(awaitsRoom: Bool, isCongested: Bool, expected: Poller.Interest) {
        #expect(Poller.Interest(awaitsRoom: awaitsRoom, isCongested: isCongested) == expected)
    }
}
