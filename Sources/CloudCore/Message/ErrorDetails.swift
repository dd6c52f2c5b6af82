// The messages of `google/rpc/status.proto` and `google/rpc/error_details.proto`, as far as `Status` has them.

/// `google.rpc.Status`.
struct StatusMessage: Message {
    var code: Int32 = 0
    var message = ""
    var details: [AnyMessage] = []

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "code", &code)
        visitor.field(2, "message", &message)
        visitor.field(3, "details", &details)
    }
}

/// `google.protobuf.Any`.
struct AnyMessage: Message {
    var typeURL = ""
    var value: [UInt8] = []

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "typeUrl", &typeURL)
        visitor.field(2, "value", &value)
    }
}

/// `google.rpc.ErrorInfo`.
struct ErrorInfo: Message {
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
    var retryDelay: Duration?

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "retryDelay", &retryDelay)
    }
}

/// `google.rpc.BadRequest`.
struct BadRequest: Message {
    var fieldViolations: [Violation] = []

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "fieldViolations", &fieldViolations)
    }

    struct Violation: Message {
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
    var violations: [Violation] = []

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "violations", &violations)
    }

    struct Violation: Message {
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
    var violations: [Violation] = []

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "violations", &violations)
    }

    struct Violation: Message {
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
