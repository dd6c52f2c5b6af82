import CloudCore
import Testing

@testable import CloudEmulator

@Suite("Variables in the texts of builds")
struct BuildSubstitutionTests {
    private func apply(
        _ text: String, _ own: StringMap = [:], isLoose: Bool = false
    ) throws(Status) -> String {
        var texts = try BuildSubstitutions(own: own, builtIn: ["PROJECT_ID": "p"], isLoose: isLoose)
        let result = texts.apply(text)
        try texts.finish()
        return result
    }

    @Test(
        "Variables have their values, with braces or without",
        arguments: [
            ("gcr.io/$PROJECT_ID/app:${_TAG}", "gcr.io/p/app:1"), ("$$PROJECT_ID $_TAG", "$PROJECT_ID 1"),
            ("$_TAG$_TAG", "11"), ("a$", "a$"), ("$(pwd) $lower $1 ${_TAG", "$(pwd) $lower $1 ${_TAG"),
            ("${_TAG}x", "1x"), ("$COMMIT_SHA.$_TAG", ".1"),
            // Marks that combine with the dollar sign or the name before them.
            ("$$\u{301}", "$\u{301}"), ("$_TAG\u{301}", "1\u{301}"),
        ])
    func values(text: String, expected: String) throws {
        #expect(try apply(text, ["_TAG": "1"], isLoose: true) == expected)
    }

    @Test(
        "What is unknown or unused is refused, in the service's words",
        arguments: [
            ("$TAG", "", "key in the template \"TAG\" is not a valid built-in substitution"),
            ("$_TAG", "", "key in the template \"_TAG\" is not matched in the substitution data"),
            ("x", "_TAG", "key \"_TAG\" in the substitution data is not matched in the template"),
        ])
    func refusals(text: String, own: String, words: String) throws {
        let values: StringMap = own.isEmpty ? [:] : StringMap([own: "1"])
        let status = failure { () throws(Status) in try apply(text, values) }
        #expect(status?.code == .invalidArgument)
        #expect(status?.message.contains(words) == true)
        #expect(failure { () throws(Status) in try apply(text, values, isLoose: true) } == nil)
    }

    @Test(
        "Only names of the user's own, and some built-in ones, may be set",
        arguments: ["TAG", "_a", "", "PROJECT_ID"])
    func keys(key: String) {
        let status = failure { () throws(Status) in try apply("", StringMap([key: "1"])) }
        #expect(status?.message.contains("does not respect format") == true)
    }

    @Test("A text does not grow without end")
    func growth() {
        let values: StringMap = ["_A": String(repeating: "x", count: 4_000)]
        let status = failure { () throws(Status) in try apply(String(repeating: "$_A", count: 20), values) }
        #expect(status?.code == .invalidArgument)
    }

    @Test("A built-in variable may be overridden where that is allowed")
    func overriding() throws {
        #expect(try apply("$SHORT_SHA", ["SHORT_SHA": "abc"]) == "abc")
    }
}
