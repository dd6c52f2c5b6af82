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
        Secret Manager, Cloud Scheduler and Cloud Storage.
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
        policyMode = try options.choice("--policy", of: PolicyMode.allCases) { $0.rawValue } ?? policyMode
        timeline = try options.choice("--timeline", of: TimelineKind.allCases) { $0.rawValue } ?? timeline
        let preset = try options.choice("--propagation", of: PropagationModel.presets) { $0.name }
        let seed = UInt64(try options.integer("--seed", in: 0...Int.max) ?? 1)
        propagation = (preset?.model ?? propagation).seeded(seed)
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
}
