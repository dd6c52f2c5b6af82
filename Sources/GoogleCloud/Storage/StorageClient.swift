import CloudCore

/// The client of Cloud Storage's JSON API v1: buckets and objects.
///
/// Source: Cloud Storage's discovery document, "JSON API reference". What changes something is sent again only with a
/// precondition ("Retry strategy": conditionally idempotent).
public struct StorageClient: Sendable {
    let api: GoogleAPI

    /// Makes a client of the API.
    public init(_ api: GoogleAPI) { self.api = api }

    // MARK: Buckets

    /// Makes a bucket; its name is unique in all the world.
    ///
    /// - Throws: ALREADY_EXISTS.
    public func createBucket(_ bucket: Bucket, project: String) async throws -> Bucket {
        Bucket(
            json: try await api.call(
                "POST", "/storage/v1/b", query: [("project", project)], body: bucket.body))
    }

    /// A bucket.
    public func bucket(_ name: String) async throws -> Bucket {
        Bucket(json: try await api.call("GET", "/storage/v1/b/\(name)"))
    }

    /// The buckets of a project.
    public func buckets(project: String, prefix: String = "") -> Listing<Bucket> {
        let filter = prefix.isEmpty ? [] : [("prefix", prefix)]
        return Listing(
            api: api, path: "/storage/v1/b", query: [("project", project)] + filter, items: "items",
            style: .maxResults, read: Bucket.init(json:))
    }

    /// Changes what `changes` has.
    ///
    /// - Parameter metageneration: the version that is changed; nil for whichever there is.
    /// - Throws: FAILED_PRECONDITION when the bucket has another version.
    public func updateBucket(_ name: String, changes: Bucket, metageneration: Int? = nil) async throws
        -> Bucket
    {
        let query = metageneration.map { [("ifMetagenerationMatch", "\($0)")] } ?? []
        return Bucket(
            json: try await api.call(
                "PATCH", "/storage/v1/b/\(name)", query: query, body: changes.body,
                repeats: metageneration == nil ? .never : .always))
    }

    /// Deletes a bucket.
    ///
    /// - Throws: ABORTED while there is an object in it.
    public func deleteBucket(_ name: String) async throws {
        _ = try await api.call("DELETE", "/storage/v1/b/\(name)")
    }

    // MARK: Objects

    /// What is known of an object.
    ///
    /// - Parameter generation: the version; nil for the live one.
    public func object(_ name: String, in bucket: String, generation: Int? = nil) async throws
        -> StorageObject
    {
        try await call("GET", path(name, bucket), generation.map { [("generation", "\($0)")] } ?? [])
    }

    /// The objects in a bucket.
    public func objects(in bucket: String, prefix: String = "", versions: Bool = false) -> Listing<
        StorageObject
    > {
        var query: [(String, String)] = []
        if !prefix.isEmpty { query.append(("prefix", prefix)) }
        if versions { query.append(("versions", "true")) }
        return Listing(
            api: api, path: "/storage/v1/b/\(bucket)/o", query: query, items: "items", pageSize: 1_000,
            style: .maxResults, read: StorageObject.init(json:))
    }

    /// Deletes an object.
    ///
    /// - Parameter ifGeneration: the version that has to be the live one; nil for whichever there is.
    /// - Throws: FAILED_PRECONDITION when another version is live.
    public func deleteObject(_ name: String, in bucket: String, ifGeneration: Int? = nil) async throws {
        let query = ifGeneration.map { [("ifGenerationMatch", "\($0)")] } ?? []
        let request = HTTPRequest(
            method: "DELETE", url: api.url(path(name, bucket), query), timeout: GoogleAPI.callTimeout)
        // Without the condition, a delete that comes twice could hit an object that was made in between.
        try await api.send(request, repeats: ifGeneration == nil ? .never : .always) {
            _ = try $0.json(now: $1)
        }
    }

    private func call(_ method: String, _ path: String, _ query: [(String, String)]) async throws
        -> StorageObject
    {
        let request = HTTPRequest(method: method, url: api.url(path, query), timeout: GoogleAPI.callTimeout)
        return try await api.send(request) { StorageObject(json: try $0.json(now: $1)) }
    }

    /// The path of an object, in whose name a slash is data.
    func path(_ name: String, _ bucket: String) -> String {
        "/storage/v1/b/\(PercentEncoding.segment(bucket))/o/\(PercentEncoding.segment(name))"
    }
}
