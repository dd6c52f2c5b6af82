import CloudCore
import PubSubEmulator
import RPCServer
import Testing

@testable import CloudEmulator

extension RunnableImage {
    /// A program in Python.
    static func python(_ source: String) -> RunnableImage {
        .process(ProcessImage(directory: "/tmp", command: ["python3", "-u", "-c", source]))
    }

    /// A web server in Python; `answer` is an expression that gives the text of an answer for the handler `self`.
    static func pythonServer(_ answer: String, start: String = "") -> RunnableImage {
        .python(
            """
            import os, sys, json, signal, time, http.server
            \(start)
            class Handler(http.server.BaseHTTPRequestHandler):
                def do_GET(self):
                    body = str(\(answer)).encode()
                    self.send_response(200)
                    self.send_header("content-length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
            http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
            """)
    }
}

@Suite("Services that are programs", .timeLimit(.minutes(1)))
struct ProcessServiceTests {
    @Test("A program gets its port, its names and the service's variables, and nothing of this process")
    func environment() async throws {
        let fixture = RunFixture()
        try fixture.put(.pythonServer("json.dumps(dict(os.environ))"))
        let service = try await fixture.deploy(
            "web",
            RunFixture.service {
                var variable = RunV2.EnvVar()
                variable.name = "COLOUR"
                variable.value = "blue"
                $0.template?.containers[0].env = [variable]
            })
        let answer = await fixture.get()
        let variables = try JSON.parse(answer.text)
        #expect(variables["COLOUR"]?.stringValue == "blue")
        #expect(variables["K_SERVICE"]?.stringValue == "web" && variables["K_CONFIGURATION"]?.stringValue == "web")
        #expect(variables["K_REVISION"]?.stringValue == service.latestReadyRevision.split(separator: "/").last.map(String.init))
        #expect(variables["GOOGLE_CLOUD_PROJECT"]?.stringValue == "local-project")
        #expect(variables["LANG"] == nil && variables["USER"] == nil)
    }

    @Test("A program that exits fails the deployment, and its last words are in the log")
    func exits() async throws {
        let fixture = RunFixture()
        try fixture.put(.python("import sys; print('reading configuration'); sys.exit('no configuration')"))
        let ended = try await fixture.ended(try fixture.create())
        #expect(ended.error?.message.contains("PORT=8080") == true)
        #expect(fixture.log().contains("reading configuration") && fixture.log().contains("no configuration"))
        #expect(fixture.log().contains("Container called exit(1)."))
    }

    @Test("A program that does not exist fails the deployment")
    func noProgram() async throws {
        let fixture = RunFixture()
        try fixture.put(.process(ProcessImage(directory: "/tmp", command: ["no-such-program"])))
        let ended = try await fixture.ended(try fixture.create())
        #expect(ended.error != nil)
        #expect(fixture.log().contains("Container called exit(127)."))
    }
}
