import CloudCore

extension RunV1 {
    /// `ListMeta`.
    struct ListMeta: Message {
        var continueToken = ""
        var resourceVersion = ""
        var selfLink = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "continue", &continueToken)
            visitor.field(2, "resourceVersion", &resourceVersion)
            visitor.field(3, "selfLink", &selfLink)
        }
    }

    /// `ListServicesResponse`.
    struct ListServicesResponse: Message {
        var apiVersion = ""
        var items: [Service] = []
        var kind = ""
        var metadata: ListMeta?
        var unreachable: [String] = []

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "apiVersion", &apiVersion)
            visitor.field(2, "items", &items)
            visitor.field(3, "kind", &kind)
            visitor.field(4, "metadata", &metadata)
            visitor.field(5, "unreachable", &unreachable)
        }
    }

    /// `ListRevisionsResponse`.
    struct ListRevisionsResponse: Message {
        var apiVersion = ""
        var items: [Revision] = []
        var kind = ""
        var metadata: ListMeta?
        var unreachable: [String] = []

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "apiVersion", &apiVersion)
            visitor.field(2, "items", &items)
            visitor.field(3, "kind", &kind)
            visitor.field(4, "metadata", &metadata)
            visitor.field(5, "unreachable", &unreachable)
        }
    }

    /// `Status`.
    struct Status: Message {
        var code: Int32 = 0
        var details: StatusDetails?
        var message = ""
        var metadata: ListMeta?
        var reason = ""
        var status = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "code", &code)
            visitor.field(2, "details", &details)
            visitor.field(3, "message", &message)
            visitor.field(4, "metadata", &metadata)
            visitor.field(5, "reason", &reason)
            visitor.field(6, "status", &status)
        }
    }

    /// `StatusDetails`.
    struct StatusDetails: Message {
        var causes: [JSON] = []
        var group = ""
        var kind = ""
        var name = ""
        var retryAfterSeconds: Int32 = 0
        var uid = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "causes", &causes)
            visitor.field(2, "group", &group)
            visitor.field(3, "kind", &kind)
            visitor.field(4, "name", &name)
            visitor.field(5, "retryAfterSeconds", &retryAfterSeconds)
            visitor.field(6, "uid", &uid)
        }
    }
}
