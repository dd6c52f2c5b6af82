import CloudCore

extension RunV2 {
    /// `google.cloud.run.v2.BinaryAuthorization`.
    struct BinaryAuthorization: Message {
        static let definitionName: String? = "google.cloud.run.v2.BinaryAuthorization"
        static let oneofs = [
            Oneof("binauthz_method", 1, 3)
        ]

        var useDefault: Bool?
        var breakglassJustification = ""
        var policy: String?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "useDefault", &useDefault)
            visitor.field(2, "breakglassJustification", &breakglassJustification)
            visitor.field(3, "policy", &policy)
        }
    }

    /// `google.cloud.run.v2.VpcAccess`.
    struct VpcAccess: Message {
        static let definitionName: String? = "google.cloud.run.v2.VpcAccess"

        var connector = ""
        var egress: VpcAccess.VpcEgress = VpcAccess.VpcEgress(rawValue: 0)
        var networkInterfaces: [VpcAccess.NetworkInterface] = []

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "connector", &connector)
            visitor.field(2, "egress", &egress)
            visitor.field(3, "networkInterfaces", &networkInterfaces)
        }

        /// `google.cloud.run.v2.VpcAccess.VpcEgress`.
        struct VpcEgress: ProtoEnum {
            static let definitionName: String? = "google.cloud.run.v2.VpcAccess.VpcEgress"

            var rawValue: Int32

            static let names: [(number: Int32, name: String)] = [
                (0, "VPC_EGRESS_UNSPECIFIED"),
                (1, "ALL_TRAFFIC"),
                (2, "PRIVATE_RANGES_ONLY"),
            ]
        }

        /// `google.cloud.run.v2.VpcAccess.NetworkInterface`.
        struct NetworkInterface: Message {
            static let definitionName: String? = "google.cloud.run.v2.VpcAccess.NetworkInterface"

            var network = ""
            var subnetwork = ""
            var tags: [String] = []

            mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
                visitor.field(1, "network", &network)
                visitor.field(2, "subnetwork", &subnetwork)
                visitor.field(3, "tags", &tags)
            }
        }
    }

    /// `google.cloud.run.v2.ServiceMesh`.
    struct ServiceMesh: Message {
        static let definitionName: String? = "google.cloud.run.v2.ServiceMesh"

        var mesh = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "mesh", &mesh)
        }
    }

    /// `google.cloud.run.v2.NodeSelector`.
    struct NodeSelector: Message {
        static let definitionName: String? = "google.cloud.run.v2.NodeSelector"

        var accelerator = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "accelerator", &accelerator)
        }
    }

    /// `google.cloud.run.v2.BuildConfig`.
    struct BuildConfig: Message {
        static let definitionName: String? = "google.cloud.run.v2.BuildConfig"

        var name = ""
        var sourceLocation = ""
        var functionTarget = ""
        var imageUri = ""
        var baseImage = ""
        var enableAutomaticUpdates = false
        var workerPool = ""
        var environmentVariables: StringMap = [:]
        var serviceAccount = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "sourceLocation", &sourceLocation)
            visitor.field(3, "functionTarget", &functionTarget)
            visitor.field(4, "imageUri", &imageUri)
            visitor.field(5, "baseImage", &baseImage)
            visitor.field(6, "enableAutomaticUpdates", &enableAutomaticUpdates)
            visitor.field(7, "workerPool", &workerPool)
            visitor.field(8, "environmentVariables", &environmentVariables)
            visitor.field(9, "serviceAccount", &serviceAccount)
        }
    }
}
