import CloudCore

/// A build as it was asked for, with values for its variables and what the service adds.
struct BuildPlan: Sendable {
    typealias Build = CloudBuildV1.Build

    /// The build, ready for the queue.
    private(set) var build: Build
    /// The email address of the account that it runs as.
    let account: String
    /// Whether the request names that account.
    let namesAccount: Bool

    /// Makes a build of a request.
    ///
    /// - Throws: INVALID_ARGUMENT or UNIMPLEMENTED naming the field.
    init(_ request: Build, _ name: BuildName, in project: LocalProject) throws(Status) {
        try BuildRules.checkSupported(request)
        namesAccount = !request.serviceAccount.isEmpty
        account = try Self.account(request.serviceAccount, in: project)
        build = request.withoutOutput
        build.id = name.id
        build.name = name.shown(in: project)
        build.projectID = project.id
        build.serviceAccount = "\(project.name)/serviceAccounts/\(account)"
        try substitute(name, project)
        try BuildRules.check(build)
        try checkLogging()
        build.timeout = build.timeout ?? BuildRules.standardTimeout
        build.queueTtl = build.queueTtl ?? BuildRules.standardQueueTtl
        build.warnings = BuildRules.warnings(build)
        if usesLogsBucket, build.logsBucket.isEmpty {
            build.logsBucket = "gs://\(Self.standardLogsBucket(project))"
        }
        let place =
            name.location == BuildName.globalLocation ? name.id : ";region=\(name.location)/\(name.id)"
        build.logURL =
            "https://console.cloud.google.com/cloud-build/builds/\(place)?project=\(project.number)"
    }

    /// The account that builds run as unless told otherwise: that of Compute Engine ("Default Cloud Build service account"
    /// in the Cloud Build documentation, for projects that have enabled the API since 2024). It has no role unless it is
    /// given one, as in organizations that do not grant such accounts roles by themselves.
    static func standardAccount(_ project: LocalProject) -> String {
        "\(project.number)-compute@developer.gserviceaccount.com"
    }

    /// The bucket of Google's own that logs are written to unless told otherwise.
    static func standardLogsBucket(_ project: LocalProject) -> String {
        "\(project.number)\(BuildLogPlace.ownSuffix)"
    }

    // MARK: Parts

    private static func account(_ name: String, in project: LocalProject) throws(Status) -> String {
        if name.isEmpty { return standardAccount(project) }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count == 1, name.contains("@") { return name }
        guard parts.count == 4, parts[0] == "projects", parts[2] == "serviceAccounts", !parts[3].isEmpty,
            parts[1] == "-" || project.isNamed(parts[1])
        else {
            throw BuildRules.invalid(
                "service_account \"\(name.prefix(300))\" does not match projects/{PROJECT_ID}/serviceAccounts/{ACCOUNT}"
            )
        }
        return String(parts[3])
    }

    private mutating func substitute(_ name: BuildName, _ project: LocalProject) throws(Status) {
        var texts = try BuildSubstitutions(
            own: build.substitutions,
            builtIn: [
                "BUILD_ID": name.id, "LOCATION": name.location, "PROJECT_ID": project.id,
                "PROJECT_NUMBER": String(project.number), "SERVICE_ACCOUNT": build.serviceAccount,
                "SERVICE_ACCOUNT_EMAIL": account,
            ], isLoose: build.options?.substitutionOption == .allowLoose)
        let mapsAll = build.options?.automapSubstitutions ?? false
        for index in build.steps.indices {
            build.steps[index].substitute(&texts)
            guard build.steps[index].automapSubstitutions ?? mapsAll else { continue }
            texts.useAll()
            let known = Set(build.steps[index].env.map { String($0.prefix { $0 != "=" }) })
            build.steps[index].env += texts.values.sorted { $0.key < $1.key }
                .filter { !known.contains($0.key) }.map { "\($0.key)=\($0.value)" }
        }
        build.images = texts.apply(build.images)
        if let images = build.artifacts?.images { build.artifacts?.images = texts.apply(images) }
        build.tags = texts.apply(build.tags)
        build.logsBucket = texts.apply(build.logsBucket)
        if let env = build.options?.env { build.options?.env = texts.apply(env) }
        for index in (build.availableSecrets?.secretManager ?? []).indices {
            let version = build.availableSecrets?.secretManager[index].versionName ?? ""
            build.availableSecrets?.secretManager[index].versionName = texts.apply(version)
        }
        try texts.finish()
    }

    private var usesLogsBucket: Bool {
        ![.none, .cloudLoggingOnly, .stackdriverOnly].contains(build.options?.logging ?? .loggingUnspecified)
    }

    /// The words are those of dataplex-auto-data-quality #39.
    private func checkLogging() throws(Status) {
        if namesAccount, usesLogsBucket, build.logsBucket.isEmpty {
            throw Status(
                .invalidArgument,
                "if 'build.service_account' is specified, the build must either (a) specify 'build.logs_bucket', (b) use "
                    + "the REGIONAL_USER_OWNED_BUCKET build.options.default_logs_bucket_behavior option, or (c) use "
                    + "either CLOUD_LOGGING_ONLY / NONE logging options: invalid argument")
        }
        if !build.logsBucket.isEmpty, !usesLogsBucket {
            throw BuildRules.invalid("logs_bucket is set, but options.logging is for logs elsewhere")
        }
        guard build.logsBucket.isEmpty || BuildLogPlace(build) != nil else {
            throw BuildRules.invalid(
                "logs_bucket \"\(build.logsBucket.prefix(200))\" must be gs://BUCKET or gs://BUCKET/FOLDER")
        }
    }
}

/// The object that a build's log is written to.
struct BuildLogPlace: Sendable, Equatable {
    /// What the name of Cloud Build's own bucket ends with, which is Google's and not the project's.
    static let ownSuffix = ".cloudbuild-logs.googleusercontent.com"

    let bucket: String
    let object: String

    /// The place that a build names; nil when it names none.
    init?(_ build: CloudBuildV1.Build) {
        var path = build.logsBucket[...]
        if path.hasPrefix("gs://") { path = path.dropFirst("gs://".count) }
        let parts = path.split(separator: "/", maxSplits: 1)
        guard let bucket = parts.first else { return nil }
        self.bucket = String(bucket)
        let folder = parts.count > 1 ? parts[1].split(separator: "/").joined(separator: "/") + "/" : ""
        object = "\(folder)log-\(build.id).txt"
    }
}

extension CloudBuildV1.Build {
    /// The build without what only the service sets.
    fileprivate var withoutOutput: Self {
        var build = self
        build.status = .statusUnknown
        (build.statusDetail, build.logURL, build.buildTriggerID) = ("", "", "")
        (build.createTime, build.startTime, build.finishTime) = (nil, nil, nil)
        (build.results, build.sourceProvenance, build.failureInfo) = (nil, nil, nil)
        (build.timing, build.warnings) = ([:], [])
        for index in build.steps.indices {
            (build.steps[index].timing, build.steps[index].pullTiming) = (nil, nil)
            (build.steps[index].status, build.steps[index].exitCode) = (.statusUnknown, 0)
        }
        return build
    }
}

extension CloudBuildV1.BuildStep {
    /// Gives the variables of all texts their values; a script gets its own from the environment.
    fileprivate mutating func substitute(_ texts: inout BuildSubstitutions) {
        name = texts.apply(name)
        env = texts.apply(env)
        args = texts.apply(args)
        dir = texts.apply(dir)
        id = texts.apply(id)
        waitFor = texts.apply(waitFor)
        entrypoint = texts.apply(entrypoint)
    }
}
