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
        let interrupts = Interrupts()
        do {
            let loaded = try ArchitectureLoader.load(options.directory)
            for note in loaded.notes { StandardError.write("note: \(note)\n") }
            try await rehearse(loaded, interrupts)
            return 0
        } catch is Interrupted {
            return Interrupts.exitStatus
        } catch {
            StandardError.write("conductor: \(Self.text(of: error))\n")
            return 1
        }
    }

    private func rehearse(_ loaded: LoadedArchitecture, _ interrupts: Interrupts) async throws {
        let hydrated = try Hydration.hydrate(loaded.architecture)
        let timeline = VirtualTimeline(mode: .automatic)
        let cloud = try LocalCloud(
            project: LocalProject(id: hydrated.architecture.projectID), timeline: timeline,
            propagation: Propagation.model(upTo: options.propagation, seed: options.seed))
        let server = try cloud.start(port: 0)
        defer { server.stop() }
        let display = ProgressDisplay(options.output)
        let journal = StepJournal(timeline: timeline) { display.take($0) }
        let transport = CurlTransport()
        let clients = { @Sendable (principal: String) in
            CloudClients(
                endpoints: .local(port: server.port), transport: transport,
                credentials: LocalCredentials(principal: principal), timeline: timeline)
        }
        var programs = TracerExample.images
        programs[InProcessPlatform.sourceName(of: hydrated.director.service)] =
            ServiceDirector.program(for: hydrated)
        let outcome = try await InProcessPlatform.withPlatform(
            programs: programs, clients: clients, timeline: timeline,
            log: { journal.note("\($0): \($1)") }
        ) { platform in
            let rehearsal = Rehearsal(
                hydrated, expecting: loaded.rehearsal, platform: platform, clients: clients(cloud.owner),
                journal: journal, options: options)
            return try await display.showing(journal) { await rehearsal.run(interrupts) }
        }
        display.finish(journal.graph, at: journal.now, outcome: outcome.text)
        if let error = outcome.error { throw error }
    }

    static func text(of error: any Error) -> String {
        (error as? Status)?.message ?? String(describing: error)
    }
}
