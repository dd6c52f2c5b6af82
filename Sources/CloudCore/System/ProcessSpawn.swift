import CLinux
import Glibc

/// Starts programs and waits for their ends.
enum ProcessSpawn {
    /// Starts a program with default signals, whatever this process blocks or ignores, and no descriptor but its three
    /// streams: a connection that a child inherits would stay open when it is closed here.
    ///
    /// - Parameters:
    ///   - program: a path, or a name to be looked for in this process's PATH.
    ///   - arguments: those behind the program's own name.
    ///   - environment: all variables that it gets.
    ///   - streams: what its descriptors from 0 on are; where there is none, this process's.
    ///   - hasOwnGroup: whether it leads a process group of its own, so that whatever it starts can be ended with it.
    /// - Throws: `SystemError`, for example ENOENT when there is no such program.
    static func start(
        _ program: String, _ arguments: [String], _ environment: [String: String], streams: [Int32] = [],
        ownGroup hasOwnGroup: Bool = true
    ) throws(SystemError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (stream, descriptor) in streams.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(stream))
        }
        posix_spawn_file_actions_addclosefrom_np(&actions, 3)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        prepare(&attributes, hasOwnGroup)
        let variables = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        var process = pid_t()
        let code = withCStrings([program] + arguments) { arguments in
            withCStrings(variables) { variables in
                posix_spawnp(&process, program, &actions, &attributes, arguments, variables)
            }
        }
        guard code == 0 else { throw SystemError(call: "posix_spawn", code: code) }
        return process
    }

    /// Waits for the end of a program that this process has started.
    static func wait(for process: pid_t) -> ChildProcess.Exit {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7f
        return signal == 0 ? .status(status >> 8 & 0xff) : .signal(signal)
    }

    private static func prepare(_ attributes: inout posix_spawnattr_t, _ hasOwnGroup: Bool) {
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | (hasOwnGroup ? POSIX_SPAWN_SETPGROUP : 0)
        posix_spawnattr_setflags(&attributes, Int16(flags))
    }

    private static func withCStrings<R>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> R
    ) -> R {
        let copies = strings.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }
}
