import CloudCore

/// What the programs of a build get in their environment: nothing of this process's own but where programs are, and how
/// the machine reaches the network and its package registries.
enum BuildEnvironment {
    private static let inherited = [
        "PATH", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy",
        "SSL_CERT_FILE", "PIP_INDEX_URL", "NPM_CONFIG_REGISTRY", "GOPROXY", "GONOSUMDB", "GOFLAGS",
    ]

    /// The variables that every program of a build gets; `folder` is the build's own.
    static func base(_ folder: String, from variables: [String: String] = ProcessEnvironment.variables)
        -> [String: String]
    {
        var result = variables.filter { inherited.contains($0.key) }
        result["HOME"] = folder + "/home"
        result["TMPDIR"] = folder + "/tmp"
        result["LANG"] = "C.UTF-8"
        return result
    }

    /// Adds variables of the form KEY=VALUE.
    static func add(_ pairs: [String], to variables: inout [String: String]) {
        for pair in pairs {
            let name = pair.prefix { $0 != "=" }
            variables[String(name)] = String(pair.dropFirst(name.count + 1))
        }
    }

    /// Where a program is; nil when there is none. A path is looked for in `folder`.
    static func find(_ program: String, in folder: String, path: String) -> String? {
        if program.contains("/") {
            let absolute = program.hasPrefix("/") ? program : "\(folder)/\(program)"
            return isProgram(absolute) ? absolute : nil
        }
        return path.split(separator: ":").map { "\($0)/\(program)" }.first(where: isProgram)
    }

    private static func isProgram(_ path: String) -> Bool {
        guard let entry = FolderListing.entry("/", path) else { return false }
        if case .link = entry.kind { return true }
        return entry.kind == .file && entry.isExecutable
    }
}
