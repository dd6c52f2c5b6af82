import CloudCore

/// The messages of Cloud Run's older API, which follows Knative: REST alone, from the discovery document `run.v1.json`.
///
/// It numbers no fields; these numbers are alphabetical. What is not supported at all is any JSON, to be refused by name.
enum RunV1 {}

extension RunV1 {
    /// `Service`.
    struct Service: Message {
        var apiVersion = ""
        var kind = ""
        var metadata: ObjectMeta?
        var spec: ServiceSpec?
        var status: ServiceStatus?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "apiVersion", &apiVersion)
            visitor.field(2, "kind", &kind)
            visitor.field(3, "metadata", &metadata)
            visitor.field(4, "spec", &spec)
            visitor.field(5, "status", &status)
        }
    }

    /// `ServiceSpec`.
    struct ServiceSpec: Message {
        var template: RevisionTemplate?
        var traffic: [TrafficTarget] = []

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "template", &template)
            visitor.field(2, "traffic", &traffic)
        }
    }

    /// `ServiceStatus`.
    struct ServiceStatus: Message {
        var address: Addressable?
        var conditions: [Condition] = []
        var latestCreatedRevisionName = ""
        var latestReadyRevisionName = ""
        var observedGeneration: Int32 = 0
        var traffic: [TrafficTarget] = []
        var url = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "address", &address)
            visitor.field(2, "conditions", &conditions)
            visitor.field(3, "latestCreatedRevisionName", &latestCreatedRevisionName)
            visitor.field(4, "latestReadyRevisionName", &latestReadyRevisionName)
            visitor.field(5, "observedGeneration", &observedGeneration)
            visitor.field(6, "traffic", &traffic)
            visitor.field(7, "url", &url)
        }
    }

    /// `Addressable`.
    struct Addressable: Message {
        var url = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "url", &url)
        }
    }

    /// `TrafficTarget`.
    struct TrafficTarget: Message {
        var configurationName = ""
        var latestRevision = false
        var percent: Int32 = 0
        var revisionName = ""
        var tag = ""
        var url = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "configurationName", &configurationName)
            visitor.field(2, "latestRevision", &latestRevision)
            visitor.field(3, "percent", &percent)
            visitor.field(4, "revisionName", &revisionName)
            visitor.field(5, "tag", &tag)
            visitor.field(6, "url", &url)
        }
    }

    /// `GoogleCloudRunV1Condition`.
    struct Condition: Message {
        var lastTransitionTime: Timestamp?
        var message = ""
        var reason = ""
        var severity = ""
        var status = ""
        var type = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "lastTransitionTime", &lastTransitionTime)
            visitor.field(2, "message", &message)
            visitor.field(3, "reason", &reason)
            visitor.field(4, "severity", &severity)
            visitor.field(5, "status", &status)
            visitor.field(6, "type", &type)
        }
    }

    /// `ObjectMeta`.
    struct ObjectMeta: Message {
        var annotations: StringMap = [:]
        var clusterName = ""
        var creationTimestamp: Timestamp?
        var deletionGracePeriodSeconds: Int32 = 0
        var deletionTimestamp: Timestamp?
        var finalizers: [String] = []
        var generateName = ""
        var generation: Int32 = 0
        var labels: StringMap = [:]
        var name = ""
        var namespace = ""
        var ownerReferences: [JSON] = []
        var resourceVersion = ""
        var selfLink = ""
        var uid = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "annotations", &annotations)
            visitor.field(2, "clusterName", &clusterName)
            visitor.field(3, "creationTimestamp", &creationTimestamp)
            visitor.field(4, "deletionGracePeriodSeconds", &deletionGracePeriodSeconds)
            visitor.field(5, "deletionTimestamp", &deletionTimestamp)
            visitor.field(6, "finalizers", &finalizers)
            visitor.field(7, "generateName", &generateName)
            visitor.field(8, "generation", &generation)
            visitor.field(9, "labels", &labels)
            visitor.field(10, "name", &name)
            visitor.field(11, "namespace", &namespace)
            visitor.field(12, "ownerReferences", &ownerReferences)
            visitor.field(13, "resourceVersion", &resourceVersion)
            visitor.field(14, "selfLink", &selfLink)
            visitor.field(15, "uid", &uid)
        }
    }
}
