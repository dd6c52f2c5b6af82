import CloudCore
import PubSubEmulator
import Testing

@testable import CloudEmulator

@Suite("PolicyRules: limits on both sides")
struct PolicyRulesTests {
    private func refusal(_ bindings: [IAMv1.Binding], version: Int32 = 3) -> Status? {
        failure { () throws(Status) in try PolicyRules.normalized(IAMv1.Policy(bindings, version: version)) }
    }

    @Test(
        "Versions are 0, 1 and 3",
        arguments: [(0, true), (1, true), (3, true), (2, false), (4, false), (-1, false)])
    func versions(version: Int, isValid: Bool) {
        let status = refusal([], version: Int32(version))
        #expect(status?.code == (isValid ? nil : .invalidArgument))
    }

    @Test("A condition needs version 3", arguments: [(0, false), (1, false), (3, true)])
    func conditionVersion(version: Int, isValid: Bool) {
        let binding = IAMv1.Binding("roles/viewer", ["user:a@x.yz"], condition: "true")
        #expect(refusal([binding], version: Int32(version))?.code == (isValid ? nil : .invalidArgument))
    }

    @Test(
        "Members are of a known type and have an identifier that can be one",
        arguments: [
            ("allUsers", true), ("allAuthenticatedUsers", true), ("user:a@x.yz", true),
            ("group:a@x.yz", true),
            ("serviceAccount:1234@cloudbuild.gserviceaccount.com", true), ("domain:example.com", true),
            ("deleted:serviceAccount:a@p.iam.gserviceaccount.com?uid=123456789012345678901", true),
            ("deleted:user:a@x.yz?uid=1", true), ("", false), ("everybody", false), ("user:", false),
            ("user:a", false), ("user:a@", false), ("user:@x.yz", false), ("user:a@b@x.yz", false),
            ("user:a b@x.yz", false), ("robot:a@x.yz", false), ("User:a@x.yz", false),
            ("domain:example", false),
            ("domain:ex..com", false), ("deleted:user:a@x.yz", false), ("deleted:user:a@x.yz?uid=", false),
            ("deleted:user:a@x.yz?uid=x", false), ("deleted:domain:x.yz?uid=1", false), ("allUsers:", false),
        ])
    func members(member: String, isValid: Bool) {
        #expect(
            refusal([IAMv1.Binding("roles/viewer", [member])])?.code == (isValid ? nil : .invalidArgument))
    }

    @Test(
        "Roles are predefined or custom",
        arguments: [
            ("roles/viewer", true), ("roles/pubsub.publisher", true), ("projects/p/roles/my_role", true),
            ("organizations/1/roles/my.Role", true), ("", false), ("viewer", false), ("roles/", false),
            ("roles/a/b", false), ("folders/1/roles/x", false), ("roles/viewer_withcond_0123", false),
            ("roles/a b", false),
        ])
    func roles(role: String, isValid: Bool) {
        #expect(refusal([IAMv1.Binding(role, ["user:a@x.yz"])])?.code == (isValid ? nil : .invalidArgument))
    }

    @Test(
        "1,500 principals are accepted, each occurrence counted, one more is not", arguments: [1_500, 1_501])
    func principals(count: Int) {
        let half = (0..<750).map { "user:u\($0)@x.yz" }
        let rest = (0..<count - 750).map { "user:u\($0)@x.yz" }
        let status = refusal([IAMv1.Binding("roles/a", half), IAMv1.Binding("roles/b", rest)])
        #expect(status?.code == (count > 1_500 ? .invalidArgument : nil))
    }

    @Test("250 groups are accepted, one more is not", arguments: [250, 251])
    func groups(count: Int) {
        let status = refusal([IAMv1.Binding("roles/a", (0..<count).map { "group:g\($0)@x.yz" })])
        #expect(status?.code == (count > 250 ? .invalidArgument : nil))
    }

    @Test(
        "12 logical operators are accepted, one more is not; what stands in quotes is not counted",
        arguments: [
            (String(repeating: "a && ", count: 12) + "a", true),
            (String(repeating: "a || ", count: 13) + "a", false),
            (String(repeating: "!", count: 13) + "a", false),
            (String(repeating: "a != ", count: 13) + "a", true),
            ("a == \"" + String(repeating: "&& ", count: 13) + "\"", true),
            ("a == '\\'' " + String(repeating: "&& a ", count: 13), false),
        ])
    func operators(expression: String, isValid: Bool) {
        let binding = IAMv1.Binding("roles/viewer", ["user:a@x.yz"], condition: expression)
        #expect(refusal([binding])?.code == (isValid ? nil : .invalidArgument))
    }

    @Test("20 conditions for one role and member are accepted, one more is not", arguments: [20, 21])
    func conditions(count: Int) {
        let bindings = (0..<count).map {
            IAMv1.Binding("roles/viewer", ["user:a@x.yz"], condition: "x == \($0)")
        }
        #expect(refusal(bindings)?.code == (count > 20 ? .invalidArgument : nil))
    }

    @Test("A binding without members, and a condition without expression, are INVALID_ARGUMENT")
    func empty() {
        #expect(refusal([IAMv1.Binding("roles/viewer", [])])?.code == .invalidArgument)
        let binding = IAMv1.Binding("roles/viewer", ["user:a@x.yz"], condition: "")
        #expect(refusal([binding])?.code == .invalidArgument)
    }

    @Test("Bindings of the same role and condition become one, each member once")
    func merging() throws {
        let policy = IAMv1.Policy(
            [
                IAMv1.Binding("roles/a", ["user:a@x.yz", "user:a@x.yz"]),
                IAMv1.Binding("roles/a", ["user:b@x.yz"], condition: "true"),
                IAMv1.Binding("roles/a", ["user:c@x.yz", "user:a@x.yz"]),
            ], version: 3)
        let expected = [
            IAMv1.Binding("roles/a", ["user:a@x.yz", "user:c@x.yz"]),
            IAMv1.Binding("roles/a", ["user:b@x.yz"], condition: "true"),
        ]
        #expect(try PolicyRules.normalized(policy).bindings == expected)
    }
}
