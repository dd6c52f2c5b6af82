import CloudCore

/// Refusals in the words of Cloud Storage.
///
/// Sources: "HTTP status and error codes for JSON" in the Cloud Storage documentation, and answers quoted in issues of
/// googleapis/google-cloud-python, nodejs-storage and terraform-provider-google.
enum StorageFault {
    static func invalid(_ message: String) -> Status { Status.listed(.invalidArgument, "invalid", message) }

    static func required(_ message: String) -> Status { Status.listed(.invalidArgument, "required", message) }

    static func unsupported(_ what: String) -> Status {
        Status.listed(.unimplemented, "notImplemented", "\(what) is not supported.")
    }

    static let noBucket = Status.listed(.notFound, "notFound", "The specified bucket does not exist.")

    static func noObject(_ bucket: String, _ name: String) -> Status {
        Status.listed(.notFound, "notFound", "No such object: \(bucket)/\(name.prefix(1_024))")
    }

    static let conditionNotMet = Status.listed(
        .failedPrecondition, "conditionNotMet",
        "At least one of the pre-conditions you specified did not hold.")

    /// What a conditional read ends with when the reader has it already; it has no body.
    static let notModified = Status.listed(.cancelled, "notModified", "Not Modified")

    static let rangeNotSatisfiable = Status.listed(
        .outOfRange, "requestedRangeNotSatisfiable", "Request range not satisfiable")

    static let bucketExists = Status.listed(
        .alreadyExists, "conflict",
        "Your previous request to create the named bucket succeeded and you already own it.")

    static let bucketNotEmpty = Status.listed(
        .alreadyExists, "conflict", "The bucket you tried to delete is not empty.")
}
