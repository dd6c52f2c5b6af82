import CloudCore
import PubSubEmulator
import RPCServer

extension LocalCloud {
    /// The methods of `google.iam.admin.v1.IAM` that are about keys.
    ///
    /// Source: `google/iam/admin/v1/iam.proto`.
    var keyMethods: [RPCMethod] { keyReads + keyWrites + newKeys }

    private static let service = "/google.iam.admin.v1.IAM/"
    private static let account = "{name=projects/*/serviceAccounts/*}"
    private static let key = "{name=projects/*/serviceAccounts/*/keys/*}"

    private var keyReads: [RPCMethod] {
        [
            planeMethod(Self.service + "GetServiceAccountKey", [.get("/v1/\(Self.key)")]) {
                (plane, request, caller, now) throws(Status) in
                try plane.key(request, by: caller, at: now)
            },
            // Every account has a key that Google signs with; here it is made when it is first asked for.
            workMethod(Self.service + "ListServiceAccountKeys", [.get("/v1/\(Self.account)/keys")]) {
                (plane, request: IAMAdminV1.ListServiceAccountKeysRequest, caller, now) throws(Status) in
                _ = try plane.listKeys(request, by: caller, at: now)
                let name = try ServiceAccountName(parsing: request.name)
                return (request, caller, plane.accounts.existing(name.account))
            } work: { [self] (prepared, _) throws(Status) in
                let (request, caller, account) = prepared
                let wantsSystemKeys =
                    request.keyTypes.isEmpty || request.keyTypes.contains(.systemManaged)
                if let account, wantsSystemKeys { _ = try signer.key(of: account) }
                return try perform { (plane, now) throws(Status) in
                    try plane.listKeys(request, by: caller, at: now)
                }
            },
        ]
    }

    private var keyWrites: [RPCMethod] {
        [
            keyWrite("DeleteServiceAccountKey", .delete("/v1/\(Self.key)")) {
                (plane, name, caller, now) throws(Status) in
                try plane.deleteKey(name, by: caller, at: now)
            },
            keyWrite("EnableServiceAccountKey", .post("/v1/\(Self.key):enable")) {
                (plane, name, caller, now) throws(Status) in
                try plane.setKey(name, disabled: false, by: caller, at: now)
            },
            keyWrite("DisableServiceAccountKey", .post("/v1/\(Self.key):disable")) {
                (plane, name, caller, now) throws(Status) in
                try plane.setKey(name, disabled: true, by: caller, at: now)
            },
        ]
    }

    /// A method that takes a key's name and answers nothing.
    private func keyWrite(
        _ method: String, _ rule: HTTPRule,
        _ write: @escaping @Sendable (inout ControlPlane, String, Caller, Instant) throws(Status) -> Void
    ) -> RPCMethod {
        planeMethod(Self.service + method, [rule]) {
            (plane, request: IAMAdminV1.KeyNameRequest, caller, now) throws(Status) in
            try write(&plane, request.name, caller, now)
            return Empty()
        }
    }

    private var newKeys: [RPCMethod] {
        [
            workMethod(Self.service + "CreateServiceAccountKey", [.post("/v1/\(Self.account)/keys")]) {
                (plane, request: IAMAdminV1.CreateServiceAccountKeyRequest, caller, now) throws(Status) in
                (request.privateKeyType, try plane.checkNewKey(request, by: caller, at: now))
            } work: { [self] (prepared, context) throws(Status) in
                try makeKey(of: prepared.1, as: prepared.0, context)
            },
            workMethod(Self.service + "UploadServiceAccountKey", [.post("/v1/\(Self.account)/keys:upload")]) {
                (plane, request: IAMAdminV1.UploadServiceAccountKeyRequest, caller, now) throws(Status) in
                (request.publicKeyData, try plane.checkUpload(request, by: caller, at: now))
            } work: { [self] (prepared, _) throws(Status) in
                try addKey(prepared.0, to: prepared.1)
            },
        ]
    }

    /// Makes a key, and hands out its private half, which is not kept.
    ///
    /// The key is drawn outside of the control plane, so that what is kept is its public half, and not the call.
    private func makeKey(
        of account: IAMAdminV1.ServiceAccount, as type: IAMAdminV1.PrivateKeyType, _ context: CallContext
    ) throws(Status) -> IAMAdminV1.ServiceAccountKey {
        let made = try SigningKey(owner: account.uniqueID)
        let data =
            type == .pkcs12
            ? try made.archive() : try KeyFile.bytes(of: account, made, at: address(for: context))
        var key = try perform(recording: KeyAdded(made.published, .userManaged, .google, to: account))
        key.privateKeyType = type == .pkcs12 ? .pkcs12 : .credentialsFile
        key.privateKeyData = data
        return key
    }

    /// Adds the key of a certificate.
    private func addKey(
        _ certificate: [UInt8], to account: IAMAdminV1.ServiceAccount
    ) throws(Status) -> IAMAdminV1.ServiceAccountKey {
        let refusal = Status(
            .invalidArgument,
            "public_key_data is no X.509 certificate in PEM of an RSA key of 2,048 to 4,096 bits with the exponent "
                + "65537.")
        let read: PublishedKey.Certified?
        do throws(Status) {
            read = try PublishedKey.Certified(certificate: certificate)
        } catch {
            // What openssl cannot read is no certificate.
            throw error.code == .internal ? refusal : error
        }
        guard let read, read.key.modulus.count >= 256, RSAPublicKey(modulus: read.key.modulus) != nil else {
            throw refusal
        }
        if let end = read.validity?.to, end <= Timestamp(timeline.now) {
            throw Status(
                .invalidArgument, "public_key_data: the certificate has expired (\(end.rfc3339)).")
        }
        var event = KeyAdded(read.key, .userManaged, .user, to: account)
        event.validAfter = read.validity?.from
        event.validBefore = read.validity?.to
        return try perform(recording: event)
    }
}

extension AccountKey {
    /// When keys end that have no end, as the API says it.
    static let noEnd = Timestamp(seconds: 253_402_300_799)

    /// A key of an account; nil when it cannot verify anything.
    init?(
        _ published: PublishedKey, _ type: IAMAdminV1.KeyType, _ origin: IAMAdminV1.KeyOrigin,
        from start: Timestamp, to end: Timestamp? = nil
    ) {
        guard let verifier = RSAPublicKey(modulus: published.modulus) else { return nil }
        self.init(
            published: published, verifier: verifier, type: type, origin: origin,
            validAfter: Timestamp(seconds: start.seconds), validBefore: end ?? Self.noEnd)
    }
}
