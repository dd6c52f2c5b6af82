// The messages of `google/rpc/status.proto` and `google/rpc/error_details.proto`, as far as `Status` has them.

/// `google.rpc.ErrorInfo`.
struct ErrorInfo: Message {
    static let definitionName: String? = "google.rpc.ErrorInfo"

    var reason = ""
    var domain = ""
    var metadata: StringMap = [:]

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "reason", &reason)
        visitor.field(2, "domain", &domain)
        visitor.field(3, "metadata", &metadata)
    }
}

/// `google.rpc.RetryInfo`.
struct RetryInfo: Message {
    static let definitionName: String? = "google.rpc.RetryInfo"

    var retryDelay: Duration?

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "retryDelay", &retryDelay)
    }
}

/// `google.rpc.BadRequest`.
struct BadRequest: Message {
    static let definitionName: String? = "google.rpc.BadRequest"

    var fieldViolations: [Violation] = []

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "fieldViolations", &fieldViolations)
    }

    struct Violation: Message {
        static let definitionName: String? = "google.rpc.BadRequest.FieldViolation"

        var field = ""
        var description = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "field", &field)
            visitor.field(2, "description", &description)
        }
    }
}

/// `google.rpc.ResourceInfo`.
struct ResourceInfo: Message {
    static let definitionName: String? = "google.rpc.ResourceInfo"

    var resourceType = ""
    var resourceName = ""
    var owner = ""
    var description = ""

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "resourceType", &resourceType)
        visitor.field(2, "resourceName", &resourceName)
        visitor.field(3, "owner", &owner)
        visitor.field(4, "description", &description)
    }
}

/// `google.rpc.QuotaFailure`.
struct QuotaFailure: Message {
    static let definitionName: String? = "google.rpc.QuotaFailure"

    var violations: [Violation] = []

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "violations", &violations)
    }

    struct Violation: Message {
        static let definitionName: String? = "google.rpc.QuotaFailure.Violation"

        var subject = ""
        var description = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "subject", &subject)
            visitor.field(2, "description", &description)
        }
    }
}

/// `google.rpc.PreconditionFailure`.
struct PreconditionFailure: Message {
    static let definitionName: String? = "google.rpc.PreconditionFailure"

    var violations: [Violation] = []

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "violations", &violations)
    }

    struct Violation: Message {
        static let definitionName: String? = "google.rpc.PreconditionFailure.Violation"

        var type = ""
        var subject = ""
        var description = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "type", &type)
            visitor.field(2, "subject", &subject)
            visitor.field(3, "description", &description)
        }
    }
}
