import CloudCore
import CloudEmulator

/// What `local-cloud` was asked for.
struct CloudOptions {
    private static let allowed = [
        Options.Option("--host", "HOST", help: "address to listen on (127.0.0.1)"),
        Options.Option("--port", "PORT", help: "port to listen on; 0 picks a free one (8086; 0 with exec)"),
        Options.Option(
            "--project", "PROJECT", help: "id of the project that the cloud consists of (local-project)"),
        Options.Option(
            "--owner", "EMAIL",
            help: "user who owns the project, and makes calls without a token (owner@example.com)"),
        Options.Option(
            "--policy", "MODE",
            help: "what becomes of calls without permission: off, log or enforce (enforce)"),
        Options.Option(
            "--propagation", "PRESET",
            help: "how long writes take to be seen: instant, typical, slow or worst (typical)"),
        Options.Option("--timeline", "KIND", help: "real, virtual (moved over REST) or automatic (real)"),
        Options.Option("--seed", "N", help: "where ids and delays begin; the same seed repeats them (1)"),
        Options.Option("--version", help: "print the version and exit"),
        Options.Option("--help", help: "print this help and exit"),
    ]

    static var help: String {
        """
        Usage: local-cloud [options]
               local-cloud env [options]
               local-cloud exec [options] -- COMMAND [ARGUMENT…]

        Serves a Google Cloud project on one port, over gRPC and REST: Resource Manager, Service Usage, IAM, Pub/Sub,
        Secret Manager and Cloud Scheduler.
        The second form prints the exports that point gcloud and the official SDKs at it; the third runs a command
        against a new cloud with them, and ends with its exit code.

        Options:
        \(Options.help(allowed))
        """
    }

    /// What is to be done.
    enum Command: Equatable {
        case serve
        case environment
        case execute(String, [String])
    }

    /// Whose time the cloud follows.
    enum TimelineKind: String, CaseIterable {
        case real, virtual, automatic
    }

    static let standardPort: UInt16 = 8086

    var command = Command.serve
    var host = "127.0.0.1"
    var port = standardPort
    var project = LocalProject.standard
    var owner = "owner@example.com"
    var policyMode = PolicyMode.enforce
    var propagation = PropagationModel.typical
    var timeline = TimelineKind.real
    var wantsHelp = false
    var wantsVersion = false

    /// Reads arguments.
    ///
    /// - Throws: INVALID_ARGUMENT naming what is wrong and what would be right.
    init(_ arguments: [String]) throws(Status) {
        let options = try Options(arguments, allowed: Self.allowed)
        wantsHelp = options.has("--help")
        wantsVersion = options.has("--version")
        command = try Self.command(options.positional)
        if let host = options["--host"] { self.host = host }
        if case .execute = command { port = 0 }
        if let port = try options.integer("--port", in: 0...65_535) { self.port = UInt16(port) }
        if let id = options["--project"] { project = try LocalProject(id: id) }
        if let owner = options["--owner"] {
            guard owner.contains("@") else {
                throw Status(.invalidArgument, "--owner \(owner) is not valid; expected an email address.")
            }
            self.owner = owner
        }
        policyMode = try Self.choice("--policy", options, policyMode, PolicyMode.allCases) { $0.rawValue }
        timeline = try Self.choice("--timeline", options, timeline, TimelineKind.allCases) { $0.rawValue }
        let presets = PropagationModel.presets
        let preset = try Self.choice("--propagation", options, presets[1], presets) { $0.name }
        let seed = UInt64(try options.integer("--seed", in: 0...Int.max) ?? 1)
        propagation = preset.model.seeded(seed)
    }

    private static func command(_ words: [String]) throws(Status) -> Command {
        switch words.first {
        case nil: return .serve
        case "env" where words.count == 1: return .environment
        case "exec":
            guard words.count > 1 else {
                throw Status(.invalidArgument, "exec needs a command: local-cloud exec -- COMMAND")
            }
            return .execute(words[1], Array(words.dropFirst(2)))
        case let word?:
            throw Status(.invalidArgument, "Unexpected argument \"\(word)\"; expected env, exec or nothing.")
        }
    }

    private static func choice<T>(
        _ name: String, _ options: Options, _ standard: T, _ all: [T], _ text: (T) -> String
    ) throws(Status) -> T {
        guard let given = options[name] else { return standard }
        guard let chosen = all.first(where: { text($0) == given }) else {
            let names = all.map(text).joined(separator: ", ")
            throw Status(.invalidArgument, "\(name) \(given) is not valid; expected one of \(names).")
        }
        return chosen
    }
}

extension PropagationModel {
    /// The models that can be asked for by name.
    static let presets: [(name: String, model: PropagationModel)] = [
        ("instant", .instant), ("typical", .typical), ("slow", .slow), ("worst", .worst),
    ]
}

extension CloudOptions.TimelineKind {
    func make() -> any Timeline {
        switch self {
        case .real: RealTimeline.shared
        case .virtual: VirtualTimeline(start: RealTimeline.shared.now)
        case .automatic: VirtualTimeline(start: RealTimeline.shared.now, mode: .automatic)
        }
    }
}
