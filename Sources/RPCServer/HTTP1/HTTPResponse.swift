/// A whole HTTP answer, for either version of HTTP.
public struct HTTPResponse: Sendable, Equatable {
    /// The status code, 200 to 599.
    public var status: Int
    /// The value of `content-type`; empty for none.
    public var contentType: String
    /// Further fields: names in lower case, values without line breaks. The connection adds the length.
    public var headers: [(name: String, value: String)]
    /// The body.
    public var body: [UInt8]
    /// Where the body comes from when it is too large to be held; `body` is empty then.
    public var source: (any HTTPBodySource)?

    /// Makes an answer of its parts.
    public init(
        status: Int, contentType: String = "", headers: [(name: String, value: String)] = [],
        body: [UInt8] = []
    ) {
        self.status = status
        self.contentType = contentType
        self.headers = headers
        self.body = body
    }

    /// An answer of plain text.
    public static func text(_ text: String, status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, contentType: "text/plain; charset=UTF-8", body: Array(text.utf8))
    }

    /// Compares all parts.
    public static func == (a: HTTPResponse, b: HTTPResponse) -> Bool {
        a.status == b.status && a.contentType == b.contentType && a.body == b.body
            && a.headers.elementsEqual(b.headers, by: ==) && a.source === b.source
    }

    /// How many bytes the body has.
    var bodyCount: Int { source?.count ?? body.count }
}
