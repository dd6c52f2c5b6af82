import CloudCore

/// What a secret must be to be accepted.
///
/// Source: `google/cloud/secretmanager/v1/resources.proto`.
enum SecretRules {
    /// The largest payload of a version ("Quotas and limits" of Secret Manager).
    static let maxPayloadBytes = 64 * 1024
    /// The most aliases of a secret.
    static let maxAliases = 50
    /// The shortest and longest delay of destruction ("Delay destruction of secret versions").
    static let destroyDelays = Duration.seconds(86_400)...Duration.seconds(1_000 * 86_400)

    /// Checks the id of a secret that is to be.
    ///
    /// - Throws: INVALID_ARGUMENT.
    static func checkID(_ id: String) throws(Status) {
        guard SecretPath.isID(id) else {
            throw Status(
                .invalidArgument,
                "secret_id \"\(id.prefix(300))\" must be 1 to 255 letters, digits, hyphens and underscores.")
        }
    }

    /// Checks what a caller may set of a secret.
    ///
    /// - Throws: INVALID_ARGUMENT; UNIMPLEMENTED for what is not supported.
    static func check(_ secret: SecretManagerV1.Secret, isRegional: Bool, at now: Instant) throws(Status) {
        try checkSupported(secret)
        try checkReplication(secret.replication, isRegional: isRegional)
        try LabelRules.check(secret.labels, "secret.labels")
        try LabelRules.checkAnnotations(secret.annotations, "secret.annotations")
        if let time = secret.expireTime, !time.isValid || time.instant <= now {
            throw Status(.invalidArgument, "secret.expire_time must be in the future.")
        }
        if let ttl = secret.ttl, ttl <= .zero {
            throw Status(.invalidArgument, "secret.ttl is \(ttl.shortText), but must be positive.")
        }
        if let delay = secret.versionDestroyTtl, !destroyDelays.contains(delay) {
            throw Status(
                .invalidArgument,
                "secret.version_destroy_ttl is \(delay.shortText), but must be 1 to 1000 days.")
        }
    }

    private static func checkSupported(_ secret: SecretManagerV1.Secret) throws(Status) {
        if !secret.topics.isEmpty { throw unsupported("topics") }
        if secret.rotation != nil { throw unsupported("rotation") }
        if !secret.tags.isEmpty { throw unsupported("tags") }
        let keys =
            [secret.customerManagedEncryption, secret.replication?.automatic?.customerManagedEncryption]
            + (secret.replication?.userManaged?.replicas ?? []).map(\.customerManagedEncryption)
        if keys.contains(where: { $0 != nil }) { throw unsupported("customer_managed_encryption") }
    }

    private static func unsupported(_ field: String) -> Status {
        Status(.unimplemented, "secret.\(field) is not supported.")
    }

    private static func checkReplication(
        _ replication: SecretManagerV1.Replication?, isRegional: Bool
    ) throws(Status) {
        if isRegional {
            guard replication == nil else {
                throw Status(.invalidArgument, "secret.replication must not be set for a regional secret.")
            }
            return
        }
        if let managed = replication?.userManaged {
            let locations = managed.replicas.map(\.location)
            guard !locations.isEmpty, locations.allSatisfy({ Identifier.isLabel($0) }),
                Set(locations).count == locations.count
            else {
                throw Status(
                    .invalidArgument,
                    "secret.replication.user_managed.replicas must name at least one location, each once.")
            }
        } else if replication?.automatic == nil {
            throw Status(
                .invalidArgument, "secret.replication must be automatic or user_managed.")
        }
    }

    /// Checks aliases of versions.
    ///
    /// - Throws: INVALID_ARGUMENT.
    static func checkAliases(_ aliases: IntegerMap, versions: Int) throws(Status) {
        guard aliases.count <= maxAliases else {
            throw Status(
                .invalidArgument,
                "secret.version_aliases has \(aliases.count) aliases, but at most \(maxAliases) are allowed.")
        }
        for (alias, number) in aliases {
            let first = alias.unicodeScalars.first
            guard first?.properties.isAlphabetic == true, alias.utf8.count <= 63, SecretPath.isID(alias),
                alias != "latest", alias != "NEW"
            else {
                throw Status(
                    .invalidArgument,
                    "secret.version_aliases: \"\(alias.prefix(100))\" must be 1 to 63 letters, digits, hyphens and "
                        + "underscores, start with a letter, and be neither latest nor NEW.")
            }
            guard number >= 1, number <= versions else {
                throw Status(
                    .invalidArgument,
                    "secret.version_aliases: \"\(alias)\" is for version \(number), which does not exist.")
            }
        }
    }

    /// Checks a payload.
    ///
    /// - Throws: INVALID_ARGUMENT when it is missing or too large, or its checksum is another.
    static func checkPayload(_ payload: SecretManagerV1.SecretPayload?) throws(Status) -> [UInt8] {
        guard let payload, !payload.data.isEmpty else {
            throw Status(.invalidArgument, "Secret Payload cannot be empty.")
        }
        guard payload.data.count <= maxPayloadBytes else {
            throw Status(
                .invalidArgument,
                "The payload has \(payload.data.count) bytes, but at most \(maxPayloadBytes) are allowed.")
        }
        let checksum = Int64(CRC32C.checksum(payload.data))
        if let given = payload.dataCrc32c, given != checksum {
            throw Status(
                .invalidArgument,
                "payload.data_crc32c is \(given), but the CRC32C of the data received is \(checksum).")
        }
        return payload.data
    }
}
