import CloudCore

extension BuildRun {
    /// Runs all steps, one after another.
    func runSteps() async throws(Failure) {
        let secrets: [String: String]
        do throws(Status) { secrets = try work.secrets.get() } catch {
            throw Failure(type: .userBuildStep, text: "failed to access secrets: \(error.message)")
        }
        for index in build.steps.indices { try await run(index, secrets) }
    }

    private func run(_ index: Int, _ secrets: [String: String]) async throws(Failure) {
        let step = build.steps[index]
        let label = "Step #\(index)" + (step.id.isEmpty ? "" : " - \"\(step.id)\"")
        let isOnly = build.steps.count == 1
        if !isOnly { log.line("Starting \(label)") }
        let prefixer = LinePrefixer(isOnly ? "" : "\(label): ") { [log] in log.append($0) }
        let start = tools.timeline.now
        note(index) { $0.status = .working }
        let end = await carryOut(step, index, secrets, prefixer)
        prefixer.finish()
        let span = CloudBuildV1.TimeSpan(start, tools.timeline.now)
        note(index) { step in
            step.timing = span
            step.status = Self.status(end, step)
            if case .status(let code) = end { step.exitCode = code }
        }
        if !isOnly, end != .stopped { log.line("Finished \(label)") }
        try check(end, step, index)
    }

    private func carryOut(
        _ step: CloudBuildV1.BuildStep, _ index: Int, _ secrets: [String: String], _ output: LinePrefixer
    ) async -> BuildProcesses.End {
        do throws(Failure) {
            guard let builder = StepBuilder(image: step.name) else { return .status(127) }
            if case .program(let entrypoint, let standard, let takesOptions) = builder {
                let command = try command(step, index, entrypoint, standard, takesOptions)
                return await run(command, step, secrets, output)
            }
            return try await carryOut(builder, step, output)
        } catch {
            output.append(Array("ERROR: \(error.text)\n".utf8))
            return processes.isStopped ? .stopped : .status(1)
        }
    }

    private static func status(
        _ end: BuildProcesses.End, _ step: CloudBuildV1.BuildStep
    ) -> Build.Status {
        switch end {
        case .status(0): .success
        case .status: .failure
        case .timedOut: .timeout
        case .stopped: .cancelled
        }
    }

    private func check(
        _ end: BuildProcesses.End, _ step: CloudBuildV1.BuildStep, _ index: Int
    ) throws(Failure) {
        switch end {
        case .status(0): return
        case .status(let code):
            if step.allowFailure || step.allowExitCodes.contains(code) { return }
            throw Failure(
                type: .userBuildStep,
                text: "build step \(index) \"\(step.name)\" failed: step exited with non-zero status: \(code)"
            )
        case .timedOut:
            throw Failure(
                type: .userBuildStep, text: "build step \(index) \"\(step.name)\" failed: step timed out",
                status: .timeout)
        case .stopped: throw .stopped
        }
    }

    private func note(_ index: Int, _ change: @escaping @Sendable (inout CloudBuildV1.BuildStep) -> Void) {
        progress { build in
            if build.steps.indices.contains(index) { change(&build.steps[index]) }
        }
    }

    // MARK: Programs

    /// The command of a step that runs a program of this machine.
    private func command(
        _ step: CloudBuildV1.BuildStep, _ index: Int, _ entrypoint: String?, _ standard: String,
        _ takesOptions: Bool
    ) throws(Failure) -> [String] {
        if !step.script.isEmpty { return try script(step.script, index) }
        if !step.entrypoint.isEmpty { return [step.entrypoint] + step.args }
        if let entrypoint { return [entrypoint] + step.args }
        guard let first = step.args.first else { return [standard] }
        return takesOptions && first.hasPrefix("-") ? [standard] + step.args : step.args
    }

    /// A script is written to a file; its first line may say what runs it.
    private func script(_ text: String, _ index: Int) throws(Failure) -> [String] {
        do throws(Status) {
            try FileTree(root: folder).write(Array(text.utf8), to: "scripts/step-\(index)")
        } catch {
            throw Failure(type: .failureTypeUnspecified, text: error.message, status: .internalError)
        }
        let path = "\(folder)/scripts/step-\(index)"
        guard text.hasPrefix("#!") else { return ["sh", path] }
        let line = text.prefix { !$0.isNewline }.dropFirst(2)
        return line.split(whereSeparator: \.isWhitespace).map(String.init) + [path]
    }

    /// Runs a program in the folder of a step, with the step's variables.
    private func run(
        _ command: [String], _ step: CloudBuildV1.BuildStep, _ secrets: [String: String],
        _ output: LinePrefixer
    ) async -> BuildProcesses.End {
        let variables = environment(step, secrets)
        let place = place(of: step)
        guard BuildEnvironment.find(command[0], in: place, path: variables["PATH"] ?? "") != nil else {
            output.append(
                Array(
                    ("\(command[0]) is missing on this machine, where steps run without containers: "
                        + "\(NativeBuild.advice(for: command[0])).\n").utf8))
            return .status(127)
        }
        return await processes.run(command, in: place, variables, limit: step.timeout) { output.append($0) }
    }

    /// The folder of a step, which is made if it is not there.
    func place(of step: CloudBuildV1.BuildStep) -> String {
        let below = StepRules.folder(step.dir) ?? ""
        let path = below.isEmpty ? workspace : "\(workspace)/\(below)"
        try? tools.folder.make([path])
        return path
    }

    private func environment(_ step: CloudBuildV1.BuildStep, _ secrets: [String: String]) -> [String: String]
    {
        var variables = BuildEnvironment.base(folder)
        if let port {
            let project = tools.plane.inspect { $0.project }
            variables.merge(CloudVariables.pointing(at: "127.0.0.1", port.number, project: project)) { $1 }
        }
        BuildEnvironment.add(build.options?.env ?? [], to: &variables)
        BuildEnvironment.add(step.env, to: &variables)
        for name in (build.options?.secretEnv ?? []) + step.secretEnv { variables[name] = secrets[name] }
        return variables
    }
}
