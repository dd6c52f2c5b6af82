import CloudCore

/// The client of Artifact Registry v1: repositories, their policies, and the images in them. Names are full:
/// `projects/p/locations/l/repositories/r`.
///
/// Source: `google/devtools/artifactregistry/v1`.
public struct ArtifactRegistryClient: Sendable {
    private let api: GoogleAPI
    /// The policies of repositories, by their full names.
    public let policies: ResourcePolicies

    /// Makes a client of the API.
    public init(_ api: GoogleAPI) {
        self.api = api
        policies = ResourcePolicies(PolicyCalls(api: api, readStyle: .get), version: "v1")
    }

    /// Makes a repository.
    ///
    /// - Throws: ALREADY_EXISTS.
    public func createRepository(
        _ repository: Repository, id: String, parent: String
    ) async throws -> PendingOperation<Repository> {
        let answer = try await api.call(
            "POST", "/v1/\(parent)/repositories", query: [("repositoryId", id)], body: repository.body)
        return PendingOperation(api, version: "v1", answer) { Repository(json: $1) }
    }

    /// A repository.
    public func repository(_ name: String) async throws -> Repository {
        Repository(json: try await api.call("GET", "/v1/\(name)"))
    }

    /// The repositories of a location, `projects/p/locations/l`.
    public func repositories(parent: String) -> Listing<Repository> {
        Listing(
            api: api, path: "/v1/\(parent)/repositories", items: "repositories", read: Repository.init(json:))
    }

    /// Deletes a repository with all that is in it.
    public func deleteRepository(_ name: String) async throws -> PendingOperation<Void> {
        PendingOperation(api, version: "v1", try await api.call("DELETE", "/v1/\(name)")) { _, _ in }
    }

    /// The images in a repository.
    public func images(in repository: String) -> Listing<RegistryImage> {
        Listing(
            api: api, path: "/v1/\(repository)/dockerImages", items: "dockerImages",
            read: RegistryImage.init(json:))
    }

    /// An image by its full name, `…/dockerImages/name@sha256:…`.
    public func image(_ name: String) async throws -> RegistryImage {
        RegistryImage(json: try await api.call("GET", "/v1/\(name)"))
    }
}

/// A repository.
public struct Repository: APIResource {
    /// All that the API says of it.
    public var json: JSON

    /// Takes the JSON of an answer, or of what is to be sent.
    public init(json: JSON) { self.json = json }

    /// A repository to be made.
    public init(format: String = "DOCKER", description: String = "", labels: [String: String] = [:]) {
        var object: JSONObject = ["format": .string(format)]
        object.set("description", description)
        object.set("labels", labels)
        json = .object(object)
    }

    /// The full name.
    public var name: String { json.text("name") }
    /// For example `DOCKER`.
    public var format: String { json.text("format") }
}

/// An image.
public struct RegistryImage: APIResource {
    /// All that the API says of it.
    public var json: JSON

    /// Takes the JSON of an answer, or of what is to be sent.
    public init(json: JSON) { self.json = json }

    /// The full name.
    public var name: String { json.text("name") }
    /// What it is pulled by, `l-docker.pkg.dev/p/r/name@sha256:…`.
    public var uri: String { json.text("uri") }
    /// Its tags.
    public var tags: [String] { json.texts("tags") }
}
