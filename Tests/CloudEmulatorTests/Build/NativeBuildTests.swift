import CloudCore
import Testing

@testable import CloudEmulator

@Suite("What is built, by what is found")
struct NativeBuildTests {
    private func folder(_ files: [String: String]) -> SourceFolder {
        SourceFolder(names: Set(files.keys)) { files[$0] }
    }

    @Test("A Swift package is built for release, and what it makes is started")
    func swift() throws {
        let build = try NativeBuild(folder(["Package.swift": "", "package.json": "{}"]))
        #expect(build.kind == .swift)
        #expect(build.commands == [["swift", "build", "-c", "release"]])
        #expect(build.entry == .product([]))
    }

    @Test("A Go module is built to one program")
    func go() throws {
        let build = try NativeBuild(folder(["go.mod": ""]), environment: ["GOOGLE_BUILDABLE": "./cmd/x"])
        #expect(build.commands == [["go", "build", "-o", ".app/main", "./cmd/x"]])
    }

    @Test(
        "A Node.js program gets its dependencies, its build and its start",
        arguments: [
            (["package.json": "{\"main\": \"a.js\"}"], [], ["node", "a.js"]),
            (
                ["package.json": "{\"scripts\": {\"start\": \"x\"}, \"main\": \"a.js\"}"], [],
                ["npm", "start"]
            ),
            (
                ["package.json": "{\"dependencies\": {\"x\": \"1\"}}", "index.js": ""], [["npm", "install"]],
                ["node", "index.js"]
            ),
            (
                [
                    "package.json": "{\"devDependencies\": {\"x\": \"1\"}, \"scripts\": {\"build\": \"b\"}}",
                    "package-lock.json": "", "server.js": "",
                ], [["npm", "ci"], ["npm", "run", "build"]], ["node", "server.js"]
            ),
            (["package.json": "{}", "Procfile": "web: node x.js"], [], ["/bin/sh", "-c", "exec node x.js"]),
        ] as [([String: String], [[String]], [String])])
    func node(files: [String: String], commands: [[String]], start: [String]) throws {
        let build = try NativeBuild(folder(files))
        #expect(build.kind == .node)
        #expect(build.commands == commands)
        #expect(build.entry == .command(start))
    }

    @Test(
        "A Python program gets a virtual environment when it requires anything",
        arguments: [
            (["main.py": "", "requirements.txt": "# nothing\n"], false), (["app.py": ""], false),
            (["main.py": "", "requirements.txt": "flask\n"], true),
            (
                ["main.py": "", "pyproject.toml": "[project]\nname='x'\ndependencies = [\n  'flask',\n]\n"],
                true
            ),
            (["main.py": "", "pyproject.toml": "[project]\ndependencies = []\n"], false),
            (["main.py": "", "pyproject.toml": "[tool.x]\ndependencies = ['y']\n"], false),
        ] as [([String: String], Bool)])
    func python(files: [String: String], hasEnvironment: Bool) throws {
        let build = try NativeBuild(folder(files))
        #expect(build.kind == .python)
        #expect(build.commands.count == (hasEnvironment ? 2 : 0))
        guard case .command(let command) = build.entry else { return #expect(Bool(false)) }
        #expect(command.first == (hasEnvironment ? ".venv/bin/python" : "python3"))
    }

    @Test(
        "Where nothing can be started it is said what is missing",
        arguments: [
            ([:], "nothing to build was found"), (["package.json": "{}"], "no script \"start\""),
            (["package.json": "{"], "package.json is not valid"),
            (["requirements.txt": ""], "there is no main.py"),
            (["Procfile": "x: y"], "no line \"web: COMMAND\""),
        ] as [([String: String], String)])
    func problems(files: [String: String], words: String) {
        let problem = #expect(throws: NativeBuild.Problem.self) { try NativeBuild(folder(files)) }
        #expect(problem?.text.contains(words) == true)
    }

    @Test("What a Dockerfile starts needs no other entry point")
    func named() throws {
        let build = try NativeBuild(folder(["requirements.txt": "x"]), command: ["gunicorn", "main:app"])
        #expect(build.entry == .command(["gunicorn", "main:app"]))
        let plain = try NativeBuild(folder(["run.sh": ""]), command: ["./run.sh"])
        #expect(plain.kind == .plain)
    }
}
