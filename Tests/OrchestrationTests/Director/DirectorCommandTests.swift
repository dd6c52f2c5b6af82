import CloudCore
import Testing

@testable import Orchestration

@Suite("Director commands on the wire")
struct DirectorCommandTests {
    @Test(
        "A command is read back as it was written",
        arguments: [
            DirectorCommand.Instruction.dataflowSetup(dataflow: "ingest"),
            .dataflowSetup(dataflow: "all"),
            .dependentResourceSetup(dataflow: "ingest", serviceURLs: ["a": "https://a", "b": "https://b"]),
            .dependentResourceSetup(dataflow: "ingest", serviceURLs: [:]),
            .teardown(dataflow: "", confirmation: nil),
            .teardown(dataflow: "ingest", confirmation: "run-1"),
            .ping,
        ], ["run-1", nil])
    func roundTrip(_ instruction: DirectorCommand.Instruction, _ runID: String?) throws {
        let command = DirectorCommand(id: "c-1", runID: runID, instruction: instruction)
        #expect(try DirectorCommand(decoding: command.encoded(), messageID: "m") == command)
    }

    @Test("The wire form is the documented one")
    func wireForm() {
        let command = DirectorCommand(id: "c-1", runID: "r", instruction: .dataflowSetup(dataflow: "ingest"))
        #expect(
            String(decoding: command.encoded(), as: UTF8.self)
                == #"{"instruction":"dataflow-setup","payload":{"dataflow_name":"ingest"},"command_id":"c-1","run_id":"r"}"#
        )
    }

    @Test(
        "Commands of older senders are read",
        arguments: [
            (#"{"instruction":"dataflow-setup","value":"ingest"}"#, .dataflowSetup(dataflow: "ingest")),
            (#"{"instruction":"dataflow-setup","value":""}"#, .dataflowSetup(dataflow: "all")),
            (#"{"instruction":"dataflow-setup","value":"all"}"#, .dataflowSetup(dataflow: "all")),
            (#"{"instruction":"teardown","value":"all"}"#, .teardown(dataflow: "all", confirmation: nil)),
            (
                #"{"instruction":"teardown","payload":{"dataflow_name":""}}"#,
                .teardown(dataflow: "", confirmation: nil)
            ),
            (
                #"{"instruction":"dependent-resource-setup","payload":{"dataflow_name":"i","service_urls":{"s":"u"}}}"#,
                .dependentResourceSetup(dataflow: "i", serviceURLs: ["s": "u"])
            ),
        ] as [(String, DirectorCommand.Instruction)])
    func olderForms(_ text: String, _ instruction: DirectorCommand.Instruction) throws {
        let command = try DirectorCommand(decoding: Array(text.utf8), messageID: "7")
        #expect(command == DirectorCommand(id: "message-7", runID: nil, instruction: instruction))
    }

    @Test(
        "What is no command is refused with what is wrong with it",
        arguments: [
            ("", DirectorFailure.Code.malformedCommand, ""),
            ("[]", .malformedCommand, "object"),
            (#"{"payload":{}}"#, .malformedCommand, "instruction is missing"),
            (#"{"instruction":7}"#, .malformedCommand, "instruction must be a string"),
            (#"{"instruction":"dance"}"#, .unknownInstruction, "\"dance\""),
            (#"{"instruction":"dataflow-setup"}"#, .malformedCommand, "dataflow_name is missing"),
            (
                #"{"instruction":"dataflow-setup","payload":{"dataflow_name":""}}"#, .malformedCommand,
                "\"all\""
            ),
            (
                #"{"instruction":"dataflow-setup","payload":[]}"#, .malformedCommand,
                "payload must be an object"
            ),
            (
                #"{"instruction":"dataflow-setup","payload":{"dataflow":"x"}}"#, .malformedCommand,
                "\"dataflow\" is no key"
            ),
            (#"{"instruction":"dataflow-setup","value":"x","payload":{}}"#, .malformedCommand, "not both"),
            (#"{"instruction":"ping","payload":{"x":1}}"#, .malformedCommand, "\"x\""),
            (#"{"instruction":"ping","extra":1}"#, .malformedCommand, "\"extra\""),
            (
                #"{"instruction":"dependent-resource-setup","payload":{"dataflow_name":"i","service_urls":{"s":1}}}"#,
                .malformedCommand, "service_urls.s"
            ),
        ])
    func refusals(_ text: String, _ code: DirectorFailure.Code, _ fragment: String) {
        let error = #expect(throws: MalformedCommand.self) {
            try DirectorCommand(decoding: Array(text.utf8), messageID: "7")
        }
        #expect(error?.code == code)
        #expect(error?.message.contains(fragment) == true || fragment.isEmpty)
    }

    @Test("A refused command still says whose it was")
    func identityOfRefused() {
        let text = #"{"instruction":"dance","command_id":"c-9","run_id":"r-9"}"#
        let error = #expect(throws: MalformedCommand.self) {
            try DirectorCommand(decoding: Array(text.utf8), messageID: "7")
        }
        #expect(error?.commandID == "c-9")
        #expect(error?.runID == "r-9")
    }

    @Test("Too long names and too large commands are refused")
    func limits() {
        let long = String(repeating: "x", count: DirectorCommand.maxNameLength + 1)
        for text in [
            #"{"instruction":"ping","command_id":"\#(long)"}"#, String(repeating: " ", count: 65_537),
        ] {
            #expect(throws: MalformedCommand.self) {
                try DirectorCommand(decoding: Array(text.utf8), messageID: "7")
            }
        }
    }
}
