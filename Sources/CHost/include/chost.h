/* What the system's own modules do not tell Swift, or tell under another module each time. */
#ifndef VIGIE_CHOST_H
#define VIGIE_CHOST_H

#include <malloc.h>
#include <sys/resource.h>
#include <sys/socket.h>

static const int vigie_datagram_socket = SOCK_DGRAM | SOCK_CLOEXEC;

/* Large blocks go back to the system when they are freed, and threads share two heaps: without
   these the allocator keeps hundreds of megabytes after a burst of large requests. */
static inline void vigie_keep_memory_small(void) {
    mallopt(M_MMAP_THRESHOLD, 4 << 20);
    mallopt(M_ARENA_MAX, 2);
}

/* As many open files as the hard limit allows. */
static inline void vigie_raise_file_limit(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}
#endif
