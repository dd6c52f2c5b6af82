import CloudCore
import RPCServer

extension LocalCloud {
    /// The Cloud Storage JSON API, version 1: `/storage/v1/…`, media at `/upload/storage/v1/…` and
    /// `/download/storage/v1/…`, and batches at `/batch/storage/v1`.
    ///
    /// Source: the discovery document `storage.v1`.
    var storageRoutes: [HTTPRoute] {
        resourceRoutes + uploadRoutes + [
            HTTPRoute("POST", "/batch/storage/v1") { [storage] request in storage.respond(toBatch: request) }
        ]
    }

    private var resourceRoutes: [HTTPRoute] {
        let methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]
        let routes =
            methods.map { method in
                HTTPRoute(method, "/storage/v1/{path=**}") { [storage] request in
                    storage.respond(to: request, "/storage/v1/")
                }
            } + [
                HTTPRoute("GET", "/download/storage/v1/{path=**}") { [storage] request in
                    storage.respond(to: request, "/download/storage/v1/")
                }
            ]
        return routes.map { route in
            var route = route
            // Names of objects may have any.
            route.keepsColons = true
            return route
        }
    }

    private var uploadRoutes: [HTTPRoute] {
        ["/upload/storage/v1", "/resumable/upload/storage/v1"].flatMap { prefix in
            ["POST", "PUT", "DELETE"].map { method in
                HTTPRoute.streaming(method, prefix + "/b/{bucket}/o") { [storage] request in
                    storage.openUpload(request)
                }
            }
        }
    }
}

extension CloudStorage {
    fileprivate func respond(to request: HTTPRequestView, _ prefix: String) -> HTTPResponse {
        do throws(Status) {
            return respond(to: try call(for: request, path: request.path.dropFirst(prefix.count)))
        } catch {
            return error.storageResponse
        }
    }

    fileprivate func respond(toBatch request: HTTPRequestView) -> HTTPResponse {
        do throws(Status) {
            let outer = try call(for: request, path: "")
            let batch = try StorageBatch(contentType: request.header("content-type") ?? "", request.body)
            return batch.answer { (inner) throws(Status) in
                let prefix = "/storage/v1/"
                guard inner.path.hasPrefix(prefix) else {
                    throw Status.listed(.notFound, "notFound", "Not Found")
                }
                let caller =
                    inner.fields["authorization"].map { plane.caller(CallContext(authorization: $0)) }
                    ?? outer.caller
                return respond(
                    to: try StorageCall(
                        method: inner.method, path: inner.path.dropFirst(prefix.count), query: inner.query,
                        caller: caller, base: outer.base, body: inner.body
                    ) { inner.fields[$0] })
            }
        } catch {
            return error.storageResponse
        }
    }
}
