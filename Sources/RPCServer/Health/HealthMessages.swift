import CloudCore

/// `grpc.health.v1.HealthCheckRequest` (grpc `src/proto/grpc/health/v1/health.proto`).
struct HealthCheckRequest: Message {
    var service = ""

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "service", &service)
    }
}

/// `grpc.health.v1.HealthCheckResponse`.
struct HealthCheckResponse: Message {
    var status = HealthStatus.unknown

    init() {}

    init(_ status: HealthStatus) { self.status = status }

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "status", &status)
    }
}

/// `grpc.health.v1.HealthCheckResponse.ServingStatus`: whether a service can be called.
public struct HealthStatus: ProtoEnum {
    /// The number on the wire.
    public var rawValue: Int32

    /// Makes the value with that number.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// The name in the API definition.
    public static let definitionName: String? = "grpc.health.v1.HealthCheckResponse.ServingStatus"

    /// The known values.
    public static let names: [(number: Int32, name: String)] = [
        (0, "UNKNOWN"), (1, "SERVING"), (2, "NOT_SERVING"), (3, "SERVICE_UNKNOWN"),
    ]

    /// Not determined.
    public static let unknown = HealthStatus(rawValue: 0)
    /// The service can be called.
    public static let serving = HealthStatus(rawValue: 1)
    /// The service exists and cannot be called now.
    public static let notServing = HealthStatus(rawValue: 2)
    /// There is no such service; used by Watch only.
    public static let serviceUnknown = HealthStatus(rawValue: 3)
}
