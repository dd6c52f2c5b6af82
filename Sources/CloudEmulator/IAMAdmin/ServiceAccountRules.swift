import CloudCore

/// What a service account must be to be accepted.
///
/// Source: `google/iam/admin/v1/iam.proto`, `CreateServiceAccountRequest` and `ServiceAccount`.
enum ServiceAccountRules {
    /// The longest display name, in UTF-8 bytes.
    static let maxDisplayNameBytes = 100
    /// The longest description, in UTF-8 bytes.
    static let maxDescriptionBytes = 256

    /// Checks the part of the email address before the @.
    ///
    /// - Throws: INVALID_ARGUMENT.
    static func checkID(_ id: String) throws(Status) {
        guard (6...30).contains(id.utf8.count), Identifier.isLabel(id) else {
            throw refusal(
                "account_id",
                "The account ID \"\(id.prefix(100))\" does not have a length between 6 and 30 or does not match "
                    + "[a-z]([-a-z0-9]*[a-z0-9]).")
        }
    }

    /// Checks the texts for people.
    ///
    /// - Throws: INVALID_ARGUMENT.
    static func checkTexts(displayName: String, description: String) throws(Status) {
        guard displayName.utf8.count <= maxDisplayNameBytes else {
            throw refusal(
                "service_account.display_name",
                "The display name has \(displayName.utf8.count) bytes, but the maximum is "
                    + "\(maxDisplayNameBytes).")
        }
        guard description.utf8.count <= maxDescriptionBytes else {
            throw refusal(
                "service_account.description",
                "The description has \(description.utf8.count) bytes, but the maximum is "
                    + "\(maxDescriptionBytes).")
        }
    }

    private static func refusal(_ field: String, _ text: String) -> Status {
        Status(
            .invalidArgument, text,
            details: [.badRequest([Status.FieldViolation(field: field, description: text)])])
    }
}
