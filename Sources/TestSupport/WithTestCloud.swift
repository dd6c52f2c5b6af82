import CloudCore
import CloudEmulator

/// Runs `body` in a local cloud of its own, which listens on a free port and is gone afterwards.
///
/// - Throws: what `body` throws; INVALID_ARGUMENT for a malformed project id; `SystemError` when there is no port.
public func withLocalCloud<Result: Sendable>(
    _ options: LocalCloudOptions = LocalCloudOptions(), _ body: (TestCloud) async throws -> Result
) async throws -> Result {
    let cloud = LocalCloud(
        timeline: VirtualTimeline(mode: options.mode), project: try LocalProject(id: options.project),
        propagation: options.propagation.seeded(options.seed), accountQuota: options.accountQuota)
    let server = try cloud.start(port: 0)
    let outcome: Swift.Result<Result, any Error>
    do {
        outcome = .success(
            try await body(TestCloud(local: cloud, port: server.port, seed: options.seed)))
    } catch {
        outcome = .failure(error)
    }
    await server.stop()
    return try outcome.get()
}

/// Runs `body` in the cloud that `target` names: a local cloud of its own, or a Google Cloud project.
///
/// - Throws: UNIMPLEMENTED with all that is missing for the target; what `withLocalCloud` throws.
public func withTestCloud<Result: Sendable>(
    _ target: CloudTarget, local options: LocalCloudOptions = LocalCloudOptions(),
    _ body: (TestCloud) async throws -> Result
) async throws -> Result {
    try target.checkSupport()
    return try await withLocalCloud(options, body)
}
