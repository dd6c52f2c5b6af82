import CloudCore
import GoogleCloud
import RPCServer
import Synchronization

@testable import CloudEmulator

extension ControlPlane {
    /// The bytes of the objects of all planes of tests.
    private static let blobs = BlobStore()

    /// A control plane with a bucket.
    static func withBucket(_ name: String = "bucket", _ settings: JSON = [:]) throws(Status) -> ControlPlane {
        var plane = ControlPlane.make()
        try plane.addBucket(name, settings)
        return plane
    }

    @discardableResult
    mutating func addBucket(
        _ name: String, _ settings: JSON = [:], by caller: Caller = .owner, at now: Instant = start
    ) throws(Status) -> StorageV1.Bucket {
        let json = settings.merged(with: ["name": .string(name)])
        return try createBucket(json, in: "local-project", by: caller, at: now)
    }

    @discardableResult
    mutating func put(
        _ name: String, _ text: String = "", in bucket: String = "bucket",
        if preconditions: StoragePreconditions = .init(), by caller: Caller = .owner, at now: Instant = start,
        _ change: (inout StorageV1.Object) -> Void = { _ in }
    ) throws(Status) -> StorageV1.Object {
        var insertion = ObjectInsertion(bucket: bucket, name: name, preconditions: preconditions)
        change(&insertion.object)
        let content = try WrittenContent.of(Array(text.utf8), in: Self.blobs)
        let object = try insertObject(insertion, content.stored, by: caller, at: now)
        Self.blobs.keep(content.bytes)
        return object
    }

    mutating func text(
        _ name: String, in bucket: String = "bucket", generation: Int64? = nil, by caller: Caller = .owner,
        at now: Instant = start
    ) throws(Status) -> String {
        let version = try objectVersion(bucket, name, generation: generation, by: caller, at: now)
        return String(decoding: Self.blobs.bytes(of: version.content.key) ?? [], as: UTF8.self)
    }

    mutating func names(
        in bucket: String = "bucket", at now: Instant = start,
        _ change: (inout ObjectListing) -> Void = { _ in }
    ) throws(Status) -> [String] {
        var listing = ObjectListing()
        change(&listing)
        let page = try listObjects(bucket, listing, by: .owner, at: now)
        return page.items.map(\.name) + page.prefixes.map { "[\($0)]" }
    }
}

extension Instant {
    func days(_ days: Int) -> Instant { self + .seconds(days * 86_400) }
}

/// A local cloud that is served on a free port, and what a client sends to its storage.
struct ServedStorage {
    let cloud: LocalCloud
    let server: Server
    let timeline: VirtualTimeline
    let transport = CurlTransport()

    init(mode: PolicyMode = .off) throws {
        timeline = VirtualTimeline()
        cloud = LocalCloud(timeline: timeline, propagation: .instant, policyMode: mode)
        server = try cloud.start()
        try cloud.makeBucket("bucket")
    }

    var base: String { "http://127.0.0.1:\(server.port)" }

    func send(
        _ method: String, _ path: String, _ body: [UInt8] = [], _ headers: [String: String] = [:]
    ) async throws -> GoogleCloud.HTTPResponse {
        try await transport.send(
            HTTPRequest(
                method: method, url: path.hasPrefix("http") ? path : base + path,
                headers: headers.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) },
                body: body))
    }

    func json(
        _ method: String, _ path: String, _ body: JSON? = nil, _ headers: [String: String] = [:]
    ) async throws -> JSON {
        let response = try await send(method, path, body?.bytes() ?? [], headers)
        return response.body.isEmpty ? .null : try JSON.parse(response.body)
    }

    func upload(_ name: String, _ bytes: [UInt8]) async throws -> JSON {
        let response = try await send(
            "POST", "/upload/storage/v1/b/bucket/o?uploadType=media&name=\(name)", bytes,
            ["content-type": "text/plain"])
        return try JSON.parse(response.body)
    }
}
