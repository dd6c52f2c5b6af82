/// The outcome of a failed call: a google.rpc code, a message for a developer, and typed details.
///
/// Source: `google/rpc/status.proto`. Every error that a caller of this package can act on is a `Status`;
/// each front door translates it once (gRPC trailers, REST error body, thrown error in process).
public struct Status: Error, Equatable, Sendable {
    /// The canonical code, never `.ok`.
    public var code: Code
    /// A message for developers, in English, naming the field or resource and the offending value.
    public var message: String
    /// Machine-readable details, in the order in which they are sent.
    public var details: [Detail]

    /// Makes a status from its parts.
    public init(_ code: Code, _ message: String, details: [Detail] = []) {
        self.code = code
        self.message = message
        self.details = details
    }
}

extension Status {
    /// A canonical error code of `google/rpc/code.proto`.
    public enum Code: Int32, Sendable, CaseIterable {
        case ok = 0
        case cancelled = 1
        case unknown = 2
        case invalidArgument = 3
        case deadlineExceeded = 4
        case notFound = 5
        case alreadyExists = 6
        case permissionDenied = 7
        case resourceExhausted = 8
        case failedPrecondition = 9
        case aborted = 10
        case outOfRange = 11
        case unimplemented = 12
        case `internal` = 13
        case unavailable = 14
        case dataLoss = 15
        case unauthenticated = 16

        /// The code's name in `google/rpc/code.proto`, for example `INVALID_ARGUMENT`.
        public var name: String {
            switch self {
            case .ok: "OK"
            case .cancelled: "CANCELLED"
            case .unknown: "UNKNOWN"
            case .invalidArgument: "INVALID_ARGUMENT"
            case .deadlineExceeded: "DEADLINE_EXCEEDED"
            case .notFound: "NOT_FOUND"
            case .alreadyExists: "ALREADY_EXISTS"
            case .permissionDenied: "PERMISSION_DENIED"
            case .resourceExhausted: "RESOURCE_EXHAUSTED"
            case .failedPrecondition: "FAILED_PRECONDITION"
            case .aborted: "ABORTED"
            case .outOfRange: "OUT_OF_RANGE"
            case .unimplemented: "UNIMPLEMENTED"
            case .internal: "INTERNAL"
            case .unavailable: "UNAVAILABLE"
            case .dataLoss: "DATA_LOSS"
            case .unauthenticated: "UNAUTHENTICATED"
            }
        }

        /// The HTTP status that `google/rpc/code.proto` maps the code to.
        public var httpStatus: Int {
            switch self {
            case .ok: 200
            case .invalidArgument, .failedPrecondition, .outOfRange: 400
            case .unauthenticated: 401
            case .permissionDenied: 403
            case .notFound: 404
            case .aborted, .alreadyExists: 409
            case .resourceExhausted: 429
            case .cancelled: 499
            case .unknown, .internal, .dataLoss: 500
            case .unimplemented: 501
            case .unavailable: 503
            case .deadlineExceeded: 504
            }
        }

        /// The code with a given `google/rpc/code.proto` name, or nil.
        public init?(name: String) {
            guard let code = Code.allCases.first(where: { $0.name == name }) else { return nil }
            self = code
        }
    }

    /// A typed detail of `google/rpc/error_details.proto`.
    public enum Detail: Equatable, Sendable {
        /// Why it failed, for programs: `reason` in UPPER_SNAKE_CASE, unique within `domain`.
        case errorInfo(reason: String, domain: String, metadata: [String: String])
        /// The least time to wait before another try.
        case retryInfo(delay: Duration)
        /// The request fields that were wrong, each with what would be right.
        case badRequest([FieldViolation])
        /// The resource that the error is about.
        case resourceInfo(type: String, name: String, owner: String, description: String)
        /// The quotas that were exceeded.
        case quotaFailure([QuotaViolation])
        /// The preconditions that did not hold.
        case preconditionFailure([PreconditionViolation])
    }

    /// One wrong request field of a `google.rpc.BadRequest`.
    public struct FieldViolation: Equatable, Sendable {
        /// The path of the field, for example `retry_policy.minimum_backoff`.
        public var field: String
        /// What is wrong with it and what would be right.
        public var description: String

        /// Makes a violation from its parts.
        public init(field: String, description: String) {
            self.field = field
            self.description = description
        }
    }

    /// One exceeded quota of a `google.rpc.QuotaFailure`.
    public struct QuotaViolation: Equatable, Sendable {
        /// What the quota is counted on, for example `project:my-project`.
        public var subject: String
        /// How the quota was exceeded.
        public var description: String

        /// Makes a violation from its parts.
        public init(subject: String, description: String) {
            self.subject = subject
            self.description = description
        }
    }

    /// One unmet precondition of a `google.rpc.PreconditionFailure`.
    public struct PreconditionViolation: Equatable, Sendable {
        /// The kind of precondition, UPPER_SNAKE_CASE.
        public var type: String
        /// What the precondition is about.
        public var subject: String
        /// How the precondition failed.
        public var description: String

        /// Makes a violation from its parts.
        public init(type: String, subject: String, description: String) {
            self.type = type
            self.subject = subject
            self.description = description
        }
    }
}

extension Status: CustomStringConvertible {
    /// The code's name and the message, for logs and terminals.
    public var description: String { "\(code.name): \(message)" }
}
