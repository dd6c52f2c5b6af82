import CloudCore
import Testing

@testable import Orchestration

@Suite("Hydration of a test run")
struct RenamingTests {
    @Test("renames every resource of its own, by the rule of its kind")
    func renames() throws {
        let hydrated = try HydrationTests.hydrated("r-1")
        let architecture = hydrated.architecture
        let ingest = try #require(architecture.dataflows["ingest"])
        let serve = try #require(architecture.dataflows["serve"])
        #expect(architecture.dataflows.keys.sorted() == ["ingest", "my-director-r-1-infra", "serve"])
        #expect(architecture.serviceManager.name == "my-director-r-1")
        #expect(architecture.serviceManager.serviceAccount == "director-sa-r-1")
        #expect(ingest.services.keys.sorted() == ["receiver-r-1", "writer-r-1"])
        #expect(
            ingest.services["writer-r-1"]?.serviceAccount
                == "writer-sa-r-1@test-project.iam.gserviceaccount.com")
        #expect(ingest.resources.topics.map(\.name) == ["raw-events-r-1"])
        #expect(ingest.resources.datasets.map(\.name) == ["declared_ds_r_1", "derived_ds_r_1"])
        #expect(ingest.resources.tables.map(\.name) == ["events-r-1"])
        #expect(ingest.resources.buckets.map(\.name) == ["data-lake-r-1"])
        #expect(serve.resources.schedulerJobs.map(\.name) == ["nightly-r-1"])
        #expect(serve.resources.schedulerJobs.map(\.serviceAccount) == ["nightly-sa-r-1"])
    }

    @Test("follows every reference to what it renamed")
    func references() throws {
        let architecture = try HydrationTests.hydrated("r1").architecture
        let ingest = try #require(architecture.dataflows["ingest"])
        let serve = try #require(architecture.dataflows["serve"])
        #expect(architecture.serviceManager.commandTopic.name == "commands-r1")
        #expect(ingest.services["writer-r1"]?.dependencies == ["receiver-r1", "my-director-r1"])
        #expect(ingest.resources.topics.first?.producerService?.name == "receiver-r1")
        #expect(
            ingest.resources.topics.first?.accessPolicy.map(\.name) == [
                "writer-r1", "auditor@other-project.iam.gserviceaccount.com",
            ])
        #expect(
            ingest.resources.subscriptions.map(\.topic) == [
                "raw-events-r1", "projects/other-project/topics/outside",
            ])
        #expect(ingest.resources.tables.first?.dataset == "derived_ds_r1")
        #expect(ingest.resources.tables.first?.consumers.map(\.name) == ["reader-r1"])
        #expect(ingest.resources.buckets.first?.producers.map(\.name) == ["writer-r1"])
        #expect(serve.resources.subscriptions.first?.topic == "raw-events-r1")
        #expect(serve.resources.firestoreDatabases.first?.name == "(default)")
        #expect(serve.resources.firestoreDatabases.first?.consumers.map(\.name) == ["reader-r1"])
        #expect(serve.resources.firestoreCollections.first?.name == "users")
        #expect(serve.resources.firestoreCollections.first?.producers.map(\.name) == ["writer-r1"])
        #expect(serve.resources.schedulerJobs.first?.targetService == "reader-r1")
    }

    @Test(
        "gives an architecture that validates, whatever the run id",
        arguments: ["r", "r1", "a-b", "0123456789abcdef"])
    func validates(runID: String) throws {
        let hydrated = try HydrationTests.hydrated(runID)
        #expect(try Architecture(yaml: hydrated.architecture.yaml) == hydrated.architecture)
    }

    @Test("answers what became of each name")
    func nameMap() throws {
        let names = try HydrationTests.hydrated("r1").names
        #expect(names.hydrated(.topic, "raw-events") == "raw-events-r1")
        #expect(names.hydrated(.dataset, "derived_ds") == "derived_ds_r1")
        #expect(names.hydrated(.serviceAccount, "writer-sa") == "writer-sa-r1")
        #expect(names.hydrated(.topic, "not-there") == "not-there")
        #expect(
            names.renamed(.subscription).keys.sorted() == [
                "commands-sub", "outside-sub", "raw-events-sub", "reader-sub",
            ])
        #expect(try HydrationTests.hydrated().names == NameMap())
    }

    @Test(
        "refuses a run id that cannot be part of a name",
        arguments: ["", "R1", "-r", "r-", "r_1", "ü", "0123456789abcdefg"])
    func runIDs(runID: String) {
        #expect { try HydrationTests.hydrated(runID) } throws: { ($0 as? Status)?.code == .invalidArgument }
    }

    @Test(
        "shortens a name that is too long, and keeps it valid, readable, its own and the same",
        arguments: NameKind.allCases)
    func shortens(kind: NameKind) throws {
        let names = try TestNames(runID: "0123456789abcdef")
        guard kind != .collection else {
            #expect(names.rename("users", as: kind) == "users")
            return
        }
        let rule: NameRule =
            switch kind {
            case .service: .cloudRun
            case .serviceAccount: .serviceAccount
            case .topic, .subscription: .pubsub
            case .bucket: .bucket
            case .dataset: .dataset
            case .table: .table
            case .schedulerJob, .collection: .job
            }
        var seen: [String: String] = [:]
        for length in 6...(TestNames.maxLength(kind)) {
            for last in ["a", "b"] {
                let separator = kind == .dataset ? "_" : "-"
                let name = String((String(repeating: "ab\(separator)", count: 400)).prefix(length - 1)) + last
                let renamed = names.rename(name, as: kind)
                #expect(rule.accepts(renamed), "\(renamed)")
                #expect(renamed.hasSuffix("0123456789abcdef"))
                #expect(renamed.hasPrefix("ab"))
                #expect(seen.updateValue(name, forKey: renamed) == nil)
                #expect(names.rename(name, as: kind) == renamed)
            }
        }
    }

    @Test("names that fit are not shortened")
    func fits() throws {
        let names = try TestNames(runID: "r1")
        #expect(
            names.rename("abcdefghijklmnopqrstuvwxyz1", as: .serviceAccount)
                == "abcdefghijklmnopqrstuvwxyz1-r1")
        #expect(names.rename("abcdefghijklmnopqrstuvwxyz12", as: .serviceAccount).count == 30)
    }
}

@Suite("Injected accounts")
struct InjectionTests {
    static let lease = "it-0@test-project.iam.gserviceaccount.com"

    @Test(
        "are found by account or by service, as written or as hydrated",
        arguments: [
            "receiver-sa", "receiver-sa-r1", "receiver", "receiver-r1",
        ])
    func keys(key: String) throws {
        let hydrated = try HydrationTests.hydrated("r1").injecting(emails: [key: Self.lease])
        #expect(hydrated.serviceAccountEmails["receiver-r1"] == Self.lease)
        #expect(
            hydrated.architecture.dataflows["ingest"]?.services["receiver-r1"]?.serviceAccount == Self.lease)
        #expect(
            hydrated.serviceAccountEmails["reader-r1"] == "reader-sa-r1@test-project.iam.gserviceaccount.com")
    }

    @Test("may be given for emails, for the director and for jobs")
    func others() throws {
        let hydrated = try HydrationTests.hydrated("r1").injecting(emails: [
            "writer-sa@test-project.iam.gserviceaccount.com": "it-1@test-project.iam.gserviceaccount.com",
            "director-sa": "it-2@test-project.iam.gserviceaccount.com",
            "nightly-sa": "it-3@test-project.iam.gserviceaccount.com",
        ])
        #expect(hydrated.serviceAccountEmails["writer-r1"] == "it-1@test-project.iam.gserviceaccount.com")
        #expect(hydrated.director.serviceAccount == "it-2@test-project.iam.gserviceaccount.com")
        #expect(
            hydrated.architecture.dataflows["serve"]?.resources.schedulerJobs.first?.serviceAccount
                == "it-3@test-project.iam.gserviceaccount.com")
    }

    @Test("appear in the plan in place of the accounts that they replace")
    func plan() throws {
        let hydrated = try HydrationTests.hydrated("r1").injecting(emails: ["receiver-sa": Self.lease])
        let members = RolePlanner.plan(hydrated).bindings.map(\.serviceAccount)
        #expect(members.contains(Self.lease))
        #expect(!members.contains { $0.hasPrefix("receiver-sa") })
    }

    @Test(
        "for nothing in the architecture, or that are no emails, are refused",
        arguments: [
            ["nobody-sa": lease], ["receiver-sa": "it-0"],
        ])
    func refused(emails: [String: String]) throws {
        let hydrated = try HydrationTests.hydrated("r1")
        #expect { try hydrated.injecting(emails: emails) } throws: {
            ($0 as? Status)?.code == .invalidArgument
        }
    }
}
