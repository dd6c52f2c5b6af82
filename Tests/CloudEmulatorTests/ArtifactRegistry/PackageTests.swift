import CloudCore
import PubSubEmulator
import Testing

@testable import CloudEmulator

@Suite("What repositories hold")
struct PackageTests {
    private let repository = "projects/local-project/locations/us/repositories/images"
    private let host = "us-docker.pkg.dev/local-project/images"
    private let now = ControlPlane.later

    private func plane(_ change: (inout ControlPlane.Repository) -> Void = { _ in }) throws -> ControlPlane {
        var plane = ControlPlane.make()
        try plane.addRepository("images", in: "projects/local-project/locations/us", change)
        return plane
    }

    private func put(
        _ reference: String, _ digest: String, size: Int64 = 1, into plane: inout ControlPlane
    ) throws {
        plane.images.put(
            ProcessImage(directory: "/", command: ["run"]), digest: digest,
            as: try ImageReferenceName(reference), sizeBytes: size, at: start)
    }

    @Test("An image is listed with its tags, its size and the name with slashes escaped")
    func dockerImages() throws {
        var plane = try plane()
        try put("\(host)/team/app:1", "sha256:aa", size: 42, into: &plane)
        try put("\(host)/team/app", "sha256:aa", size: 42, into: &plane)
        var request = ArtifactRegistryV1.ListDockerImagesRequest()
        request.parent = repository
        let listed = try plane.listDockerImages(request, by: .owner, at: now).dockerImages
        let image = try #require(listed.first)
        #expect(listed.count == 1)
        #expect(image.name == "\(repository)/dockerImages/team%2Fapp@sha256:aa")
        #expect(image.uri == "\(host)/team/app@sha256:aa")
        #expect(image.tags == ["1", "latest"])
        #expect(image.imageSizeBytes == 42)
        var get = ArtifactRegistryV1.GetDockerImageRequest()
        get.name = image.name
        #expect(try plane.dockerImage(get, by: .owner, at: now) == image)
    }

    @Test("A tag that is pushed again moves to the new digest")
    func movingTags() throws {
        var plane = try plane()
        try put("\(host)/app:1", "sha256:aa", into: &plane)
        try put("\(host)/app:1", "sha256:bb", into: &plane)
        var request = ArtifactRegistryV1.ListTagsRequest()
        request.parent = "\(repository)/packages/app"
        let tags = try plane.listRegistryTags(request, by: .owner, at: now).tags
        #expect(tags.map(\.version) == ["\(repository)/packages/app/versions/sha256:bb"])
        request.filter = "version=\"\(repository)/packages/app/versions/sha256:aa\""
        #expect(try plane.listRegistryTags(request, by: .owner, at: now).tags.isEmpty)
    }

    @Test("Tags are created, moved and deleted; the versions stay")
    func tags() throws {
        var plane = try plane()
        try put("\(host)/app:1", "sha256:aa", into: &plane)
        try put("\(host)/app:2", "sha256:bb", into: &plane)
        let package = "\(repository)/packages/app"
        var create = ArtifactRegistryV1.CreateTagRequest()
        create.parent = package
        create.tagID = "stable"
        create.tag = ArtifactRegistryV1.Tag()
        create.tag?.version = "\(package)/versions/sha256:aa"
        _ = try plane.createRegistryTag(create, by: .owner, at: now)
        #expect(plane.images.image(try ImageReferenceName("\(host)/app:stable"))?.digest == "sha256:aa")
        #expect(
            failure { () throws(Status) in try plane.createRegistryTag(create, by: .owner, at: now) }?
                .code == .alreadyExists)
        var update = ArtifactRegistryV1.UpdateTagRequest()
        update.tag = ArtifactRegistryV1.Tag()
        update.tag?.name = "\(package)/tags/stable"
        update.tag?.version = "\(package)/versions/sha256:bb"
        _ = try plane.updateRegistryTag(update, by: .owner, at: now)
        #expect(plane.images.image(try ImageReferenceName("\(host)/app:stable"))?.digest == "sha256:bb")
        try plane.deleteRegistryTag("\(package)/tags/stable", by: .owner, at: now)
        #expect(plane.images.image(try ImageReferenceName("\(host)/app:stable")) == nil)
        #expect(plane.images.image(try ImageReferenceName("\(host)/app@sha256:bb")) != nil)
    }

    @Test("A version with tags goes only by force")
    func versions() throws {
        var plane = try plane()
        try put("\(host)/app:1", "sha256:aa", into: &plane)
        var request = ArtifactRegistryV1.DeleteVersionRequest()
        request.name = "\(repository)/packages/app/versions/sha256:aa"
        #expect(
            failure { () throws(Status) in try plane.deleteVersion(request, by: .owner, at: now) }?
                .code == .failedPrecondition)
        request.force = true
        _ = try plane.deleteVersion(request, by: .owner, at: now)
        #expect(
            failure { () throws(Status) in
                try plane.package("\(repository)/packages/app", by: .owner, at: now)
            }?.code == .notFound)
    }

    @Test("Where tags are immutable they stay where they are")
    func immutableTags() throws {
        var plane = try plane {
            $0.dockerConfig = .init()
            $0.dockerConfig?.immutableTags = true
        }
        try put("\(host)/app:1", "sha256:aa", into: &plane)
        #expect(
            failure { () throws(Status) in
                try plane.deleteRegistryTag("\(repository)/packages/app/tags/1", by: .owner, at: now)
            }?.code == .failedPrecondition)
        let reference = try ImageReferenceName("\(host)/app:1")
        #expect(throws: ControlPlane.PushRefusal.self) {
            try plane.authorizePush(of: reference, digest: "sha256:bb", by: .owner, at: now)
        }
        _ = try plane.authorizePush(of: reference, digest: "sha256:aa", by: .owner, at: now)
    }

    @Test(
        "A push is refused in Google's words",
        arguments: [
            ("us-docker.pkg.dev/local-project/nowhere/app", "name unknown: Repository \"nowhere\" not found"),
            ("us-docker.pkg.dev/local-project/images", "name invalid: Missing image name."),
            ("us-docker.pkg.dev/another/images/app", "name unknown: Project \"another\" not found"),
            ("docker.io/app/app", "only images of pkg.dev and gcr.io"),
        ])
    func refusedPushes(reference: String, words: String) throws {
        var plane = try plane()
        let name = try ImageReferenceName(reference)
        let refusal = #expect(throws: ControlPlane.PushRefusal.self) {
            try plane.authorizePush(of: name, digest: "sha256:aa", by: .owner, at: now)
        }
        #expect(refusal?.text.contains(words) == true)
    }

    @Test("A repository of gcr.io is made by the first push of who may, and its images go by both names")
    func createOnPush() throws {
        var plane = try plane()
        plane.mode = .enforce
        let name = try ImageReferenceName("gcr.io/local-project/app:1")
        let builder = Caller(email: "415104041262-compute@developer.gserviceaccount.com")
        try plane.set(
            "projects/local-project",
            IAMv1.Policy([
                .init("roles/owner", ["user:\(ControlPlane.ownerEmail)"]),
                .init("roles/artifactregistry.writer", [builder.member]),
            ]))
        let refusal = #expect(throws: ControlPlane.PushRefusal.self) {
            try plane.authorizePush(of: name, digest: "sha256:aa", by: builder, at: now)
        }
        #expect(refusal?.text.hasPrefix("denied: gcr.io repo does not exist.") == true)
        _ = try plane.authorizePush(of: name, digest: "sha256:aa", by: .owner, at: now)
        try put("gcr.io/local-project/app:1", "sha256:aa", into: &plane)
        let other = try ImageReferenceName("us-docker.pkg.dev/local-project/gcr.io/app:1")
        #expect(plane.images.image(other)?.digest == "sha256:aa")
        #expect(plane.images.image(name)?.digest == "sha256:aa")
    }

    @Test("Names with escaped slashes are read as they are written")
    func escaping() {
        for name in ["app", "a/b", "a/b/c", "%2", "a%b", ""] {
            #expect(RegistryPath.unescaped(RegistryPath.escaped(name)) == name)
        }
        #expect(RegistryPath.unescaped("a%2fb") == "a/b")
    }
}
