import CloudCore
import Testing

/// JSON that knows where its values stand. Its grammar is that of `JSON`, which has tests of its own.
struct LocatedJSONTests {
    @Test("Each value and each name knows its byte")
    func places() throws {
        let json = try LocatedJSON.parse(Array(#" {"a": [1, {"b": null}], "c": "x"}"#.utf8))
        #expect(json.offset == 1)
        #expect(json["a"]?.offset == 7)
        #expect(json["c"]?.offset == 30 && json["c"]?.stringValue == "x")
        guard case .array(let elements)? = json["a"]?.content, case .object(let members) = elements[1].content
        else {
            Issue.record("not an array with an object")
            return
        }
        #expect(members[0].keyOffset == 12 && members[0].value.offset == 17)
    }

    @Test(
        "What JSON refuses is refused in the same words",
        arguments: ["", "{", "[1,]", #"{"a": 1, "a": 2}"#, "[1] 2", "{1: 2}", #"{"a" 1}"#, "tru"])
    func refused(text: String) {
        var errors: [Status] = []
        do { _ = try LocatedJSON.parse(Array(text.utf8)) } catch { errors.append(error) }
        do { _ = try JSON.parse(text) } catch { errors.append(error) }
        #expect(errors.count == 2 && errors.first == errors.last)
    }

    @Test("Depth and number of values are bounded")
    func bounds() throws {
        var limits = JSON.Limits()
        limits.depth = 2
        limits.values = 3
        _ = try LocatedJSON.parse(Array("[[1]]".utf8), limits: limits)
        #expect(throws: Status.self) { try LocatedJSON.parse(Array("[[[]]]".utf8), limits: limits) }
        #expect(throws: Status.self) { try LocatedJSON.parse(Array("[1,2,3]".utf8), limits: limits) }
    }
}
