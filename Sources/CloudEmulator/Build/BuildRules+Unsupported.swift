import CloudCore

extension BuildRules {
    /// Refuses what a build asks for and would not get here.
    ///
    /// - Throws: UNIMPLEMENTED naming the field.
    static func checkSupported(_ build: Build) throws(Status) {
        let source = build.source
        let artifacts = build.artifacts
        let fields: [(String, Bool)] = [
            ("source.repo_source", source?.repoSource != nil),
            ("source.git_source", source?.gitSource != nil),
            ("source.storage_source_manifest", source?.storageSourceManifest != nil),
            ("source.connected_repository", source?.connectedRepository != nil),
            ("artifacts.objects", artifacts?.objects != nil),
            ("artifacts.maven_artifacts", artifacts?.mavenArtifacts.isEmpty == false),
            ("artifacts.go_modules", artifacts?.goModules.isEmpty == false),
            ("artifacts.python_packages", artifacts?.pythonPackages.isEmpty == false),
            ("artifacts.npm_packages", artifacts?.npmPackages.isEmpty == false),
            ("secrets", !build.secrets.isEmpty),
            ("available_secrets.inline", build.availableSecrets?.inline.isEmpty == false),
            ("approval", build.approval != nil), ("git_config", build.gitConfig != nil),
            ("dependencies", !build.dependencies.isEmpty),
        ]
        try refuse(fields + optionFields(build.options ?? .init()))
        for (index, step) in build.steps.enumerated() {
            try refuse([("steps[\(index)].volumes", !step.volumes.isEmpty)])
        }
    }

    private static func optionFields(_ options: CloudBuildV1.BuildOptions) -> [(String, Bool)] {
        [
            ("options.source_provenance_hash", !options.sourceProvenanceHash.isEmpty),
            ("options.requested_verify_option", options.requestedVerifyOption != .notVerified),
            ("options.worker_pool", !options.workerPool.isEmpty), ("options.pool", options.pool != nil),
            ("options.volumes", !options.volumes.isEmpty),
            ("options.dynamic_substitutions", options.dynamicSubstitutions),
            (
                "options.default_logs_bucket_behavior REGIONAL_USER_OWNED_BUCKET",
                options.defaultLogsBucketBehavior == .regionalUserOwnedBucket
            ),
            ("options.enable_structured_logging", options.enableStructuredLogging),
            ("options.worker_release", !options.workerRelease.isEmpty),
        ]
    }

    private static func refuse(_ fields: [(name: String, isSet: Bool)]) throws(Status) {
        guard let field = fields.first(where: \.isSet) else { return }
        throw Status(.unimplemented, "\(field.name) is not supported.")
    }

    /// What a build asks for that makes no difference on this machine, as warnings that it shows.
    static func warnings(_ build: Build) -> [Build.Warning] {
        let fields = [
            ("options.machine_type", build.options?.machineType.rawValue ?? 0 != 0),
            ("options.disk_size_gb", build.options?.diskSizeGb ?? 0 != 0),
        ]
        return fields.filter(\.1).map { field in
            var warning = Build.Warning()
            warning.priority = .info
            warning.text = "\(field.0): builds of the local cloud run on this machine, whatever it is."
            return warning
        }
    }
}
