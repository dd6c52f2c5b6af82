// Whether the thread sanitizer can be believed: counts under a Mutex on many threads, which is no race, and with the
// argument `race` on one thread beside the lock, which is one.

import Glibc
import Synchronization

final class Counter: @unchecked Sendable {
    let lock = Mutex(())
    let isRacy: Bool
    var count = 0

    init(isRacy: Bool) { self.isRacy = isRacy }
}

let counter = Counter(isRacy: CommandLine.arguments.contains("race"))
var threads = [pthread_t](repeating: 0, count: 8)
for index in threads.indices {
    let isBeside = counter.isRacy && index == 0
    pthread_create(
        &threads[index], nil,
        { isBeside in
            for _ in 0..<2_000 {
                if isBeside != nil {
                    counter.count += 1
                } else {
                    counter.lock.withLock { _ in counter.count += 1 }
                }
            }
            return nil
        }, isBeside ? Unmanaged.passUnretained(counter).toOpaque() : nil)
}
for thread in threads { pthread_join(thread, nil) }
