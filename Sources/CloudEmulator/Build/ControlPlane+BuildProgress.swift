import CloudCore

/// What happens to builds besides calls.
extension ControlPlane {
    /// What carries out a build gets.
    struct BuildWork: Sendable {
        var build: CloudBuildV1.Build
        /// The account that it runs as.
        var account: Caller
        /// The values of its secret variables, or why there are none.
        var secrets: Result<[String: String], Status>
    }

    /// Shows builds that are not as they were in their operations, which end with them. Belongs to each write of builds.
    mutating func publishBuilds(at now: Instant) {
        for id in builds.takeChanged() { publishBuild(id, at: now) }
    }

    /// What is needed to carry out a build that has begun.
    mutating func beginBuild(_ id: String, at now: Instant) -> BuildWork? {
        guard let entry = builds[id] else { return nil }
        let account = Caller(email: entry.account)
        let secrets = entry.build.availableSecrets?.secretManager ?? []
        let values = Result { () throws(Status) -> [String: String] in
            var values: [String: String] = [:]
            for secret in secrets {
                let payload = try accessSecretVersion(secret.versionName, by: account, at: now).payload
                values[secret.env] = String(decoding: payload?.data ?? [], as: UTF8.self)
            }
            return values
        }
        return BuildWork(build: entry.build, account: account, secrets: values)
    }

    private mutating func publishBuild(_ id: String, at now: Instant) {
        guard let entry = builds[id] else { return }
        let name = entry.name.operation(in: project)
        var metadata = CloudBuildV1.BuildOperationMetadata()
        metadata.build = entry.build
        operations.update(name, metadata: Self.pack(metadata))
        guard entry.hasEnded else { return }
        let outcome: OperationOutcome =
            entry.build.status == .success
            ? .response(AnyMessage(packing: entry.build, "google.devtools.cloudbuild.v1.Build"))
            : .failure(Self.failure(entry.build.status))
        operations.finish(name, with: outcome, at: now)
    }

    static func pack(_ metadata: CloudBuildV1.BuildOperationMetadata) -> AnyMessage {
        AnyMessage(packing: metadata, "google.devtools.cloudbuild.v1.BuildOperationMetadata")
    }

    /// The error of the operation of a build that has not succeeded. The codes and words are from memory.
    private static func failure(_ status: CloudBuildV1.Build.Status) -> Status {
        switch status {
        case .cancelled: Status(.cancelled, "Build cancelled")
        case .timeout: Status(.deadlineExceeded, "Build timed out")
        case .expired: Status(.deadlineExceeded, "Build expired in queue")
        case .internalError: Status(.internal, "Build failed due to internal error; retry if possible")
        default: Status(.unknown, "Build failed; check build logs for details")
        }
    }
}
