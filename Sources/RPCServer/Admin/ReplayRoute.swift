import CloudCore

/// Plays recorded requests against a served emulator:
///
/// - `POST /emulator/v1/requests:replay` with the lines of a recording answers with what ended otherwise.
public enum ReplayRoute {
    /// The route for methods on a timeline.
    public static func routes(for methods: [RPCMethod], on timeline: any Timeline) -> [HTTPRoute] {
        [
            HTTPRoute("POST", "/emulator/v1/requests:replay") { request in
                .json { () throws(Status) in
                    let log = try RequestLog(parsing: request.body)
                    return RequestReplay.run(log, against: methods, on: timeline).json(of: log)
                }
            }
        ]
    }
}

extension RequestReplay.Report {
    /// The report as the route answers it.
    public func json(of log: RequestLog) -> JSON {
        let differences = differences.map { difference -> JSON in
            [
                "number": .int(Int64(difference.number)), "method": .string(difference.record.method),
                "resource": .string(difference.record.resource),
                "recorded": .string((difference.record.code ?? .ok).name),
                "replayed": .string(difference.actual.code.name),
                "message": .string(difference.actual.message),
            ]
        }
        return [
            "played": .int(Int64(played)), "skipped": .int(Int64(skipped)),
            "differing": .int(Int64(differing)), "differences": .array(differences),
            "tornEnd": .bool(log.hasTornEnd),
        ]
    }
}
