/// What RUN instructions may do that is left out without a container: what the build by what is found does in its own way,
/// and what only prepares a container.
enum RunInstruction {
    /// The first words of commands that are left out.
    private static let known: Set<String> = [
        "addgroup", "adduser", "apk", "apt", "apt-get", "cargo", "cd", "chgrp", "chmod", "chown", "corepack",
        "echo", "export", "go", "groupadd", "ln", "mkdir", "mv", "npm", "pip", "pip3", "pipenv", "pnpm",
        "poetry",
        "python", "python3", "rm", "set", "strip", "swift", "touch", "true", "update-ca-certificates",
        "useradd",
        "usermod", "uv", "yarn",
    ]

    /// Refuses a command that does anything else.
    static func check(_ text: String, _ line: Int) throws(Dockerfile.Problem) {
        var rest = text[...]
        while rest.hasPrefix("--") { rest = Dockerfile.trimmed(rest.drop { !$0.isWhitespace }) }
        let isArray = rest.hasPrefix("[")
        let commands = isArray ? [rest.filter { !"[]\",".contains($0) }[...]] : parts(rest)
        for command in commands {
            // Variables may be set in front of a command.
            let word = command.split(whereSeparator: \.isWhitespace).first { !$0.contains("=") }
            guard let word else { continue }
            let program = word.split(separator: "/").last.map(String.init) ?? ""
            guard known.contains(program) else {
                throw Dockerfile.Problem(
                    line: line,
                    text:
                        "RUN \(word.prefix(60)): images are built without containers here, by what is found in the "
                        + "sources; what this does would be missing")
            }
        }
    }

    private static func parts(_ text: Substring) -> [Substring] {
        var parts: [Substring] = []
        var rest = text
        while let end = rest.firstIndex(where: { ";&|".contains($0) }) {
            parts.append(rest[..<end])
            rest = rest[end...].drop { ";&|".contains($0) }
        }
        return parts + [rest]
    }
}
