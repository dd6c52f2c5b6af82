import CloudCore

/// What the steps of a build must be.
enum StepRules {
    typealias BuildStep = CloudBuildV1.BuildStep

    static let maxArguments = 100
    static let maxArgumentLength = 10_000
    static let maxScriptLength = 65_536
    static let maxFolderLength = 1_000

    /// Checks steps whose variables have their values.
    ///
    /// - Parameter secrets: the secret variables that the build defines.
    /// - Throws: INVALID_ARGUMENT; UNIMPLEMENTED for a builder that cannot do without a container.
    static func check(_ steps: [BuildStep], secrets: Set<String>, timeout: Duration) throws(Status) {
        var ids: Set<String> = []
        for (index, step) in steps.enumerated() {
            let field = "steps[\(index)]"
            guard !step.name.isEmpty else { throw BuildRules.invalid("build step \(index) has no name") }
            try checkText(step, field)
            try BuildRules.checkEnvironment(step.env, field + ".env")
            if let unknown = step.waitFor.first(where: { $0 != "-" && !ids.contains($0) }) {
                throw BuildRules.invalid(
                    "build step \(index) waits for \"\(unknown.prefix(200))\", which is not the id of an earlier step"
                )
            }
            if !step.id.isEmpty {
                guard ids.insert(step.id).inserted else {
                    throw BuildRules.invalid("build step \(index) has the id \"\(step.id)\" of another step")
                }
            }
            if let unknown = step.secretEnv.first(where: { !secrets.contains($0) }) {
                throw BuildRules.invalid(
                    "secret env \"\(unknown.prefix(200))\" of step \(index) is not defined in available_secrets"
                )
            }
            if let limit = step.timeout, limit <= .zero || limit > timeout {
                throw BuildRules.invalid(
                    "timeout of build step \(index) must be more than 0s and at most the build's")
            }
            try checkBuilder(step, field)
        }
    }

    private static func checkText(_ step: BuildStep, _ field: String) throws(Status) {
        guard step.args.count <= maxArguments, step.args.allSatisfy({ $0.count <= maxArgumentLength }) else {
            throw BuildRules.invalid(
                "\(field).args: at most \(maxArguments) of at most \(maxArgumentLength) characters are allowed"
            )
        }
        guard step.script.utf8.count <= maxScriptLength else {
            throw BuildRules.invalid("\(field).script has more than \(maxScriptLength) bytes")
        }
        guard step.script.isEmpty || step.args.isEmpty && step.entrypoint.isEmpty else {
            throw BuildRules.invalid("\(field).script cannot be used together with args or entrypoint")
        }
        guard step.allowExitCodes.isEmpty || !step.allowFailure else {
            throw BuildRules.invalid("\(field): allow_failure and allow_exit_codes exclude one another")
        }
        let texts = step.args + [step.script, step.entrypoint, step.dir, step.name]
        guard texts.allSatisfy({ !$0.utf8.contains(0) }) else {
            throw BuildRules.invalid("\(field) has a text with a null character")
        }
        guard step.dir.count <= maxFolderLength, folder(step.dir) != nil else {
            throw BuildRules.invalid(
                "\(field).dir \"\(step.dir.prefix(200))\" must be a folder of the workspace")
        }
    }

    private static func checkBuilder(_ step: BuildStep, _ field: String) throws(Status) {
        guard let builder = StepBuilder(image: step.name) else {
            throw Status(
                .unimplemented,
                "\(field).name \"\(step.name.prefix(200))\": steps run without containers here, and for this builder "
                    + "it is not known how. \(StepBuilder.supported)")
        }
        guard case .program = builder else {
            guard step.script.isEmpty, step.entrypoint.isEmpty || builder.isOwnEntrypoint(step.entrypoint)
            else {
                throw Status(
                    .unimplemented,
                    "\(field): \(step.name.prefix(200)) runs without a container here, only with its own entrypoint."
                )
            }
            return
        }
    }

    /// The folder of a step below the workspace, without a slash at either end; nil when it is elsewhere. The workspace
    /// is `/workspace` in absolute paths.
    static func folder(_ dir: String) -> String? {
        var path = dir[...]
        if path.hasPrefix("/") {
            guard path == "/workspace" || path.hasPrefix("/workspace/") else { return nil }
            path = path.dropFirst("/workspace".count)
        }
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            guard part == ".." else {
                parts.append(part)
                continue
            }
            guard parts.popLast() != nil else { return nil }
        }
        return parts.joined(separator: "/")
    }
}
