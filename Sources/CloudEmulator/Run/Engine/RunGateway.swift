import CloudCore
import RPCServer

/// What becomes of a request for a service's host.
enum RunRoute: Sendable {
    case revision(RunRevisionName)
    case refused(HTTPResponse)
}

extension ControlPlane {
    /// Chooses the revision that serves a request, if the caller may invoke the service.
    ///
    /// Sources: "Authenticating service-to-service" (ID tokens, `X-Serverless-Authorization`), "Restrict network ingress"
    /// (what comes from elsewhere is answered 404), "Troubleshoot Cloud Run issues" (401, 403, 404).
    mutating func routeRun(
        _ request: GatewayRequest, by caller: Caller, isInternal: Bool, at now: Instant
    ) -> RunRoute {
        guard let host = RunHost(request.authority, project: project), let entry = run[host.service],
            !entry.service.defaultUriDisabled, entry.service.ingress == .all || isInternal,
            let revision = chosenRevision(entry, host.tag)
        else {
            return .refused(.page(404, "Page not found", "The requested URL was not found on this server."))
        }
        if !entry.service.invokerIamDisabled, mode != .off {
            if let refusal = refusal(of: request, host, entry.service, by: caller, at: now) {
                return .refused(refusal)
            }
        }
        return .revision(RunRevisionName(service: host.service, id: revision))
    }

    private mutating func chosenRevision(_ entry: RunStore.Entry, _ tag: String) -> String? {
        let routed = entry.routedRevisions
        if !tag.isEmpty { return routed.first { $0.value.tags.contains(tag) }?.key }
        var draw = Int(Dice(seed: run.nextRequest()).bits(entry.service.name, 11) % 100)
        for (name, share) in routed.sorted(by: { $0.key < $1.key }) {
            if draw < share.percent { return name }
            draw -= share.percent
        }
        return nil
    }

    private mutating func refusal(
        of request: GatewayRequest, _ host: RunHost, _ service: RunV2.Service, by caller: Caller,
        at now: Instant
    ) -> HTTPResponse? {
        let unauthorized = HTTPResponse.page(
            401, "Unauthorized", "Your client does not have permission to the requested URL.")
        if let token = request.bearerToken {
            let urls = [runURL(host.service), runURL(host.service, tag: host.tag)] + service.customAudiences
            // ID tokens are for someone; access tokens are for Google's own APIs.
            if let audience = BearerToken.claims(token)?["aud"]?.stringValue {
                guard urls.contains(where: { audience == $0 || audience.hasPrefix($0 + "/") }) else {
                    return unauthorized
                }
            }
            if caller.problem != nil || token.hasPrefix(AccessTokens.prefix) { return unauthorized }
        }
        do throws(Status) {
            try authorize("run.routes.invoke", on: runResource(host.service.path), by: caller, at: now)
            return nil
        } catch {
            return error.code == .unauthenticated
                ? unauthorized
                : .page(403, "Forbidden", "Your client does not have permission to get URL from this server.")
        }
    }
}

extension GatewayRequest {
    /// The header that is checked, and not passed on to anybody else: the second is for services that have their own use for
    /// the first.
    fileprivate var checkedAuthorization: String? {
        header("x-serverless-authorization") ?? header("authorization")
    }

    fileprivate var bearerToken: String? { checkedAuthorization.flatMap(BearerToken.text) }

    /// Who makes the request: nobody without a token, whatever the port.
    func caller(_ callers: CallerDirectory, at now: Instant) -> Caller {
        guard let checkedAuthorization else { return Caller(email: nil) }
        return callers.caller(CallContext(authorization: checkedAuthorization), at: now)
    }
}

extension RunEngine {
    /// Serves the hosts of services.
    var gateway: HTTPGateway {
        HTTPGateway(serves: RunHost.isService) { [self] request, call in
            let served = serve(request, isInternal: plane.callers.isGiven(request.localPort)) {
                call.respond($0)
            }
            call.onCancel { served?.abandon() }
        }
    }

    /// Has a service answer a request.
    ///
    /// - Parameter isInternal: whether it comes from within the project, where services with restricted ingress are reached.
    /// - Returns: what can be given up; nil when it has been answered already.
    @discardableResult
    func serve(
        _ request: GatewayRequest, isInternal: Bool, _ respond: @escaping @Sendable (HTTPResponse) -> Void
    ) -> ServedRequest? {
        if request.header("content-type")?.hasPrefix("application/grpc") == true {
            respond(.grpcFailure("gRPC is not passed on to services, only HTTP with whole answers."))
            return nil
        }
        guard request.header("upgrade") == nil else {
            respond(.text("Upgrades such as WebSockets are not passed on to services.\n", status: 501))
            return nil
        }
        let now = timeline.now
        let caller = request.caller(plane.callers, at: now)
        let route = plane.change(at: now) { (plane, now) in
            plane.routeRun(request, by: caller, isInternal: isInternal, at: now)
        }
        switch route {
        case .refused(let response):
            respond(response)
            return nil
        case .revision(let name):
            let served = ServedRequest(number: nextRequest(), request, respond)
            serve(served, name)
            return served
        }
    }
}

extension HTTPResponse {
    /// A page for people, as Google's front ends answer.
    fileprivate static func page(_ status: Int, _ title: String, _ text: String) -> HTTPResponse {
        let html =
            "<html><head><title>\(status) \(title)</title></head><body><h1>Error: \(title)</h1><h2>\(text)</h2></body></html>\n"
        return HTTPResponse(status: status, contentType: "text/html; charset=UTF-8", body: Array(html.utf8))
    }

    /// A gRPC answer that has only trailers.
    fileprivate static func grpcFailure(_ message: String) -> HTTPResponse {
        HTTPResponse(
            status: 200, contentType: "application/grpc",
            headers: [("grpc-status", "\(Status.Code.unimplemented.rawValue)"), ("grpc-message", message)])
    }
}
