import CLinux
import Glibc
import Synchronization

/// How a process that serves gets memory from the system.
public enum MemoryPolicy {
    /// Where the heap ended when it was last looked at; 0 while glibc's own policy is in force.
    private static let knownEnd = Atomic<UInt>(0)
    private static let start = Atomic<UInt>(0)

    /// A heap that is smaller consists of pages of the usual size: rounding it up to huge ones would cost too much.
    private static let leastHugeHeap: UInt = 32 << 20
    private static let hugePage: UInt = 2 << 20

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
        start.store(heapEnd, ordering: .relaxed)
        knownEnd.store(heapEnd, ordering: .relaxed)
    }

    /// Asks for huge pages for what the heap has grown by since the last time, once it is large. To be called now and then
    /// by the thread that allocates most; it costs next to nothing when there is nothing to do.
    ///
    /// A backlog is written once, to memory that is new each time: with small pages, page faults were a third of a Publish.
    public static func followGrowth() {
        let known = knownEnd.load(ordering: .relaxed)
        guard known != 0 else { return }
        let end = heapEnd
        guard end != known else { return }
        knownEnd.store(end, ordering: .relaxed)
        let large = start.load(ordering: .relaxed) + leastHugeHeap
        guard end > known, end > large else { return }
        // From here on it grows by more at a time, so that little of it has been touched before it is asked for.
        _ = mallopt(M_TOP_PAD, 64 << 20)
        // A heap may have been cut below what was known: what lies under it has been asked for already.
        let first = max(known, large) & ~(hugePage - 1)
        guard let address = UnsafeMutableRawPointer(bitPattern: first) else { return }
        // Refused where the kernel has no huge pages; then all goes on as before.
        _ = madvise(address, Int(end & ~(hugePage - 1)) - Int(first), MADV_HUGEPAGE)
    }

    private static var heapEnd: UInt { UInt(bitPattern: sbrk(0)) }
}
