import CloudCore
import PubSubEmulator
import RPCServer

extension LocalCloud {
    /// The methods of `google.devtools.artifactregistry.v1.ArtifactRegistry` for repositories of Docker images. The
    /// registry's own protocol, which `docker push` speaks, is not served.
    ///
    /// Source: `google/devtools/artifactregistry/v1/service.proto`.
    var artifactRegistryMethods: [RPCMethod] {
        repositoryReads + repositoryWrites + repositoryPolicies + dockerImageMethods + packageMethods
            + versionMethods + registryTagReads + registryTagWrites + registrySettings
    }

    private static let registry = "/google.devtools.artifactregistry.v1.ArtifactRegistry/"
    private static let repository = "projects/*/locations/*/repositories/*"

    private var repositoryReads: [RPCMethod] {
        [
            planeMethod(Self.registry + "GetRepository", [.get("/v1/{name=\(Self.repository)}")]) {
                (plane, request: ArtifactRegistryV1.GetRepositoryRequest, caller, now) throws(Status)
                in
                try plane.repository(request.name, by: caller, at: now)
            },
            planeMethod(
                Self.registry + "ListRepositories",
                [.get("/v1/{parent=projects/*/locations/*}/repositories")]
            ) { (plane, request, caller, now) throws(Status) in
                try plane.listRepositories(request, by: caller, at: now)
            },
        ]
    }

    private var repositoryWrites: [RPCMethod] {
        [
            planeMethod(
                Self.registry + "CreateRepository",
                [.post("/v1/{parent=projects/*/locations/*}/repositories", body: .field("repository"))]
            ) { (plane, request, caller, now) throws(Status) in
                try plane.createRepository(request, by: caller, at: now)
            },
            planeMethod(
                Self.registry + "UpdateRepository",
                [.patch("/v1/{repository.name=\(Self.repository)}", body: .field("repository"))]
            ) { (plane, request, caller, now) throws(Status) in
                try plane.updateRepository(request, by: caller, at: now)
            },
            planeMethod(Self.registry + "DeleteRepository", [.delete("/v1/{name=\(Self.repository)}")]) {
                (plane, request, caller, now) throws(Status) in
                try plane.deleteRepository(request, by: caller, at: now)
            },
        ]
    }

    private var repositoryPolicies: [RPCMethod] {
        let resource = "{resource=\(Self.repository)}"
        return [
            planeMethod(Self.registry + "GetIamPolicy", [.get("/v1/\(resource):getIamPolicy")]) {
                (plane, request: IAMv1.GetIamPolicyRequest, caller, now) throws(Status) in
                let path = try RegistryPath(request.resource, "resource", "repositories")
                _ = try plane.existingRepository(
                    path, "artifactregistry.repositories.getIamPolicy", by: caller, at: now)
                return try plane.policy(of: plane.resource(path.repository), request, by: caller, at: now)
            },
            planeMethod(Self.registry + "SetIamPolicy", [.post("/v1/\(resource):setIamPolicy")]) {
                (plane, request: IAMv1.SetIamPolicyRequest, caller, now) throws(Status) in
                let path = try RegistryPath(request.resource, "resource", "repositories")
                _ = try plane.existingRepository(
                    path, "artifactregistry.repositories.setIamPolicy", by: caller, at: now)
                return try plane.setPolicy(of: plane.resource(path.repository), request, by: caller, at: now)
            },
            planeMethod(Self.registry + "TestIamPermissions", [.post("/v1/\(resource):testIamPermissions")]) {
                (plane, request: IAMv1.TestIamPermissionsRequest, caller, now) throws(Status) in
                let path = try RegistryPath(request.resource, "resource", "repositories")
                let exists =
                    plane.project.isNamed(path.project)
                    && plane.repositories.repository(path.repository, at: now) != nil
                return try plane.test(
                    request, on: exists ? plane.resource(path.repository) : nil, by: caller, at: now)
            },
        ]
    }

    private var dockerImageMethods: [RPCMethod] {
        [
            planeMethod(
                Self.registry + "GetDockerImage", [.get("/v1/{name=\(Self.repository)/dockerImages/*}")]
            ) { (plane, request, caller, now) throws(Status) in
                try plane.dockerImage(request, by: caller, at: now)
            },
            planeMethod(
                Self.registry + "ListDockerImages", [.get("/v1/{parent=\(Self.repository)}/dockerImages")]
            ) { (plane, request, caller, now) throws(Status) in
                try plane.listDockerImages(request, by: caller, at: now)
            },
        ]
    }

    private var packageMethods: [RPCMethod] {
        [
            planeMethod(Self.registry + "GetPackage", [.get("/v1/{name=\(Self.repository)/packages/*}")]) {
                (plane, request: ArtifactRegistryV1.GetPackageRequest, caller, now) throws(Status) in
                try plane.package(request.name, by: caller, at: now)
            },
            planeMethod(Self.registry + "ListPackages", [.get("/v1/{parent=\(Self.repository)}/packages")]) {
                (plane, request, caller, now) throws(Status) in
                try plane.listPackages(request, by: caller, at: now)
            },
            planeMethod(
                Self.registry + "DeletePackage", [.delete("/v1/{name=\(Self.repository)/packages/*}")]
            ) { (plane, request, caller, now) throws(Status) in
                try plane.deletePackage(request, by: caller, at: now)
            },
        ]
    }

    private var versionMethods: [RPCMethod] {
        let version = "{name=\(Self.repository)/packages/*/versions/*}"
        return [
            planeMethod(Self.registry + "GetVersion", [.get("/v1/\(version)")]) {
                (plane, request, caller, now) throws(Status) in
                try plane.registryVersion(request, by: caller, at: now)
            },
            planeMethod(
                Self.registry + "ListVersions", [.get("/v1/{parent=\(Self.repository)/packages/*}/versions")]
            ) { (plane, request, caller, now) throws(Status) in
                try plane.listVersions(request, by: caller, at: now)
            },
            planeMethod(Self.registry + "DeleteVersion", [.delete("/v1/\(version)")]) {
                (plane, request, caller, now) throws(Status) in
                try plane.deleteVersion(request, by: caller, at: now)
            },
        ]
    }

    private static let registryTag = "\(repository)/packages/*/tags/*}"
    private static let registryTags = "/v1/{parent=\(repository)/packages/*}/tags"

    private var registryTagReads: [RPCMethod] {
        [
            planeMethod(Self.registry + "GetTag", [.get("/v1/{name=\(Self.registryTag)")]) {
                (plane, request: ArtifactRegistryV1.GetTagRequest, caller, now) throws(Status) in
                try plane.registryTag(request.name, by: caller, at: now)
            },
            planeMethod(Self.registry + "ListTags", [.get(Self.registryTags)]) {
                (plane, request, caller, now) throws(Status) in
                try plane.listRegistryTags(request, by: caller, at: now)
            },
        ]
    }

    private var registryTagWrites: [RPCMethod] {
        [
            planeMethod(Self.registry + "CreateTag", [.post(Self.registryTags, body: .field("tag"))]) {
                (plane, request, caller, now) throws(Status) in
                try plane.createRegistryTag(request, by: caller, at: now)
            },
            planeMethod(
                Self.registry + "UpdateTag",
                [.patch("/v1/{tag.name=\(Self.registryTag)", body: .field("tag"))]
            ) { (plane, request, caller, now) throws(Status) in
                try plane.updateRegistryTag(request, by: caller, at: now)
            },
            planeMethod(Self.registry + "DeleteTag", [.delete("/v1/{name=\(Self.registryTag)")]) {
                (plane, request: ArtifactRegistryV1.DeleteTagRequest, caller, now) throws(Status) in
                try plane.deleteRegistryTag(request.name, by: caller, at: now)
                return Empty()
            },
        ]
    }
}
