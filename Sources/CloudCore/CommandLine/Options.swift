/// The options of a command line: what is allowed, and what was given.
///
/// Options are written `--name value`, `--name=value`, or `--name` alone where they take no value. Everything
/// behind `--` is positional.
public struct Options: Sendable {
    /// One option that a command has.
    public struct Option: Sendable {
        /// The name with its dashes, for example `--port`.
        public var name: String
        /// What its value is called in the help, for example `PORT`; nil for an option without a value.
        public var value: String?
        /// What it does, in a line.
        public var help: String

        /// Declares an option.
        public init(_ name: String, _ value: String? = nil, help: String) {
            self.name = name
            self.value = value
            self.help = help
        }
    }

    private var values: [String: [String]] = [:]
    /// What was given beside options, in order.
    public private(set) var positional: [String] = []

    /// Reads `arguments` (without the program's name).
    ///
    /// - Throws: INVALID_ARGUMENT for an unknown option (naming the nearest one), or a value that is missing or
    ///   not wanted.
    public init(_ arguments: [String], allowed: [Option]) throws(Status) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if argument == "--" {
                positional += rest
                return
            }
            guard argument.hasPrefix("-"), argument != "-" else {
                positional.append(argument)
                continue
            }
            try readOption(argument, &rest, allowed)
        }
    }

    private mutating func readOption(
        _ argument: String, _ rest: inout ArraySlice<String>, _ allowed: [Option]
    ) throws(Status) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init)
        let name = parts.first ?? argument
        guard let option = allowed.first(where: { $0.name == name }) else {
            let hint = NearestName.nearest(to: name, among: allowed.map(\.name)).map {
                "; did you mean \($0)?"
            }
            throw Status(.invalidArgument, "Unknown option \(name)\(hint ?? ", see --help")")
        }
        guard let valueName = option.value else {
            guard parts.count == 1 else {
                throw Status(.invalidArgument, "\(name) takes no value, and \"\(parts[1])\" was given.")
            }
            values[name, default: []].append("")
            return
        }
        guard let value = parts.count == 2 ? parts[1] : rest.popFirst() else {
            throw Status(.invalidArgument, "\(name) needs a value: \(name) \(valueName)")
        }
        values[name, default: []].append(value)
    }

    /// Whether an option was given.
    public func has(_ name: String) -> Bool { values[name] != nil }

    /// The value of an option; of several the last. Nil when it was not given.
    public subscript(name: String) -> String? { values[name]?.last }

    /// All values of an option that may be repeated.
    public func all(_ name: String) -> [String] { values[name] ?? [] }

    /// The value of an option as a whole number within `range`.
    ///
    /// - Throws: INVALID_ARGUMENT naming the option, the value and the range.
    public func integer(_ name: String, in range: ClosedRange<Int>) throws(Status) -> Int? {
        guard let text = self[name] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw Status(
                .invalidArgument,
                "\(name) \(text) is not valid; expected a number from \(range.lowerBound) to \(range.upperBound)."
            )
        }
        return number
    }

    /// The value of an option as one of some choices; nil when it was not given.
    ///
    /// - Throws: INVALID_ARGUMENT naming the option, the value and the choices.
    public func choice<Choice>(
        _ name: String, of choices: [Choice], _ text: (Choice) -> String
    ) throws(Status) -> Choice? {
        guard let given = self[name] else { return nil }
        guard let chosen = choices.first(where: { text($0) == given }) else {
            let names = choices.map(text).joined(separator: ", ")
            throw Status(.invalidArgument, "\(name) \(given) is not valid; expected one of \(names).")
        }
        return chosen
    }

    /// The lines of a help text for `options`, aligned.
    public static func help(_ options: [Option]) -> String {
        let heads = options.map { option in
            guard let value = option.value else { return option.name }
            return "\(option.name) \(value)"
        }
        let width = heads.map(\.count).max() ?? 0
        var lines: [String] = []
        for (head, option) in zip(heads, options) {
            let gap = String(repeating: " ", count: width - head.count + 2)
            lines.append("  \(head)\(gap)\(option.help)")
        }
        return lines.joined(separator: "\n")
    }
}
