import CloudCore
import RPCServer

/// - `POST /emulator/v1/quiesce` waits until nothing is outstanding, or the time is over.
/// - `GET /emulator/v1/outstanding` says at once what is.
enum QuiescenceRoutes {
    static func routes(for emulator: Emulator) -> [HTTPRoute] {
        [
            .deferred("POST", "/emulator/v1/quiesce") { (request, call) throws(Status) in
                let fields = try ControlRoutes.fields(
                    of: request, known: ["topic", "subscription", "timeout", "clock", "limit"])
                let scope = try scope(fields, emulator)
                let limit = try limit(fields)
                let timeout = try fields.duration("timeout") ?? .seconds(60)
                try wait(emulator, scope, timeout, try clock(fields), limit, call)
            },
            HTTPRoute("GET", "/emulator/v1/outstanding") { request in
                .json { () throws(Status) in
                    let fields = try ControlRoutes.query(
                        of: request, known: ["topic", "subscription", "limit"])
                    let scope = try scope(fields, emulator)
                    return try emulator.outstanding(scope, limit: try limit(fields)).json
                }
            },
        ]
    }

    private static func wait(
        _ emulator: Emulator, _ scope: MessageScope, _ timeout: Duration, _ clock: TimeoutClock, _ limit: Int,
        _ call: any PendingCall
    ) throws(Status) {
        let watcher = try emulator.watch(scope, timeout: timeout, on: clock) { end in
            if case .cancelled = end { return }
            do throws(Status) {
                var answer = OutputBuffer()
                try emulator.outstanding(scope, limit: limit).json.write(to: &answer)
                call.send(answer)
            } catch {
                call.finish(error)
            }
        }
        call.onCancel { [weak watcher, host = emulator.host] in
            if let watcher { host.giveUp(watcher) }
        }
    }

    private static func scope(_ fields: JSONFields, _ emulator: Emulator) throws(Status) -> MessageScope {
        try emulator.scope(topic: try fields.string("topic"), subscription: try fields.string("subscription"))
    }

    private static func limit(_ fields: JSONFields) throws(Status) -> Int {
        try fields.integer("limit", in: 0...OutstandingReport.maxMessages) ?? 100
    }

    private static func clock(_ fields: JSONFields) throws(Status) -> TimeoutClock {
        switch try fields.string("clock") {
        case nil, "timeline"?: .timeline
        case "real"?: .real
        case _?: throw fields.wrong("clock", "\"timeline\" or \"real\"")
        }
    }
}

extension OutstandingReport {
    var json: JSON {
        [
            "quiescent": .bool(isEmpty), "total": .int(Int64(total)),
            "outstanding": .array(messages.map(\.json)),
        ]
    }
}

extension OutstandingMessage {
    var json: JSON {
        var object: JSONObject = [
            "messageId": .string(messageID), "subscription": .string(subscription),
            "publishTime": .string(Timestamp(publishTime).rfc3339), "attempts": .int(Int64(attempts)),
        ]
        if !orderingKey.isEmpty { object["orderingKey"] = .string(orderingKey) }
        switch state {
        case .waiting: object["state"] = "waiting"
        case .leased(let receiver, let until):
            object["state"] = "leased"
            if let receiver { object["receiver"] = .int(Int64(receiver)) }
            object["until"] = .string(Timestamp(until).rfc3339)
        case .backingOff(let until):
            object["state"] = "backingOff"
            object["until"] = .string(Timestamp(until).rfc3339)
        }
        return .object(object)
    }
}
