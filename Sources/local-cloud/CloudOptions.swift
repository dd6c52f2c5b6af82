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
            "--account-quota", "N", help: "service accounts that the project may have (100)"),
        Options.Option(
            "--policy", "MODE",
            help: "what becomes of calls without permission: off, log or enforce (enforce)"),
        Options.Option(
            "--propagation", "PRESET",
            help:
                "how long writes take to be seen: instant, typical, slow, worst, or a YAML or JSON file (typical)"
        ),
        Options.Option("--timeline", "KIND", help: "real, virtual (moved over REST) or automatic (real)"),
        Options.Option(
            "--seed", "N|FILE",
            help:
                "a number: where ids and delays begin, and the same repeats them (1); a YAML file: what exists at the start"
        ),
        Options.Option(
            "--data-dir", "DIR", help: "keep everything in this folder, across restarts and kill -9"),
        Options.Option(
            "--sync", "WHEN",
            help:
                "with --data-dir: always (on the disk before each answer) or never (not after a loss of power) (never)"
        ),
        Options.Option("--import", "FILE", help: "begin with a state that was exported, as JSON"),
        Options.Option("--export-on-exit", "FILE", help: "write the state there, as JSON, when told to end"),
        Options.Option(
            "--disrupt", "WHAT",
            help:
                "begin with region-down=LOCATION, quota-exhausted=SERVICE, operation-stuck or propagation-stalled; may be repeated"
        ),
        Options.Option("--record", "FILE", help: "add each request to a file, for replay"),
        Options.Option("--version", help: "print the version and exit"),
        Options.Option("--help", help: "print this help and exit"),
    ]

    static var help: String {
        """
        Usage: local-cloud [options]
               local-cloud env [options]
               local-cloud exec [options] -- COMMAND [ARGUMENT…]
               local-cloud policy suggest [--host HOST] [--port PORT]
               local-cloud replay FILE [options]

        Serves a Google Cloud project on one port, over gRPC and REST: Pub/Sub, IAM, Resource
        Manager, Service Usage, Secret Manager, Cloud Scheduler, Cloud Storage, Artifact Registry, Cloud Build, Cloud
        Run, BigQuery and Firestore's databases.
        The second form prints the exports that point gcloud and the official SDKs at it; the third runs a command
        against a new cloud with them, and ends with its exit code. The fourth asks a running cloud for the least
        bindings that the traffic so far needs, and ends with 1 if any of them is not granted, or a granted one was not
        used. The fifth plays the requests of a recording against a new cloud, in virtual time, and ends with 1 if any
        ended otherwise than when it was recorded.

        Options:
        \(Options.help(allowed))
        """
    }

    /// What is to be done.
    enum Command: Equatable {
        case serve
        case environment
        case execute(String, [String])
        case suggestPolicy
        case replay(String)
    }

    static let standardPort: UInt16 = 8086

    var command = Command.serve
    var host = "127.0.0.1"
    var port = standardPort
    var project = LocalProject.standard
    var owner = "owner@example.com"
    /// The most service accounts that the project may have; nil for as many as a new project of Google's.
    var accountQuota: Int?
    var policyMode = PolicyMode.enforce
    var propagation = PropagationModel.typical
    /// Whether propagation or the random seed was asked for, and not only left as it is.
    var choosesModel = false
    /// What exists at the start, from a file.
    var seedFile: String?
    var dataFolder: String?
    var sync = DurableSync.never
    var importFile: String?
    var exportFile: String?
    var disruptions: [Disruption] = []
    var recordPath: String?
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
        accountQuota = try options.integer("--account-quota", in: 0...1_000_000)
        policyMode = try options.choice("--policy", of: PolicyMode.allCases) { $0.rawValue } ?? policyMode
        timeline = try options.choice("--timeline", of: TimelineKind.allCases) { $0.rawValue } ?? timeline
        recordPath = options["--record"]
        for text in options.all("--disrupt") { disruptions.append(try Disruption(text)) }
        try readModel(options)
        try readState(options)
    }

    private mutating func readModel(_ options: Options) throws(Status) {
        if let text = options["--propagation"] {
            choosesModel = true
            if let preset = PropagationModel(preset: text) {
                propagation = preset
            } else {
                propagation = try PropagationFile.read(text)
            }
        }
        for text in options.all("--seed") {
            if let number = UInt64(text) {
                choosesModel = true
                propagation = propagation.seeded(number)
            } else {
                guard seedFile == nil else {
                    throw Status(.invalidArgument, "--seed names two files, \(seedFile ?? "") and \(text).")
                }
                seedFile = text
            }
        }
    }

    private mutating func readState(_ options: Options) throws(Status) {
        dataFolder = options["--data-dir"]
        importFile = options["--import"]
        exportFile = options["--export-on-exit"]
        for (option, path) in [
            ("--data-dir", dataFolder), ("--import", importFile), ("--export-on-exit", exportFile),
            ("--record", recordPath),
        ] where path == "" {
            throw Status(.invalidArgument, "\(option) must not be empty.")
        }
        guard let sync = try options.choice("--sync", of: DurableSync.allCases, { $0.rawValue }) else {
            return
        }
        guard dataFolder != nil else { throw Status(.invalidArgument, "--sync needs --data-dir.") }
        self.sync = sync
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
        case "policy" where words.dropFirst() == ["suggest"]: return .suggestPolicy
        case "replay" where words.count == 2: return .replay(words[1])
        case let word?:
            throw Status(
                .invalidArgument,
                "Unexpected argument \"\(word)\"; expected env, exec, policy suggest, replay FILE or nothing."
            )
        }
    }
}
