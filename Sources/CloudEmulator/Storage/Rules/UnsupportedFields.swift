import CloudCore

/// The fields of the JSON API's resources that are not served: refused when they ask for something, and passed over when
/// they say no, as clients send those of a resource that they have read.
enum UnsupportedFields {
    static let bucket = [
        "acl", "autoclass", "billing", "cors", "customPlacementConfig", "defaultEventBasedHold",
        "defaultObjectAcl", "encryption", "hierarchicalNamespace", "ipFilter", "logging", "objectRetention",
        "retentionPolicy", "website",
    ]
    static let object = [
        "acl", "contexts", "customerEncryption", "eventBasedHold", "kmsKeyName", "retention", "temporaryHold",
    ]
    /// What only answers have.
    static let bucketOutput = [
        "hardDeleteTime", "owner", "satisfiesPZI", "satisfiesPZS", "softDeleteTime",
    ]
    static let objectOutput = [
        "hardDeleteTime", "owner", "restoreToken", "retentionExpirationTime", "softDeleteTime",
    ]

    /// A resource without the fields that are not served.
    ///
    /// - Throws: UNIMPLEMENTED for one that asks for something, INVALID_ARGUMENT for what is no object.
    static func strip(_ json: JSON, _ unsupported: [String], output: [String]) throws(Status) -> JSON {
        guard case .object(var object) = json else {
            throw StorageFault.invalid("The body must be a JSON object.")
        }
        for name in unsupported {
            guard let value = object[name] else { continue }
            guard asksForNothing(value) else { throw StorageFault.unsupported("\(name) (\(value.short))") }
            object[name] = nil
        }
        for name in output { object[name] = nil }
        return .object(object)
    }

    private static func asksForNothing(_ value: JSON) -> Bool {
        switch value {
        case .null, .bool(false), .string(""): true
        case .array(let elements): elements.isEmpty
        case .object(let object): object.allSatisfy { asksForNothing($0.value) }
        default: false
        }
    }
}

extension JSON {
    /// The text of this value for an error, not too long.
    var short: String { String(text().prefix(200)) }
}
