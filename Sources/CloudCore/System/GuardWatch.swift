import CLinux
import Glibc

/// Reads what a guarded process says until it has ended, and sees that it keeps to its memory.
struct GuardWatch: Sendable {
    let shell: pid_t
    let output: Int32
    let error: Int32
    let memoryBytes: Int?

    /// What is read of a stream at a time.
    private static let chunkBytes = 65_536
    /// How often memory is looked at.
    private static let memoryInterval: Int32 = 1_000

    /// Runs on a thread of its own until the process has ended; `reap` removes what is left of it.
    func run(_ tell: (GuardedProcess.Event) -> Void, reap: () -> Void) {
        let end = rehearsal_pidfd_open(shell)
        var entries = [
            pollfd(fd: output, events: Int16(POLLIN), revents: 0),
            pollfd(fd: error, events: Int16(POLLIN), revents: 0),
            pollfd(fd: end, events: Int16(POLLIN), revents: 0),
        ]
        // Without that descriptor, on an old kernel, the end is looked for ten times a second.
        let wait = end < 0 ? 100 : memoryBytes == nil ? -1 : Self.memoryInterval
        while !hasEnded(entries[2]) {
            let count = poll(&entries, 3, wait)
            if count == 0, let limit = memoryBytes, let bytes = ProcessMemory.residentBytes(of: shell),
                bytes > limit
            {
                tell(.tooMuchMemory(bytes: bytes))
                killpg(shell, SIGKILL)
            }
            if count > 0 {
                for index in 0..<2 where entries[index].revents != 0 { read(&entries[index], tell) }
            }
        }
        let status = status
        reap()
        // Everything that could still write is gone by now, or does not belong to it any more.
        for entry in entries[..<2] where entry.fd >= 0 { _ = fcntl(entry.fd, F_SETFL, O_NONBLOCK) }
        for index in 0..<2 { while entries[index].fd >= 0 { read(&entries[index], tell) } }
        if end >= 0 { close(end) }
        close(output)
        close(error)
        tell(.ended(status: status))
    }

    private func hasEnded(_ entry: pollfd) -> Bool {
        if entry.fd >= 0 { return entry.revents != 0 }
        var info = siginfo_t()
        return waitid(P_PID, id_t(shell), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_signo == SIGCHLD
    }

    /// How the shell has ended, which is how the program has; it stays to be reaped.
    private var status: Int32 {
        var info = siginfo_t()
        guard waitid(P_PID, id_t(shell), &info, WEXITED | WNOWAIT) == 0 else { return 0 }
        let value = info._sifields._sigchld.si_status
        return info.si_code == Int32(CLD_EXITED) ? value : 128 + value
    }

    /// Reads what is there; at the end of a stream it is not looked at any more.
    private func read(_ entry: inout pollfd, _ tell: (GuardedProcess.Event) -> Void) {
        let bytes = [UInt8](unsafeUninitializedCapacity: Self.chunkBytes) { buffer, count in
            count = max(Glibc.read(entry.fd, buffer.baseAddress, buffer.count), 0)
        }
        let isError = entry.fd == error
        guard !bytes.isEmpty else {
            entry.fd = -1
            return
        }
        tell(.output(bytes, isError: isError))
    }
}

/// How much memory processes use, by what `/proc` says.
enum ProcessMemory {
    /// The resident memory of a process and of all that it has started; nil when it cannot be read.
    static func residentBytes(of process: pid_t) -> Int? {
        var total: Int?
        var waiting = [process]
        // What starts processes without end is not followed without end.
        for _ in 0..<1_000 {
            guard let next = waiting.popLast() else { break }
            if let pages = numbers("/proc/\(next)/statm").dropFirst().first {
                total = (total ?? 0) + pages * Int(sysconf(Int32(_SC_PAGESIZE)))
            }
            waiting += numbers("/proc/\(next)/task/\(next)/children").map { pid_t($0) }
        }
        return total
    }

    private static func numbers(_ path: String) -> [Int] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return [] }
        defer { close(file) }
        let bytes = [UInt8](unsafeUninitializedCapacity: 4_096) { buffer, count in
            count = max(Glibc.read(file, buffer.baseAddress, buffer.count), 0)
        }
        return bytes.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
            .compactMap { Int(String(decoding: $0, as: UTF8.self)) }
    }
}
