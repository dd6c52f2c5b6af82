import CloudCore

/// What the command line asks for.
enum Arguments {
    case help
    case version
    case plan(directory: String)
    case rehearse(RehearseOptions)

    static let allowed = [
        Options.Option("-C", "DIRECTORY", help: "look for directories there"),
        Options.Option(
            "--propagation", "TIME", help: "rehearse: how long a change takes to be seen everywhere (7m)"),
        Options.Option("--seed", "NUMBER", help: "rehearse: decides everything random (1)"),
        Options.Option("--plain", help: "rehearse: lines instead of a live tree, as when not on a terminal"),
        Options.Option("--json", help: "rehearse: events as JSON, one a line"),
        Options.Option("--help", help: "print this help and exit"),
        Options.Option("--version", help: "print the version and exit"),
    ]

    static let usage = """
        Usage: conductor rehearse DIRECTORY [options]
               conductor plan DIRECTORY [options]

        rehearse starts a cloud on this machine, runs all phases of DIRECTORY/services.yaml against it on virtual
        time, waits for the messages that DIRECTORY/rehearsal.yaml expects, and tears everything down.
        plan prints the service accounts that DIRECTORY/services.yaml needs, and every role that they get.

        Options:
        \(Options.help(allowed))

        Exits with 0 when all messages arrived, 1 when something failed, 2 for a wrong command line, 130 when
        interrupted (once tears down first, twice ends at once).
        """

    /// Reads the arguments after the program's name.
    ///
    /// - Throws: INVALID_ARGUMENT naming what is wrong and what would be right.
    static func parse(_ arguments: [String]) throws(Status) -> Arguments {
        let options = try Options(arguments, allowed: allowed)
        if options.has("--help") { return .help }
        if options.has("--version") { return .version }
        guard let command = options.positional.first else {
            throw Status(.invalidArgument, "A command is missing: rehearse or plan.")
        }
        let directory = try directory(options, for: command)
        switch command {
        case "rehearse": return .rehearse(try RehearseOptions(options, directory: directory))
        case "plan": return .plan(directory: directory)
        default:
            let hint = NearestName.hint(for: command, among: ["rehearse", "plan"])
            throw Status(.invalidArgument, "Unknown command \"\(command)\"\(hint)")
        }
    }

    /// The one directory that was named, below `-C` unless it is absolute.
    private static func directory(_ options: Options, for command: String) throws(Status) -> String {
        let directories = options.positional.dropFirst()
        guard let directory = directories.first, directories.count == 1 else {
            let problem =
                directories.isEmpty ? "needs a directory" : "takes one directory, not \(directories.count),"
            throw Status(.invalidArgument, "\(command) \(problem) with a services.yaml in it.")
        }
        guard let base = options["-C"], !directory.hasPrefix("/") else { return directory }
        return base + "/" + directory
    }
}
