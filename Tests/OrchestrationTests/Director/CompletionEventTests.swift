import CloudCore
import Testing

@testable import Orchestration

@Suite("Completion events on the wire")
struct CompletionEventTests {
    private static let applied = [
        "pubsub_topic:t": CompletionEvent.AppliedPolicy(
            resourceType: "pubsub_topic", resourceID: "t",
            memberRoles: ["roles/pubsub.publisher": ["m1", "m2"]])
    ]

    @Test(
        "An event is read back as it was written",
        arguments: [
            CompletionEvent.ready(environment: "env", runID: "r"),
            .ready(environment: "env", runID: nil, answering: "c"),
            CompletionEvent(
                status: .dataflowComplete, value: "ingest", appliedIAM: applied, commandID: "c", runID: "r"),
            .failed(DirectorFailure(.unknownDataflow, "no \"x\""), value: "x", commandID: "c", runID: "r"),
            .failed(
                DirectorFailure(.policiesFailed, String(repeating: "long ", count: 1_000)), value: "",
                commandID: nil, runID: nil),
        ])
    func roundTrip(_ event: CompletionEvent) throws {
        #expect(try CompletionEvent(decoding: event.encoded()) == event)
    }

    @Test("Applied policies have the reference's shape")
    func appliedShape() {
        let event = CompletionEvent(
            status: .dataflowComplete, value: "i", appliedIAM: Self.applied, commandID: "c", runID: "r")
        #expect(
            String(decoding: event.encoded(), as: UTF8.self)
                == #"{"status":"dataflow_complete","value":"i","applied_iam":{"pubsub_topic:t":{"ResourceType":"pubsub_topic","ResourceID":"t","ResourceLocation":"","MemberRoles":{"roles/pubsub.publisher":["m1","m2"]}}},"command_id":"c","run_id":"r"}"#
        )
    }

    @Test("Events of directors without ids and codes are read")
    func olderForm() throws {
        let failure = try CompletionEvent(
            decoding: Array(#"{"status":"failure","value":"i","error_message":"broke"}"#.utf8))
        #expect(failure.failure == DirectorFailure(.resourcesFailed, "broke"))
        #expect(failure.commandID == nil)
    }

    @Test(
        "What is no event is refused with what is wrong with it",
        arguments: [
            ("{", ""), (#"{"value":"x"}"#, "status must be one of"),
            (#"{"status":"great"}"#, "status must be one of"),
            (#"{"status":"failure"}"#, "error_message"),
            (#"{"status":"failure","error_message":"m","error_code":"NEW"}"#, "\"NEW\""),
            (#"{"status":"setup_complete","applied_iam":{"a":1}}"#, "applied_iam.a"),
            (#"{"status":"setup_complete","applied_iam":{"a":{"MemberRoles":{"r":[1]}}}}"#, "MemberRoles.r"),
            (#"{"status":"setup_complete","surprise":1}"#, "\"surprise\""),
        ])
    func refusals(_ text: String, _ fragment: String) {
        let error = #expect(throws: Status.self) { try CompletionEvent(decoding: Array(text.utf8)) }
        #expect(error?.code == .invalidArgument)
        #expect(error?.message.contains(fragment) == true || fragment.isEmpty)
    }
}
