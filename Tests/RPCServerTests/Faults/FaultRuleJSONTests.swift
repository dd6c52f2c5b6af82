import CloudCore
import Testing

@testable import RPCServer

/// Rules as JSON.
struct FaultRuleJSONTests {
    static let rules = [
        #"{"action": {"error": {"code": "UNAVAILABLE"}}}"#,
        #"{"name": "n", "match": {"method": "Publish", "nth": 3}, "action": {"latency": "1.500s", "jitter": "2s"}}"#,
        #"{"match": {"every": 2, "probability": 0.25}, "action": {"drop": "response", "latency": "1s"}}"#,
        #"{"match": {"first": 2, "principal": "*@x"}, "action": {"duplicate": true}}"#,
        #"{"action": {"cut": {"afterMessages": 0, "error": {"code": "ABORTED", "message": "m"}}}}"#,
        #"{"action": {"error": {"code": "RESOURCE_EXHAUSTED", "message": "slow", "retryDelay": "3s"}}}"#,
        #"""
        {"action": {"error": {"code": "ABORTED", "details": [{"@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "R", "domain": "d", "metadata": {"k": "v"}}]}}}
        """#,
    ]

    @Test("A rule that is listed can be added again, and is the same", arguments: rules)
    func roundTrip(text: String) throws {
        let rule = try FaultRule(json: try JSON.parse(text))
        var plan = FaultPlan()
        _ = try plan.add(rule)
        var json = plan.entries[0].json
        for key in ["id", "matched", "struck"] { json[key] = nil }
        #expect(try FaultRule(json: json) == rule)
    }

    @Test("An error has its code, message and details")
    func error() throws {
        let rule = try FaultRule(json: try JSON.parse(Self.rules[5]))
        let status = Status(.resourceExhausted, "slow", details: [.retryInfo(delay: .seconds(3))])
        #expect(rule.effect == .error(status))
    }

    @Test(
        "What is wrong is refused with the member, its value and what would be right",
        arguments: [
            (#"[]"#, "The body is []; expected a JSON object."),
            (#"{}"#, "action is missing; expected an object."),
            (#"{"action": {}}"#, "action does nothing"),
            (#"{"actions": {}}"#, "actions is not known here; did you mean `action`?"),
            (#"{"match": {"methods": "x"}, "action": {"latency": "1s"}}"#, "did you mean `method`?"),
            (
                #"{"match": {"nth": 0}, "action": {"latency": "1s"}}"#,
                "match.nth is 0; expected a whole number from 1"
            ),
            (
                #"{"match": {"nth": 1, "first": 1}, "action": {"latency": "1s"}}"#,
                "more than one of nth, every and first"
            ),
            (#"{"match": {"probability": 1.5}, "action": {"latency": "1s"}}"#, "match.probability is 1.5"),
            (#"{"action": {"latency": "-1s"}}"#, "action.latency is \"-1s\""),
            (#"{"action": {"latency": 1}}"#, "action.latency is 1"),
            (
                #"{"action": {"drop": "both"}}"#,
                "action.drop is \"both\"; expected \"request\" or \"response\"."
            ),
            (#"{"action": {"drop": "request", "reorder": true}}"#, "action has drop and reorder"),
            (#"{"action": {"duplicate": false}}"#, "action.duplicate is false; expected true."),
            (#"{"action": {"error": {"code": "OK"}}}"#, "action.error.code is \"OK\""),
            (
                #"{"action": {"error": {"code": "ABORTED", "details": [{"a": 1}]}}}"#,
                "action.error.details is"
            ),
            (#"{"action": {"cut": {}}}"#, "action.cut.afterMessages is missing"),
        ])
    func refusals(text: String, expected: String) throws {
        let json = try JSON.parse(text)
        let error = #expect(throws: Status.self) { try FaultRule(json: json) }
        #expect(error?.code == .invalidArgument)
        #expect(error?.message.contains(expected) == true, "\(error?.message ?? "")")
    }

    @Test("A file has an array of rules, and a fault in it is named by the rule's number")
    func list() throws {
        let good: JSON = ["action": ["reorder": true]]
        #expect(try FaultRule.list(json: [good, good]).count == 2)
        #expect(try FaultRule.list(json: ["rules": [good]]).count == 1)
        let error = #expect(throws: Status.self) { try FaultRule.list(json: [good, 1]) }
        #expect(error?.message == "Rule 2: The body is 1; expected a JSON object.")
        #expect(throws: Status.self) { try FaultRule.list(json: "x") }
    }
}
