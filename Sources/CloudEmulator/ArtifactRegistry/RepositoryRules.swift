import CloudCore

/// What a repository must be.
///
/// Sources: `google/devtools/artifactregistry/v1/repository.proto`; "Create standard repositories" and "Repository
/// locations" in the Artifact Registry documentation.
enum RepositoryRules {
    typealias Repository = ArtifactRegistryV1.Repository

    /// Where repositories can be.
    static let locations: Set<String> = [
        "africa-south1", "asia", "asia-east1", "asia-east2", "asia-northeast1", "asia-northeast2",
        "asia-northeast3", "asia-south1", "asia-south2", "asia-southeast1", "asia-southeast2",
        "australia-southeast1", "australia-southeast2", "europe", "europe-central2", "europe-north1",
        "europe-southwest1", "europe-west1", "europe-west10", "europe-west12", "europe-west2",
        "europe-west3", "europe-west4", "europe-west6", "europe-west8", "europe-west9", "me-central1",
        "me-central2", "me-west1", "northamerica-northeast1", "northamerica-northeast2",
        "southamerica-east1", "southamerica-west1", "us", "us-central1", "us-east1", "us-east4", "us-east5",
        "us-south1", "us-west1", "us-west2", "us-west3", "us-west4",
    ]

    /// The longest id.
    static let maxIDLength = 63

    /// Checks where a repository is to be, and its id.
    ///
    /// - Throws: INVALID_ARGUMENT; PERMISSION_DENIED for a location that is none, in the words that Google's APIs have.
    static func check(_ name: RepositoryName) throws(Status) {
        guard locations.contains(name.location) else {
            throw Status(
                .permissionDenied, "Location \(name.location) is not found or access is unauthorized.")
        }
        if let location = RegistryHost.legacyLocations[name.id] {
            guard location == name.location else {
                throw invalid("repository_id", "\"\(name.id)\" can only be in the location \(location).")
            }
            return
        }
        guard name.id.utf8.count <= maxIDLength, Identifier.isLabel(name.id) else {
            throw invalid(
                "repository_id",
                "\"\(name.id.prefix(100))\" must be 1 to \(maxIDLength) lowercase letters, digits and hyphens, start "
                    + "with a letter and not end with a hyphen.")
        }
    }

    /// Checks a repository's settings.
    ///
    /// - Throws: INVALID_ARGUMENT; UNIMPLEMENTED naming what is not supported.
    static func check(_ repository: Repository) throws(Status) {
        guard repository.format.rawValue != 0 else {
            throw invalid("repository.format", "must be set; expected DOCKER.")
        }
        guard repository.format == .docker else {
            let name = Repository.Format.names.first { $0.number == repository.format.rawValue }?.name
            throw unsupported("format", "\(name ?? "\(repository.format.rawValue)"); only DOCKER is.")
        }
        if repository.mode == .modeUnspecified, repository.disallowUnspecifiedMode {
            throw invalid("repository.mode", "must be set when disallow_unspecified_mode is.")
        }
        guard repository.mode == .modeUnspecified || repository.mode == .standardRepository else {
            throw unsupported("mode", "other than STANDARD_REPOSITORY.")
        }
        if repository.mavenConfig != nil {
            throw invalid("repository.maven_config", "is for repositories of format MAVEN.")
        }
        try checkUnsupported(repository)
        try LabelRules.check(repository.labels, "repository.labels")
    }

    private static func checkUnsupported(_ repository: Repository) throws(Status) {
        if repository.virtualRepositoryConfig != nil { throw unsupported("virtual_repository_config") }
        if repository.remoteRepositoryConfig != nil { throw unsupported("remote_repository_config") }
        if !repository.kmsKeyName.isEmpty { throw unsupported("kms_key_name") }
        if !repository.cleanupPolicies.isEmpty { throw unsupported("cleanup_policies") }
        if repository.cleanupPolicyDryRun { throw unsupported("cleanup_policy_dry_run") }
    }

    private static func invalid(_ field: String, _ text: String) -> Status {
        Status(
            .invalidArgument, "\(field) \(text)",
            details: [.badRequest([Status.FieldViolation(field: field, description: text)])])
    }

    private static func unsupported(_ field: String, _ value: String = "") -> Status {
        Status(
            .unimplemented, "repository.\(field) is not supported\(value.isEmpty ? "." : ": \(value)")")
    }
}
