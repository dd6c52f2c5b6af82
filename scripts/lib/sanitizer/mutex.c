// Tells the thread sanitizer of locks that Swift's Mutex takes and gives in the kernel.
//
// Swift inlines the fast path of Mutex, which the sanitizer sees. Under contention the runtime, which is not
// instrumented, has the kernel hand the lock over (FUTEX_LOCK_PI), of which the sanitizer sees nothing: it then reports
// every access under the lock as a race, of a bare counter, too. Preloaded, this stands in for the two functions of the
// slow path, and says what they do. Nothing is suppressed: `probe.swift` shows that a race beside a lock is reported.
//
// Source: stdlib/public/Synchronization/Mutex/LinuxImpl.swift of Swift 6.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

// Not there in programs without the sanitizer.
__attribute__((weak)) void __tsan_acquire(void *address);
__attribute__((weak)) void __tsan_release(void *address);

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *mutex
#define LOCK_SLOW "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK_SLOW "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

SWIFT void lock_slow(uint32_t thread, SELF) __asm__(LOCK_SLOW);
SWIFT void unlock_slow(SELF) __asm__(UNLOCK_SLOW);

SWIFT void lock_slow(uint32_t thread, SELF) {
    static SWIFT void (*next)(uint32_t, SELF);
    if (!next) next = (SWIFT void (*)(uint32_t, SELF))dlsym(RTLD_NEXT, LOCK_SLOW);
    next(thread, mutex);
    if (__tsan_acquire) __tsan_acquire(mutex);
}

SWIFT void unlock_slow(SELF) {
    static SWIFT void (*next)(SELF);
    if (!next) next = (SWIFT void (*)(SELF))dlsym(RTLD_NEXT, UNLOCK_SLOW);
    if (__tsan_release) __tsan_release(mutex);
    next(mutex);
}
