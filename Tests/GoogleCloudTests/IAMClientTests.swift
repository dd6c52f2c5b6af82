import CloudCore
import Testing

@testable import GoogleCloud

@Suite("IAMClient and ResourceManagerClient: what goes out and what comes in")
struct IAMClientTests {
    private let email = "abcdef@p.iam.gserviceaccount.com"

    private func account(_ email: String) -> JSON {
        [
            "name": .string("projects/p/serviceAccounts/\(email)"), "projectId": "p", "uniqueId": "123",
            "email": .string(email), "displayName": "D", "description": "E", "etag": "AAE=", "disabled": true,
        ]
    }

    @Test("Creating sends id and texts and returns the account")
    func create() async throws {
        let transport = ScriptedTransport([.json(account(email))])
        let created = try await IAMClient(.scripted(transport)).createServiceAccount(
            project: "p", id: "abcdef", displayName: "D", description: "E")
        let request = try #require(transport.requests.first)
        #expect(request.summary == "POST /v1/projects/p/serviceAccounts")
        #expect(
            request.json == [
                "accountId": "abcdef", "serviceAccount": ["displayName": "D", "description": "E"],
            ])
        let expected = ServiceAccount(
            email: email, uniqueID: "123", project: "p", displayName: "D", description: "E", disabled: true,
            etag: "AAE=")
        #expect(created == expected)
        #expect(created.member == "serviceAccount:\(email)")
    }

    @Test("Listing goes on until there is no further page")
    func list() async throws {
        let transport = ScriptedTransport([
            .json(["accounts": [account("a@x"), account("b@x")], "nextPageToken": "t/1"]),
            .json(["nextPageToken": "t2"]),
            .json(["accounts": [account("c@x")]]),
        ])
        let accounts = try await IAMClient(.scripted(transport)).serviceAccounts(project: "p")
        #expect(accounts.map(\.email) == ["a@x", "b@x", "c@x"])
        #expect(
            transport.requests.map(\.summary) == [
                "GET /v1/projects/p/serviceAccounts?pageSize=100",
                "GET /v1/projects/p/serviceAccounts?pageSize=100&pageToken=t%2F1",
                "GET /v1/projects/p/serviceAccounts?pageSize=100&pageToken=t2",
            ])
    }

    @Test("A listing that never ends is INTERNAL")
    func endlessList() async {
        let transport = ScriptedTransport([.json(["nextPageToken": "again"])])
        let status = await #expect(throws: Status.self) {
            try await IAMClient(.scripted(transport)).serviceAccounts(project: "p")
        }
        #expect(status?.code == .internal)
        #expect(transport.requests.count == 1_000)
    }

    @Test("An account's policy is asked for without a body, a project's with one")
    func policies() async throws {
        let transport = ScriptedTransport([.json(["version": 1, "etag": "e"])])
        _ = try await IAMClient(.scripted(transport)).policy(of: email, project: "p")
        _ = try await ResourceManagerClient(.scripted(transport)).policy(ofProject: "p")
        #expect(
            transport.requests.map(\.summary) == [
                "POST /v1/projects/p/serviceAccounts/\(email):getIamPolicy?options.requestedPolicyVersion=3",
                "POST /v3/projects/p:getIamPolicy",
            ])
        #expect(transport.requests.map(\.json) == [nil, ["options": ["requestedPolicyVersion": 3]]])
    }

    @Test("A project is read with id, number and state")
    func project() async throws {
        let answer: JSON = [
            "name": "projects/415", "projectId": "p-id", "state": "ACTIVE", "displayName": "P",
        ]
        let project = try await ResourceManagerClient(.scripted(ScriptedTransport([.json(answer)]))).project(
            "p-id")
        #expect(project == Project(id: "p-id", number: "415", state: "ACTIVE"))
    }
}
