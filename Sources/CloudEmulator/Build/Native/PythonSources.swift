import CloudCore

/// A folder with a Python program.
struct PythonSources {
    private let folder: SourceFolder

    init(_ folder: SourceFolder) { self.folder = folder }

    /// Whether a folder has one.
    static func isFound(in folder: SourceFolder) -> Bool {
        (["pyproject.toml", "requirements.txt"] + entries).contains(where: folder.contains)
    }

    private static let entries = ["main.py", "app.py"]

    /// How it is built and started. It needs no program of its own to start when another is named.
    func build(isStarted: Bool) throws(NativeBuild.Problem) -> NativeBuild {
        var build = NativeBuild(kind: .python, entry: .command([]))
        var python = "python3"
        if let install {
            python = ".venv/bin/python"
            build.commands = [
                ["python3", "-m", "venv", ".venv"],
                [python, "-m", "pip", "install", "--disable-pip-version-check", "--no-input"] + install,
            ]
            // What a Dockerfile or Procfile starts is looked for there, too.
            build.environment["VIRTUAL_ENV"] = ".venv"
        }
        build.environment["PYTHONUNBUFFERED"] = "1"
        guard !isStarted else { return build }
        guard let entry = Self.entries.first(where: folder.contains) else {
            throw NativeBuild.Problem(
                text:
                    "there is no main.py and no app.py; name the program in a Procfile, web: python3 PROGRAM")
        }
        build.entry = .command([python, entry])
        return build
    }

    /// What pip is to install; nil for nothing.
    private var install: [String]? {
        if let text = folder.read("requirements.txt"), Self.hasRequirement(text) {
            return ["-r", "requirements.txt"]
        }
        if let text = folder.read("pyproject.toml"), Self.hasDependencies(text) { return ["."] }
        return nil
    }

    private static func hasRequirement(_ text: String) -> Bool {
        text.split(whereSeparator: \.isNewline).contains { line in
            let first = line.first { !$0.isWhitespace }
            return first != nil && first != "#"
        }
    }

    /// Whether the table `project` has an array `dependencies` that is not empty.
    static func hasDependencies(_ text: String) -> Bool {
        var isInProject = false
        var isInArray = false
        for line in text.split(whereSeparator: \.isNewline) {
            var rest = line.drop(while: \.isWhitespace)
            if !isInArray {
                if rest.hasPrefix("[") {
                    isInProject = rest.hasPrefix("[project]")
                    continue
                }
                guard isInProject, rest.hasPrefix("dependencies") else { continue }
                rest = rest.dropFirst("dependencies".count).drop(while: \.isWhitespace)
                guard rest.first == "=" else { continue }
                rest = rest.dropFirst().drop(while: \.isWhitespace)
                guard rest.first == "[" else { continue }
                rest = rest.dropFirst().drop(while: \.isWhitespace)
                isInArray = true
            }
            guard let first = rest.first, first != "#" else { continue }
            return first != "]"
        }
        return false
    }
}
