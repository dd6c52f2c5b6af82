import CloudCore
import PubSubEmulator
import Testing

@testable import CloudEmulator

@Suite("Conditions: the part of CEL that Google documents for policies")
struct ConditionTests {
    private static var bucket: ConditionContext {
        ConditionContext(time: start) {
            ResourceAttributes(
                name: "projects/_/buckets/data/objects/2030/01/a.csv", type: "storage.googleapis.com/Object",
                service: "storage.googleapis.com")
        }
    }

    @Test(
        "What holds of an object on 2030-01-01, a Tuesday, at midnight UTC",
        arguments: [
            ("true", true), ("false", false), ("!false", true), ("true && false", false),
            ("true || false", true),
            ("false && false || true", true), ("!(true && false)", true), ("!true || true", true),
            ("request.time < timestamp('2030-01-01T00:00:01Z')", true),
            ("request.time < timestamp(\"2030-01-01T00:00:00Z\")", false),
            ("request.time <= timestamp('2030-01-01T00:00:00Z')", true),
            ("request.time == timestamp('2030-01-01T01:00:00+01:00')", true),
            ("timestamp('2029-12-31T00:00:00Z') < request.time", true),
            ("request.time > date('2029-12-31')", true), ("request.time != date('2030-01-01')", false),
            ("request.time < timestamp('2029-12-31T23:59:00Z') + duration('90s')", true),
            ("request.time - duration('1h30m') >= date('2030-01-01')", false),
            ("request.time.getHours() == 0", true), ("request.time.getHours('+02:00') == 2", true),
            ("request.time.getHours('-01:30') == 22", true), ("request.time.getDayOfWeek() == 2", true),
            ("request.time.getDayOfWeek('-01:00') == 1", true),
            ("request.time.getFullYear('UTC') == 2030", true),
            ("request.time.getMonth() == 0", true), ("request.time.getMonth('-01:00') == 11", true),
            ("request.time.getDate() == 1", true), ("request.time.getDayOfMonth() == 0", true),
            ("request.time.getDayOfYear() == 0", true), ("request.time.getDayOfYear('-01:00') == 364", true),
            ("request.time.getMinutes() >= 0 && request.time.getMinutes() < 30", true),
            ("request.time.getSeconds() > -1", true), ("request.time.getMilliseconds() == 0", true),
            ("resource.service == 'storage.googleapis.com'", true),
            ("resource.type != \"storage.googleapis.com/Object\"", false),
            ("resource.name.startsWith('projects/_/buckets/data/')", true),
            ("resource.name.startsWith(\"projects/_/buckets/other\")", false),
            ("resource.name.endsWith('.csv')", true), ("resource.type.endsWith('/Bucket')", false),
            ("resource.name.extract('/buckets/{bucket}/') == 'data'", true),
            ("resource.name.extract('/objects/{object}') == '2030/01/a.csv'", true),
            ("resource.name.extract('{first}/_/') == 'projects'", true),
            ("resource.name.extract('/nowhere/{x}/') == ''", true),
            ("resource.name.extract('/objects/{year}/').startsWith('203')", true),
        ])
    func holds(text: String, expected: Bool) throws {
        #expect(try ConditionParser.parse(text).holds(Self.bucket) == expected)
    }

    @Test(
        "What is not supported is refused, with the character where it is",
        arguments: [
            ("", 1), ("   ", 4), ("request.time", 1), ("'text'", 1), ("1", 1), ("true &&", 8), ("(true", 6),
            ("true true", 6), ("true)", 5), ("!'a'", 2), ("'a' < 'b'", 5), ("1 == 'a'", 3),
            ("request.time == '2030'", 14), ("request.auth.claims == 'x'", 9),
            ("request.path.startsWith('/')", 9),
            ("destination.port == 80", 1), ("resource.tags == 'a'", 10), ("resource.matchTag('a', 'b')", 10),
            ("api.getAttribute('a', []).hasOnly(['b'])", 1), ("resource.name.contains('a')", 15),
            ("resource.name.matches('a')", 15), ("resource.name in ['a']", 15),
            ("request.time.getHours('Europe/Berlin') == 1", 23), ("request.time.getDecade() == 1", 14),
            ("request.time < timestamp('tomorrow')", 26), ("request.time < date('2030-02-30')", 21),
            ("request.time < timestamp('2300-01-01T00:00:00Z')", 26),
            ("request.time + duration('1 day') < date('2030-01-01')", 25),
            ("request.time + 1 < date('2030-01-01')", 14),
            ("1 + duration('1s') == 1", 3), ("resource.name.extract('no braces') == ''", 34),
            ("resource.name.extract('{all}') == ''", 30), ("'unclosed", 1), ("'bad \\q escape' == 'a'", 6),
            ("true ? true : false", 6), ("99999999999999999999 == 1", 1), ("has(resource.name)", 1),
            ("resource.name == 'a' # comment", 22), ("resource", 9), ("resource.", 10),
        ])
    func refused(text: String, character: Int) {
        let error = #expect(throws: ConditionError.self) { try ConditionParser.parse(text) }
        #expect(error?.character == character, "\(String(describing: error))")
    }

    @Test("12 logical operators are allowed, one more is not", arguments: [12, 13])
    func operators(count: Int) {
        let text = Array(repeating: "true", count: count + 1).joined(separator: " && ")
        #expect(((try? ConditionParser.parse(text)) != nil) == (count == 12))
    }

    @Test("Brackets nest up to a limit, and a text longer than it is refused as a whole")
    func limits() {
        let deep = String(repeating: "(", count: 17) + "true" + String(repeating: ")", count: 17)
        #expect(throws: ConditionError.self) { try ConditionParser.parse(deep) }
        #expect(throws: Never.self) { try ConditionParser.parse(String(deep.dropFirst().dropLast())) }
        #expect(throws: ConditionError.self) {
            try ConditionParser.parse("'" + String(repeating: "a", count: 13 << 10) + "' == ''")
        }
    }

    @Test("A policy with a condition that is not supported is refused, and says where")
    func refusedPolicy() {
        var plane = ControlPlane.make()
        let binding = IAMv1.Binding("roles/viewer", ["user:a@x.yz"], condition: "request.host == 'x'")
        let status = failure { () throws(Status) in
            try plane.set("projects/local-project/topics/t", IAMv1.Policy([binding], version: 3))
        }
        #expect(status?.code == .invalidArgument)
        #expect(status?.message.contains("character 9: request.host is not supported") == true)
        guard case .badRequest(let violations)? = status?.details.first else {
            Issue.record("no detail")
            return
        }
        #expect(violations.map(\.field) == ["policy.bindings[0].condition.expression"])
    }

    @Test("A civil date of every day from 1890 to 2110 follows the one before")
    func dates() {
        var previous = CivilDate(daysSinceEpoch: -29_221)
        for day in Int64(-29_220)...51_000 {
            let date = CivilDate(daysSinceEpoch: day)
            let isNextDay = date.day == previous.day + 1 && date.month == previous.month
            let isNextMonth = date.day == 1 && (date.month == previous.month + 1 || date.month == 1)
            #expect(isNextDay || isNextMonth)
            #expect(date.dayOfYear == (date.month == 1 && date.day == 1 ? 0 : previous.dayOfYear + 1))
            #expect(date.year == previous.year + (date.dayOfYear == 0 ? 1 : 0))
            previous = date
        }
        #expect(CivilDate(daysSinceEpoch: 0) == CivilDate(daysSinceEpoch: 0))
    }
}
