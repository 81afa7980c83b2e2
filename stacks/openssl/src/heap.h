/* What OpenSSL allocates, counted exactly: CRYPTO_set_mem_functions(3). libc's own allocations are not among it. */
#ifndef HSLAB_HEAP_H
#define HSLAB_HEAP_H

#include <stdint.h>

struct heap_count {
    uint64_t bytes;
    uint64_t objects;
};

/* Must come before any other call into OpenSSL; 0 where it came too late. */
int heap_count_from_here(void);
/* Of the calling thread, since it began. */
struct heap_count heap_of_thread(void);
/* Of all threads, the ended ones too. */
struct heap_count heap_of_process(void);

#endif
