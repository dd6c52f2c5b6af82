import CloudCore
import PubSubEmulator
import RPCServer

extension LocalCloud {
    /// The public keys of service accounts, where www.googleapis.com has them: as certificates, and as key sets.
    var accountKeyRoutes: [HTTPRoute] {
        let certificates = ["/robot/v1/metadata/x509", "/service_accounts/v1/metadata/x509"]
        let keySets = [
            "/robot/v1/metadata/jwk", "/service_accounts/v1/metadata/jwk", "/service_accounts/v1/jwk",
        ]
        return certificates.map { path in
            HTTPRoute("GET", path + "/{account}") { [self] request in
                published(request) { keys in
                    .object(JSONObject(keys.map { (key: $0.id, value: .string($0.certificate)) }))
                }
            }
        }
            + keySets.map { path in
                HTTPRoute("GET", path + "/{account}") { [self] request in
                    published(request) { ["keys": .array($0.map(\.json))] }
                }
            }
    }

    /// The keys of an account that are good, which everybody may see.
    private func published(
        _ request: HTTPRequestView, _ show: ([PublishedKey]) -> JSON
    ) -> HTTPResponse {
        .json { () throws(Status) in
            let name = request.parameters["account"] ?? ""
            let now = timeline.now
            let keys = inspect { plane -> [PublishedKey]? in
                guard let account = plane.accounts.existing(name) else { return nil }
                return plane.keys.read(account.uniqueID, at: now).filter { $0.isValid(at: now) }.map(
                    \.published)
            }
            guard let keys else {
                throw Status(.notFound, "Service account \(name.prefix(300)) does not exist.")
            }
            return show(keys)
        }
    }
}
