import CloudCore

/// The timeline of a served emulator, controlled from outside:
///
/// - `GET /emulator/v1/timeline` tells `now`, `kind` (`real`, `virtual`, `automatic`) and `nextAlarm`.
/// - `POST /emulator/v1/timeline:advance` with `{"duration": "600s"}` moves a virtual timeline, runs everything
///   that falls due, and answers like GET.
/// - `PATCH /emulator/v1/timeline` with `{"kind": "automatic"}` or `"virtual"` switches between the two.
///
/// Advancing or switching the real timeline is refused with FAILED_PRECONDITION.
public enum TimelineRoutes {
    /// The routes for one timeline.
    public static func routes(for timeline: any Timeline) -> [HTTPRoute] {
        let path = "/emulator/v1/timeline"
        return [
            HTTPRoute("GET", path) { _ in .json(description(of: timeline)) },
            HTTPRoute("POST", path + ":advance") { request in
                .json { () throws(Status) in
                    let duration = try duration(in: request)
                    try virtual(timeline).advance(by: duration)
                    return description(of: timeline)
                }
            },
            HTTPRoute("PATCH", path) { request in
                .json { () throws(Status) in
                    let mode = try mode(in: request)
                    try virtual(timeline).mode = mode
                    return description(of: timeline)
                }
            },
        ]
    }

    private static func description(of timeline: any Timeline) -> JSON {
        let virtual = timeline as? VirtualTimeline
        let kind =
            switch virtual?.mode {
            case nil: "real"
            case .manual?: "virtual"
            case .automatic?: "automatic"
            }
        var object = JSONObject()
        object["now"] = .string(Timestamp(timeline.now).rfc3339)
        object["kind"] = .string(kind)
        if let next = virtual?.nextAlarm { object["nextAlarm"] = .string(Timestamp(next).rfc3339) }
        return .object(object)
    }

    private static func virtual(_ timeline: any Timeline) throws(Status) -> VirtualTimeline {
        guard let virtual = timeline as? VirtualTimeline else {
            throw Status(
                .failedPrecondition,
                "The emulator follows the real time; start it with --timeline virtual to control its time.")
        }
        return virtual
    }

    private static func duration(in request: HTTPRequestView) throws(Status) -> Duration {
        let value = try JSON.parse(request.body)["duration"]
        guard let text = value?.stringValue, let duration = Duration(protoJSON: text), duration >= .zero
        else {
            throw Status(
                .invalidArgument,
                "duration is \(value.map { "\($0)" } ?? "missing"); expected seconds not below zero, as in \"600s\"."
            )
        }
        return duration
    }

    private static func mode(in request: HTTPRequestView) throws(Status) -> VirtualTimeline.Mode {
        let value = try JSON.parse(request.body)["kind"]
        switch value?.stringValue {
        case "virtual": return .manual
        case "automatic": return .automatic
        default:
            throw Status(
                .invalidArgument,
                "kind is \(value.map { "\($0)" } ?? "missing"); expected \"virtual\" or \"automatic\".")
        }
    }
}
