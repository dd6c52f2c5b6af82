import CloudCore
import TestSupport
import Testing

@Suite struct CloudTargetTests {
    @Test(
        "without a project in the environment tests run against the local cloud",
        arguments: [[:], ["GOOGLE_CLOUD_PROJECT": ""], ["GCP_PROJECT_ID": "", "PROJECT": "p"]])
    func local(environment: [String: String]) throws {
        let target = try CloudTarget(environment: environment)
        #expect(target == .local)
        #expect(target.unsupportedReason == nil)
    }

    @Test(
        "a project that is named is meant",
        arguments: [
            ["GOOGLE_CLOUD_PROJECT": "my-project"], ["GCP_PROJECT_ID": "my-project"],
            ["GOOGLE_CLOUD_PROJECT": "my-project", "GCP_PROJECT_ID": "my-project"],
        ])
    func google(environment: [String: String]) throws {
        #expect(try CloudTarget(environment: environment) == .google(project: "my-project"))
    }

    @Test("two names for the project are a mistake")
    func contradiction() {
        let error = #expect(throws: Status.self) {
            try CloudTarget(environment: ["GOOGLE_CLOUD_PROJECT": "a-project", "GCP_PROJECT_ID": "b-project"])
        }
        #expect(error?.code == .invalidArgument)
        #expect(error?.message.contains("a-project") == true && error?.message.contains("b-project") == true)
    }

    @Test("a real project is refused with all that is missing, before anything runs")
    func refused() async throws {
        let error = await #expect(throws: Status.self) {
            try await withTestCloud(.google(project: "my-project")) { _ in Issue.record("the body ran") }
        }
        #expect(error?.code == .unimplemented)
        for part in [
            "Google Cloud project my-project", "credentials", "Cloud Build", "Cloud Run", "pool store",
            "Unset GOOGLE_CLOUD_PROJECT and GCP_PROJECT_ID",
        ] {
            #expect(error?.message.contains(part) == true, "\(part) is missing in \(error?.message ?? "")")
        }
    }
}
