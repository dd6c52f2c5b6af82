import CloudCore
import CloudEmulator
import GoogleCloud
import Orchestration
import TracerExample

/// `conductor rehearse`: all phases against a cloud on this machine, on virtual time.
struct RehearseCommand: Sendable {
    let options: RehearseOptions

    init(_ options: RehearseOptions) { self.options = options }

    /// Rehearses; the exit status.
    func run() async -> Int32 {
        do {
            let loaded = try ArchitectureLoader.load(options.directory)
            for note in loaded.notes { StandardStream.error.write("note: \(note)\n") }
            let outcome = try await rehearse(loaded)
            guard let error = outcome.error else { return 0 }
            // Readers of JSON are programs; whoever started them wants to see the reason as well.
            if options.output == .json { StandardStream.error.write("conductor: \(outcome.text)\n") }
            return error is Interrupted ? Interrupts.exitStatus : 1
        } catch {
            StandardStream.error.write("conductor: \(Self.text(of: error))\n")
            return 1
        }
    }

    private func rehearse(_ loaded: LoadedArchitecture) async throws -> Rehearsal.Outcome {
        let hydrated = try Hydration.hydrate(loaded.architecture)
        let timeline = VirtualTimeline(mode: .automatic, handOverMilliseconds: 40)
        let transport = CurlTransport()
        let cloud = LocalCloud(
            timeline: timeline, project: try LocalProject(id: hydrated.architecture.projectID),
            propagation: Propagation.model(upTo: options.propagation, seed: options.seed),
            http: transport)
        let server = try cloud.start()
        let endpoints = CloudEndpoints.local(port: server.port)
        let outcome = try await run(loaded, hydrated, owner: cloud.owner, timeline) { principal in
            CloudClients(
                endpoints: endpoints, transport: transport,
                credentials: LocalCredentials(principal: principal), timeline: timeline)
        }
        await server.stop()
        return outcome
    }

    private func run(
        _ loaded: LoadedArchitecture, _ hydrated: HydratedArchitecture, owner: String,
        _ timeline: VirtualTimeline, clients: @escaping @Sendable (String) -> CloudClients
    ) async throws -> Rehearsal.Outcome {
        let interrupts = Interrupts()
        let display = ProgressDisplay(options.output)
        let journal = StepJournal(timeline: timeline) { display.take($0) }
        var programs = TracerExample.images
        programs[InProcessPlatform.sourceName(of: hydrated.director.service)] =
            ServiceDirector.program(for: hydrated, patience: Propagation.patience(upTo: options.propagation))
        let outcome = try await InProcessPlatform.withPlatform(
            programs: programs, clients: clients, timeline: timeline, log: { journal.note("\($0): \($1)") }
        ) { platform in
            let rehearsal = Rehearsal(
                hydrated, expecting: loaded.rehearsal, platform: platform, clients: clients(owner),
                journal: journal, options: options)
            return try await display.showing(journal) { await rehearsal.run(interrupts) }
        }
        display.finish(journal.graph, at: journal.now, outcome: outcome.text)
        return outcome
    }

    static func text(of error: any Error) -> String {
        (error as? Status)?.message ?? String(describing: error)
    }
}
