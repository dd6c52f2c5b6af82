import CloudCore

extension RunV1 {
    /// What services, revisions, configurations and routes are read by and deleted with.
    struct NameRequest: Message {
        var name = ""
        var apiVersion = ""
        var dryRun = ""
        var kind = ""
        var propagationPolicy = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "apiVersion", &apiVersion)
            visitor.field(3, "dryRun", &dryRun)
            visitor.field(4, "kind", &kind)
            visitor.field(5, "propagationPolicy", &propagationPolicy)
        }
    }

    /// What a service is created or replaced with.
    struct WriteServiceRequest: Message {
        /// The namespace or location of a new service.
        var parent = ""
        /// The name of one that is replaced.
        var name = ""
        var dryRun = ""
        var service: Service?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "parent", &parent)
            visitor.field(2, "name", &name)
            visitor.field(3, "dryRun", &dryRun)
            visitor.field(4, "service", &service)
        }
    }

    /// What lists are asked for with.
    struct ListRequest: Message {
        var parent = ""
        var continueToken = ""
        var fieldSelector = ""
        var includeUninitialized = false
        var labelSelector = ""
        var limit: Int32 = 0
        var resourceVersion = ""
        var watch = false

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "parent", &parent)
            visitor.field(2, "continue", &continueToken)
            visitor.field(3, "fieldSelector", &fieldSelector)
            visitor.field(4, "includeUninitialized", &includeUninitialized)
            visitor.field(5, "labelSelector", &labelSelector)
            visitor.field(6, "limit", &limit)
            visitor.field(7, "resourceVersion", &resourceVersion)
            visitor.field(8, "watch", &watch)
        }
    }
}

/// A request that changes something.
protocol KnativeRequest: Message {
    /// Says in its names which region the endpoint has that was called.
    mutating func locate(in region: String?)
}

extension RunV1.NameRequest: KnativeRequest {
    mutating func locate(in region: String?) { name = KnativeName.located(name, in: region) }
}

extension RunV1.WriteServiceRequest: KnativeRequest {
    mutating func locate(in region: String?) {
        parent = KnativeName.located(parent, in: region)
        name = KnativeName.located(name, in: region)
    }
}
