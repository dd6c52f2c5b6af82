import CLinux

/// How a process that serves gets memory from the system.
public enum MemoryPolicy {
    /// Has one arena that grows by megabytes, for the whole process.
    ///
    /// By default glibc gives each thread an arena of its own that grows a few pages at a time, each time by a
    /// system call. What an emulator stores is allocated by one thread, the event loop: growing its arena that
    /// way cost about a third of a Publish.
    public static func useOneArena() {
        _ = mallopt(M_ARENA_MAX, 1)
        _ = mallopt(M_TOP_PAD, 4 << 20)
        // Setting any of these ends glibc's own adjusting, which would learn that an answer of a hundred messages comes
        // again: with its first threshold, 128 KiB, each such buffer would be mapped, faulted in and unmapped.
        _ = mallopt(M_MMAP_THRESHOLD, 2 << 20)
        _ = mallopt(M_TRIM_THRESHOLD, 16 << 20)
    }
}
