import CloudCore

/// The client of Cloud Build v1: builds and what they print.
///
/// Source: `google/devtools/cloudbuild/v1/cloudbuild.proto`.
public struct CloudBuildClient: Sendable {
    let api: GoogleAPI

    /// Makes a client of the API.
    public init(_ api: GoogleAPI) { self.api = api }

    /// Starts a build in a location, `projects/p/locations/l`. The operation ends with the build, and fails if it does.
    public func createBuild(_ build: Build, parent: String) async throws -> PendingOperation<Build> {
        let answer = try await api.call("POST", "/v1/\(parent)/builds", body: build.body)
        return PendingOperation(api, version: "v1", answer) { operation, response in
            Build(json: response.isNull ? operation.metadata.member("build") : response)
        }
    }

    /// A build by its full name, `projects/p/locations/l/builds/b`.
    public func build(_ name: String) async throws -> Build {
        Build(json: try await api.call("GET", "/v1/\(name)"))
    }

    /// The builds of a location, the newest first.
    ///
    /// - Parameter filter: for example `status="FAILURE"`; empty for all.
    public func builds(parent: String, filter: String = "") -> Listing<Build> {
        Listing(
            api: api, path: "/v1/\(parent)/builds", query: filter.isEmpty ? [] : [("filter", filter)],
            items: "builds", read: Build.init(json:))
    }

    /// Cancels a build that goes on.
    public func cancelBuild(_ name: String) async throws -> Build {
        Build(json: try await api.call("POST", "/v1/\(name):cancel", body: [:], repeats: .always))
    }
}

extension PendingOperation<Build> {
    /// The build as it was when the operation was last seen, with its name: the operation ends only with it.
    public var build: Build { Build(json: operation.metadata.member("build")) }
}

/// A build.
public struct Build: APIResource {
    /// All that the API says of it.
    public var json: JSON

    /// Takes the JSON of an answer, or of what is to be sent.
    public init(json: JSON) { self.json = json }

    /// A build of an object of Cloud Storage, an archive with the sources.
    ///
    /// - Parameters:
    ///   - steps: what is run, for example `["name": "gcr.io/cloud-builders/docker", "args": ["build", "."]]`.
    ///   - images: what is pushed at its end.
    public init(
        sourceBucket: String, sourceObject: String, generation: Int? = nil, steps: [JSON],
        images: [String] = [],
        timeout: Duration? = nil, substitutions: [String: String] = [:]
    ) {
        var source: JSONObject = ["bucket": .string(sourceBucket), "object": .string(sourceObject)]
        if let generation { source["generation"] = .string("\(generation)") }
        var object: JSONObject = ["source": ["storageSource": .object(source)], "steps": .array(steps)]
        object.set("images", images)
        object.set("timeout", timeout)
        object.set("substitutions", substitutions)
        json = .object(object)
    }

    /// The id.
    public var id: String { json.text("id") }
    /// The full name.
    public var name: String { json.text("name") }
    /// For example `WORKING`.
    public var status: String { json.text("status") }
    /// Why it is in that state, for people.
    public var statusDetail: String { json.text("statusDetail") }
    /// Where its log is, `gs://bucket`.
    public var logsBucket: String { json.text("logsBucket") }
    /// The images that it has pushed: name and digest.
    public var images: [(name: String, digest: String)] {
        json.member("results").elements("images").map { ($0.text("name"), $0.text("digest")) }
    }

    /// Whether it has ended, in whatever way.
    public var isDone: Bool {
        !["", "STATUS_UNKNOWN", "PENDING", "QUEUED", "WORKING"].contains(status)
    }
    /// Whether it has ended well.
    public var hasSucceeded: Bool { status == "SUCCESS" }
}
