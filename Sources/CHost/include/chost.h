/* What the system's own modules do not tell Swift, or tell under another module each time. */
#ifndef VIGIE_CHOST_H
#define VIGIE_CHOST_H

#include <malloc.h>
#include <sys/resource.h>
#include <sys/socket.h>

static const int vigie_datagram_socket = SOCK_DGRAM | SOCK_CLOEXEC;
static const int vigie_stream_socket = SOCK_STREAM | SOCK_CLOEXEC;

/* The most datagrams that one call gives. */
#define VIGIE_DATAGRAMS 64

/* Receives up to `count` datagrams, each into a slot of `size` bytes, and says how long each is.
   Waits for the first of them if `waits`, for as long as the socket's time-out. -1: see errno. */
int vigie_receive(int socket, char *slots, unsigned size, unsigned count, unsigned *lengths,
                  int waits);

/* Large blocks go back to the system when they are freed, and threads share two heaps: without
   these the allocator keeps hundreds of megabytes after a burst of large requests. */
static inline void vigie_keep_memory_small(void) {
    mallopt(M_MMAP_THRESHOLD, 4 << 20);
    mallopt(M_ARENA_MAX, 2);
}

/* Gives back to the system what is free: what a start took to read rules and journals. */
static inline void vigie_return_memory(void) { malloc_trim(0); }

/* As many open files as the hard limit allows. */
static inline void vigie_raise_file_limit(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}
#endif
