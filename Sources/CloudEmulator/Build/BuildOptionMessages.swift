import CloudCore

extension CloudBuildV1 {
    /// `google.devtools.cloudbuild.v1.BuildOptions`.
    struct BuildOptions: Message {
        static let definitionName: String? = "google.devtools.cloudbuild.v1.BuildOptions"

        var sourceProvenanceHash: [Hash.HashType] = []
        var requestedVerifyOption = BuildOptions.VerifyOption(rawValue: 0)
        var machineType = BuildOptions.MachineType(rawValue: 0)
        var substitutionOption = BuildOptions.SubstitutionOption(rawValue: 0)
        var logStreamingOption = BuildOptions.LogStreamingOption(rawValue: 0)
        var diskSizeGb: Int64 = 0
        var workerPool = ""
        var logging = BuildOptions.LoggingMode(rawValue: 0)
        var env: [String] = []
        var secretEnv: [String] = []
        var volumes: [Volume] = []
        var dynamicSubstitutions = false
        var pool: Unsupported?
        var defaultLogsBucketBehavior = BuildOptions.DefaultLogsBucketBehavior(rawValue: 0)
        var automapSubstitutions = false
        var enableStructuredLogging = false
        var workerRelease = ""
        var resolvedWorkerRelease = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "sourceProvenanceHash", &sourceProvenanceHash)
            visitor.field(2, "requestedVerifyOption", &requestedVerifyOption)
            visitor.field(3, "machineType", &machineType)
            visitor.field(4, "substitutionOption", &substitutionOption)
            visitor.field(5, "logStreamingOption", &logStreamingOption)
            visitor.field(6, "diskSizeGb", &diskSizeGb)
            visitor.field(7, "workerPool", &workerPool)
            visitor.field(11, "logging", &logging)
            visitor.field(12, "env", &env)
            visitor.field(13, "secretEnv", &secretEnv)
            visitor.field(14, "volumes", &volumes)
            visitor.field(17, "dynamicSubstitutions", &dynamicSubstitutions)
            visitor.field(19, "pool", &pool)
            visitor.field(21, "defaultLogsBucketBehavior", &defaultLogsBucketBehavior)
            visitor.field(22, "automapSubstitutions", &automapSubstitutions)
            visitor.field(23, "enableStructuredLogging", &enableStructuredLogging)
            visitor.field(25, "workerRelease", &workerRelease)
            visitor.field(26, "resolvedWorkerRelease", &resolvedWorkerRelease)
        }
    }
}

extension CloudBuildV1.BuildOptions {
    /// `google.devtools.cloudbuild.v1.BuildOptions.VerifyOption`.
    struct VerifyOption: ProtoEnum {
        static let definitionName: String? = "google.devtools.cloudbuild.v1.BuildOptions.VerifyOption"

        let rawValue: Int32

        static let notVerified = Self(rawValue: 0)
        static let verified = Self(rawValue: 1)
        static let bestEffort = Self(rawValue: 3)

        static let names: [(number: Int32, name: String)] = [
            (0, "NOT_VERIFIED"), (1, "VERIFIED"), (3, "BEST_EFFORT"),
        ]
    }

    /// `google.devtools.cloudbuild.v1.BuildOptions.MachineType`.
    struct MachineType: ProtoEnum {
        static let definitionName: String? = "google.devtools.cloudbuild.v1.BuildOptions.MachineType"

        let rawValue: Int32

        static let unspecified = Self(rawValue: 0)
        static let n1Highcpu8 = Self(rawValue: 1)
        static let n1Highcpu32 = Self(rawValue: 2)
        static let e2Highcpu8 = Self(rawValue: 5)
        static let e2Highcpu32 = Self(rawValue: 6)
        static let e2Medium = Self(rawValue: 7)
        static let e2Standard2 = Self(rawValue: 11)

        static let names: [(number: Int32, name: String)] = [
            (0, "UNSPECIFIED"), (1, "N1_HIGHCPU_8"), (2, "N1_HIGHCPU_32"), (5, "E2_HIGHCPU_8"),
            (6, "E2_HIGHCPU_32"), (7, "E2_MEDIUM"), (11, "E2_STANDARD_2"),
        ]
    }

    /// `google.devtools.cloudbuild.v1.BuildOptions.SubstitutionOption`.
    struct SubstitutionOption: ProtoEnum {
        static let definitionName: String? = "google.devtools.cloudbuild.v1.BuildOptions.SubstitutionOption"

        let rawValue: Int32

        static let mustMatch = Self(rawValue: 0)
        static let allowLoose = Self(rawValue: 1)

        static let names: [(number: Int32, name: String)] = [
            (0, "MUST_MATCH"), (1, "ALLOW_LOOSE"),
        ]
    }

    /// `google.devtools.cloudbuild.v1.BuildOptions.LogStreamingOption`.
    struct LogStreamingOption: ProtoEnum {
        static let definitionName: String? = "google.devtools.cloudbuild.v1.BuildOptions.LogStreamingOption"

        let rawValue: Int32

        static let streamDefault = Self(rawValue: 0)
        static let streamOn = Self(rawValue: 1)
        static let streamOff = Self(rawValue: 2)

        static let names: [(number: Int32, name: String)] = [
            (0, "STREAM_DEFAULT"), (1, "STREAM_ON"), (2, "STREAM_OFF"),
        ]
    }

    /// `google.devtools.cloudbuild.v1.BuildOptions.LoggingMode`.
    struct LoggingMode: ProtoEnum {
        static let definitionName: String? = "google.devtools.cloudbuild.v1.BuildOptions.LoggingMode"

        let rawValue: Int32

        static let loggingUnspecified = Self(rawValue: 0)
        static let legacy = Self(rawValue: 1)
        static let gcsOnly = Self(rawValue: 2)
        static let stackdriverOnly = Self(rawValue: 3)
        static let none = Self(rawValue: 4)
        static let cloudLoggingOnly = Self(rawValue: 5)

        static let names: [(number: Int32, name: String)] = [
            (0, "LOGGING_UNSPECIFIED"), (1, "LEGACY"), (2, "GCS_ONLY"), (3, "STACKDRIVER_ONLY"),
            (4, "NONE"), (5, "CLOUD_LOGGING_ONLY"),
        ]
    }

    /// `google.devtools.cloudbuild.v1.BuildOptions.DefaultLogsBucketBehavior`.
    struct DefaultLogsBucketBehavior: ProtoEnum {
        static let definitionName: String? =
            "google.devtools.cloudbuild.v1.BuildOptions.DefaultLogsBucketBehavior"

        let rawValue: Int32

        static let defaultLogsBucketBehaviorUnspecified = Self(rawValue: 0)
        static let regionalUserOwnedBucket = Self(rawValue: 1)
        static let legacyBucket = Self(rawValue: 2)

        static let names: [(number: Int32, name: String)] = [
            (0, "DEFAULT_LOGS_BUCKET_BEHAVIOR_UNSPECIFIED"), (1, "REGIONAL_USER_OWNED_BUCKET"),
            (2, "LEGACY_BUCKET"),
        ]
    }
}

extension CloudBuildV1 {
    /// `google.devtools.cloudbuild.v1.Hash`, of which only the kinds are used.
    enum Hash {}
}

extension CloudBuildV1.Hash {
    /// `google.devtools.cloudbuild.v1.Hash.HashType`.
    struct HashType: ProtoEnum {
        static let definitionName: String? = "google.devtools.cloudbuild.v1.Hash.HashType"

        let rawValue: Int32

        static let none = Self(rawValue: 0)
        static let sha256 = Self(rawValue: 1)
        static let md5 = Self(rawValue: 2)
        static let goModuleH1 = Self(rawValue: 3)
        static let sha512 = Self(rawValue: 4)

        static let names: [(number: Int32, name: String)] = [
            (0, "NONE"), (1, "SHA256"), (2, "MD5"), (3, "GO_MODULE_H1"), (4, "SHA512"),
        ]
    }
}
