import CloudCore
import Testing

@testable import CloudEmulator

@Suite("Filters of builds")
struct BuildFilterTests {
    private var build: CloudBuildV1.Build {
        var build = CloudBuildV1.Build()
        build.id = "x"
        build.status = .working
        build.tags = ["red", "blue"]
        build.createTime = Timestamp(rfc3339: "2026-11-29T12:00:00Z")
        return build
    }

    @Test(
        "Comparisons are joined as gcloud writes them",
        arguments: [
            ("", true), ("status=\"WORKING\"", true), ("status=\"QUEUED\"", false),
            ("status=\"WORKING\" OR status=\"QUEUED\"", true), ("status!=WORKING", false),
            ("tags=\"red\" AND status=\"QUEUED\" OR status=\"WORKING\"", true),
            ("tags=\"green\" AND status=\"QUEUED\" OR status=\"WORKING\"", false),
            ("(tags=\"green\" AND status=\"QUEUED\") OR status=\"WORKING\"", true),
            ("create_time>=\"2026-11-29T12:00:00.000+00:00\"", true),
            ("create_time>\"2026-11-29T12:00:00Z\"", false), ("finish_time<\"2030-01-01T00:00:00Z\"", false),
            ("build_id=\"x\" tags=\"blue\"", true),
        ])
    func matches(text: String, isWanted: Bool) throws {
        #expect(try BuildFilter(text).matches(build) == isWanted)
    }

    @Test(
        "What is not understood is refused",
        arguments: [
            "color=\"red\"", "status", "status=", "(status=WORKING", "status=WORKING)", "status>WORKING",
            "create_time>yesterday", "\"", "AND", String(repeating: "(", count: 300), "status=\"WORKING\" OR",
        ])
    func refusals(text: String) {
        #expect(failure { () throws(Status) in _ = try BuildFilter(text) }?.code == .invalidArgument)
    }
}
