import CLinux
import Glibc

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
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        prepare(&attributes, ownGroup: false)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addclosefrom_np(&actions, 3)
        var process: pid_t = 0
        let variables = environment.map { "\($0.key)=\($0.value)" }.sorted()
        let code = withCStrings([program] + arguments) { arguments in
            withCStrings(variables) { variables in
                posix_spawnp(&process, program, &actions, &attributes, arguments, variables)
            }
        }
        guard code == 0 else { throw SystemError(call: "posix_spawn", code: code) }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7f
        return signal == 0 ? .status(status >> 8 & 0xff) : .signal(signal)
    }
}
