// The Linux calls that Glibc's overlay leaves out.
#pragma once
#include <malloc.h>
#include <spawn.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

// Declared by <sys/socket.h> only for _GNU_SOURCE, which Swift does not define.
extern int accept4(int descriptor, struct sockaddr *address, socklen_t *length, int flags);

// Declared by <spawn.h> only for _GNU_SOURCE.
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int first);

// A descriptor that becomes readable when a process ends. Linux has it since 5.3, Glibc since 2.36.
static inline int rehearsal_pidfd_open(pid_t process) { return (int)syscall(SYS_pidfd_open, process, 0); }

// The set that sched_setaffinity takes is a macro's affair: the first `count` processors.
static inline int rehearsal_limit_processors(pid_t process, int count) {
    unsigned long mask[16] = {0};
    for (int index = 0; index < count && index < 1024; index++)
        mask[index / (8 * sizeof(long))] |= 1UL << (index % (8 * sizeof(long)));
    return (int)syscall(SYS_sched_setaffinity, process, sizeof(mask), mask);
}
