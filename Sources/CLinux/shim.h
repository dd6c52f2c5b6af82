// The Linux calls that Glibc's overlay leaves out.
#pragma once
#include <malloc.h>
#include <spawn.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

// Declared by <sys/socket.h> only for _GNU_SOURCE, which Swift does not define.
extern int accept4(int descriptor, struct sockaddr *address, socklen_t *length, int flags);

// Declared by <spawn.h> only for _GNU_SOURCE.
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int first);
