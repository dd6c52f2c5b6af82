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
        #expect(
            variables["K_SERVICE"]?.stringValue == "web" && variables["K_CONFIGURATION"]?.stringValue == "web"
        )
        #expect(
            variables["K_REVISION"]?.stringValue
                == service.latestReadyRevision.split(separator: "/").last.map(String.init))
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

    @Test("An instance that crashes while it serves is answered for with 503, and started again on request")
    func crash() async throws {
        let fixture = RunFixture()
        try fixture.put(.pythonServer("os._exit(9) if self.path == '/crash' else os.getpid()"))
        try await fixture.deploy()
        let first = await fixture.get().text
        #expect(await fixture.get("/crash").status == 503)
        while fixture.ready.values.contains(1) { await Task.yield() }
        // Half a second of the back-off is left to a request that comes meanwhile.
        async let second = fixture.get()
        while fixture.cloud.run.inspect({ $1.pool.waitingCount }) != [1] { await Task.yield() }
        fixture.timeline.advance(by: .seconds(1))
        let text = await second.text
        #expect(Int(text) != nil && text != first)
        #expect(fixture.log().contains("Container called exit(9)."))
    }

    @Test("An instance has ten seconds to end after SIGTERM, then it is killed")
    func grace() async throws {
        let fixture = RunFixture()
        try fixture.put(
            .pythonServer("os.getpid()", start: "signal.signal(signal.SIGTERM, lambda *a: print('not yet'))"))
        let service = try await fixture.deploy()
        let revision = service.latestReadyRevision.lastName
        fixture.timeline.advance(by: .seconds(900))
        while !fixture.log().contains("not yet") { await Task.yield() }
        func stopping() -> Int {
            fixture.cloud.run.inspect { $0.id == revision ? $1.pool.counts.stopping : 0 }.reduce(0, +)
        }
        fixture.timeline.advance(by: .seconds(9))
        #expect(stopping() == 1)
        fixture.timeline.advance(by: .seconds(1))
        while stopping() > 0 { await Task.yield() }
    }

    @Test("An instance that fails its liveness probe is ended and started again")
    func liveness() async throws {
        let fixture = RunFixture()
        try fixture.put(
            .python(
                """
                import os, http.server
                sick = False
                class Handler(http.server.BaseHTTPRequestHandler):
                    def do_GET(self):
                        global sick
                        sick = sick or self.path == "/sick"
                        self.send_response(500 if sick and self.path == "/health" else 200)
                        self.end_headers()
                        self.wfile.write(str(os.getpid()).encode())
                http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
                """))
        try await fixture.deploy(
            "web",
            RunFixture.service {
                var probe = RunV2.Probe()
                probe.httpGet = RunV2.HTTPGetAction()
                probe.httpGet?.path = "/health"
                probe.failureThreshold = 1
                $0.template?.containers[0].livenessProbe = probe
                $0.template?.scaling = RunV2.RevisionScaling()
                $0.template?.scaling?.minInstanceCount = 1
            })
        let first = await fixture.get().text
        _ = await fixture.get("/sick")
        fixture.timeline.advance(by: .seconds(10))
        while !fixture.log().contains("The instance did not pass its liveness probe.")
            && !fixture.log().contains(where: { $0.hasPrefix("LIVENESS HTTP probe failed") })
        { await Task.yield() }
        while fixture.cloud.run.inspect({ $1.pool.nextDue }) == [nil] { await Task.yield() }
        fixture.timeline.advance(by: .seconds(1))
        let second = await fixture.get().text
        #expect(second != first)
    }

    @Test("A service reaches Pub/Sub as its own account, through a port that is told to it")
    func identity() async throws {
        let fixture = RunFixture(.enforce)
        let server = try fixture.cloud.start()
        try fixture.cloud.pubsub.createTopic("orders")
        let account = try fixture.cloud.perform { (plane, now) throws(Status) in
            try plane.create("runner", at: now)
        }
        try fixture.put(
            .python(
                """
                import os, json, http.server, urllib.request, urllib.error
                class Handler(http.server.BaseHTTPRequestHandler):
                    def do_GET(self):
                        url = "http://" + os.environ["PUBSUB_EMULATOR_HOST"] + "/v1/projects/local-project/topics/orders:publish"
                        request = urllib.request.Request(url, b'{"messages": [{"data": "aGk="}]}')
                        try:
                            text = str(urllib.request.urlopen(request).status)
                        except urllib.error.HTTPError as error:
                            text = str(error.code)
                        self.send_response(200)
                        self.end_headers()
                        self.wfile.write(text.encode())
                http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
                """))
        let service = try await fixture.deploy(
            "web",
            RunFixture.service {
                $0.template?.serviceAccount = account.email
                $0.invokerIamDisabled = true
            })
        #expect(service.uri.hasSuffix(":\(server.port)"))
        #expect(await fixture.get().text == "403")
        _ = try fixture.cloud.perform { (plane, now) throws(Status) in
            try plane.set(
                "projects/local-project/topics/orders",
                IAMv1.Policy([IAMv1.Binding("roles/pubsub.publisher", [account.member])]), at: now)
        }
        #expect(await fixture.get().text == "200")
        await server.stop()
    }

    @Test("Over HTTP a service is reached by its host, through the port of the cloud")
    func host() async throws {
        let fixture = RunFixture()
        let server = try fixture.cloud.start()
        try fixture.put(
            .pythonServer(
                "self.path + ' ' + self.headers['host'] + ' ' + str(self.headers['x-forwarded-proto'])"))
        let service = try await fixture.deploy()
        let answer = try await fixture.transport.send(.init(method: "GET", url: service.uri + "/a%20b?c=d"))
        let host = service.uri.dropFirst("http://".count)
        #expect(String(decoding: answer.body, as: UTF8.self) == "/a%20b?c=d \(host) https")
        await server.stop()
    }
}
