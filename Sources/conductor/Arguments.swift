import Orchestration

/// What the command line asks for.
enum Arguments {
    case help(String)
    case version
    case plan(directory: String)
    case rehearse(RehearseOptions)

    static let versionNumber = "0.1.0"

    /// Reads the arguments after the program's name.
    static func parse(_ arguments: [String]) throws(UsageError) -> Arguments {
        var reader = ArgumentReader(arguments)
        var directory = ""
        // Options before the command belong to the program.
        while let argument = reader.next() {
            switch argument {
            case "-h", "--help": return .help(Usage.program)
            case "--version": return .version
            case "-C": directory = try reader.value(of: "-C", "a directory")
            case "rehearse":
                let options = try RehearseOptions(&reader, in: directory)
                return options.wantsHelp ? .help(Usage.rehearse) : .rehearse(options)
            case "plan":
                return try plan(&reader, in: directory)
            case let flag where flag.hasPrefix("-"):
                throw UsageError(
                    CommandLineText.complaint("option", flag, among: ["--help", "--version", "-C"]),
                    Usage.seeHelp)
            default:
                throw UsageError(
                    CommandLineText.complaint("command", argument, among: ["rehearse", "plan"]), Usage.seeHelp
                )
            }
        }
        throw UsageError("a command is missing", Usage.program)
    }

    private static func plan(_ reader: inout ArgumentReader, in base: String) throws(UsageError) -> Arguments
    {
        var directories: [String] = []
        while let argument = reader.next() {
            switch argument {
            case "-h", "--help": return .help(Usage.plan)
            case let flag where flag.hasPrefix("-"):
                throw UsageError(
                    CommandLineText.complaint("option of plan", flag, among: ["--help"]), Usage.seeHelp)
            default: directories.append(argument)
            }
        }
        return .plan(directory: try Paths.only(directories, in: base, for: "plan"))
    }
}

/// A command line that cannot be followed.
struct UsageError: Error {
    /// What is wrong.
    var message: String
    /// What to look at.
    var hint: String

    init(_ message: String, _ hint: String) {
        self.message = message
        self.hint = hint
    }
}

/// Hands out arguments one by one; `--name=value` comes as two.
struct ArgumentReader {
    private var rest: ArraySlice<String>
    private var attached: String?

    init(_ arguments: [String]) { rest = arguments[...] }

    /// The next argument; a value that was attached to the last one and not asked for is an argument of its own.
    mutating func next() -> String? {
        if let value = attached {
            attached = nil
            return "=" + value
        }
        guard let argument = rest.popFirst() else { return nil }
        guard argument.hasPrefix("--"), let equals = argument.firstIndex(of: "=") else { return argument }
        attached = String(argument[argument.index(after: equals)...])
        return String(argument[..<equals])
    }

    /// The value of an option, attached or following.
    mutating func value(of option: String, _ what: String) throws(UsageError) -> String {
        if let value = attached {
            attached = nil
            return value
        }
        guard let value = rest.popFirst() else {
            throw UsageError("\(option) needs \(what)", Usage.seeHelp)
        }
        return value
    }
}

/// The directories that commands work on.
enum Paths {
    /// The one directory that was named, below `base` unless it is absolute.
    static func only(_ directories: [String], in base: String, for command: String) throws(UsageError)
        -> String
    {
        guard let directory = directories.first, directories.count == 1 else {
            let problem =
                directories.isEmpty ? "needs a directory" : "takes one directory, not \(directories.count)"
            throw UsageError("\(command) \(problem) with a services.yaml in it", Usage.seeHelp)
        }
        return base.isEmpty || directory.hasPrefix("/") ? directory : base + "/" + directory
    }
}
