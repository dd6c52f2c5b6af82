import CloudCore

/// How a folder of sources becomes a program that runs without a container: by what is found in it, as buildpacks do it.
///
/// Sources: "Google Cloud's buildpacks" documentation for what is looked for, for `Procfile`, and for the environment
/// variable `GOOGLE_ENTRYPOINT`.
struct NativeBuild: Sendable, Equatable {
    /// What was found.
    enum Kind: String, Sendable {
        case swift = "Package.swift"
        case go = "go.mod"
        case node = "package.json"
        case python = "Python"
        /// Nothing that has to be built.
        case plain = "no sources that have to be built"
    }

    /// What the program is started with.
    enum Entry: Sendable, Equatable {
        /// A program and its arguments.
        case command([String])
        /// The program that the build makes, with arguments.
        case product([String])
    }

    /// Why a folder cannot be built.
    struct Problem: Error, Equatable, Sendable {
        /// What is missing, and what would be right.
        let text: String
    }

    var kind: Kind
    /// What is run in the folder, in order.
    var commands: [[String]] = []
    var entry: Entry
    /// What the program gets in its environment.
    var environment: [String: String] = [:]

    /// Where products are put, below the folder.
    static let productFolder = ".app"

    /// Finds out what a folder holds.
    ///
    /// - Parameter command: what to start, where that is known already, from a Dockerfile for example.
    init(
        _ folder: SourceFolder, command: [String]? = nil, environment: [String: String] = [:]
    ) throws(Problem) {
        var named = command ?? Self.entrypoint(environment["GOOGLE_ENTRYPOINT"])
        if named == nil { named = try Procfile.command(folder) }
        if folder.contains("Package.swift") {
            self.init(kind: .swift, entry: .product([]))
            commands = [["swift", "build", "-c", "release"]]
        } else if folder.contains("go.mod") {
            self.init(kind: .go, entry: .product([]))
            commands = [
                ["go", "build", "-o", "\(Self.productFolder)/main", environment["GOOGLE_BUILDABLE"] ?? "."]
            ]
        } else if folder.contains("package.json") {
            self = try NodeSources(folder).build(isStarted: named != nil)
        } else if PythonSources.isFound(in: folder) {
            self = try PythonSources(folder).build(isStarted: named != nil)
        } else {
            guard named != nil else {
                throw Problem(
                    text:
                        "nothing to build was found: no Package.swift, go.mod, package.json, pyproject.toml, "
                        + "requirements.txt, main.py, app.py or Procfile")
            }
            self.init(kind: .plain, entry: .command([]))
        }
        if let named { entry = .command(named) }
    }

    init(kind: Kind, entry: Entry) { (self.kind, self.entry) = (kind, entry) }

    private static func entrypoint(_ text: String?) -> [String]? {
        text.map { ["/bin/sh", "-c", "exec \($0)"] }
    }

    /// What to install for a program that is missing.
    static func advice(for program: String) -> String {
        switch program {
        case "swift": "install Swift (https://www.swift.org/install)"
        case "go": "install Go (https://go.dev/doc/install)"
        case "node", "npm": "install Node.js (https://nodejs.org), which has node and npm"
        case "python3": "install Python 3 with its venv module (packages python3 and python3-venv)"
        case "gcloud", "gsutil": "install the Google Cloud CLI (https://cloud.google.com/sdk/docs/install)"
        default: "install \(program)"
        }
    }
}

/// The files of a folder, as far as it is looked into.
struct SourceFolder: Sendable {
    /// What is directly in it.
    let names: Set<String>
    /// The text of a file, or nil.
    let read: @Sendable (String) -> String?

    /// Whether something of that name is directly in it.
    func contains(_ name: String) -> Bool { names.contains(name) }
}

/// The file that says what to start ("Application entrypoint" in the documentation of Google Cloud's buildpacks).
enum Procfile {
    /// The command of the process `web`; nil without such a file.
    static func command(_ folder: SourceFolder) throws(NativeBuild.Problem) -> [String]? {
        guard folder.contains("Procfile"), let text = folder.read("Procfile") else { return nil }
        for line in text.split(whereSeparator: \.isNewline) where line.hasPrefix("web:") {
            let command = line.dropFirst("web:".count).drop { $0 == " " || $0 == "\t" }
            if !command.isEmpty { return ["/bin/sh", "-c", "exec \(command)"] }
        }
        throw NativeBuild.Problem(text: "Procfile has no line \"web: COMMAND\"")
    }
}
