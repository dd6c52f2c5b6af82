import CloudCore
import PubSubEmulator

/// An account has got a key, which was drawn, or read, outside of the control plane: its public half.
struct KeyAdded: PlaneEvent {
    /// The unique id of the account.
    var account = ""
    var keyID = ""
    var modulus: [UInt8] = []
    var certificate = ""
    var pem = ""
    var type = IAMAdminV1.KeyType(rawValue: 0)
    var origin = IAMAdminV1.KeyOrigin(rawValue: 0)
    /// When it begins to be valid; nil for at once.
    var validAfter: Timestamp?
    /// When it ends; nil for never.
    var validBefore: Timestamp?

    static let eventName = "iam.KeyAdded"

    init() {}

    init(
        _ published: PublishedKey, _ type: IAMAdminV1.KeyType, _ origin: IAMAdminV1.KeyOrigin,
        to account: IAMAdminV1.ServiceAccount
    ) {
        self.account = account.uniqueID
        keyID = published.id
        modulus = published.modulus
        certificate = published.certificate
        pem = published.pem
        self.type = type
        self.origin = origin
    }

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "account", &account)
        visitor.field(2, "key_id", &keyID)
        visitor.field(3, "modulus", &modulus)
        visitor.field(4, "certificate", &certificate)
        visitor.field(5, "pem", &pem)
        visitor.field(6, "type", &type)
        visitor.field(7, "origin", &origin)
        visitor.field(8, "valid_after", &validAfter)
        visitor.field(9, "valid_before", &validBefore)
    }

    /// The account may be gone since its key was asked for.
    func apply(to plane: inout ControlPlane, at now: Instant) throws(Status) -> IAMAdminV1.ServiceAccountKey {
        guard let account = plane.accounts.existing(account) else {
            throw Status(.notFound, "Service account \(account) does not exist.")
        }
        let published = PublishedKey(id: keyID, modulus: modulus, certificate: certificate, pem: pem)
        let key = AccountKey(
            published, type, origin, from: validAfter ?? Timestamp(now), to: validBefore)
        guard let key else { throw Status(.internal, "openssl made no key that can be used.") }
        return try plane.addKey(key, to: account, at: now)
    }
}
