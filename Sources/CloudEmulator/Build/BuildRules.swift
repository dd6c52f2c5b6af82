import CloudCore

/// What a build must be.
///
/// Sources: `google/devtools/cloudbuild/v1/cloudbuild.proto`; "Quotas and limits" of Cloud Build; the limits of texts are
/// those that GoogleCloudPlatform/cloud-build-local checks.
enum BuildRules {
    typealias Build = CloudBuildV1.Build

    /// How long a build may take unless it says otherwise, and at most.
    static let standardTimeout = Duration.seconds(60 * 60)
    static let maxTimeout = Duration.seconds(24 * 60 * 60)
    /// How long a build may wait in the queue unless it says otherwise.
    static let standardQueueTtl = Duration.seconds(60 * 60)

    static let maxSteps = 300
    static let maxImages = 100
    static let maxTags = 64
    static let maxEnvironment = 100
    static let maxEnvironmentLength = 65_536
    static let maxImageLength = 1_000

    /// Checks a build whose variables have their values.
    ///
    /// - Throws: INVALID_ARGUMENT, or UNIMPLEMENTED for what is not supported, naming the field.
    static func check(_ build: Build) throws(Status) {
        guard (1...maxSteps).contains(build.steps.count) else {
            throw invalid(
                build.steps.isEmpty
                    ? "no build steps are specified" : "steps: at most \(maxSteps) are allowed")
        }
        try StepRules.check(
            build.steps, secrets: secretNames(build), timeout: build.timeout ?? standardTimeout)
        guard (build.timeout ?? .seconds(1)) > .zero, (build.timeout ?? .zero) <= maxTimeout else {
            throw invalid("timeout must be more than 0s and at most \(maxTimeout.protoJSON)")
        }
        guard (build.queueTtl ?? .seconds(1)) > .zero, (build.queueTtl ?? .zero) <= maxTimeout else {
            throw invalid("queue_ttl must be more than 0s and at most \(maxTimeout.protoJSON)")
        }
        try checkImages(build)
        try checkTags(build.tags)
        if let source = build.source { try check(source) }
        if let options = build.options { try checkEnvironment(options.env, "options.env") }
        try checkSecrets(build)
    }

    /// The images that a build is to push.
    static func images(_ build: Build) -> [String] { build.images + (build.artifacts?.images ?? []) }

    private static func checkImages(_ build: Build) throws(Status) {
        let images = images(build)
        guard images.count <= maxImages else { throw invalid("images: at most \(maxImages) are allowed") }
        for (index, image) in images.enumerated() {
            guard image.count <= maxImageLength else {
                throw invalid("images[\(index)] has more than \(maxImageLength) characters")
            }
            let reference = try ImageReferenceName(image)
            guard reference.digest == nil, reference.tag.map(ControlPlane.isTag) ?? true,
                reference.name.allSatisfy({ $0.isASCII && !$0.isUppercase && !$0.isWhitespace })
            else { throw invalid("invalid image name \"\(image.prefix(200))\"") }
        }
    }

    private static func checkTags(_ tags: [String]) throws(Status) {
        guard tags.count <= maxTags else { throw invalid("tags: at most \(maxTags) are allowed") }
        for tag in tags where !Identifier.isBuildTag(tag) {
            throw invalid(
                "tag \"\(tag.prefix(200))\" must match format \"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$\"")
        }
    }

    private static func check(_ source: CloudBuildV1.Source) throws(Status) {
        guard let storage = source.storageSource else { return }
        guard !storage.bucket.isEmpty, !storage.object.isEmpty, storage.generation >= 0 else {
            throw invalid("source.storage_source needs a bucket and an object")
        }
        let name = storage.object.lowercased()
        guard [".tar.gz", ".tgz", ".zip", ".tar"].contains(where: name.hasSuffix) else {
            throw invalid(
                "source.storage_source.object \"\(storage.object.prefix(200))\" must be a .tar.gz, .tgz or .zip"
            )
        }
    }

    private static func secretNames(_ build: Build) -> Set<String> {
        Set((build.availableSecrets?.secretManager ?? []).map(\.env))
    }

    private static func checkSecrets(_ build: Build) throws(Status) {
        let known = secretNames(build)
        let common = build.options?.secretEnv ?? []
        if let unknown = common.first(where: { !known.contains($0) }) {
            throw invalid(
                "secret env \"\(unknown.prefix(200))\" of options is not defined in available_secrets")
        }
        let used = Set(build.steps.flatMap(\.secretEnv) + common)
        if let unused = known.first(where: { !used.contains($0) }) {
            throw invalid("secretEnv \"\(unused)\" is defined without being used")
        }
    }

    static func checkEnvironment(_ variables: [String], _ field: String) throws(Status) {
        guard variables.count <= maxEnvironment else {
            throw invalid("\(field): at most \(maxEnvironment) are allowed")
        }
        for variable in variables {
            guard variable.utf8.count <= maxEnvironmentLength, let end = variable.firstIndex(of: "="),
                end != variable.startIndex, !variable.utf8.contains(0)
            else { throw invalid("\(field): \"\(variable.prefix(100))\" must be of the form KEY=VALUE") }
        }
    }

    /// INVALID_ARGUMENT in the form in which the service says what is wrong with a build.
    static func invalid(_ text: String) -> Status { Status(.invalidArgument, "invalid build: \(text)") }
}

extension Identifier {
    /// Whether `text` is a tag of a build: `^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$`.
    static func isBuildTag(_ text: String) -> Bool { ControlPlane.isTag(text) }
}
