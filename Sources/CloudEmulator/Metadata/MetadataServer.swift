import CloudCore
import PubSubEmulator
import RPCServer

/// The metadata server of something that runs as a service account, on the port whose callers are that account: official
/// clients find it by `GCE_METADATA_HOST`.
///
/// Sources: "About VM metadata" and "Predefined metadata keys" in the Compute Engine documentation, "Container runtime
/// contract" of Cloud Run, which has the same server with fewer keys. What it answers where it refuses is from memory.
struct MetadataServer: Sendable {
    let cloud: LocalCloud
    /// The email address of the account.
    let account: String
    /// Where it runs, for example `us-central1`.
    let region: String

    private static let root = "/computeMetadata/v1"
    private static let flavor = "Google"

    /// The routes: the tree of keys, and the root, by which clients ask whether this is a metadata server.
    var routes: [HTTPRoute] {
        [
            HTTPRoute("GET", "/") { request in
                // Who only wants to know whether the port serves gets the answer of any other.
                guard request.header("metadata-flavor") != nil else { return .text("Ok\n") }
                return Self.answer("computeMetadata/\n")
            },
            .deferred("GET", "/computeMetadata/{path=**}") { (request, call) throws(Status) in
                serve(request, call)
            },
        ]
    }

    private func serve(_ request: HTTPRequestView, _ call: any PendingCall) {
        guard request.header("metadata-flavor")?.lowercased() == Self.flavor.lowercased() else {
            return call.respond(Self.answer("Missing Metadata-Flavor:Google header.\n", status: 403))
        }
        guard request.header("x-forwarded-for") == nil else {
            return call.respond(Self.answer("Requests with X-Forwarded-For are not answered.\n", status: 403))
        }
        let query: MetadataQuery
        do throws(Status) {
            query = try MetadataQuery(request)
        } catch {
            return call.respond(Self.answer(error.message + "\n", status: 400))
        }
        var path = request.path.split(separator: "/").dropFirst().map(String.init)
        guard !path.isEmpty else { return call.respond(Self.answer("v1/\n")) }
        guard path.removeFirst() == "v1" else { return call.respond(Self.missing) }
        if path.count == 4, path[0] == "instance", path[1] == "service-accounts", isAccount(path[2]) {
            if path[3] == "token" { return call.respond(token(query)) }
            if path[3] == "identity" { return answerIdentity(query, call) }
        }
        guard let node = MetadataNode.tree(entries).descendant(path) else {
            return call.respond(Self.missing)
        }
        call.respond(answer(node, query))
    }

    private func answer(_ node: MetadataNode, _ query: MetadataQuery) -> HTTPResponse {
        if query.isRecursive, !query.wantsText {
            return Self.answer(String(decoding: node.json.bytes(), as: UTF8.self), type: "application/json")
        }
        return Self.answer(node.text)
    }

    // MARK: What there is

    private var entries: [(path: String, value: MetadataNode.Value)] {
        let number = cloud.project.number
        let names = ["default", account]
        return [
            ("project/numeric-project-id", .number(number)), ("project/project-id", .text(cloud.project.id)),
            ("instance/id", .text(IdentityToken.uniqueID(of: account))),
            ("instance/region", .text("projects/\(number)/regions/\(region)")),
            ("instance/zone", .text("projects/\(number)/zones/\(region)-1")),
            ("universe/universe-domain", .text("googleapis.com")),
        ]
            + names.flatMap { name -> [(path: String, value: MetadataNode.Value)] in
                let folder = "instance/service-accounts/\(name)/"
                return [
                    (folder + "aliases", .list(["default"])), (folder + "email", .text(account)),
                    (folder + "scopes", .list(Self.scopes)),
                ]
            }
    }

    /// What instances are given unless told otherwise; policies decide within these.
    private static let scopes = [TokenAccess.everything, "https://www.googleapis.com/auth/userinfo.email"]

    private func isAccount(_ name: String) -> Bool { name == "default" || name == account }

    /// Whether the account is there; those of other projects, and of Google's services, are taken to be.
    private var isUsable: Bool {
        cloud.inspect { plane in
            !account.hasSuffix(plane.accountSuffix) || plane.accounts.isEnabled(account)
        }
    }

    private func token(_ query: MetadataQuery) -> HTTPResponse {
        guard isUsable else { return Self.missing }
        let scopes = query.scopes.isEmpty ? Self.scopes : query.scopes
        if let scope = scopes.first(where: { !TokenAccess.isScope($0) }) {
            return Self.answer("\(scope.prefix(300)) is no OAuth scope.\n", status: 400)
        }
        let token = cloud.plane.callers.tokens.issue(for: account, scopes: scopes, at: cloud.timeline.now)
        let answer: JSON = [
            "access_token": .string(token.text), "expires_in": .int(cloud.seconds(until: token.expiresAt)),
            "token_type": "Bearer",
        ]
        return Self.answer(String(decoding: answer.bytes(), as: UTF8.self), type: "application/json")
    }

    private func answerIdentity(_ query: MetadataQuery, _ call: any PendingCall) {
        guard isUsable else { return call.respond(Self.missing) }
        guard let audience = query.audience, !audience.isEmpty else {
            return call.respond(Self.answer("non-empty audience parameter required\n", status: 400))
        }
        let purpose = IdentityToken.Purpose(
            account: account, audience: audience, subject: cloud.subject(of: account),
            includesEmail: query.isFull)
        cloud.identityToken(purpose) { outcome in
            switch outcome {
            case .success(let token): call.respond(Self.answer(token, type: "text/html"))
            case .failure(let status): call.finish(status)
            }
        }
    }

    private static let missing = answer("404 page not found\n", status: 404)

    private static func answer(
        _ text: String, type: String = "application/text", status: Int = 200
    ) -> HTTPResponse {
        HTTPResponse(
            status: status, contentType: type,
            headers: [("metadata-flavor", flavor), ("server", "Metadata Server for VM")],
            body: Array(text.utf8))
    }
}
