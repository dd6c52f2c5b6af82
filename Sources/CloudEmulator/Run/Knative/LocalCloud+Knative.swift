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

    private func method<Request: Message, Response: Message>(
        _ path: String, _ rules: [HTTPRule],
        _ serve:
            @escaping @Sendable (inout ControlPlane, Request, String?, Caller, Instant) throws(Status) ->
            Response
    ) -> RPCMethod {
        .unary(Self.methods + path, rules) { [self] (request: Request, context) throws(Status) -> Response in
            let caller = caller(context)
            let region = KnativeName.region(ofEndpoint: context.authority)
            let response = try perform { (plane, now) throws(Status) in
                try serve(&plane, request, region, caller, now)
            }
            run.follow()
            return response
        }
    }

    private var knativeServiceMethods: [RPCMethod] {
        [
            method(
                "Services/CreateService",
                Self.rules("parent", "services") { .post($0, body: .field("service")) }
            ) { (plane, request: RunV1.WriteServiceRequest, region, caller, now) throws(Status) in
                try plane.writeKnativeService(request, endpointRegion: region, by: caller, at: now)
            },
            method(
                "Services/ReplaceService",
                Self.rules("name", "services") { .put($0, body: .field("service")) }
            ) { (plane, request: RunV1.WriteServiceRequest, region, caller, now) throws(Status) in
                try plane.writeKnativeService(request, endpointRegion: region, by: caller, at: now)
            },
            method("Services/GetService", Self.rules("name", "services") { .get($0) }) {
                (plane, request: RunV1.NameRequest, region, caller, now) throws(Status) in
                try plane.knativeService(request.name, endpointRegion: region, by: caller, at: now)
            },
            method("Services/ListServices", Self.rules("parent", "services") { .get($0) }) {
                (plane, request, region, caller, now) throws(Status) in
                try plane.listKnativeServices(request, endpointRegion: region, by: caller, at: now)
            },
            method("Services/DeleteService", Self.rules("name", "services") { .delete($0) }) {
                (plane, request, region, caller, now) throws(Status) in
                try plane.deleteKnativeService(request, endpointRegion: region, by: caller, at: now)
            },
        ]
    }

    private var knativeRevisionMethods: [RPCMethod] {
        [
            method("Revisions/GetRevision", Self.rules("name", "revisions") { .get($0) }) {
                (plane, request: RunV1.NameRequest, region, caller, now) throws(Status) in
                try plane.knativeRevision(request.name, endpointRegion: region, by: caller, at: now)
            },
            method("Revisions/ListRevisions", Self.rules("parent", "revisions") { .get($0) }) {
                (plane, request, region, caller, now) throws(Status) in
                try plane.listKnativeRevisions(request, endpointRegion: region, by: caller, at: now)
            },
            method("Revisions/DeleteRevision", Self.rules("name", "revisions") { .delete($0) }) {
                (plane, request, region, caller, now) throws(Status) in
                try plane.deleteKnativeRevision(request, endpointRegion: region, by: caller, at: now)
            },
        ]
    }

    private var knativePartMethods: [RPCMethod] {
        [
            method("Configurations/GetConfiguration", Self.rules("name", "configurations") { .get($0) }) {
                (plane, request: RunV1.NameRequest, region, caller, now) throws(Status) in
                try plane.knativeConfiguration(request.name, endpointRegion: region, by: caller, at: now)
            },
            method("Routes/GetRoute", Self.rules("name", "routes") { .get($0) }) {
                (plane, request: RunV1.NameRequest, region, caller, now) throws(Status) in
                try plane.knativeRoute(request.name, endpointRegion: region, by: caller, at: now)
            },
        ]
    }
}
