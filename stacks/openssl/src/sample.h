/* What one handshake leaves behind, and a block's samples as columns. */
#ifndef HSLAB_SAMPLE_H
#define HSLAB_SAMPLE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "column.h"
#include "heap.h"

/* One handshake. Instants are CLOCK_MONOTONIC ns minus the endpoint's epoch; NaN where unknown. */
struct sample {
    double ns[COLUMNS];
    double bytes[COLUMNS];
    double objects[COLUMNS];
    struct heap_count since; /* the thread's count at `start` */
    bool allocations;        /* whether bytes and objects are noted */
    int64_t epoch_ns;
    char *error;             /* why it failed; owned */
    char *alpn;              /* what was negotiated, "" for none, NULL for unknown; owned */
};

void sample_reset(struct sample *sample, int64_t epoch_ns, bool allocations);
/* Frees what the sample owns. */
void sample_clear(struct sample *sample);
/* Marks an instant now; a mark that stands stays. */
void sample_mark(struct sample *sample, int column);
/* The same for a mark that is moved to now. */
void sample_mark_again(struct sample *sample, int column);
void sample_mark_at(struct sample *sample, int column, int64_t ns);
static inline bool sample_has(const struct sample *sample, int column) { return sample->ns[column] == sample->ns[column]; }

/* A growing list of finished samples. */
struct samples {
    struct sample *list;
    size_t count;
    size_t capacity;
    size_t failed;
};

/* Room for as many; 0 without memory. */
int samples_reserve(struct samples *samples, size_t capacity);
/* Moves the sample in; what it owned is the list's. One too many is dropped. */
void samples_add(struct samples *samples, struct sample *sample);
void samples_clear(struct samples *samples);
void samples_free(struct samples *samples);
/* One S frame for ns, and for bytes and objects where the block recorded them. */
void samples_write(const struct samples *samples, int endpoint, int block, const char *role, bool allocations);

#endif
