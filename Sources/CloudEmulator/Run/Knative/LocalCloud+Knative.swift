import CloudCore
import RPCServer

extension LocalCloud {
    /// The methods of Cloud Run's older API, which gcloud speaks, at `REGION-run.googleapis.com` with namespaces and at
    /// `run.googleapis.com` with locations. It is REST alone; the names of the methods are ours.
    ///
    /// Source: the discovery document `run.v1.json`.
    var knativeMethods: [RPCMethod] { knativeServiceMethods + knativeRevisionMethods + knativePartMethods }

    private static let methods = "/google.cloud.run.v1."
    private static let namespaces = "/apis/serving.knative.dev/v1/"

    /// A rule for each of the two forms of names.
    private static func rules(
        _ variable: String, _ collection: String, _ make: (String) -> HTTPRule
    ) -> [HTTPRule] {
        let tail = variable == "name" ? "/\(collection)/*}" : "}/\(collection)"
        return [
            make("\(namespaces){\(variable)=namespaces/*\(tail)"),
            make("/v1/{\(variable)=projects/*/locations/*\(tail)"),
        ]
    }

    /// A write is kept with a name that has the region in it: the endpoint that was called is not in the history.
    private func write<Request: KnativeRequest, Response: Message>(
        _ path: String, _ rules: [HTTPRule],
        _ serve:
            @escaping @Sendable (inout ControlPlane, Request, Caller, Instant) throws(Status) -> Response
    ) -> RPCMethod {
        keptMethod(
            Self.methods + path, rules,
            heeding: { (request, context) -> Void? in
                request.locate(in: KnativeName.region(ofEndpoint: context.authority))
                return nil
            },
            { (plane, request, _, caller, now) throws(Status) in try serve(&plane, request, caller, now) },
            answer: { [self] response in
                run.follow()
                return response
            })
    }

    private func read<Request: Message, Response: Message>(
        _ path: String, _ rules: [HTTPRule],
        _ serve:
            @escaping @Sendable (inout ControlPlane, Request, String?, Caller, Instant) throws(Status) ->
            Response
    ) -> RPCMethod {
        .unary(Self.methods + path, rules) { [self] (request: Request, context) throws(Status) -> Response in
            let caller = caller(context)
            let region = KnativeName.region(ofEndpoint: context.authority)
            return try perform { (plane, now) throws(Status) in
                try serve(&plane, request, region, caller, now)
            }
        }
    }

    private var knativeServiceMethods: [RPCMethod] {
        [
            write(
                "Services/CreateService",
                Self.rules("parent", "services") { .post($0, body: .field("service")) }
            ) { (plane, request: RunV1.WriteServiceRequest, caller, now) throws(Status) in
                try plane.writeKnativeService(request, endpointRegion: nil, by: caller, at: now)
            },
            write(
                "Services/ReplaceService",
                Self.rules("name", "services") { .put($0, body: .field("service")) }
            ) { (plane, request: RunV1.WriteServiceRequest, caller, now) throws(Status) in
                try plane.writeKnativeService(request, endpointRegion: nil, by: caller, at: now)
            },
            read("Services/GetService", Self.rules("name", "services") { .get($0) }) {
                (plane, request: RunV1.NameRequest, region, caller, now) throws(Status) in
                try plane.knativeService(request.name, endpointRegion: region, by: caller, at: now)
            },
            read("Services/ListServices", Self.rules("parent", "services") { .get($0) }) {
                (plane, request, region, caller, now) throws(Status) in
                try plane.listKnativeServices(request, endpointRegion: region, by: caller, at: now)
            },
            write("Services/DeleteService", Self.rules("name", "services") { .delete($0) }) {
                (plane, request, caller, now) throws(Status) in
                try plane.deleteKnativeService(request, endpointRegion: nil, by: caller, at: now)
            },
        ]
    }

    private var knativeRevisionMethods: [RPCMethod] {
        [
            read("Revisions/GetRevision", Self.rules("name", "revisions") { .get($0) }) {
                (plane, request: RunV1.NameRequest, region, caller, now) throws(Status) in
                try plane.knativeRevision(request.name, endpointRegion: region, by: caller, at: now)
            },
            read("Revisions/ListRevisions", Self.rules("parent", "revisions") { .get($0) }) {
                (plane, request, region, caller, now) throws(Status) in
                try plane.listKnativeRevisions(request, endpointRegion: region, by: caller, at: now)
            },
            write("Revisions/DeleteRevision", Self.rules("name", "revisions") { .delete($0) }) {
                (plane, request, caller, now) throws(Status) in
                try plane.deleteKnativeRevision(request, endpointRegion: nil, by: caller, at: now)
            },
        ]
    }

    private var knativePartMethods: [RPCMethod] {
        [
            read("Configurations/GetConfiguration", Self.rules("name", "configurations") { .get($0) }) {
                (plane, request: RunV1.NameRequest, region, caller, now) throws(Status) in
                try plane.knativeConfiguration(request.name, endpointRegion: region, by: caller, at: now)
            },
            read("Routes/GetRoute", Self.rules("name", "routes") { .get($0) }) {
                (plane, request: RunV1.NameRequest, region, caller, now) throws(Status) in
                try plane.knativeRoute(request.name, endpointRegion: region, by: caller, at: now)
            },
        ]
    }
}
