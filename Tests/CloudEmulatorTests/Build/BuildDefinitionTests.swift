import Testing

@testable import CloudEmulator

@Suite("Messages of Cloud Build and Artifact Registry have numbers and names of the published definitions")
struct BuildDefinitionTests {
    typealias Definition = MessageDefinitionTests.Definition

    /// From `google/devtools/cloudbuild/v1/cloudbuild.proto`. Fields that are not supported may be missing here.
    static let builds: [Definition] = [
        .init(
            CloudBuildV1.Build.self, "google.devtools.cloudbuild.v1.Build",
            [
                1: "id", 2: "status", 3: "source", 6: "createTime", 7: "startTime", 8: "finishTime",
                10: "results", 11: "steps", 12: "timeout", 13: "images", 16: "projectId", 19: "logsBucket",
                21: "sourceProvenance", 22: "buildTriggerId", 23: "options", 24: "statusDetail", 25: "logUrl",
                29: "substitutions", 31: "tags", 32: "secrets", 33: "timing", 37: "artifacts", 40: "queueTtl",
                42: "serviceAccount", 44: "approval", 45: "name", 47: "availableSecrets", 48: "gitConfig",
                49: "warnings", 51: "failureInfo", 56: "dependencies",
            ]),
        .init(
            CloudBuildV1.Build.Warning.self, "google.devtools.cloudbuild.v1.Build.Warning",
            [1: "text", 2: "priority"]),
        .init(
            CloudBuildV1.Build.FailureInfo.self, "google.devtools.cloudbuild.v1.Build.FailureInfo",
            [1: "type", 2: "detail"]),
        .init(
            CloudBuildV1.BuildOperationMetadata.self, "google.devtools.cloudbuild.v1.BuildOperationMetadata",
            [1: "build"]),
        .init(
            CloudBuildV1.TimeSpan.self, "google.devtools.cloudbuild.v1.TimeSpan",
            [1: "startTime", 2: "endTime"]),
        .init(
            CloudBuildV1.BuildStep.self, "google.devtools.cloudbuild.v1.BuildStep",
            [
                1: "name", 2: "env", 3: "args", 4: "dir", 5: "id", 6: "waitFor", 7: "entrypoint",
                8: "secretEnv", 9: "volumes", 10: "timing", 11: "timeout", 12: "status", 13: "pullTiming",
                14: "allowFailure", 16: "exitCode", 18: "allowExitCodes", 19: "script",
                20: "automapSubstitutions",
            ]),
        .init(CloudBuildV1.Volume.self, "google.devtools.cloudbuild.v1.Volume", [1: "name", 2: "path"]),
        .init(
            CloudBuildV1.Secrets.self, "google.devtools.cloudbuild.v1.Secrets",
            [1: "secretManager", 2: "inline"]),
        .init(
            CloudBuildV1.SecretManagerSecret.self, "google.devtools.cloudbuild.v1.SecretManagerSecret",
            [1: "versionName", 2: "env"]),
        .init(
            CloudBuildV1.Source.self, "google.devtools.cloudbuild.v1.Source",
            [
                2: "storageSource", 3: "repoSource", 5: "gitSource", 8: "storageSourceManifest",
                9: "connectedRepository",
            ]),
        .init(
            CloudBuildV1.StorageSource.self, "google.devtools.cloudbuild.v1.StorageSource",
            [1: "bucket", 2: "object", 3: "generation", 5: "sourceFetcher"]),
        .init(
            CloudBuildV1.SourceProvenance.self, "google.devtools.cloudbuild.v1.SourceProvenance",
            [
                3: "resolvedStorageSource", 4: "fileHashes", 6: "resolvedRepoSource",
                9: "resolvedStorageSourceManifest", 10: "resolvedConnectedRepository",
                11: "resolvedGitSource",
            ]),
        .init(
            CloudBuildV1.BuildOptions.self, "google.devtools.cloudbuild.v1.BuildOptions",
            [
                1: "sourceProvenanceHash", 2: "requestedVerifyOption", 3: "machineType",
                4: "substitutionOption", 5: "logStreamingOption", 6: "diskSizeGb", 7: "workerPool",
                11: "logging", 12: "env", 13: "secretEnv", 14: "volumes", 17: "dynamicSubstitutions",
                19: "pool", 21: "defaultLogsBucketBehavior", 22: "automapSubstitutions",
                23: "enableStructuredLogging", 25: "workerRelease", 26: "resolvedWorkerRelease",
            ]),
        .init(
            CloudBuildV1.Results.self, "google.devtools.cloudbuild.v1.Results",
            [
                2: "images", 3: "buildStepImages", 4: "artifactManifest", 5: "numArtifacts",
                6: "buildStepOutputs", 7: "artifactTiming", 8: "pythonPackages", 9: "mavenArtifacts",
                10: "goModules", 12: "npmPackages",
            ]),
        .init(
            CloudBuildV1.BuiltImage.self, "google.devtools.cloudbuild.v1.BuiltImage",
            [1: "name", 3: "digest", 4: "pushTiming", 5: "artifactRegistryPackage"]),
        .init(
            CloudBuildV1.Artifacts.self, "google.devtools.cloudbuild.v1.Artifacts",
            [
                1: "images", 2: "objects", 3: "mavenArtifacts", 4: "goModules", 5: "pythonPackages",
                6: "npmPackages",
            ]),
        .init(
            CloudBuildV1.CreateBuildRequest.self, "google.devtools.cloudbuild.v1.CreateBuildRequest",
            [1: "projectId", 2: "build", 4: "parent"]),
        .init(
            CloudBuildV1.GetBuildRequest.self, "google.devtools.cloudbuild.v1.GetBuildRequest",
            [1: "projectId", 2: "id", 4: "name"]),
        .init(
            CloudBuildV1.ListBuildsRequest.self, "google.devtools.cloudbuild.v1.ListBuildsRequest",
            [1: "projectId", 2: "pageSize", 3: "pageToken", 8: "filter", 9: "parent"]),
        .init(
            CloudBuildV1.ListBuildsResponse.self, "google.devtools.cloudbuild.v1.ListBuildsResponse",
            [1: "builds", 2: "nextPageToken"]),
        .init(
            CloudBuildV1.CancelBuildRequest.self, "google.devtools.cloudbuild.v1.CancelBuildRequest",
            [1: "projectId", 2: "id", 4: "name"]),
        .init(
            CloudBuildV1.RetryBuildRequest.self, "google.devtools.cloudbuild.v1.RetryBuildRequest",
            [1: "projectId", 2: "id", 3: "name"]),
        .init(
            CloudBuildV1.GetDefaultServiceAccountRequest.self,
            "google.devtools.cloudbuild.v1.GetDefaultServiceAccountRequest", [1: "name"]),
        .init(
            CloudBuildV1.DefaultServiceAccount.self, "google.devtools.cloudbuild.v1.DefaultServiceAccount",
            [1: "name", 2: "serviceAccountEmail"]),
    ]

    /// From `google/devtools/artifactregistry/v1/*.proto`.
    static let registry: [Definition] = [
        .init(
            ArtifactRegistryV1.Repository.self, "google.devtools.artifactregistry.v1.Repository",
            [
                1: "name", 2: "format", 3: "description", 4: "labels", 5: "createTime", 6: "updateTime",
                8: "kmsKeyName", 9: "mavenConfig", 10: "mode", 12: "cleanupPolicies", 13: "sizeBytes",
                14: "virtualRepositoryConfig", 15: "remoteRepositoryConfig", 16: "satisfiesPzs",
                17: "dockerConfig", 18: "cleanupPolicyDryRun", 19: "vulnerabilityScanningConfig",
                21: "disallowUnspecifiedMode", 22: "satisfiesPzi", 26: "registryUri",
            ]),
        .init(
            ArtifactRegistryV1.Repository.DockerRepositoryConfig.self,
            "google.devtools.artifactregistry.v1.Repository.DockerRepositoryConfig", [1: "immutableTags"]),
        .init(
            ArtifactRegistryV1.Repository.VulnerabilityScanningConfig.self,
            "google.devtools.artifactregistry.v1.Repository.VulnerabilityScanningConfig",
            [1: "enablementConfig", 2: "lastEnableTime", 3: "enablementState", 4: "enablementStateReason"]),
        .init(
            ArtifactRegistryV1.OperationMetadata.self,
            "google.devtools.artifactregistry.v1.OperationMetadata", [:]),
        .init(
            ArtifactRegistryV1.CreateRepositoryRequest.self,
            "google.devtools.artifactregistry.v1.CreateRepositoryRequest",
            [1: "parent", 2: "repositoryId", 3: "repository"]),
        .init(
            ArtifactRegistryV1.GetRepositoryRequest.self,
            "google.devtools.artifactregistry.v1.GetRepositoryRequest", [1: "name"]),
        .init(
            ArtifactRegistryV1.ListRepositoriesRequest.self,
            "google.devtools.artifactregistry.v1.ListRepositoriesRequest",
            [1: "parent", 2: "pageSize", 3: "pageToken", 4: "filter", 5: "orderBy"]),
        .init(
            ArtifactRegistryV1.ListRepositoriesResponse.self,
            "google.devtools.artifactregistry.v1.ListRepositoriesResponse",
            [1: "repositories", 2: "nextPageToken"]),
        .init(
            ArtifactRegistryV1.UpdateRepositoryRequest.self,
            "google.devtools.artifactregistry.v1.UpdateRepositoryRequest", [1: "repository", 2: "updateMask"]),
        .init(
            ArtifactRegistryV1.DeleteRepositoryRequest.self,
            "google.devtools.artifactregistry.v1.DeleteRepositoryRequest", [1: "name"]),
        .init(
            ArtifactRegistryV1.ProjectSettings.self, "google.devtools.artifactregistry.v1.ProjectSettings",
            [1: "name", 2: "legacyRedirectionState", 3: "pullPercent"]),
        .init(
            ArtifactRegistryV1.DockerImage.self, "google.devtools.artifactregistry.v1.DockerImage",
            [
                1: "name", 2: "uri", 3: "tags", 4: "imageSizeBytes", 5: "uploadTime", 6: "mediaType",
                7: "buildTime", 8: "updateTime", 9: "artifactType", 11: "imageManifests",
            ]),
        .init(
            ArtifactRegistryV1.Package.self, "google.devtools.artifactregistry.v1.Package",
            [1: "name", 2: "displayName", 5: "createTime", 6: "updateTime", 7: "annotations"]),
        .init(
            ArtifactRegistryV1.Version.self, "google.devtools.artifactregistry.v1.Version",
            [
                1: "name", 3: "description", 5: "createTime", 6: "updateTime", 7: "relatedTags",
                8: "metadata", 9: "annotations", 10: "fingerprints",
            ]),
        .init(
            ArtifactRegistryV1.Tag.self, "google.devtools.artifactregistry.v1.Tag", [1: "name", 2: "version"]),
        .init(
            ArtifactRegistryV1.GetDockerImageRequest.self,
            "google.devtools.artifactregistry.v1.GetDockerImageRequest", [1: "name"]),
        .init(
            ArtifactRegistryV1.ListDockerImagesRequest.self,
            "google.devtools.artifactregistry.v1.ListDockerImagesRequest",
            [1: "parent", 2: "pageSize", 3: "pageToken", 4: "orderBy"]),
        .init(
            ArtifactRegistryV1.ListDockerImagesResponse.self,
            "google.devtools.artifactregistry.v1.ListDockerImagesResponse",
            [1: "dockerImages", 2: "nextPageToken"]),
        .init(
            ArtifactRegistryV1.ListPackagesRequest.self,
            "google.devtools.artifactregistry.v1.ListPackagesRequest",
            [1: "parent", 2: "pageSize", 3: "pageToken", 4: "filter", 5: "orderBy"]),
        .init(
            ArtifactRegistryV1.ListPackagesResponse.self,
            "google.devtools.artifactregistry.v1.ListPackagesResponse", [1: "packages", 2: "nextPageToken"]),
        .init(
            ArtifactRegistryV1.DeletePackageRequest.self,
            "google.devtools.artifactregistry.v1.DeletePackageRequest", [1: "name"]),
        .init(
            ArtifactRegistryV1.ListVersionsRequest.self,
            "google.devtools.artifactregistry.v1.ListVersionsRequest",
            [1: "parent", 2: "pageSize", 3: "pageToken", 4: "view", 5: "orderBy", 6: "filter"]),
        .init(
            ArtifactRegistryV1.ListVersionsResponse.self,
            "google.devtools.artifactregistry.v1.ListVersionsResponse", [1: "versions", 2: "nextPageToken"]),
        .init(
            ArtifactRegistryV1.GetVersionRequest.self,
            "google.devtools.artifactregistry.v1.GetVersionRequest", [1: "name", 2: "view"]),
        .init(
            ArtifactRegistryV1.DeleteVersionRequest.self,
            "google.devtools.artifactregistry.v1.DeleteVersionRequest", [1: "name", 2: "force"]),
        .init(
            ArtifactRegistryV1.ListTagsRequest.self, "google.devtools.artifactregistry.v1.ListTagsRequest",
            [1: "parent", 2: "pageSize", 3: "pageToken", 4: "filter"]),
        .init(
            ArtifactRegistryV1.ListTagsResponse.self, "google.devtools.artifactregistry.v1.ListTagsResponse",
            [1: "tags", 2: "nextPageToken"]),
        .init(
            ArtifactRegistryV1.GetTagRequest.self, "google.devtools.artifactregistry.v1.GetTagRequest",
            [1: "name"]),
        .init(
            ArtifactRegistryV1.CreateTagRequest.self, "google.devtools.artifactregistry.v1.CreateTagRequest",
            [1: "parent", 2: "tagId", 3: "tag"]),
        .init(
            ArtifactRegistryV1.UpdateTagRequest.self, "google.devtools.artifactregistry.v1.UpdateTagRequest",
            [1: "tag", 2: "updateMask"]),
        .init(
            ArtifactRegistryV1.DeleteTagRequest.self, "google.devtools.artifactregistry.v1.DeleteTagRequest",
            [1: "name"]),
    ]

    @Test("Every field is one of the definition's", arguments: builds + registry)
    func fields(definition: Definition) {
        for (number, name) in definition.actual { #expect(definition.fields[number] == name) }
        #expect(definition.actual.isEmpty == definition.fields.isEmpty)
    }
}
