#include "heap.h"

#include <openssl/crypto.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

/* One per thread, never freed: a thread's counts outlive it. Only its own thread writes, so plain adds do. */
struct counter {
    _Atomic uint64_t bytes;
    _Atomic uint64_t objects;
    struct counter *next;
};

static _Atomic(struct counter *) counters;
static _Thread_local struct counter *own;

static struct counter *own_counter(void)
{
    if (!own) {
        own = calloc(1, sizeof *own);
        if (!own)
            abort();
        own->next = atomic_load(&counters);
        while (!atomic_compare_exchange_weak(&counters, &own->next, own))
            ;
    }
    return own;
}

static inline void count(size_t bytes)
{
    struct counter *counter = own_counter();
    atomic_store_explicit(&counter->bytes, atomic_load_explicit(&counter->bytes, memory_order_relaxed) + bytes, memory_order_relaxed);
    atomic_store_explicit(&counter->objects, atomic_load_explicit(&counter->objects, memory_order_relaxed) + 1, memory_order_relaxed);
}

static void *counted_malloc(size_t bytes, const char *file, int line)
{
    count(bytes);
    return bytes ? malloc(bytes) : NULL;
}

/* A block that grows is counted anew: the allocator hands out memory for the whole of it. */
static void *counted_realloc(void *block, size_t bytes, const char *file, int line)
{
    if (bytes == 0) {
        free(block);
        return NULL;
    }
    count(bytes);
    return realloc(block, bytes);
}

static void counted_free(void *block, const char *file, int line) { free(block); }

int heap_count_from_here(void) { return CRYPTO_set_mem_functions(counted_malloc, counted_realloc, counted_free); }

struct heap_count heap_of_thread(void)
{
    struct counter *counter = own_counter();
    return (struct heap_count){atomic_load_explicit(&counter->bytes, memory_order_relaxed), atomic_load_explicit(&counter->objects, memory_order_relaxed)};
}

struct heap_count heap_of_process(void)
{
    struct heap_count sum = {0, 0};
    for (struct counter *counter = atomic_load(&counters); counter; counter = counter->next) {
        sum.bytes += atomic_load_explicit(&counter->bytes, memory_order_relaxed);
        sum.objects += atomic_load_explicit(&counter->objects, memory_order_relaxed);
    }
    return sum;
}
