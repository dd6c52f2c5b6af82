import CloudCore

extension SchedulerV1 {
    /// `google.cloud.scheduler.v1.HttpTarget`.
    struct HttpTarget: Message {
        static let definitionName: String? = "google.cloud.scheduler.v1.HttpTarget"
        static let oneofs = [
            Oneof("authorization_header", 5, 6)
        ]

        var uri = ""
        var httpMethod: HttpMethod = HttpMethod(rawValue: 0)
        var headers: StringMap = [:]
        var body: [UInt8] = []
        var oauthToken: OAuthToken?
        var oidcToken: OidcToken?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "uri", &uri)
            visitor.field(2, "httpMethod", &httpMethod)
            visitor.field(3, "headers", &headers)
            visitor.field(4, "body", &body)
            visitor.field(5, "oauthToken", &oauthToken)
            visitor.field(6, "oidcToken", &oidcToken)
        }
    }

    /// `google.cloud.scheduler.v1.PubsubTarget`.
    struct PubsubTarget: Message {
        static let definitionName: String? = "google.cloud.scheduler.v1.PubsubTarget"

        var topicName = ""
        var data: [UInt8] = []
        var attributes: StringMap = [:]

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "topicName", &topicName)
            visitor.field(3, "data", &data)
            visitor.field(4, "attributes", &attributes)
        }
    }

    /// `google.cloud.scheduler.v1.AppEngineHttpTarget`.
    struct AppEngineHttpTarget: Message {
        static let definitionName: String? = "google.cloud.scheduler.v1.AppEngineHttpTarget"

        var httpMethod: HttpMethod = HttpMethod(rawValue: 0)
        var appEngineRouting: AppEngineRouting?
        var relativeURI = ""
        var headers: StringMap = [:]
        var body: [UInt8] = []

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "httpMethod", &httpMethod)
            visitor.field(2, "appEngineRouting", &appEngineRouting)
            visitor.field(3, "relativeUri", &relativeURI)
            visitor.field(4, "headers", &headers)
            visitor.field(5, "body", &body)
        }
    }

    /// `google.cloud.scheduler.v1.AppEngineRouting`.
    struct AppEngineRouting: Message {
        static let definitionName: String? = "google.cloud.scheduler.v1.AppEngineRouting"

        var service = ""
        var version = ""
        var instance = ""
        var host = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "service", &service)
            visitor.field(2, "version", &version)
            visitor.field(3, "instance", &instance)
            visitor.field(4, "host", &host)
        }
    }

    /// `google.cloud.scheduler.v1.OAuthToken`.
    struct OAuthToken: Message {
        static let definitionName: String? = "google.cloud.scheduler.v1.OAuthToken"

        var serviceAccountEmail = ""
        var scope = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "serviceAccountEmail", &serviceAccountEmail)
            visitor.field(2, "scope", &scope)
        }
    }

    /// `google.cloud.scheduler.v1.OidcToken`.
    struct OidcToken: Message {
        static let definitionName: String? = "google.cloud.scheduler.v1.OidcToken"

        var serviceAccountEmail = ""
        var audience = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "serviceAccountEmail", &serviceAccountEmail)
            visitor.field(2, "audience", &audience)
        }
    }

    /// `google.cloud.scheduler.v1.HttpMethod`.
    struct HttpMethod: ProtoEnum {
        static let definitionName: String? = "google.cloud.scheduler.v1.HttpMethod"

        var rawValue: Int32

        static let names: [(number: Int32, name: String)] = [
            (0, "HTTP_METHOD_UNSPECIFIED"),
            (1, "POST"),
            (2, "GET"),
            (3, "HEAD"),
            (4, "PUT"),
            (5, "DELETE"),
            (6, "PATCH"),
            (7, "OPTIONS"),
        ]

        static let post = HttpMethod(rawValue: 1)
        static let get = HttpMethod(rawValue: 2)
        static let head = HttpMethod(rawValue: 3)
        static let put = HttpMethod(rawValue: 4)
        static let delete = HttpMethod(rawValue: 5)
        static let patch = HttpMethod(rawValue: 6)
        static let options = HttpMethod(rawValue: 7)
    }
}
