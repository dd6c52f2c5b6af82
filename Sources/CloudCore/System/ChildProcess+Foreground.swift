extension ChildProcess {
    /// Runs a program to its end in the foreground: it has this process's three streams, terminal and process group.
    ///
    /// - Parameters:
    ///   - program: a path, or a name to be looked for in this process's PATH.
    ///   - arguments: those behind the program's own name.
    ///   - environment: all variables that it gets.
    /// - Throws: `SystemError`, for example ENOENT when there is no such program.
    public static func runInForeground(
        _ program: String, _ arguments: [String], environment: [String: String]
    ) throws(SystemError) -> Exit {
        ProcessSpawn.wait(
            for: try ProcessSpawn.start(program, arguments, environment, ownGroup: false))
    }
}
