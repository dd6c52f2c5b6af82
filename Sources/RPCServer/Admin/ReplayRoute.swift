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

extension RequestReplay.Report {
    /// The report for people: a line for each difference that is kept, and the sum.
    public func lines(of log: RequestLog) -> [String] {
        var lines = differences.map { difference in
            let recorded = (difference.record.code ?? .ok).name
            return "\(difference.number): \(difference.record.method) \(difference.record.resource): "
                + "recorded \(recorded), replayed \(difference.actual)"
        }
        if log.hasTornEnd { lines.append("the last line is not whole, and was left out") }
        lines.append("\(played) replayed, \(skipped) left out, \(differing) ended otherwise")
        return lines
    }
}
