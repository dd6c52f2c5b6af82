import CloudCore
import RPCServer

/// - `GET /emulator/v1/messages` lists what has happened to messages, page by page.
enum MessageRoutes {
    static func routes(for emulator: Emulator) -> [HTTPRoute] {
        [
            HTTPRoute("GET", "/emulator/v1/messages") { request in
                .json { () throws(Status) in
                    let page = try emulator.messages(matching: try query(request, emulator))
                    var answer: JSONObject = ["messages": .array(page.records.map(\.json))]
                    if !page.nextPageToken.isEmpty { answer["nextPageToken"] = .string(page.nextPageToken) }
                    return .object(answer)
                }
            }
        ]
    }

    private static func query(_ request: HTTPRequestView, _ emulator: Emulator) throws(Status) -> MessageQuery
    {
        let known = ["messageId", "topic", "subscription", "kind", "pageSize", "pageToken"]
        let fields = try ControlRoutes.query(of: request, known: known)
        var query = MessageQuery()
        query.messageID = try fields.string("messageId")
        query.topic = try fields.string("topic").map { emulator.topicName($0) }
        query.subscription = try fields.string("subscription").map { emulator.subscriptionName($0) }
        query.kind = try fields.string("kind")
        query.pageSize = try fields.integer("pageSize", in: 1...MessageQuery.maxPageSize) ?? query.pageSize
        query.pageToken = try fields.string("pageToken") ?? ""
        if let kind = query.kind, !MessageEvent.Kind.names.contains(kind) {
            throw fields.wrong("kind", "one of \(MessageEvent.Kind.names.joined(separator: ", "))")
        }
        return query
    }
}

extension MessageRecord {
    var json: JSON {
        [
            "topic": .string(topic), "message": message.protoJSON,
            "events": .array(events.map { .object($0.json) }),
        ]
    }
}

extension MessageEvent {
    var json: JSONObject {
        var object: JSONObject = ["time": .string(Timestamp(time).rfc3339), "kind": .string(kind.name)]
        if !subscription.isEmpty { object["subscription"] = .string(subscription) }
        switch kind {
        case .delivered(let ackID, let attempt, let receiver):
            object["ackId"] = .string(ackID)
            object["attempt"] = .int(Int64(attempt))
            if let receiver { object["receiver"] = .int(Int64(receiver)) }
        case .deadlineChanged(let deadline): object["deadline"] = .string(Timestamp(deadline).rfc3339)
        case .filtered(let isMatch): object["isMatch"] = .bool(isMatch)
        case .transformFailed(let reason): object["reason"] = .string(reason)
        case .deadLettered(let messageID): object["deadLetterMessageId"] = .string(messageID)
        case .transformed, .transformedAway, .published, .nacked, .expired, .recalled, .undelivered,
            .acknowledged, .skipped, .replayed,
            .dropped, .outlived:
            break
        }
        return object
    }
}
