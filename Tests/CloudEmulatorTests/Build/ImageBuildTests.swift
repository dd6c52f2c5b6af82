import CloudCore
import Testing

@testable import CloudEmulator

@Suite("Images that builds make", .timeLimit(.minutes(2)))
struct ImageBuildTests {
    private let image = "us-docker.pkg.dev/local-project/images/app"
    private let python = "mkdir -p src; printf 'print(\"hi\")\\n' > src/main.py"

    private func process(_ bench: BuildBench, _ name: String) throws -> (ProcessImage, ImageStore.Entry) {
        let entry = try #require(bench.images.image(try ImageReferenceName(name)))
        guard case .process(let process) = entry.image else { throw Status(.internal, "no process") }
        return (process, entry)
    }

    private func run(_ image: ProcessImage) async -> String {
        let processes = BuildProcesses(timeline: RealTimeline.shared)
        let said = BuildLog(limit: 10_000, timeline: RealTimeline.shared, streams: false) { _ in }
        var environment = image.environment
        environment["PATH"] = ProcessEnvironment.variables["PATH"]
        _ = await processes.run(image.command, in: image.directory, environment) { said.append($0) }
        return String(decoding: said.bytes, as: UTF8.self)
    }

    @Test("pack makes an image by what is found, which runs; the build names it with its digest")
    func pack() async throws {
        let bench = try BuildBench()
        let outcome = try await bench.carryOut { build in
            build.steps = [
                .script(python),
                .run("gcr.io/k8s-skaffold/pack", "build", image, "--network", "cloudbuild", "--path", "src"),
            ]
            build.images = [image]
        }
        #expect(outcome.ending == .success, "\(outcome.log)")
        let (process, entry) = try process(bench, image)
        #expect(outcome.build.results?.images.map(\.digest) == [entry.digest])
        #expect(outcome.build.results?.images.map(\.name) == [image])
        #expect(
            outcome.build.results?.images.map(\.artifactRegistryPackage) == [
                "projects/local-project/locations/us/repositories/images/packages/app"
            ])
        #expect(entry.digest.hasPrefix("sha256:") && entry.digest.utf8.count == 71)
        #expect(process.environment["PYTHONUNBUFFERED"] == "1")
        #expect(await run(process) == "hi\n")
    }

    @Test("The same sources have the same digest, and other ones another")
    func digests() async throws {
        var digests: [String] = []
        for text in ["hi", "hi", "ho"] {
            let bench = try BuildBench()
            _ = try await bench.carryOut { build in
                build.steps = [
                    .script("printf 'print(\"\(text)\")\\n' > main.py"),
                    .run("gcr.io/k8s-skaffold/pack", "build", image),
                ]
                build.images = [image]
            }
            digests.append(try process(bench, image).1.digest)
        }
        #expect(digests[0] == digests[1])
        #expect(digests[0] != digests[2])
    }

    @Test("docker build follows a simple Dockerfile; tag and push do as they say")
    func docker() async throws {
        let bench = try BuildBench()
        let outcome = try await bench.carryOut { build in
            build.steps = [
                .script(
                    """
                    printf 'console.log(process.env.GREETING, process.argv[2])\\n' > server.js
                    echo '{}' > package.json
                    printf 'FROM node:20\\nWORKDIR /app\\nCOPY . .\\nENV GREETING=hello\\nENTRYPOINT ["node","/app/server.js"]\\nCMD ["you"]\\n' > Dockerfile
                    """),
                .run("gcr.io/cloud-builders/docker", "build", "-t", "\(image):1", "."),
                .run("gcr.io/cloud-builders/docker", "tag", "\(image):1", "\(image):2"),
                .run("gcr.io/cloud-builders/docker", "push", "\(image):2"),
            ]
        }
        #expect(outcome.ending == .success, "\(outcome.log)")
        #expect(bench.images.image(try ImageReferenceName("\(image):1")) == nil)
        let (process, _) = try process(bench, "\(image):2")
        #expect(process.environment["GREETING"] == "hello")
        #expect(await run(process) == "hello you\n")
    }

    @Test("A Dockerfile that cannot be followed fails the build with the line")
    func refusedDockerfile() async throws {
        let bench = try BuildBench()
        let outcome = try await bench.carryOut { build in
            build.steps = [
                .script("printf 'FROM x\\nRUN make all\\n' > Dockerfile; touch main.py"),
                .run("gcr.io/cloud-builders/docker", "build", "-t", image, "."),
            ]
        }
        #expect(outcome.ending != .success)
        #expect(outcome.log.contains("Dockerfile line 2: RUN make"))
    }

    @Test(
        "An image that no step has made is missed, and one for a repository that is not there is not pushed")
    func pushFailures() async throws {
        let missing = try await BuildBench().carryOut { build in
            build.steps = [.script("true")]
            build.images = [image]
        }
        guard case .failure(let info, _) = missing.ending else { return #expect(Bool(false)) }
        #expect(info.type == .pushImageNotFound)
        #expect(info.detail.hasPrefix("failed to find one or more images after execution of build steps"))
        let unknown = "us-docker.pkg.dev/local-project/nowhere/app"
        let refused = try await BuildBench().carryOut { build in
            build.steps = [.script("touch main.py"), .run("gcr.io/k8s-skaffold/pack", "build", unknown)]
            build.images = [unknown]
        }
        guard case .failure(let info, _) = refused.ending else { return #expect(Bool(false)) }
        #expect(info.type == .pushFailed)
        #expect(refused.log.contains("name unknown: Repository \"nowhere\" not found"))
    }

    @Test(
        "A source archive is unpacked, with its generation in the provenance; one that leads outside is refused"
    )
    func sources() async throws {
        let folder = try PrivateFolder()
        let good = "cd \(folder.path) && mkdir a && echo 'print(1)' > a/main.py && tar -czf good.tgz -C a ."
        let bad = "cd \(folder.path) && echo x > x && tar -czPf bad.tgz ../$(basename $PWD)/x"
        _ = try ChildProcess.run("sh", ["-ec", good + "\n" + bad], environment: ["PATH": "/usr/bin:/bin"])
        let bench = try BuildBench(source: InputFile.bytes(folder.path + "/good.tgz"))
        let outcome = try await bench.carryOut { build in
            build.source = .init()
            build.source?.storageSource = .init()
            build.source?.storageSource?.bucket = "sources"
            build.source?.storageSource?.object = "a.tgz"
            build.steps = [.run("bash", "-c", "cat main.py")]
        }
        #expect(outcome.ending == .success, "\(outcome.log)")
        #expect(outcome.log.contains("\nprint(1)\n"))
        #expect(outcome.build.sourceProvenance?.resolvedStorageSource?.generation == 7)
        let outside = try await BuildBench(source: InputFile.bytes(folder.path + "/bad.tgz")).carryOut {
            build in
            build.source = .init()
            build.source?.storageSource = .init()
            build.source?.storageSource?.bucket = "sources"
            build.source?.storageSource?.object = "a.tgz"
            build.steps = [.script("echo never")]
        }
        guard case .failure(let info, _) = outside.ending else {
            return #expect(Bool(false), "\(outside.log)")
        }
        #expect(info.type == .fetchSourceFailed)
        #expect(info.detail.contains("outside of its folder"))
    }
}
