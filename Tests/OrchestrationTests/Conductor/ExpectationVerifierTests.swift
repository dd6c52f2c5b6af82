import CloudCore
import GoogleCloud
import Testing

@testable import Orchestration

@Suite("Expectation verifier", .timeLimit(.minutes(1)))
struct ExpectationVerifierTests {
    private let timeline = VirtualTimeline(mode: .automatic)

    private func verifier(_ count: Int, _ cloud: FakeCloud, _ journal: StepJournal) -> ExpectationVerifier {
        ExpectationVerifier(
            [MessageExpectation(topic: "out", count: count, limit: .seconds(600))],
            project: TestArchitecture.project, runID: "run-1", pubsub: cloud.clients().pubsub,
            journal: journal)
    }

    private func publish(_ count: Int, every interval: Duration, to cloud: FakeCloud) async throws {
        for _ in 0..<count {
            try await timeline.sleep(for: interval)
            let message = OutgoingMessage(data: [1])
            _ = try await cloud.clients().pubsub.publish([message], to: TestArchitecture.topic("out"))
        }
    }

    @Test("It counts messages from its subscription on, and ends as soon as enough have arrived")
    func enough() async throws {
        let cloud = FakeCloud(timeline: timeline)
        let journal = StepJournal(timeline: timeline)
        let verifier = verifier(3, cloud, journal)
        try await cloud.clients().pubsub.createTopic(TestArchitecture.topic("out"))
        try await verifier.subscribe()
        let start = timeline.now
        try await inParallel(
            { try await verifier.verify() }, { try await publish(3, every: .seconds(20), to: cloud) })
        #expect(timeline.now - start >= .seconds(60))
        #expect(timeline.now - start < .seconds(600))
        #expect(journal.graph[ExpectationVerifier.step.child("out")]?.detail == "3 received")
        try await verifier.close()
        #expect(cloud.subscriptions.isEmpty)
    }

    @Test("When too few arrive in time, the error says how many did and on which topic")
    func tooFew() async throws {
        let cloud = FakeCloud(timeline: timeline)
        let verifier = verifier(3, cloud, StepJournal(timeline: timeline))
        try await cloud.clients().pubsub.createTopic(TestArchitecture.topic("out"))
        try await verifier.subscribe()
        let failure = await #expect(throws: StepFailure.self) {
            try await inParallel(
                { try await verifier.verify() }, { try await publish(2, every: .seconds(20), to: cloud) })
        }
        let status = failure?.cause as? Status
        #expect(status?.code == .deadlineExceeded)
        #expect(status?.message == "2 of 3 messages arrived on out within 10m 0s")
    }
}
