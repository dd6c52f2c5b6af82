import CloudCore
import PubSubEmulator
import Testing

@testable import CloudEmulator

extension ControlPlane {
    static let registryParent = "projects/local-project/locations/europe-west1"
    /// When what `start` began is done.
    static let later = start + .seconds(60)

    @discardableResult
    mutating func addRepository(
        _ id: String, in parent: String = registryParent, at now: Instant = start,
        _ change: (inout Repository) -> Void = { _ in }
    ) throws(Status) -> Longrunning.Operation {
        var request = ArtifactRegistryV1.CreateRepositoryRequest()
        request.parent = parent
        request.repositoryID = id
        var repository = Repository()
        repository.format = .docker
        change(&repository)
        request.repository = repository
        return try createRepository(request, by: .owner, at: now)
    }
}

@Suite("Repositories of Artifact Registry")
struct RepositoryTests {
    private let name = "projects/local-project/locations/europe-west1/repositories/images"

    @Test("A repository is there once the operation that creates it has ended")
    func creation() throws {
        var plane = ControlPlane.make()
        let operation = try plane.addRepository("images")
        #expect(!operation.done)
        #expect(
            failure { () throws(Status) in
                try plane.repository(name, by: .owner, at: start)
            }?.code == .notFound)
        let done = try plane.operations.operation(operation.name, at: ControlPlane.later)
        let answered = try #require(done.response).unpack(ArtifactRegistryV1.Repository.self)
        let read = try plane.repository(name, by: .owner, at: ControlPlane.later)
        #expect(answered == read)
        #expect(read.name == name)
        #expect(read.registryURI == "europe-west1-docker.pkg.dev/local-project/images")
        #expect(read.mode == .standardRepository)
        #expect(failure { () throws(Status) in try plane.addRepository("images") }?.code == .alreadyExists)
    }

    @Test(
        "What no repository of images can be is refused, naming the field",
        arguments: [
            ("a_b", Status.Code.invalidArgument, "repository_id"), ("", .invalidArgument, "repository_id"),
            ("gcr.io", .invalidArgument, "gcr.io"),
        ])
    func ids(id: String, code: Status.Code, words: String) {
        var plane = ControlPlane.make()
        let status = failure { () throws(Status) in try plane.addRepository(id) }
        #expect(status?.code == code)
        #expect(status?.message.contains(words) == true)
    }

    @Test("Settings that would change nothing are refused, not ignored")
    func refusals() {
        var plane = ControlPlane.make()
        func refusal(_ change: @escaping (inout ControlPlane.Repository) -> Void) -> Status? {
            failure { () throws(Status) in try plane.addRepository("images", change) }
        }
        #expect(refusal { $0.format = .npm }?.code == .unimplemented)
        #expect(refusal { $0.format = .npm }?.message.contains("NPM") == true)
        #expect(refusal { $0.format = .formatUnspecified }?.code == .invalidArgument)
        #expect(refusal { $0.mode = .remoteRepository }?.message.contains("mode") == true)
        #expect(refusal { $0.kmsKeyName = "k" }?.message.contains("kms_key_name") == true)
        #expect(refusal { $0.cleanupPolicyDryRun = true }?.code == .unimplemented)
        #expect(refusal { $0.labels = ["A": "b"] }?.code == .invalidArgument)
        #expect(
            failure { () throws(Status) in
                try plane.addRepository("images", in: "projects/local-project/locations/mars")
            }?.code == .permissionDenied)
    }

    @Test("A listing holds the repositories of its location, by page")
    func listing() throws {
        var plane = ControlPlane.make()
        for number in 0..<5 { try plane.addRepository("r\(number)") }
        try plane.addRepository("other", in: "projects/local-project/locations/us")
        var request = ArtifactRegistryV1.ListRepositoriesRequest()
        request.parent = ControlPlane.registryParent
        request.pageSize = 2
        var ids: [Substring] = []
        repeat {
            let page = try plane.listRepositories(request, by: .owner, at: ControlPlane.later)
            ids += page.repositories.compactMap { $0.name.split(separator: "/").last }
            request.pageToken = page.nextPageToken
        } while !request.pageToken.isEmpty
        #expect(ids == ["r0", "r1", "r2", "r3", "r4"])
        request.filter = "name=r0"
        #expect(
            failure { () throws(Status) in
                try plane.listRepositories(request, by: .owner, at: ControlPlane.later)
            }?.code == .unimplemented)
    }

    @Test("An update changes what its mask names, and nothing that cannot be changed")
    func update() throws {
        var plane = ControlPlane.make()
        try plane.addRepository("images") { $0.description = "old" }
        var request = ArtifactRegistryV1.UpdateRepositoryRequest()
        request.repository = ArtifactRegistryV1.Repository()
        request.repository?.name = name
        request.repository?.description = "new"
        request.repository?.labels = ["a": "b"]
        request.updateMask = FieldMask(["description"])
        let changed = try plane.updateRepository(request, by: .owner, at: ControlPlane.later)
        #expect(changed.description == "new")
        #expect(changed.labels.isEmpty)
        #expect(changed.updateTime == Timestamp(ControlPlane.later))
        request.updateMask = FieldMask(["format"])
        #expect(
            failure { () throws(Status) in
                try plane.updateRepository(request, by: .owner, at: ControlPlane.later)
            }?.code == .invalidArgument)
    }

    @Test("With a repository its images and its policy go")
    func deletion() throws {
        var plane = ControlPlane.make()
        try plane.addRepository("images")
        let image = try ImageReferenceName("europe-west1-docker.pkg.dev/local-project/images/app:1")
        plane.images.put(
            ProcessImage(directory: "/", command: ["x"]), digest: "sha256:1", as: image, sizeBytes: 1,
            at: start)
        var policy = IAMv1.Policy()
        policy.bindings = [IAMv1.Binding("roles/artifactregistry.reader", ["allUsers"])]
        try plane.set(name, policy)
        var request = ArtifactRegistryV1.DeleteRepositoryRequest()
        request.name = name
        let operation = try plane.deleteRepository(
            request, by: .owner, at: ControlPlane.later)
        #expect(!operation.done)
        #expect(plane.images.image(image) == nil)
        #expect(plane.policies.latest(of: name).bindings.isEmpty)
        #expect(
            failure { () throws(Status) in
                try plane.repository(name, by: .owner, at: ControlPlane.later)
            }?.message == "Requested entity was not found.")
    }

    @Test("Each method asks for its permission")
    func permissions() throws {
        var plane = ControlPlane.make()
        try plane.addRepository("images")
        plane.mode = .enforce
        let stranger = Caller(email: "stranger@example.com")
        let status = failure { () throws(Status) in
            try plane.repository(name, by: stranger, at: ControlPlane.later)
        }
        #expect(status?.code == .permissionDenied)
        #expect(status?.message.contains("artifactregistry.repositories.get") == true)
        try plane.set(
            name, IAMv1.Policy([.init("roles/artifactregistry.reader", ["user:stranger@example.com"])]))
        _ = try plane.repository(name, by: stranger, at: ControlPlane.later)
    }
}
