/* The CPUs this process may run on. */
#ifndef HSLAB_CPUS_H
#define HSLAB_CPUS_H

#include <sched.h>
#include <stddef.h>

static inline size_t cpu_count(void)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    return sched_getaffinity(0, sizeof set, &set) == 0 ? (size_t)CPU_COUNT(&set) : 1;
}

#endif
