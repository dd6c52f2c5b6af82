import CloudCore

/// How what a Dockerfile says of a container's files is found in the folder of an image.
struct ImageLayout: Sendable {
    /// The folder of the image, an absolute path.
    let folder: String
    let native: NativeBuild
    let docker: DockerfilePlan?

    /// Whether what is started is in the folder that Swift builds in.
    var usesBuildFolder: Bool {
        guard case .command(let command) = native.entry else { return false }
        return command.contains { $0.contains(".build/") }
    }

    /// The variables of the image.
    var environment: [String: String] {
        var variables = native.environment.merging(docker?.environment ?? [:]) { $1 }
        if variables["VIRTUAL_ENV"] == ".venv" { variables["VIRTUAL_ENV"] = folder + "/.venv" }
        // A PATH of the container's own would hide the programs of this machine.
        variables["PATH"] = nil
        return variables
    }

    /// The same without the place of the folder, which differs from build to build.
    var relativeEnvironment: [String: String] { environment.mapValues { $0.replacing(folder, with: ".") } }

    /// A command without the place of the folder.
    func relative(_ command: [String]) -> [String] { command.map { $0.replacing(folder, with: ".") } }

    /// What is started, and where.
    func start() throws(NativeBuild.Problem) -> (directory: String, command: [String]) {
        let directory = try workingFolder()
        let command: [String]
        switch native.entry {
        case .product(let arguments): command = [try product()] + arguments
        case .command(let words): command = try translated(words, in: directory)
        }
        guard let program = command.first, !program.isEmpty else {
            throw NativeBuild.Problem(
                text: "there is nothing to start: no CMD, no Procfile and no entry point")
        }
        return (directory, command)
    }

    private func workingFolder() throws(NativeBuild.Problem) -> String {
        guard let docker else { return folder }
        let root = docker.contextFolder ?? docker.workingFolder
        guard let below = Self.path(docker.workingFolder, below: root) else {
            throw NativeBuild.Problem(
                text: "WORKDIR \(docker.workingFolder) is outside of \(root), to which the sources are copied"
            )
        }
        let path = below.isEmpty ? folder : "\(folder)/\(below)"
        return FolderListing.entry(path, ".") == nil ? folder : path
    }

    /// The command with paths of the container replaced by those of the folder.
    private func translated(
        _ words: [String], in directory: String
    ) throws(NativeBuild.Problem) -> [String] {
        let root = docker?.contextFolder ?? docker?.workingFolder ?? "/"
        var words = words.enumerated().map { index, word in
            guard word.hasPrefix("/"), root != "/" || index == 0, let below = Self.path(word, below: root),
                FolderListing.entry(folder, below) != nil
            else { return word }
            return "\(folder)/\(below)"
        }
        guard let program = words.first else { return [] }
        if hasVirtualEnvironment, words.count == 3, words[..<2] == ["/bin/sh", "-c"] {
            // What pip has installed is found by its name.
            words[2] = "PATH='\(folder)/.venv/bin':\"$PATH\"; export PATH; \(words[2])"
            return words
        }
        if let python = pythonProgram(program) {
            words[0] = python
        } else if program.contains("/"),
            FolderListing.entry(program.hasPrefix("/") ? "/" : directory, program) == nil
        {
            // A program that a stage before has made somewhere is what was built here.
            guard native.kind == .swift || native.kind == .go else {
                throw NativeBuild.Problem(text: "\(program), which is to be started, is not in the sources")
            }
            words[0] = try product(named: program.split(separator: "/").last.map(String.init))
        } else if program.contains("/"), !program.hasPrefix("/") {
            words[0] = DockerfilePlan.join(directory, program)
        }
        return words
    }

    private var hasVirtualEnvironment: Bool { native.environment["VIRTUAL_ENV"] != nil }

    /// Programs of a virtual environment are found there, as its activation would have it; otherwise the machine's Python
    /// goes by the name that it has everywhere.
    private func pythonProgram(_ program: String) -> String? {
        if program == ".venv/bin/python" { return "\(folder)/\(program)" }
        guard hasVirtualEnvironment, !program.contains("/") else {
            return program == "python" ? "python3" : nil
        }
        let name = program == "python3" ? "python" : program
        return FolderListing.entry(folder, ".venv/bin/\(name)") == nil ? nil : "\(folder)/.venv/bin/\(name)"
    }

    /// The program that was made.
    private func product(named name: String? = nil) throws(NativeBuild.Problem) -> String {
        let place = "\(folder)/\(NativeBuild.productFolder)"
        let entries = (try? FolderListing.entries(below: place, limit: 1_000) { !$0.contains("/") }) ?? []
        let programs = entries.filter { $0.kind == .file && $0.isExecutable && !$0.path.hasSuffix(".so") }
            .map(\.path)
        if let name, programs.contains(name) { return "\(place)/\(name)" }
        guard programs.count == 1 else {
            throw NativeBuild.Problem(
                text: programs.isEmpty
                    ? "nothing that can be started was built"
                    : "several programs were built (\(programs.joined(separator: ", "))); name one in a Procfile, "
                        + "web: \(NativeBuild.productFolder)/\(programs[0])")
        }
        return "\(place)/\(programs[0])"
    }

    /// A path of the container as one below a folder of it; nil when it is outside.
    private static func path(_ path: String, below root: String) -> String? {
        if path == root { return "" }
        let prefix = root == "/" ? "/" : root + "/"
        return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : nil
    }
}
