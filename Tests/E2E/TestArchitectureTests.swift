import CloudCore
import CloudEmulator
import IAMPool
import Orchestration
import TestSupport
import Testing

@Suite struct TestArchitectureTests {
    @Test("names are hydrated first and emails injected then, so no email gets the run's id")
    func namesThenEmails() async throws {
        try await withPool { cloud, pool in
            let written = try TracerFixture.load().architecture
            let test = try await hydrateForTest(written, runID: "r1", leasedBy: pool)
            let publisher = try #require(test.hydrated.architecture.service(named: "tracer-publisher-r1"))
            let email = try #require(test.email(of: "tracer-publisher-sa"))
            #expect(publisher.serviceAccount == email)
            #expect(test.hydrated.serviceAccountEmails["tracer-publisher-r1"] == email)
            #expect(email.hasPrefix("it-") && email.hasSuffix("@\(cloud.project).iam.gserviceaccount.com"))
            #expect(test.hydrated.architecture.projectID == cloud.project)
            try await test.giveBack()
        }
    }

    @Test("services that share an account share a lease; one written as an email address is leased, too")
    func sharedAndSpelledOut() async throws {
        try await withPool { cloud, pool in
            var written = try TracerFixture.load().architecture
            written.dataflows["tracer-flow"]?.services["tracer-publisher"]?.serviceAccount =
                "spelled-out@\(cloud.project).iam.gserviceaccount.com"
            written.serviceManager.serviceAccount = "tracer-subscriber-sa"
            let test = try await hydrateForTest(written, runID: "r1", leasedBy: pool)
            #expect(test.leases.keys.sorted() == ["spelled-out", "tracer-subscriber-sa"])
            let emails = test.hydrated.serviceAccountEmails
            #expect(emails["tracer-publisher-r1"] == test.email(of: "spelled-out"))
            #expect(emails["tracer-subscriber-r1"] == test.email(of: "tracer-subscriber-sa"))
            #expect(emails["sd-r1"] == test.email(of: "tracer-subscriber-sa"))
            try await test.giveBack()
        }
    }

    @Test("what each account will be granted is recorded with its lease")
    func recordedGrants() async throws {
        try await withPool { cloud, pool in
            let written = try TracerFixture.load().architecture
            let test = try await hydrateForTest(written, runID: "r1", leasedBy: pool)
            let email = try #require(test.email(of: "tracer-subscriber-sa"))
            let grants = try #require(try await pool.pool().accounts[email]?.grants)
            let names = "projects/\(cloud.project)"
            #expect(grants.contains(.subscription("\(names)/subscriptions/tracer-sub-r1")))
            #expect(grants.contains(.topic("\(names)/topics/verify-topic-r1")))
            try await test.giveBack()
            #expect(try await pool.pool().accounts[email]?.grants.isEmpty == true)
        }
    }

    @Test("roles on resources that the pool cannot clean are refused, and no account stays leased")
    func unsupportedResource() async throws {
        try await withPool { _, pool in
            var written = try TracerFixture.load().architecture
            var bucket = Bucket()
            bucket.name = "a-bucket"
            bucket.accessPolicy = [AccessGrant(name: "tracer-publisher", role: "roles/storage.objectViewer")]
            written.dataflows["tracer-flow"]?.resources.buckets = [bucket]
            let error = await #expect(throws: Status.self) {
                try await hydrateForTest(written, runID: "r1", leasedBy: pool)
            }
            #expect(error?.code == .unimplemented)
            #expect(error?.message.contains("gcs_bucket:a-bucket-r1") == true)
            #expect(try await pool.pool().accounts.values.filter { $0.lease != nil }.isEmpty)
        }
    }

    private func withPool(_ body: (TestCloud, TestIAMClient) async throws -> Void) async throws {
        try await withLocalCloud(.init(propagation: .instant)) { cloud in
            try await cloud.createPool(prefix: "it-", size: 3)
            let pool = try await cloud.openPool(
                prefix: "it-", owner: "test", runID: "r1", options: .withoutCreation)
            try await body(cloud, pool)
            let report = try await pool.close()
            #expect(report.isClean, "\(report)")
        }
    }
}
