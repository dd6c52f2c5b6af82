import CloudCore

extension RunV1 {
    /// `RevisionTemplate`.
    struct RevisionTemplate: Message {
        var metadata: ObjectMeta?
        var spec: RevisionSpec?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "metadata", &metadata)
            visitor.field(2, "spec", &spec)
        }
    }

    /// `RevisionSpec`.
    struct RevisionSpec: Message {
        var containerConcurrency: Int32 = 0
        var containers: [Container] = []
        var enableServiceLinks = false
        var imagePullSecrets: [JSON] = []
        var nodeSelector: StringMap = [:]
        var runtimeClassName = ""
        var sandboxes: JSON?
        var serviceAccountName = ""
        var timeoutSeconds: Int32 = 0
        var volumes: [JSON] = []

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "containerConcurrency", &containerConcurrency)
            visitor.field(2, "containers", &containers)
            visitor.field(3, "enableServiceLinks", &enableServiceLinks)
            visitor.field(4, "imagePullSecrets", &imagePullSecrets)
            visitor.field(5, "nodeSelector", &nodeSelector)
            visitor.field(6, "runtimeClassName", &runtimeClassName)
            visitor.field(7, "sandboxes", &sandboxes)
            visitor.field(8, "serviceAccountName", &serviceAccountName)
            visitor.field(9, "timeoutSeconds", &timeoutSeconds)
            visitor.field(10, "volumes", &volumes)
        }
    }

    /// `Revision`.
    struct Revision: Message {
        var apiVersion = ""
        var kind = ""
        var metadata: ObjectMeta?
        var spec: RevisionSpec?
        var status: RevisionStatus?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "apiVersion", &apiVersion)
            visitor.field(2, "kind", &kind)
            visitor.field(3, "metadata", &metadata)
            visitor.field(4, "spec", &spec)
            visitor.field(5, "status", &status)
        }
    }

    /// `RevisionStatus`.
    struct RevisionStatus: Message {
        var conditions: [Condition] = []
        var containerStatuses: [JSON] = []
        var desiredReplicas: Int32 = 0
        var imageDigest = ""
        var logUrl = ""
        var observedGeneration: Int32 = 0
        var serviceName = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "conditions", &conditions)
            visitor.field(2, "containerStatuses", &containerStatuses)
            visitor.field(3, "desiredReplicas", &desiredReplicas)
            visitor.field(4, "imageDigest", &imageDigest)
            visitor.field(5, "logUrl", &logUrl)
            visitor.field(6, "observedGeneration", &observedGeneration)
            visitor.field(7, "serviceName", &serviceName)
        }
    }
}
