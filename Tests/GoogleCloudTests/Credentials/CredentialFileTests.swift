import CloudCore
import Testing

@testable import GoogleCloud

@Suite("Files of credentials")
struct CredentialFileTests {
    private static let user: JSON = [
        "type": "authorized_user", "client_id": "id", "client_secret": "s3cret", "refresh_token": "r3fresh",
        "quota_project_id": "q",
    ]
    private static let external: JSON = [
        "type": "external_account", "audience": "//iam.googleapis.com/x",
        "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
        "token_url": "https://sts.googleapis.com/v1/token", "credential_source": ["file": "/token"],
    ]
    private static let impersonated: JSON = [
        "type": "impersonated_service_account", "source_credentials": user,
        "service_account_impersonation_url":
            "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/a@x:generateAccessToken",
    ]

    @Test("Each kind of file is read", arguments: [user, external, impersonated, TestKey.file()])
    func kinds(file: JSON) throws {
        let read = try CredentialFile(file)
        switch read {
        case .serviceAccount(let key):
            #expect(key.email == "a@p.iam.gserviceaccount.com" && key.keyID == "key-1" && read.project == "p")
        case .authorizedUser(let user): #expect(user.clientID == "id" && read.quotaProject == "q")
        case .externalAccount(let account): #expect(account.tokenURL == "https://sts.googleapis.com/v1/token")
        case .impersonated(let impersonation, _):
            #expect(impersonation.idTokenURL.hasSuffix("serviceAccounts/a@x:generateIdToken"))
        }
    }

    @Test(
        "What is missing or wrong is named",
        arguments: [
            ([:], "type"), (["type": "service_account"], "client_email"),
            (["type": "service_account", "client_email": "a@x"], "private_key"),
            (["type": "authorized_user", "client_id": "x", "client_secret": "y"], "refresh_token"),
            (["type": "impersonated_service_account"], "source_credentials"),
            (["type": "external_account", "audience": "x", "subject_token_type": "y"], "token_url"),
        ] as [(JSON, String)])
    func missing(file: JSON, field: String) {
        #expect(
            failure { () throws(Status) in try CredentialFile(file) }?.message.contains("field \(field) ")
                == true)
    }

    @Test(
        "What is not supported is UNIMPLEMENTED and named",
        arguments: [
            (["type": "gdch_service_account"], "type"),
            (
                changed(external, "credential_source", ["environment_id": "aws1"]),
                "credential_source.environment_id"
            ),
            (changed(external, "credential_source", ["certificate": [:]]), "credential_source.certificate"),
        ] as [(JSON, String)])
    func unsupported(file: JSON, field: String) {
        let status = failure { () throws(Status) in try CredentialFile(file) }
        #expect(status?.code == .unimplemented && status?.message.contains(field) == true)
    }

    @Test(
        "A token is never sent in the clear, except to this machine",
        arguments: [
            ("https://oauth2.googleapis.com/token", true), ("http://127.0.0.1:8085/token", true),
            ("http://localhost/token", true), ("http://oauth2.googleapis.com/token", false),
            ("http://127.0.0.1.evil.example/token", false), ("file:///token", false), ("token", false),
        ])
    func tokenURL(url: String, isTaken: Bool) {
        let file = Self.changed(Self.user, "token_uri", .string(url))
        #expect((failure { () throws(Status) in try CredentialFile(file) } == nil) == isTaken)
    }

    @Test("Files that hold one another without end are refused")
    func nesting() {
        var file = Self.user
        for _ in 0..<20 { file = Self.changed(Self.impersonated, "source_credentials", file) }
        #expect(failure { () throws(Status) in try CredentialFile(file) }?.code == .invalidArgument)
    }

    @Test("Neither what is read nor an error shows a secret")
    func secrecy() throws {
        for file in [Self.user, Self.impersonated, TestKey.file()] {
            let read = try CredentialFile(file)
            var dumped = ""
            dump(read, to: &dumped)
            for text in ["\(read)", String(reflecting: read), dumped] {
                #expect(
                    !text.contains("s3cret") && !text.contains("r3fresh") && !text.contains("PRIVATE KEY"))
            }
        }
        let broken = Array("{\"type\":\"authorized_user\",\"client_secret\":\"s3cret\"".utf8)
        let status = failure { () throws(Status) in try CredentialFile(broken) }
        #expect(status?.message.contains("s3cret") == false)
        let key = Self.changed(TestKey.file(), "private_key", "s3cret key")
        let refused = failure { () throws(Status) in try CredentialFile(key) }
        #expect(refused?.code == .invalidArgument && refused?.message.contains("s3cret") == false)
    }

    private static func changed(_ file: JSON, _ member: String, _ value: JSON) -> JSON {
        var file = file
        file[member] = value
        return file
    }

    private func failure<T>(_ body: () throws(Status) -> T) -> Status? {
        do throws(Status) {
            _ = try body()
            return nil
        } catch {
            return error
        }
    }
}
