import CloudCore
import Orchestration

/// The options of `conductor rehearse`.
struct RehearseOptions: Sendable {
    enum Output {
        case automatic
        case plain
        case json
    }

    var directory = ""
    var propagation = Duration.seconds(7 * 60)
    var seed: UInt64 = 1
    var output = Output.automatic
    var wantsHelp = false

    private static let names = ["--propagation", "--seed", "--plain", "--json", "--help"]

    init(_ reader: inout ArgumentReader, in base: String) throws(UsageError) {
        var directories: [String] = []
        while let argument = reader.next() {
            switch argument {
            case "--propagation": propagation = try Self.propagation(&reader)
            case "--seed": seed = try Self.seed(&reader)
            case "--plain": output = .plain
            case "--json": output = .json
            case "-h", "--help": wantsHelp = true
            case let flag where flag.hasPrefix("-") || flag.hasPrefix("="):
                throw UsageError(
                    CommandLineText.complaint("option of rehearse", flag, among: Self.names), Usage.seeHelp)
            default: directories.append(argument)
            }
        }
        if wantsHelp { return }
        directory = try Paths.only(directories, in: base, for: "rehearse")
    }

    private static func seed(_ reader: inout ArgumentReader) throws(UsageError) -> UInt64 {
        let text = try reader.value(of: "--seed", "a number")
        guard let seed = UInt64(text) else {
            throw UsageError("--seed \"\(text)\" is no number from 0 to \(UInt64.max)", Usage.seeHelp)
        }
        return seed
    }

    /// The longest delay that is simulated.
    private static let maxPropagation = Duration.seconds(24 * 60 * 60)

    private static func propagation(_ reader: inout ArgumentReader) throws(UsageError) -> Duration {
        let text = try reader.value(of: "--propagation", "a time, for example 7m")
        guard let duration = CommandLineText.duration(text), duration >= .zero, duration <= maxPropagation
        else {
            throw UsageError(
                "--propagation \"\(text)\" is no time from 0 to 24h, for example 90s, 7m or 1h30m",
                Usage.seeHelp)
        }
        return duration
    }
}
