import CloudCore
import PubSubEmulator
import RPCServer

/// What `pubsub-emulator` was asked for.
struct EmulatorOptions {
    private static let allowed = [
        Options.Option("--host", "HOST", help: "address to listen on (127.0.0.1)"),
        Options.Option("--port", "PORT", help: "port to listen on; 0 picks a free one (8085)"),
        Options.Option("--host-port", "HOST:PORT", help: "both in one, as gcloud writes it"),
        Options.Option(
            "--ready-port", "PORT",
            help: "serve here, too, from when all is created and served on; images of others have 8682"),
        Options.Option(
            "--project", "PROJECT", help: "project of the topics that are named without one (test-project)"),
        Options.Option(
            "--topic", "TOPIC[:SUB…]", help: "create a topic and subscriptions at start; may be repeated"),
        Options.Option(
            "--export-dir", "DIR",
            help: "write what BigQuery, Cloud Storage and Bigtable subscriptions export"),
        Options.Option(
            "--data-dir", "DIR", help: "keep everything in this folder, across restarts and kill -9"),
        Options.Option(
            "--sync", "WHEN",
            help:
                "with --data-dir: always (on the disk before each answer) or never (not after a loss of power) (never)"
        ),
        Options.Option("--import", "FILE", help: "begin with a state that was exported, as JSON"),
        Options.Option("--export-on-exit", "FILE", help: "write the state there, as JSON, when told to end"),
        Options.Option("--timeline", "KIND", help: "real, virtual (moved over REST) or automatic (real)"),
        Options.Option(
            "--seed", "N", help: "where ids and random choices begin; the same seed repeats them (0)"),
        Options.Option(
            "--faults", "FILE", help: "fault rules to begin with, as JSON; see docs/emulator-api.md"),
        Options.Option("--history", "N", help: "remember the lives of the latest N messages (0)"),
        Options.Option("--record", "FILE", help: "add each request to a file, for replay"),
        Options.Option("--strict", help: "refuse what exceeds the service's quotas, with RESOURCE_EXHAUSTED"),
        Options.Option("--support", help: "print which methods are supported, as Markdown, and exit"),
        Options.Option("--version", help: "print the version and exit"),
        Options.Option("--help", help: "print this help and exit"),
    ]

    static var help: String {
        """
        Usage: pubsub-emulator [options]
               pubsub-emulator replay FILE [--seed N] [--project PROJECT]

        Serves the Pub/Sub API over gRPC and REST on one port; tests control it over REST under /emulator/v1/.
        The second form plays the requests of a recording against a new emulator, in virtual time, and ends with
        1 if any ended otherwise than when it was recorded.

        Options:
        \(Options.help(allowed))

        Environment:
          PUBSUB_PROJECT1=project,topic1,topic2:subscription1:subscription2~60
              creates topics and subscriptions at start, the last with an ack deadline of 60 s; a
              subscription+host:port/path is pushed there; PUBSUB_PROJECT2 and so on for further projects

        Clients find it by PUBSUB_EMULATOR_HOST=127.0.0.1:8085.
        """
    }

    var host = "127.0.0.1"
    var port: UInt16 = 8085
    /// The port that wait-for-it and its like look at; nil for none.
    var readyPort: UInt16?
    var timeline = TimelineKind.real
    var projects: [ProjectVariable] = []
    var project = "test-project"
    var exportFolder: String?
    var dataFolder: String?
    var sync = DurableSync.never
    var importFile: String?
    var exportFile: String?
    var seed: UInt64 = 0
    var historyLimit = 0
    var faults: [FaultRule] = []
    var recordPath: String?
    /// The recording to replay instead of serving.
    var replayPath: String?
    var isStrict = false
    var wantsSupport = false
    var wantsHelp = false
    var wantsVersion = false

    /// Reads arguments and environment.
    ///
    /// - Throws: INVALID_ARGUMENT naming what is wrong and what would be right.
    init(_ arguments: [String], environment: [String: String]) throws(Status) {
        let options = try Options(arguments, allowed: Self.allowed)
        wantsHelp = options.has("--help")
        wantsVersion = options.has("--version")
        wantsSupport = options.has("--support")
        isStrict = options.has("--strict")
        if let project = options["--project"] { self.project = project }
        exportFolder = options["--export-dir"]
        if exportFolder == "" { throw Status(.invalidArgument, "--export-dir must name a folder.") }
        try readTestOptions(options)
        if options.positional.first == "replay", options.positional.count == 2 {
            replayPath = options.positional[1]
        } else if let extra = options.positional.first {
            throw Status(.invalidArgument, "Unexpected argument \"\(extra)\"; see --help.")
        }
        try readAddress(options)
        timeline =
            try options.choice("--timeline", of: TimelineKind.allCases) { $0.rawValue } ?? timeline
        try readState(options)
        projects = try ProjectVariable.all(in: environment)
        let topics = options.all("--topic")
        if !topics.isEmpty {
            projects.append(
                try ProjectVariable(([project] + topics).joined(separator: ","), variable: "--topic"))
        }
    }

    private mutating func readAddress(_ options: Options) throws(Status) {
        if let both = options["--host-port"] {
            guard let colon = both.lastIndex(of: ":"), let port = UInt16(both[both.index(after: colon)...])
            else {
                throw Status(.invalidArgument, "--host-port \(both) is not valid; expected HOST:PORT.")
            }
            host = String(both[..<colon])
            self.port = port
        }
        if let host = options["--host"] { self.host = host }
        if let port = try options.integer("--port", in: 0...65_535) { self.port = UInt16(port) }
        guard let ready = try options.integer("--ready-port", in: 0...65_535) else { return }
        guard ready != port || ready == 0 else {
            throw Status(
                .invalidArgument, "--ready-port \(ready) is the port of the API; choose another one.")
        }
        readyPort = UInt16(ready)
    }

    private mutating func readState(_ options: Options) throws(Status) {
        dataFolder = options["--data-dir"]
        importFile = options["--import"]
        exportFile = options["--export-on-exit"]
        if dataFolder == "" { throw Status(.invalidArgument, "--data-dir must name a folder.") }
        for (option, file) in [("--import", importFile), ("--export-on-exit", exportFile)] where file == "" {
            throw Status(.invalidArgument, "\(option) must name a file.")
        }
        guard let text = options["--sync"] else { return }
        guard let sync = DurableSync(rawValue: text) else {
            throw Status(.invalidArgument, "--sync \(text) is not valid; expected always or never.")
        }
        guard dataFolder != nil else { throw Status(.invalidArgument, "--sync needs --data-dir.") }
        self.sync = sync
    }

    private mutating func readTestOptions(_ options: Options) throws(Status) {
        seed = UInt64(try options.integer("--seed", in: 0...Int.max) ?? 0)
        historyLimit = try options.integer("--history", in: 0...MessageHistory.maxLimit) ?? 0
        recordPath = options["--record"]
        guard let path = options["--faults"] else { return }
        do throws(Status) {
            faults = try FaultRule.list(json: try JSON.parse(try InputFile.bytes(path)))
        } catch {
            throw Status(error.code, "--faults \(path): \(error.message)")
        }
    }
}
