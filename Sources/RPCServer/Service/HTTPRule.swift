/// How a method is reached over REST: the `google.api.http` annotation of its definition.
///
/// Source: `google/api/http.proto`.
public struct HTTPRule: Sendable, Equatable {
    /// The HTTP method.
    public enum Verb: String, Sendable {
        case get = "GET"
        case put = "PUT"
        case post = "POST"
        case delete = "DELETE"
        case patch = "PATCH"
    }

    /// What of the request message the HTTP body carries.
    public enum Body: Sendable, Equatable {
        /// Nothing: every field comes from the path or the query.
        case none
        /// Every field that the path does not bind.
        case all
        /// One field, by its snake_case name; the others come from the path or the query.
        case field(String)
    }

    /// The HTTP method.
    public var verb: Verb
    /// The path template, for example `/v1/{topic=projects/*/topics/*}:publish`.
    public var template: String
    /// What the body carries.
    public var body: Body

    /// `GET template`: nothing in the body.
    public static func get(_ template: String) -> HTTPRule {
        HTTPRule(verb: .get, template: template, body: .none)
    }

    /// `DELETE template`: nothing in the body.
    public static func delete(_ template: String) -> HTTPRule {
        HTTPRule(verb: .delete, template: template, body: .none)
    }

    /// `POST template`, with the rest of the message in the body unless said otherwise.
    public static func post(_ template: String, body: Body = .all) -> HTTPRule {
        HTTPRule(verb: .post, template: template, body: body)
    }

    /// `PUT template`, with the rest of the message in the body unless said otherwise.
    public static func put(_ template: String, body: Body = .all) -> HTTPRule {
        HTTPRule(verb: .put, template: template, body: body)
    }

    /// `PATCH template`, with the rest of the message in the body unless said otherwise.
    public static func patch(_ template: String, body: Body = .all) -> HTTPRule {
        HTTPRule(verb: .patch, template: template, body: body)
    }
}
