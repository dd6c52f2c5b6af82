import CloudCore
import RPCServer

extension LocalCloud {
    /// What can be seen of instances from outside:
    ///
    /// - `GET /emulator/v1/run/revisions` lists the revisions that are run here, with the numbers of their instances.
    /// - `GET /emulator/v1/run/{revision=projects/*/locations/*/services/*/revisions/*}/log` answers what a revision's
    ///   instances have said lately.
    var runRoutes: [HTTPRoute] {
        let path = "/emulator/v1/run"
        return [
            HTTPRoute("GET", path + "/revisions") { [self] _ in
                let project = project
                let all = run.inspect { name, runtime -> JSON in runtime.json(name, project) }
                return .json(["revisions": .array(all)])
            },
            HTTPRoute("GET", path + "/{revision=projects/*/locations/*/services/*/revisions/*}/log") {
                [self] request in
                .json { () throws(Status) in
                    let (_, name) = try RunPath.revision(request.parameters["revision"] ?? "")
                    guard let log = run.inspect({ ($0, $1.log) }).first(where: { $0.0 == name })?.1 else {
                        throw Status(.notFound, "Revision \(name.id) is not run here.")
                    }
                    return ["entries": .array(log.lines.map(\.json))]
                }
            },
        ]
    }
}

extension RunEngine.Runtime {
    fileprivate func json(_ name: RunRevisionName, _ project: LocalProject) -> JSON {
        let counts = pool.counts
        return [
            "name": .string("\(project.name)/\(name.path)"),
            "image": .string("\(plan.image.name)@\(plan.image.digest)"),
            "starting": .int(Int64(counts.starting)), "ready": .int(Int64(counts.ready)),
            "stopping": .int(Int64(counts.stopping)), "waitingRequests": .int(Int64(pool.waitingCount)),
            "instances": .array(
                instances.sorted { $0.key < $1.key }.map { number, instance in
                    [
                        "number": .int(Int64(number)), "port": instance.port.map { .int(Int64($0)) } ?? .null,
                        "requests": .int(Int64(pool.requestCount(of: number))),
                    ]
                }),
        ]
    }
}

extension RevisionLog.Line {
    fileprivate var json: JSON {
        [
            "timestamp": .string(Timestamp(time).rfc3339), "instance": .int(Int64(instance)),
            "logName": .string(source.rawValue), "textPayload": .string(text),
        ]
    }
}
