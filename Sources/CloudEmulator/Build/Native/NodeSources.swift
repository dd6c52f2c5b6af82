import CloudCore

/// A folder with a `package.json`.
struct NodeSources {
    private let folder: SourceFolder
    private let package: JSON

    init(_ folder: SourceFolder) throws(NativeBuild.Problem) {
        self.folder = folder
        do throws(Status) {
            package = try JSON.parse(Array((folder.read("package.json") ?? "").utf8))
        } catch {
            throw NativeBuild.Problem(text: "package.json is not valid: \(error.message)")
        }
    }

    /// How it is built and started. It needs no program of its own to start when another is named.
    func build(isStarted: Bool) throws(NativeBuild.Problem) -> NativeBuild {
        var build = NativeBuild(kind: .node, entry: .command(isStarted ? [] : try command()))
        if hasDependencies {
            let isLocked = folder.contains("package-lock.json") || folder.contains("npm-shrinkwrap.json")
            build.commands.append(["npm", isLocked ? "ci" : "install"])
        }
        if let script = ["gcp-build", "build"].first(where: { self.script($0) != nil }) {
            build.commands.append(["npm", "run", script])
        }
        return build
    }

    private var hasDependencies: Bool {
        ["dependencies", "devDependencies"].contains { package[$0]?.objectValue?.isEmpty == false }
    }

    private func command() throws(NativeBuild.Problem) -> [String] {
        if script("start") != nil { return ["npm", "start"] }
        if let main = package["main"]?.stringValue, !main.isEmpty { return ["node", main] }
        if let file = ["server.js", "index.js"].first(where: folder.contains) { return ["node", file] }
        throw NativeBuild.Problem(
            text:
                "package.json has no script \"start\" and no \"main\", and there is no server.js or index.js")
    }

    private func script(_ name: String) -> String? { package["scripts"]?[name]?.stringValue }
}
