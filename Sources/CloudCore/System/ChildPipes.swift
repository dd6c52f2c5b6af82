import Glibc

/// The three pipes of a child: this process's ends are closed in the child, and the child's here.
struct ChildPipes: ~Copyable {
    /// The child's ends, of its descriptors 0, 1 and 2.
    private(set) var theirs: [Int32] = []
    private var ours: [Int32] = []

    init() throws(SystemError) {
        for stream in 0..<3 {
            var ends: [Int32] = [0, 0]
            guard pipe(&ends) == 0 else { throw .last("pipe") }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            theirs.append(ends[stream == 0 ? 0 : 1])
            ours.append(ends[stream == 0 ? 1 : 0])
        }
    }

    deinit {
        for descriptor in theirs + ours { close(descriptor) }
    }

    consuming func takeOwnEnds() -> (Int32, Int32, Int32) {
        let result = (ours[0], ours[1], ours[2])
        ours = []
        return result
    }
}
