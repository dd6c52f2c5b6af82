import CloudCore
import Testing

struct FieldMaskMergeTests {
    static let source: Sample = {
        var source = Sample()
        source.text = "new"
        source.labels = ["b": "2"]
        source.children = [Sample.Child(pushEndpoint: "x")]
        source.child = Sample.Child(pushEndpoint: "https://new", attributes: ["n": "1"])
        return source
    }()

    static let target: Sample = {
        var target = Sample()
        target.text = "old"
        target.maybeText = "kept"
        target.bigNumber = 5
        target.labels = ["a": "1"]
        target.child = Sample.Child(
            pushEndpoint: "https://old", attributes: ["o": "1"], inner: Sample.Inner(level: 3))
        return target
    }()

    static func apply(_ paths: [String], from source: Sample = source, to target: Sample = target) throws
        -> Sample
    {
        var result = target
        try FieldMask(paths).apply(
            from: source, to: &result, request: "UpdateTopicRequest", resource: "Topic")
        return result
    }

    @Test("Only the named fields are copied")
    func namedFieldsOnly() throws {
        var expected = Self.target
        expected.text = "new"
        expected.labels = ["b": "2"]
        #expect(try Self.apply(["text", "labels"]) == expected)
    }

    @Test("A named field that the source does not set is cleared")
    func cleared() throws {
        let result = try Self.apply(["maybe_text", "big_number"])
        #expect(result.maybeText == nil)
        #expect(result.bigNumber == 0)
    }

    @Test("A nested path copies that field and leaves its neighbours")
    func nested() throws {
        var expected = Self.target
        expected.child?.pushEndpoint = "https://new"
        #expect(try Self.apply(["child.push_endpoint"]) == expected)
    }

    @Test("A nested path below a message that the source lacks clears the field")
    func nestedCleared() throws {
        var expected = Self.target
        expected.child?.inner?.level = 0
        #expect(try Self.apply(["child.inner.level"]) == expected)
    }

    @Test("A nested path makes the message that the target lacks, but not out of nothing")
    func nestedCreated() throws {
        #expect(try Self.apply(["child.push_endpoint"], to: Sample()).child?.pushEndpoint == "https://new")
        #expect(try Self.apply(["child.inner.level"], to: Sample()) == Sample())
    }

    @Test(
        "A path that names no field is refused in the words of Google's emulator, and nothing is changed",
        arguments: [
            "nothing", "maybeText", "child.nothing", "text.x", "labels.b", "children.push_endpoint", "",
            "child.", ".text",
        ])
    func unknown(path: String) throws {
        var result = Self.target
        let error = #expect(throws: Status.self) {
            try FieldMask(["text", path]).apply(
                from: Self.source, to: &result, request: "UpdateTopicRequest", resource: "Topic")
        }
        #expect(error?.code == .invalidArgument)
        #expect(
            error?.message
                == "Invalid update_mask provided in the UpdateTopicRequest: \(path) is not a known Topic field. "
                + "Note that field paths must be of the form 'schema_settings' rather than 'schemaSetings'.")
        #expect(result == Self.target)
    }

    @Test("A mask without paths is refused")
    func empty() {
        #expect(throws: Status.self) { try Self.apply([]) }
    }

    @Test("A path deeper than any message may be is refused, not followed")
    func endless() {
        #expect(throws: Status.self) {
            try Self.apply([Array(repeating: "child", count: 100_000).joined(separator: ".")])
        }
    }

    @Test("Field names are listed in snake_case")
    func names() {
        #expect(Sample.Child.fieldNames == ["push_endpoint", "attributes", "inner"])
    }
}
