import CloudCore

/// The messages of `google/devtools/artifactregistry/v1/*.proto`, as far as they are about repositories of Docker
/// images.
enum ArtifactRegistryV1 {}

extension ArtifactRegistryV1 {
    /// `google.devtools.artifactregistry.v1.Repository`.
    struct Repository: Message {
        static let definitionName: String? = "google.devtools.artifactregistry.v1.Repository"
        static let oneofs = [Oneof("format_config", 9, 17), Oneof("mode_config", 14, 15)]

        var name = ""
        var format = Repository.Format(rawValue: 0)
        var description = ""
        var labels: StringMap = [:]
        var createTime: Timestamp?
        var updateTime: Timestamp?
        var kmsKeyName = ""
        var mavenConfig: Unsupported?
        var mode = Repository.Mode(rawValue: 0)
        var cleanupPolicies: MessageMap<Unsupported> = [:]
        var sizeBytes: Int64 = 0
        var virtualRepositoryConfig: Unsupported?
        var remoteRepositoryConfig: Unsupported?
        var satisfiesPzs = false
        var dockerConfig: Repository.DockerRepositoryConfig?
        var cleanupPolicyDryRun = false
        var vulnerabilityScanningConfig: Repository.VulnerabilityScanningConfig?
        var disallowUnspecifiedMode = false
        var satisfiesPzi = false
        var registryURI = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "format", &format)
            visitor.field(3, "description", &description)
            visitor.field(4, "labels", &labels)
            visitor.field(5, "createTime", &createTime)
            visitor.field(6, "updateTime", &updateTime)
            visitor.field(8, "kmsKeyName", &kmsKeyName)
            visitor.field(9, "mavenConfig", &mavenConfig)
            visitor.field(10, "mode", &mode)
            visitor.field(12, "cleanupPolicies", &cleanupPolicies)
            visitor.field(13, "sizeBytes", &sizeBytes)
            visitor.field(14, "virtualRepositoryConfig", &virtualRepositoryConfig)
            visitor.field(15, "remoteRepositoryConfig", &remoteRepositoryConfig)
            visitor.field(16, "satisfiesPzs", &satisfiesPzs)
            visitor.field(17, "dockerConfig", &dockerConfig)
            visitor.field(18, "cleanupPolicyDryRun", &cleanupPolicyDryRun)
            visitor.field(19, "vulnerabilityScanningConfig", &vulnerabilityScanningConfig)
            visitor.field(21, "disallowUnspecifiedMode", &disallowUnspecifiedMode)
            visitor.field(22, "satisfiesPzi", &satisfiesPzi)
            visitor.field(26, "registryUri", &registryURI)
        }
    }
}

extension ArtifactRegistryV1.Repository {
    /// `google.devtools.artifactregistry.v1.Repository.Format`.
    struct Format: ProtoEnum {
        static let definitionName: String? = "google.devtools.artifactregistry.v1.Repository.Format"

        let rawValue: Int32

        static let formatUnspecified = Self(rawValue: 0)
        static let docker = Self(rawValue: 1)
        static let maven = Self(rawValue: 2)
        static let npm = Self(rawValue: 3)
        static let apt = Self(rawValue: 5)
        static let yum = Self(rawValue: 6)
        static let python = Self(rawValue: 8)
        static let kfp = Self(rawValue: 9)
        static let go = Self(rawValue: 10)
        static let generic = Self(rawValue: 11)
        static let ruby = Self(rawValue: 12)

        static let names: [(number: Int32, name: String)] = [
            (0, "FORMAT_UNSPECIFIED"), (1, "DOCKER"), (2, "MAVEN"), (3, "NPM"), (5, "APT"), (6, "YUM"),
            (8, "PYTHON"), (9, "KFP"), (10, "GO"), (11, "GENERIC"), (12, "RUBY"),
        ]
    }

    /// `google.devtools.artifactregistry.v1.Repository.Mode`.
    struct Mode: ProtoEnum {
        static let definitionName: String? = "google.devtools.artifactregistry.v1.Repository.Mode"

        let rawValue: Int32

        static let modeUnspecified = Self(rawValue: 0)
        static let standardRepository = Self(rawValue: 1)
        static let virtualRepository = Self(rawValue: 2)
        static let remoteRepository = Self(rawValue: 3)

        static let names: [(number: Int32, name: String)] = [
            (0, "MODE_UNSPECIFIED"), (1, "STANDARD_REPOSITORY"), (2, "VIRTUAL_REPOSITORY"),
            (3, "REMOTE_REPOSITORY"),
        ]
    }

    /// `google.devtools.artifactregistry.v1.Repository.DockerRepositoryConfig`.
    struct DockerRepositoryConfig: Message {
        static let definitionName: String? =
            "google.devtools.artifactregistry.v1.Repository.DockerRepositoryConfig"

        var immutableTags = false

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "immutableTags", &immutableTags)
        }
    }

    /// `google.devtools.artifactregistry.v1.Repository.VulnerabilityScanningConfig`.
    struct VulnerabilityScanningConfig: Message {
        static let definitionName: String? =
            "google.devtools.artifactregistry.v1.Repository.VulnerabilityScanningConfig"

        var enablementConfig = EnablementConfig(rawValue: 0)
        var lastEnableTime: Timestamp?
        var enablementState = EnablementState(rawValue: 0)
        var enablementStateReason = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "enablementConfig", &enablementConfig)
            visitor.field(2, "lastEnableTime", &lastEnableTime)
            visitor.field(3, "enablementState", &enablementState)
            visitor.field(4, "enablementStateReason", &enablementStateReason)
        }
    }
}

extension ArtifactRegistryV1.Repository.VulnerabilityScanningConfig {
    /// `google.devtools.artifactregistry.v1.Repository.VulnerabilityScanningConfig.EnablementConfig`.
    struct EnablementConfig: ProtoEnum {
        static let definitionName: String? =
            "google.devtools.artifactregistry.v1.Repository.VulnerabilityScanningConfig.EnablementConfig"

        let rawValue: Int32

        static let enablementConfigUnspecified = Self(rawValue: 0)
        static let inherited = Self(rawValue: 1)
        static let disabled = Self(rawValue: 2)

        static let names: [(number: Int32, name: String)] = [
            (0, "ENABLEMENT_CONFIG_UNSPECIFIED"), (1, "INHERITED"), (2, "DISABLED"),
        ]
    }

    /// `google.devtools.artifactregistry.v1.Repository.VulnerabilityScanningConfig.EnablementState`.
    struct EnablementState: ProtoEnum {
        static let definitionName: String? =
            "google.devtools.artifactregistry.v1.Repository.VulnerabilityScanningConfig.EnablementState"

        let rawValue: Int32

        static let enablementStateUnspecified = Self(rawValue: 0)
        static let scanningUnsupported = Self(rawValue: 1)
        static let scanningDisabled = Self(rawValue: 2)
        static let scanningActive = Self(rawValue: 3)

        static let names: [(number: Int32, name: String)] = [
            (0, "ENABLEMENT_STATE_UNSPECIFIED"), (1, "SCANNING_UNSUPPORTED"), (2, "SCANNING_DISABLED"),
            (3, "SCANNING_ACTIVE"),
        ]
    }
}

extension ArtifactRegistryV1 {
    /// `google.devtools.artifactregistry.v1.OperationMetadata`.
    struct OperationMetadata: Message {
        static let definitionName: String? = "google.devtools.artifactregistry.v1.OperationMetadata"

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {}
    }

    /// A field that the definition has and this cloud does not support: only whether it is set counts.
    struct Unsupported: Message {
        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {}
    }
}
