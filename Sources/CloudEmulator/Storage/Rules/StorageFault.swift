import CloudCore

/// Refusals in the words of Cloud Storage. What the JSON API calls their reason stands in an ErrorInfo, which the front
/// door makes Google's older error body of.
///
/// Sources: "HTTP status and error codes for JSON" in the Cloud Storage documentation, and answers quoted in issues of
/// googleapis/google-cloud-python, nodejs-storage and terraform-provider-google.
enum StorageFault {
    /// The domain of the ErrorInfo.
    static let domain = "storage.googleapis.com"

    static func make(_ code: Status.Code, _ reason: String, _ message: String) -> Status {
        Status(code, message, details: [.errorInfo(reason: reason, domain: domain, metadata: [:])])
    }

    static func invalid(_ message: String) -> Status { make(.invalidArgument, "invalid", message) }

    static func required(_ message: String) -> Status { make(.invalidArgument, "required", message) }

    static func unsupported(_ what: String) -> Status {
        make(.unimplemented, "notImplemented", "\(what) is not supported.")
    }

    static let noBucket = make(.notFound, "notFound", "The specified bucket does not exist.")

    static func noObject(_ bucket: String, _ name: String) -> Status {
        make(.notFound, "notFound", "No such object: \(bucket)/\(name.prefix(1_024))")
    }

    static let conditionNotMet = make(
        .failedPrecondition, "conditionNotMet",
        "At least one of the pre-conditions you specified did not hold.")

    /// What a conditional read ends with when the reader has it already; it has no body.
    static let notModified = make(.cancelled, "notModified", "Not Modified")

    static let rangeNotSatisfiable = make(
        .outOfRange, "requestedRangeNotSatisfiable", "Request range not satisfiable")

    static let bucketExists = make(
        .alreadyExists, "conflict",
        "Your previous request to create the named bucket succeeded and you already own it.")

    static let bucketNotEmpty = make(
        .alreadyExists, "conflict", "The bucket you tried to delete is not empty.")
}
