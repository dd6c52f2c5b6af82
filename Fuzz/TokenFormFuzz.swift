// modules: CloudCore RPCServer PubSubEmulator CloudEmulator
// max_len: 2048

/// Any body of a request to the token endpoint is refused with an error of OAuth, or leads to a grant, which only the
/// owner's refresh token can do here: no account has a key.
@_cdecl("LLVMFuzzerTestOneInput") public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard let first = UnsafeBufferPointer(start: data, count: count).first else { return 0 }
    let body = UnsafeRawBufferPointer(start: data + 1, count: count - 1)
    let type = first & 1 == 0 ? "application/x-www-form-urlencoded" : "application/json"
    do throws(OAuthError) {
        let form = try FormFields(parsing: body, contentType: type)
        let grant = try TokenGrant(form, authority: "127.0.0.1:8086", host)
        guard case .access(let token, _) = grant, token.email == "owner@example.com",
            form["refresh_token"] == AuthorizedUser(owner: "owner@example.com", seed: 1).refreshToken
        else { fatalError("a grant for nothing") }
    } catch {
        precondition(!error.code.isEmpty && !error.description.isEmpty)
        precondition((400...499).contains(error.httpStatus))
        precondition((try? JSON.parse(error.response.body)) != nil)
    }
    return 0
}

private let start = Instant(nanoseconds: 1_893_456_000_000_000_000)

private let host: ControlPlaneHost = {
    let origin = PlaneOrigin(
        project: .standard, owner: "owner@example.com", model: .instant, accountQuota: 5, start: start)
    let host = ControlPlaneHost(origin, mode: .off, timeline: RealTimeline.shared)
    var request = IAMAdminV1.CreateServiceAccountRequest()
    request.name = origin.project.name
    request.accountID = "abcdef"
    _ = host.change(at: start) { (plane, now) in
        try? plane.createServiceAccount(request, by: Caller(email: "owner@example.com"), at: now)
    }
    return host
}()
