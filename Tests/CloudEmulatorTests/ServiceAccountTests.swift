import CloudCore
import PubSubEmulator
import Testing

@testable import CloudEmulator

@Suite("Service accounts: what is accepted and what is answered")
struct ServiceAccountTests {
    @Test("A new account has its names, a 21-digit id and the texts that were given")
    func create() throws {
        var plane = ControlPlane.make()
        let account = try plane.create("abcdef", displayName: "Name", description: "Text")
        #expect(account.email == "abcdef@local-project.iam.gserviceaccount.com")
        #expect(account.name == "projects/local-project/serviceAccounts/\(account.email)")
        #expect(account.projectID == "local-project")
        #expect(account.uniqueID.count == 21 && account.uniqueID.allSatisfy(\.isNumber))
        #expect(account.oauth2ClientID == account.uniqueID)
        #expect(account.displayName == "Name" && account.description == "Text")
        #expect(!account.etag.isEmpty)
        #expect(try plane.get(account.email) == account)
        #expect(try plane.get(account.uniqueID) == account)
        #expect(try plane.get(account.email, project: "-") == account)
        #expect(try plane.get(account.email, project: "415104041262") == account)
    }

    @Test(
        "An account id is 6 to 30 lowercase letters, digits and hyphens, from a letter to no hyphen",
        arguments: [
            ("abcdef", true), ("a-0-z9", true), (String(repeating: "a", count: 30), true), ("abcde", false),
            (String(repeating: "a", count: 31), false), ("1bcdef", false), ("-bcdef", false),
            ("abcde-", false),
            ("Abcdef", false), ("abc_def", false), ("abc.def", false), ("abcdéf", false), ("", false),
        ])
    func ids(id: String, isValid: Bool) {
        var plane = ControlPlane.make()
        #expect(
            failure { () throws(Status) in try plane.create(id) }?.code == (isValid ? nil : .invalidArgument))
    }

    @Test(
        "Display name and description have limits in bytes",
        arguments: [(100, 256, true), (101, 0, false), (0, 257, false)])
    func texts(name: Int, description: Int, isValid: Bool) {
        var plane = ControlPlane.make()
        let status = failure { () throws(Status) in
            try plane.create(
                "abcdef", displayName: String(repeating: "n", count: name),
                description: String(repeating: "d", count: description))
        }
        #expect(status?.code == (isValid ? nil : .invalidArgument))
    }

    @Test("The quota counts accounts that exist; over it comes the delay that Google asks for")
    func quota() throws {
        var plane = ControlPlane.make(accountQuota: 3)
        for number in 1...3 { try plane.create("account-\(number)") }
        let status = failure { () throws(Status) in try plane.create("account-4") }
        #expect(status?.code == .resourceExhausted)
        #expect(status?.message == "Maximum number of service accounts on project reached.")
        #expect(status?.details == [.retryInfo(delay: .seconds(86_401))])
        let first = try plane.get("account-1@local-project.iam.gserviceaccount.com")
        try plane.deleteServiceAccount(first.name, by: .owner, at: start)
        try plane.create("account-4")
    }

    @Test("An account of the same name afterwards has another unique id")
    func recreate() throws {
        var plane = ControlPlane.make()
        let first = try plane.create("abcdef")
        #expect(failure { () throws(Status) in try plane.create("abcdef") }?.code == .alreadyExists)
        try plane.deleteServiceAccount(first.name, by: .owner, at: start)
        #expect(failure { () throws(Status) in try plane.get(first.email) }?.code == .notFound)
        let second = try plane.create("abcdef")
        #expect(second.uniqueID != first.uniqueID)
        #expect(failure { () throws(Status) in try plane.get(first.uniqueID) }?.code == .notFound)
    }

    @Test(
        "A missing account is NOT_FOUND, but PERMISSION_DENIED behind the wildcard and in other projects",
        arguments: [
            ("local-project", Status.Code.notFound), ("-", .permissionDenied),
            ("other-project", .permissionDenied),
        ])
    func missing(project: String, code: Status.Code) {
        let plane = ControlPlane.make()
        #expect(failure { () throws(Status) in try plane.get("nobody@x.y", project: project) }?.code == code)
    }

    @Test(
        "What is no account name is INVALID_ARGUMENT",
        arguments: [
            "", "projects/p", "projects//serviceAccounts/a", "projects/p/serviceAccounts/",
            "projects/p/topics/t",
        ])
    func names(name: String) {
        let plane = ControlPlane.make()
        let status = failure { () throws(Status) in try plane.serviceAccount(name, by: .owner, at: start) }
        #expect(status?.code == .invalidArgument)
    }

    @Test("Patch changes what its mask names, and nothing else can be changed")
    func patch() throws {
        var plane = ControlPlane.make()
        let account = try plane.create("abcdef", displayName: "Old", description: "Old")
        var request = IAMAdminV1.PatchServiceAccountRequest()
        var update = account
        update.displayName = "New"
        update.description = "New"
        request.serviceAccount = update
        request.updateMask = FieldMask(["display_name"])
        let patched = try plane.patchServiceAccount(request, by: .owner, at: start)
        #expect(patched.displayName == "New" && patched.description == "Old")
        #expect(patched.etag != account.etag)
        for paths in [[], ["email"], ["disabled"]] {
            request.updateMask = FieldMask(paths)
            let status = failure { () throws(Status) in
                try plane.patchServiceAccount(request, by: .owner, at: start)
            }
            #expect(status?.code == .invalidArgument)
        }
    }

    @Test("Disabling and enabling can be repeated")
    func disable() throws {
        var plane = ControlPlane.make()
        let account = try plane.create("abcdef")
        for disabled in [true, true, false, false] {
            try plane.setServiceAccount(account.name, disabled: disabled, by: .owner, at: start)
            #expect(try plane.get(account.email).disabled == disabled)
        }
    }

    @Test("Pages hold what was asked for, 20 unless given, 100 at most, and together everything once")
    func pages() throws {
        var plane = ControlPlane.make(accountQuota: 250)
        for number in 0..<250 { try plane.create("account-\(number)") }
        for (asked, size) in [(0, 20), (7, 7), (100, 100), (1_000, 100)] {
            var request = IAMAdminV1.ListServiceAccountsRequest()
            request.name = "projects/local-project"
            request.pageSize = Int32(asked)
            var emails: [String] = []
            repeat {
                let page = try plane.listServiceAccounts(request, by: .owner, at: start)
                #expect(page.accounts.count == min(size, 250 - emails.count))
                emails += page.accounts.map(\.email)
                request.pageToken = page.nextPageToken
            } while !request.pageToken.isEmpty
            #expect(emails == plane.accounts.all.map(\.email))
        }
    }

    @Test(
        "A negative page size and a foreign token are INVALID_ARGUMENT",
        arguments: [(-1, ""), (0, "?"), (0, "/w==")])
    func badPages(size: Int, token: String) {
        var request = IAMAdminV1.ListServiceAccountsRequest()
        request.name = "projects/local-project"
        request.pageSize = Int32(size)
        request.pageToken = token
        let status = failure { () throws(Status) in
            try ControlPlane.make().listServiceAccounts(request, by: .owner, at: start)
        }
        #expect(status?.code == .invalidArgument)
    }
}

@Suite("Service accounts: when they are seen")
struct ServiceAccountPropagationTests {
    private var slow: PropagationModel {
        var model = PropagationModel.instant
        model.accountVisibleAfter = .seconds(60) ... .seconds(60)
        model.accountAcceptedAfter = .seconds(90) ... .seconds(90)
        model.accountChangeVisibleAfter = .seconds(20) ... .seconds(20)
        return model
    }

    @Test("A new account exists for writes at once, for reads later, and for policies later still")
    func planes() throws {
        var plane = ControlPlane.make(slow)
        let account = try plane.create("abcdef")
        let policy = IAMv1.Policy([IAMv1.Binding("roles/viewer", [account.member])])
        func isFound(_ seconds: Int) -> Bool {
            failure { () throws(Status) in try plane.get(account.email, at: start + .seconds(seconds)) }
                == nil
        }
        #expect(failure { () throws(Status) in try plane.create("abcdef") }?.code == .alreadyExists)
        #expect(!isFound(0) && !isFound(59) && isFound(60))
        let refusal = failure { () throws(Status) in
            try plane.set("projects/local-project/topics/t", policy, at: start + .seconds(89))
        }
        #expect(refusal == Status(.invalidArgument, "Service account \(account.email) does not exist."))
        try plane.set("projects/local-project/topics/t", policy, at: start + .seconds(90))
    }

    @Test("Listing shows only what has become visible")
    func list() throws {
        var plane = ControlPlane.make(slow)
        var request = IAMAdminV1.ListServiceAccountsRequest()
        request.name = "projects/local-project"
        try plane.create("first-one")
        try plane.create("second-one", at: start + .seconds(10))
        func count(_ seconds: Int) throws -> Int {
            try plane.listServiceAccounts(request, by: .owner, at: start + .seconds(seconds)).accounts.count
        }
        #expect(try [count(59), count(60), count(69), count(70)] == [0, 1, 1, 2])
        #expect(plane.accounts.all.count == 2)
    }

    @Test("A deleted account is found for a while, but nothing can be written to it")
    func delete() throws {
        var plane = ControlPlane.make(slow)
        let account = try plane.create("abcdef")
        let later = start + .seconds(100)
        try plane.deleteServiceAccount(account.name, by: .owner, at: later)
        #expect(try plane.get(account.email, at: later + .seconds(19)) == account)
        let status = failure { () throws(Status) in try plane.get(account.email, at: later + .seconds(20)) }
        #expect(status?.code == .notFound)
        let again = failure { () throws(Status) in
            try plane.deleteServiceAccount(account.name, by: .owner, at: later)
        }
        #expect(again?.code == .notFound)
    }

    @Test("With flicker an account appears, disappears, and in the end stays", arguments: 1...5)
    func flicker(seed: Int) throws {
        var plane = ControlPlane.make(PropagationModel.worst.seeded(UInt64(seed)))
        let account = try plane.create("abcdef")
        let seen = (0..<600).map { second in
            failure { () throws(Status) in try plane.get(account.email, at: start + .seconds(second)) } == nil
        }
        let changes = zip(seen, seen.dropFirst()).filter { $0 != $1 }.count
        #expect(changes > 1)
        #expect(seen.suffix(299).allSatisfy { $0 })
        #expect(plane.accounts.settled(account.email).map { $0 <= start + .seconds(600) } == true)
    }
}
