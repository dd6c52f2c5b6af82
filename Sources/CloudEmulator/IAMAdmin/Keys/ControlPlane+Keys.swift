import CloudCore

extension ControlPlane {
    typealias Key = IAMAdminV1.ServiceAccountKey

    /// The keys of an account, as a read sees them; without types, all of them.
    func listKeys(
        _ request: IAMAdminV1.ListServiceAccountKeysRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> IAMAdminV1.ListServiceAccountKeysResponse {
        let account = try keyHolder(request.name, "list", by: caller, at: now)
        let types = request.keyTypes.filter { $0.rawValue != 0 }
        var response = IAMAdminV1.ListServiceAccountKeysResponse()
        response.keys = keys.read(account.uniqueID, at: now)
            .filter { types.isEmpty || types.contains($0.type) }
            .filter { $0.type == .userManaged || Timestamp(now) < $0.validBefore }
            .map { $0.message(of: account) }
        return response
    }

    /// The key of that name, as a read sees it, with the public half in the form that is asked for.
    func key(
        _ request: IAMAdminV1.GetServiceAccountKeyRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> Key {
        let name = try KeyName(parsing: request.name)
        let account = try keyHolder(name.account, "get", by: caller, at: now)
        guard let key = keys.read(account.uniqueID, at: now).first(where: { $0.id == name.id }) else {
            throw Self.missingKey(name)
        }
        var message = key.message(of: account)
        switch request.publicKeyType {
        case .certificate: message.publicKeyData = Array(key.published.certificate.utf8)
        case .raw: message.publicKeyData = Array(key.published.pem.utf8)
        default: break
        }
        return message
    }

    /// The account that a new key is for.
    func checkNewKey(
        _ request: IAMAdminV1.CreateServiceAccountKeyRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> ServiceAccount {
        let account = try keyHolder(request.name, "create", by: caller, at: now)
        guard [0, IAMAdminV1.KeyAlgorithm.rsa2048.rawValue].contains(request.keyAlgorithm.rawValue) else {
            throw Status(.unimplemented, "key_algorithm: only KEY_ALG_RSA_2048 is supported.")
        }
        guard
            IAMAdminV1.PrivateKeyType.names.contains(where: { $0.number == request.privateKeyType.rawValue })
        else {
            throw Status(.invalidArgument, "private_key_type \(request.privateKeyType.rawValue) is none.")
        }
        try keys.checkRoom(account.uniqueID)
        return account
    }

    /// The account that a key is to be uploaded to.
    func checkUpload(
        _ request: IAMAdminV1.UploadServiceAccountKeyRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> ServiceAccount {
        let account = try keyHolder(request.name, "create", by: caller, at: now)
        guard !request.publicKeyData.isEmpty, request.publicKeyData.count <= 16 << 10 else {
            throw Status(
                .invalidArgument,
                "public_key_data has \(request.publicKeyData.count) bytes; expected an X.509 certificate in PEM."
            )
        }
        try keys.checkRoom(account.uniqueID)
        return account
    }

    /// Adds a key to an account, which may be gone since it was asked for.
    mutating func addKey(_ key: AccountKey, to account: ServiceAccount, at now: Instant) throws(Status) -> Key
    {
        guard accounts.existing(account.uniqueID) != nil else {
            throw Status(.notFound, "Service account \(account.name) does not exist.")
        }
        try keys.add(key, to: account.uniqueID, at: now)
        keys.keep { accounts.existing($0) != nil || accounts.deletedAccount($0, at: now) != nil }
        return key.message(of: account)
    }

    /// Enables or disables a key; nothing happens when it is so already.
    mutating func setKey(
        _ name: String, disabled: Bool, by caller: Caller, at now: Instant
    ) throws(Status) {
        var (account, key) = try userKey(name, disabled ? "disable" : "enable", by: caller, at: now)
        guard key.isDisabled != disabled else { return }
        key.isDisabled = disabled
        keys.replace(key.id, of: account.uniqueID, with: key, at: now)
    }

    /// Deletes a key for good.
    mutating func deleteKey(_ name: String, by caller: Caller, at now: Instant) throws(Status) {
        let (account, key) = try userKey(name, "delete", by: caller, at: now)
        keys.replace(key.id, of: account.uniqueID, with: nil, at: now)
    }

    /// What an account has signed is verified with: the key that is named, while it is accepted.
    func acceptedKey(_ id: String?, of account: ServiceAccount, at now: Instant) -> AccountKey? {
        id.flatMap { keys.accepted($0, of: account.uniqueID, at: now) }
    }

    /// The keys of users as they were written last, in no order. Those of Google come and go by themselves.
    var userKeys: [Key] {
        accounts.all.flatMap { account in
            keys.latest(of: account.uniqueID).filter { $0.type == .userManaged }.map {
                $0.message(of: account)
            }
        }
    }

    // MARK: Names

    private func keyHolder(
        _ account: String, _ verb: String, by caller: Caller, at now: Instant
    ) throws(Status) -> ServiceAccount {
        let permission = "iam.serviceAccountKeys.\(verb)"
        guard verb == "get" || verb == "list" else {
            return try existing(account, permission: permission, by: caller, at: now)
        }
        return try serviceAccount(account, permission: permission, by: caller, at: now)
    }

    /// A key as it was written last; those of Google cannot be changed.
    private func userKey(
        _ text: String, _ verb: String, by caller: Caller, at now: Instant
    ) throws(Status) -> (ServiceAccount, AccountKey) {
        let name = try KeyName(parsing: text)
        let account = try keyHolder(name.account, verb, by: caller, at: now)
        guard let key = keys.latest(of: account.uniqueID).first(where: { $0.id == name.id }) else {
            throw Self.missingKey(name)
        }
        guard key.type == .userManaged else {
            throw Status(
                .invalidArgument, "The key \(name.id) is managed by Google, so that you can't \(verb) it.")
        }
        return (account, key)
    }

    private static func missingKey(_ name: KeyName) -> Status {
        Status(
            .notFound,
            "Service account key \(name.id.prefix(100)) does not exist.")
    }
}

extension AccountKey {
    /// The key as the API answers it.
    fileprivate func message(of account: IAMAdminV1.ServiceAccount) -> IAMAdminV1.ServiceAccountKey {
        var message = IAMAdminV1.ServiceAccountKey()
        message.name = "\(account.name)/keys/\(id)"
        message.validAfterTime = validAfter
        message.validBeforeTime = validBefore
        message.keyAlgorithm = .rsa2048
        message.keyOrigin = origin
        message.keyType = type
        message.disabled = isDisabled
        return message
    }
}
