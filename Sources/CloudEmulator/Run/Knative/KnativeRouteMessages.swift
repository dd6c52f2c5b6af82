import CloudCore

extension RunV1 {
    /// `Configuration`.
    struct Configuration: Message {
        var apiVersion = ""
        var kind = ""
        var metadata: ObjectMeta?
        var spec: ConfigurationSpec?
        var status: ConfigurationStatus?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "apiVersion", &apiVersion)
            visitor.field(2, "kind", &kind)
            visitor.field(3, "metadata", &metadata)
            visitor.field(4, "spec", &spec)
            visitor.field(5, "status", &status)
        }
    }

    /// `ConfigurationSpec`.
    struct ConfigurationSpec: Message {
        var template: RevisionTemplate?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "template", &template)
        }
    }

    /// `ConfigurationStatus`.
    struct ConfigurationStatus: Message {
        var conditions: [Condition] = []
        var latestCreatedRevisionName = ""
        var latestReadyRevisionName = ""
        var observedGeneration: Int32 = 0

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "conditions", &conditions)
            visitor.field(2, "latestCreatedRevisionName", &latestCreatedRevisionName)
            visitor.field(3, "latestReadyRevisionName", &latestReadyRevisionName)
            visitor.field(4, "observedGeneration", &observedGeneration)
        }
    }

    /// `Route`.
    struct Route: Message {
        var apiVersion = ""
        var kind = ""
        var metadata: ObjectMeta?
        var spec: RouteSpec?
        var status: RouteStatus?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "apiVersion", &apiVersion)
            visitor.field(2, "kind", &kind)
            visitor.field(3, "metadata", &metadata)
            visitor.field(4, "spec", &spec)
            visitor.field(5, "status", &status)
        }
    }

    /// `RouteSpec`.
    struct RouteSpec: Message {
        var traffic: [TrafficTarget] = []

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "traffic", &traffic)
        }
    }

    /// `RouteStatus`.
    struct RouteStatus: Message {
        var address: Addressable?
        var conditions: [Condition] = []
        var observedGeneration: Int32 = 0
        var traffic: [TrafficTarget] = []
        var url = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "address", &address)
            visitor.field(2, "conditions", &conditions)
            visitor.field(3, "observedGeneration", &observedGeneration)
            visitor.field(4, "traffic", &traffic)
            visitor.field(5, "url", &url)
        }
    }
}
