import CloudCore
import Orchestration

/// The options of `conductor rehearse`.
struct RehearseOptions: Sendable {
    enum Output {
        case automatic
        case plain
        case json
    }

    var directory: String
    var propagation = Duration.seconds(7 * 60)
    var seed: UInt64 = 1
    var output = Output.automatic

    /// The longest delay that is simulated.
    private static let maxPropagation = Duration.seconds(24 * 60 * 60)

    init(_ options: Options, directory: String) throws(Status) {
        self.directory = directory
        if options.has("--plain") { output = .plain }
        if options.has("--json") { output = .json }
        if let text = options["--propagation"] { propagation = try Self.propagation(text) }
        if let text = options["--seed"] {
            guard let seed = UInt64(text) else {
                throw Status(.invalidArgument, "--seed \"\(text)\" is no number from 0 to \(UInt64.max).")
            }
            self.seed = seed
        }
    }

    private static func propagation(_ text: String) throws(Status) -> Duration {
        guard let duration = GoDuration.parse(text), duration >= .zero, duration <= maxPropagation else {
            throw Status(
                .invalidArgument,
                "--propagation \"\(text)\" is no time from 0 to 24h, for example 90s, 7m or 1h30m.")
        }
        return duration
    }
}
