import CloudCore

extension RunV2 {
    /// `google.cloud.run.v2.Probe`.
    struct Probe: Message {
        static let definitionName: String? = "google.cloud.run.v2.Probe"
        static let oneofs = [
            Oneof("probe_type", 5, 6, 7)
        ]

        var initialDelaySeconds: Int32 = 0
        var timeoutSeconds: Int32 = 0
        var periodSeconds: Int32 = 0
        var failureThreshold: Int32 = 0
        var httpGet: HTTPGetAction?
        var tcpSocket: TCPSocketAction?
        var grpc: GRPCAction?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "initialDelaySeconds", &initialDelaySeconds)
            visitor.field(2, "timeoutSeconds", &timeoutSeconds)
            visitor.field(3, "periodSeconds", &periodSeconds)
            visitor.field(4, "failureThreshold", &failureThreshold)
            visitor.field(5, "httpGet", &httpGet)
            visitor.field(6, "tcpSocket", &tcpSocket)
            visitor.field(7, "grpc", &grpc)
        }
    }

    /// `google.cloud.run.v2.HTTPGetAction`.
    struct HTTPGetAction: Message {
        static let definitionName: String? = "google.cloud.run.v2.HTTPGetAction"

        var path = ""
        var httpHeaders: [HTTPHeader] = []
        var port: Int32 = 0

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "path", &path)
            visitor.field(4, "httpHeaders", &httpHeaders)
            visitor.field(5, "port", &port)
        }
    }

    /// `google.cloud.run.v2.HTTPHeader`.
    struct HTTPHeader: Message {
        static let definitionName: String? = "google.cloud.run.v2.HTTPHeader"

        var name = ""
        var value = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "value", &value)
        }
    }

    /// `google.cloud.run.v2.TCPSocketAction`.
    struct TCPSocketAction: Message {
        static let definitionName: String? = "google.cloud.run.v2.TCPSocketAction"

        var port: Int32 = 0

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "port", &port)
        }
    }

    /// `google.cloud.run.v2.GRPCAction`.
    struct GRPCAction: Message {
        static let definitionName: String? = "google.cloud.run.v2.GRPCAction"

        var port: Int32 = 0
        var service = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "port", &port)
            visitor.field(2, "service", &service)
        }
    }
}
