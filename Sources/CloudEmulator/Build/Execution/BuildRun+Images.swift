import CloudCore

extension BuildRun {
    /// Does what a step asks of docker, pack or kaniko.
    func carryOut(
        _ builder: StepBuilder, _ step: CloudBuildV1.BuildStep, _ output: LinePrefixer
    ) async throws(Failure) -> BuildProcesses.End {
        let command: BuilderCommand
        do throws(Status) { command = try BuilderCommand(builder, step.args) } catch {
            throw Failure(type: .userBuildStep, text: error.message)
        }
        switch command {
        case .nothing: return .status(0)
        case .push(let name):
            try push(name) { output.append(Array("\($0)\n".utf8)) }
            return .status(0)
        case .tag(let from, let to):
            guard let image = built.withLock({ $0[Self.key(from)] }) else {
                throw Failure(type: .userBuildStep, text: "No such image: \(from)")
            }
            built.withLock { $0[Self.key(to)] = image }
            return .status(0)
        case .build(let order):
            let end = try await make(order, in: place(of: step), limit: step.timeout, output)
            // Kaniko pushes what it has built.
            if case .kaniko = builder, end == .status(0) {
                for tag in order.tags { try push(tag) { output.append(Array("\($0)\n".utf8)) } }
            }
            return end
        }
    }

    /// A name with the tag that it means.
    static func key(_ name: String) -> String {
        guard let reference = try? ImageReferenceName(name), reference.tag == nil, reference.digest == nil
        else {
            return name
        }
        return name + ":latest"
    }

    // MARK: Making an image

    private func make(
        _ order: BuilderCommand.ImageBuild, in place: String, limit: Duration?, _ output: LinePrefixer
    ) async throws(Failure) -> BuildProcesses.End {
        let context = below(place, order.context)
        guard context == workspace || context.hasPrefix(workspace + "/") else {
            throw Failure(
                type: .userBuildStep, text: "the folder \"\(order.context)\" is not in the workspace")
        }
        let target = imageFolders.withLock { folders in
            let target = tools.folder.image(build.id, folders.count)
            folders[target] = false
            return target
        }
        try makeFolders([target])
        let copy = await capture(["cp", "-a", context + "/.", target])
        guard copy.end == .status(0) else {
            throw failure(
                copy.end, .userBuildStep,
                "the folder \"\(order.context)\" cannot be read: \(copy.text.prefix(300))")
        }
        let say: @Sendable (String) -> Void = { output.append(Array("\($0)\n".utf8)) }
        let docker = try order.readsDockerfile ? dockerfile(order, context, place, say) : nil
        let sources = SourceFolder(at: target)
        let native: NativeBuild
        do throws(NativeBuild.Problem) {
            native = try NativeBuild(
                sources, command: docker.flatMap { $0.command.isEmpty ? nil : $0.command },
                environment: order.environment)
        } catch {
            throw Failure(type: .userBuildStep, text: error.text)
        }
        say("Building without a container: \(native.kind.rawValue) was found.")
        for command in native.commands {
            let end = await run(command, in: target, order, limit, output)
            guard end == .status(0) else { return end }
        }
        let image = try await image(native, docker, in: target, say)
        for tag in order.tags { built.withLock { $0[Self.key(tag)] = image } }
        say("Successfully built \(image.digest)")
        return .status(0)
    }

    private func makeFolders(_ paths: [String]) throws(Failure) {
        do throws(Status) { try tools.folder.make(paths) } catch {
            throw Failure(type: .failureTypeUnspecified, text: error.message, status: .internalError)
        }
    }

    private func run(
        _ command: [String], in target: String, _ order: BuilderCommand.ImageBuild, _ limit: Duration?,
        _ output: LinePrefixer
    ) async -> BuildProcesses.End {
        let variables = BuildEnvironment.base(folder).merging(order.environment) { $1 }
        output.append(Array("+ \(command.joined(separator: " "))\n".utf8))
        guard BuildEnvironment.find(command[0], in: target, path: variables["PATH"] ?? "") != nil else {
            output.append(
                Array(
                    "\(command[0]) is needed to build this, and missing on this machine: \(NativeBuild.advice(for: command[0])).\n"
                        .utf8))
            return .status(127)
        }
        let program = command[0].contains("/") ? "\(target)/\(command[0])" : command[0]
        return await processes.run([program] + command.dropFirst(), in: target, variables, limit: limit) {
            output.append($0)
        }
    }

    private func dockerfile(
        _ order: BuilderCommand.ImageBuild, _ context: String, _ place: String, _ say: (String) -> Void
    ) throws(Failure) -> DockerfilePlan? {
        let path = order.dockerfile.map { below(place, $0) } ?? context + "/Dockerfile"
        guard path.hasPrefix(workspace + "/"), let bytes = try? InputFile.bytes(path) else {
            throw Failure(
                type: .userBuildStep,
                text: "unable to evaluate symlinks in Dockerfile path: lstat "
                    + "/workspace\(path.dropFirst(workspace.count)): no such file or directory")
        }
        do throws(Dockerfile.Problem) {
            let plan = try DockerfilePlan(
                Dockerfile(String(decoding: bytes, as: UTF8.self)), buildArguments: order.arguments)
            for instruction in plan.skipped {
                say("Left out, there is no container: \(instruction.name) \(instruction.text.prefix(200))")
            }
            return plan
        } catch {
            throw Failure(type: .userBuildStep, text: error.description)
        }
    }

    /// The image that a folder has become.
    private func image(
        _ native: NativeBuild, _ docker: DockerfilePlan?, in target: String, _ say: (String) -> Void
    ) async throws(Failure) -> BuiltImage {
        let layout = ImageLayout(folder: target, native: native, docker: docker)
        do throws(NativeBuild.Problem) {
            if native.kind == .swift {
                try await collectSwiftProducts(in: target, keeps: layout.usesBuildFolder)
            }
            let start = try layout.start()
            let settings = tools.settings
            let (command, environment) = (layout.relative(start.command), layout.relativeEnvironment)
            let digest = await SystemThread.result { () -> Result<ImageDigest, Status> in
                Result { () throws(Status) in
                    try ImageDigest(
                        of: target, command: command, environment: environment, maxFiles: settings.treeFiles,
                        maxBytes: settings.treeBytes)
                }
            }
            let image = ProcessImage(
                directory: start.directory, command: start.command, environment: layout.environment)
            switch digest {
            case .success(let digest):
                return BuiltImage(folder: target, image: image, digest: digest.text, bytes: digest.bytes)
            case .failure(let status): throw NativeBuild.Problem(text: status.message)
            }
        } catch {
            throw Failure(type: .userBuildStep, text: error.text)
        }
    }

    /// Keeps what Swift has made, and removes what it was made from, which is many times larger.
    private func collectSwiftProducts(in target: String, keeps: Bool) async throws(NativeBuild.Problem) {
        let release = ".build/release"
        let script = """
            mkdir -p \(NativeBuild.productFolder)
            for file in \(release)/*; do
                case "${file##*/}" in
                *.resources | *.so) cp -RL "$file" \(NativeBuild.productFolder)/ ;;
                *.*) ;;
                *) if [ -f "$file" ] && [ -x "$file" ]; then cp -L "$file" \(NativeBuild.productFolder)/; fi ;;
                esac
            done
            \(keeps ? "" : "rm -rf .build")
            """
        let done = await capture(["sh", "-c", script], in: target)
        guard done.end == .status(0) else {
            throw NativeBuild.Problem(text: "what Swift has made cannot be copied: \(done.text.prefix(300))")
        }
    }

    /// A path of this machine for one of a step: below the step's folder, or absolute below `/workspace`.
    private func below(_ place: String, _ path: String) -> String {
        path == "/workspace" || path.hasPrefix("/workspace/")
            ? DockerfilePlan.join(workspace, "." + path.dropFirst("/workspace".count))
            : DockerfilePlan.join(place, path)
    }
}

extension SourceFolder {
    /// The most bytes that are read of a file.
    private static let maxBytes = 1 << 20

    /// The folder at a path of this machine.
    init(at path: String) {
        let entries = try? FolderListing.entries(below: path, limit: 100_000) { !$0.contains("/") }
        self.init(names: Set((entries ?? []).map(\.path))) { name in
            guard let bytes = try? InputFile.bytes("\(path)/\(name)"), bytes.count <= Self.maxBytes else {
                return nil
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}
