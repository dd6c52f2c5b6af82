import CloudCore
import Testing

struct StatusRepresentationTests {
    static let details: [Status.Detail] = [
        .errorInfo(
            reason: "EXACTLY_ONCE_ACKID_FAILURE", domain: "pubsub.googleapis.com", metadata: ["id": "x"]),
        .retryInfo(delay: .milliseconds(1_500)),
        .badRequest([.init(field: "topic.name", description: "must not be empty")]),
        .resourceInfo(type: "Topic", name: "projects/p/topics/t", owner: "o", description: "d"),
        .quotaFailure([.init(subject: "project:p", description: "too many")]),
        .preconditionFailure([.init(type: "TOS", subject: "google.com", description: "unsigned")]),
    ]

    @Test("Every detail survives google.rpc.Status", arguments: details)
    func protobuf(detail: Status.Detail) throws {
        let status = Status(.notFound, "Topic not found", details: [detail])
        let decoded = try status.protobufBytes.withUnsafeBytes { try Status(protobuf: $0) }
        #expect(decoded == status)
    }

    @Test("Every detail survives the REST error body", arguments: details)
    func body(detail: Status.Detail) throws {
        let status = Status(.notFound, "Topic \"x\" not found", details: [detail, detail])
        let decoded = status.errorBody.withUnsafeBytes { Status(httpStatus: 404, errorBody: $0) }
        #expect(decoded == status)
    }

    @Test("The REST error body is the one of Google's APIs")
    func layout() {
        let status = Status(
            .notFound, "Topic not found",
            details: [.errorInfo(reason: "R", domain: "d", metadata: [:]), .badRequest([])])
        #expect(
            String(decoding: status.errorBody, as: UTF8.self) == """
                {
                  "error": {
                    "code": 404,
                    "message": "Topic not found",
                    "status": "NOT_FOUND",
                    "details": [
                      {
                        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                        "reason": "R",
                        "domain": "d"
                      },
                      {
                        "@type": "type.googleapis.com/google.rpc.BadRequest"
                      }
                    ]
                  }
                }

                """)
    }

    @Test(
        "Any body of a failed call becomes a status",
        arguments: [
            (503, "upstream connect error", Status(.unavailable, "upstream connect error")),
            (502, "", Status(.unavailable, "HTTP status 502")),
            (
                400, #"{"error":"invalid_grant","error_description":"Bad Request"}"#,
                Status(.invalidArgument, "Bad Request")
            ),
            (
                409, #"{"error":{"code":409,"message":"m","errors":[{"reason":"conflict"}]}}"#,
                Status(.alreadyExists, "m")
            ),
            (409, #"{"error":{"code":409,"message":"m","status":"ABORTED"}}"#, Status(.aborted, "m")),
            (
                412, #"{"error":{"message":"m","errors":[{"reason":"conditionNotMet"}]}}"#,
                Status(.failedPrecondition, "m")
            ),
            (404, #"[{"error":{"message":"m","status":"NOT_FOUND"}}]"#, Status(.notFound, "m")),
            (200, #"{"error":{"status":"OK"}}"#, Status(.unknown, "HTTP status 200")),
            (
                429,
                #"{"error":{"message":"m","status":"NEW","details":[{"@type":"type.googleapis.com/google.rpc.Help"},7,{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"2s","new":1}]}}"#,
                Status(.resourceExhausted, "m", details: [.retryInfo(delay: .seconds(2))])
            ),
            (500, "[]", Status(.internal, "HTTP status 500")),
        ])
    func tolerant(httpStatus: Int, body: String, expected: Status) {
        #expect(
            Array(body.utf8).withUnsafeBytes { Status(httpStatus: httpStatus, errorBody: $0) } == expected)
    }
}
