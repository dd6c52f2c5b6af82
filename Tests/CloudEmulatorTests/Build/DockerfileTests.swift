import CloudCore
import Testing

@testable import CloudEmulator

@Suite("Dockerfiles, as far as they can be followed without containers")
struct DockerfileTests {
    private func plan(_ text: String, _ arguments: [String: String] = [:]) throws -> DockerfilePlan {
        try DockerfilePlan(Dockerfile(text), buildArguments: arguments)
    }

    @Test("The last stage says what is started, where, and with which variables")
    func lastStage() throws {
        let plan = try plan(
            """
            # syntax=docker/dockerfile:1
            FROM golang:1.23 AS build
            WORKDIR /src
            COPY . .
            RUN go build \\
                # a comment between
                -o /server ./cmd
            CMD ["other"]
            FROM gcr.io/distroless/base
            ARG VERSION=1
            ENV MODE=production VERSION="$VERSION" NAME='a b'
            ENV OLD style value
            COPY --from=build /server /server
            WORKDIR /src
            EXPOSE 8080
            ENTRYPOINT ["/server"]
            CMD ["--port", "80"]
            """, ["VERSION": "2"])
        #expect(plan.command == ["/server", "--port", "80"])
        #expect(plan.workingFolder == "/src")
        #expect(plan.contextFolder == "/src")
        #expect(
            plan.environment == ["MODE": "production", "VERSION": "2", "NAME": "a b", "OLD": "style value"])
    }

    @Test("A command in the form of a shell's is run by one")
    func shellForm() throws {
        #expect(
            try plan("FROM python\nCMD exec gunicorn --bind :$PORT main:app").command == [
                "/bin/sh", "-c", "exec gunicorn --bind :$PORT main:app",
            ])
    }

    @Test(
        "What cannot be followed is refused with its line",
        arguments: [
            ("FROM x\nRUN make assets", 2, "RUN make"), ("FROM x\nNONSENSE y", 2, "NONSENSE"),
            ("FROM x\nRUN <<EOF\nls\nEOF", 2, "here-documents"), ("FROM", 1, "no arguments"),
            ("FROM x\nENV A=\"b", 2, "not closed"), ("FROM x\nCOPY a", 2, "needs a source"),
            ("FROM x\nCMD [1]", 2, "array of strings"),
            ("FROM x\nRUN npm ci && ./configure", 2, "./configure"),
        ])
    func refusals(text: String, line: Int, words: String) {
        let problem = #expect(throws: Dockerfile.Problem.self) { try plan(text) }
        #expect(problem?.line == line)
        #expect(problem?.text.contains(words) == true)
    }

    @Test(
        "Installing and preparing is left out",
        arguments: [
            "pip install --no-cache-dir -r requirements.txt", "apt-get update && apt-get install -y curl",
            "--mount=type=cache,target=/root npm ci", "[\"npm\", \"install\"]",
            "NODE_ENV=x npm ci; mkdir -p /data",
        ])
    func leftOut(command: String) throws {
        #expect(try plan("FROM x\nRUN \(command)").skipped.map(\.name) == ["RUN"])
    }

    @Test("Another escape character counts")
    func escape() throws {
        let file = try Dockerfile("# escape=`\nFROM x\nCMD a `\n b")
        #expect(file.instructions.map(\.text) == ["x", "a b"])
    }
}

@Suite("What steps ask of docker, pack and kaniko")
struct BuilderCommandTests {
    @Test("gcloud's steps are understood")
    func gcloud() throws {
        let docker = try BuilderCommand(
            .docker, ["build", "--network", "cloudbuild", "--no-cache", "-t", "gcr.io/p/i", "."])
        #expect(docker == .build(.init(tags: ["gcr.io/p/i"], context: ".")))
        let pack = try BuilderCommand(
            .pack, ["build", "gcr.io/p/i", "--network", "cloudbuild", "--env", "A=b=c", "--builder", "x"])
        #expect(
            pack == .build(.init(tags: ["gcr.io/p/i"], readsDockerfile: false, environment: ["A": "b=c"])))
        #expect(try BuilderCommand(.pack, ["config", "default-builder", "x"]) == .nothing)
        let kaniko = try BuilderCommand(
            .kaniko, ["--destination", "gcr.io/p/i", "--cache", "--cache-ttl", "6h", "--cache-dir", ""])
        #expect(kaniko == .build(.init(tags: ["gcr.io/p/i"])))
    }

    @Test(
        "What is not supported is named",
        arguments: [
            (StepBuilder.docker, ["run", "x"], "docker run"),
            (.docker, ["build", "--secret", "x", "."], "--secret"),
            (.docker, ["build", "-t"], "needs a value"), (.docker, ["build", "-t", "x"], "needs one folder"),
            (.pack, ["inspect"], "pack inspect"), (.kaniko, ["--no-push"], "--no-push"),
            (.docker, ["push"], "needs one image"),
        ])
    func refusals(builder: StepBuilder, arguments: [String], words: String) {
        let status = failure { () throws(Status) in _ = try BuilderCommand(builder, arguments) }
        #expect(status?.message.contains(words) == true)
    }

    @Test(
        "Builders are known by their images, whatever their tags",
        arguments: [
            ("gcr.io/cloud-builders/docker:latest", true), ("docker", true),
            ("mirror.gcr.io/library/bash:5", true),
            ("python:3.12-slim", true), ("gcr.io/google.com/cloudsdktool/cloud-sdk", true),
            ("gcr.io/k8s-skaffold/pack", true), ("hashicorp/terraform", false), ("gcr.io/p/mine", false),
        ])
    func builders(image: String, isKnown: Bool) { #expect((StepBuilder(image: image) != nil) == isKnown) }
}
