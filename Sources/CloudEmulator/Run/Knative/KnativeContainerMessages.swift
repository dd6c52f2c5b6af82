import CloudCore

extension RunV1 {
    /// `Container`.
    struct Container: Message {
        var args: [String] = []
        var command: [String] = []
        var env: [EnvVar] = []
        var envFrom: [JSON] = []
        var image = ""
        var imagePullPolicy = ""
        var livenessProbe: Probe?
        var name = ""
        var ports: [ContainerPort] = []
        var readinessProbe: Probe?
        var resources: ResourceRequirements?
        var sandboxLauncher = false
        var securityContext: JSON?
        var startupProbe: Probe?
        var terminationMessagePath = ""
        var terminationMessagePolicy = ""
        var volumeMounts: [JSON] = []
        var workingDir = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "args", &args)
            visitor.field(2, "command", &command)
            visitor.field(3, "env", &env)
            visitor.field(4, "envFrom", &envFrom)
            visitor.field(5, "image", &image)
            visitor.field(6, "imagePullPolicy", &imagePullPolicy)
            visitor.field(7, "livenessProbe", &livenessProbe)
            visitor.field(8, "name", &name)
            visitor.field(9, "ports", &ports)
            visitor.field(10, "readinessProbe", &readinessProbe)
            visitor.field(11, "resources", &resources)
            visitor.field(12, "sandboxLauncher", &sandboxLauncher)
            visitor.field(13, "securityContext", &securityContext)
            visitor.field(14, "startupProbe", &startupProbe)
            visitor.field(15, "terminationMessagePath", &terminationMessagePath)
            visitor.field(16, "terminationMessagePolicy", &terminationMessagePolicy)
            visitor.field(17, "volumeMounts", &volumeMounts)
            visitor.field(18, "workingDir", &workingDir)
        }
    }

    /// `EnvVar`.
    struct EnvVar: Message {
        var name = ""
        var value = ""
        var valueFrom: EnvVarSource?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "value", &value)
            visitor.field(3, "valueFrom", &valueFrom)
        }
    }

    /// `EnvVarSource`.
    struct EnvVarSource: Message {
        var configMapKeyRef: JSON?
        var secretKeyRef: SecretKeySelector?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "configMapKeyRef", &configMapKeyRef)
            visitor.field(2, "secretKeyRef", &secretKeyRef)
        }
    }

    /// `SecretKeySelector`.
    struct SecretKeySelector: Message {
        var key = ""
        var localObjectReference: JSON?
        var name = ""
        var optional = false

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "key", &key)
            visitor.field(2, "localObjectReference", &localObjectReference)
            visitor.field(3, "name", &name)
            visitor.field(4, "optional", &optional)
        }
    }

    /// `ResourceRequirements`.
    struct ResourceRequirements: Message {
        var limits: StringMap = [:]
        var requests: StringMap = [:]

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "limits", &limits)
            visitor.field(2, "requests", &requests)
        }
    }

    /// `ContainerPort`.
    struct ContainerPort: Message {
        var containerPort: Int32 = 0
        var name = ""
        var transport = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "containerPort", &containerPort)
            visitor.field(2, "name", &name)
            visitor.field(3, "protocol", &transport)
        }
    }

    /// `Probe`.
    struct Probe: Message {
        var execAction: JSON?
        var failureThreshold: Int32 = 0
        var grpc: GRPCAction?
        var httpGet: HTTPGetAction?
        var initialDelaySeconds: Int32 = 0
        var periodSeconds: Int32 = 0
        var successThreshold: Int32 = 0
        var tcpSocket: TCPSocketAction?
        var timeoutSeconds: Int32 = 0

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "exec", &execAction)
            visitor.field(2, "failureThreshold", &failureThreshold)
            visitor.field(3, "grpc", &grpc)
            visitor.field(4, "httpGet", &httpGet)
            visitor.field(5, "initialDelaySeconds", &initialDelaySeconds)
            visitor.field(6, "periodSeconds", &periodSeconds)
            visitor.field(7, "successThreshold", &successThreshold)
            visitor.field(8, "tcpSocket", &tcpSocket)
            visitor.field(9, "timeoutSeconds", &timeoutSeconds)
        }
    }

    /// `HTTPGetAction`.
    struct HTTPGetAction: Message {
        var host = ""
        var httpHeaders: [HTTPHeader] = []
        var path = ""
        var port: Int32 = 0
        var scheme = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "host", &host)
            visitor.field(2, "httpHeaders", &httpHeaders)
            visitor.field(3, "path", &path)
            visitor.field(4, "port", &port)
            visitor.field(5, "scheme", &scheme)
        }
    }

    /// `HTTPHeader`.
    struct HTTPHeader: Message {
        var name = ""
        var value = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "value", &value)
        }
    }

    /// `TCPSocketAction`.
    struct TCPSocketAction: Message {
        var host = ""
        var port: Int32 = 0

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "host", &host)
            visitor.field(2, "port", &port)
        }
    }

    /// `GRPCAction`.
    struct GRPCAction: Message {
        var port: Int32 = 0
        var service = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "port", &port)
            visitor.field(2, "service", &service)
        }
    }
}
