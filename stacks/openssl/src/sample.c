#include "sample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "frame.h"

void sample_reset(struct sample *sample, int64_t epoch_ns, bool allocations)
{
    for (int column = 0; column < COLUMNS; column++)
        sample->ns[column] = NAN;
    if (allocations)
        for (int column = 0; column < COLUMNS; column++)
            sample->bytes[column] = sample->objects[column] = NAN;
    sample->since = heap_of_thread();
    sample->allocations = allocations;
    sample->epoch_ns = epoch_ns;
    sample->error = sample->alpn = NULL;
}

void sample_clear(struct sample *sample)
{
    free(sample->error);
    free(sample->alpn);
    sample->error = sample->alpn = NULL;
}

void sample_mark_at(struct sample *sample, int column, int64_t ns)
{
    if (sample_has(sample, column))
        return;
    sample->ns[column] = (double)(ns - sample->epoch_ns);
    if (sample->allocations) {
        struct heap_count heap = heap_of_thread();
        if (column == COL_start)
            sample->since = heap;
        sample->bytes[column] = (double)(heap.bytes - sample->since.bytes);
        sample->objects[column] = (double)(heap.objects - sample->since.objects);
    }
}

void sample_mark(struct sample *sample, int column) { sample_mark_at(sample, column, now_ns()); }

void sample_mark_again(struct sample *sample, int column)
{
    sample->ns[column] = NAN;
    sample_mark(sample, column);
}

int samples_reserve(struct samples *samples, size_t capacity)
{
    if (capacity <= samples->capacity)
        return 1;
    struct sample *list = realloc(samples->list, capacity * sizeof *list);
    if (!list)
        return 0;
    samples->list = list;
    samples->capacity = capacity;
    return 1;
}

void samples_add(struct samples *samples, struct sample *sample)
{
    if (samples->count >= samples->capacity) {
        sample_clear(sample);
        return;
    }
    samples->failed += sample->error != NULL;
    samples->list[samples->count++] = *sample;
    sample->error = sample->alpn = NULL;
}

void samples_clear(struct samples *samples)
{
    for (size_t row = 0; row < samples->count; row++)
        sample_clear(&samples->list[row]);
    samples->count = samples->failed = 0;
}

void samples_free(struct samples *samples)
{
    samples_clear(samples);
    free(samples->list);
    *samples = (struct samples){0};
}

/* The text's place in the list, added where it is new. */
static double index_of(json_t *strings, const char *text)
{
    size_t index;
    json_t *known;
    json_array_foreach (strings, index, known)
        if (strcmp(json_string_value(known), text) == 0)
            return (double)index;
    json_array_append_new(strings, json_string(text));
    return (double)(json_array_size(strings) - 1);
}

static void write_quantity(const struct samples *samples, int endpoint, int block, const char *role, const char *quantity, size_t offset)
{
    size_t count = samples->count;
    double *values = malloc((count ? count : 1) * COLUMNS * sizeof *values);
    if (!values)
        abort();
    json_t *names = json_array();
    json_t *strings = json_array();
    const bool is_ns = strcmp(quantity, "ns") == 0;
    size_t used = 0;
    for (int column = 0; column < COLUMNS; column++) {
        if (!is_ns && column != COL_port && !column_is_instant(column))
            continue;
        double *out = values + used * count;
        bool known = false;
        for (size_t row = 0; row < count; row++) {
            const struct sample *sample = &samples->list[row];
            double value = ((const double *)((const char *)sample + offset))[column];
            if (column == COL_port)
                value = sample->ns[COL_port];
            else if (is_ns && column == COL_error)
                value = sample->error ? index_of(strings, sample->error) : NAN;
            else if (is_ns && column == COL_alpn)
                value = !sample->alpn ? NAN : *sample->alpn ? index_of(strings, sample->alpn) : -1;
            known = known || !isnan(value);
            out[row] = value;
        }
        if (known || column == COL_port) {
            json_array_append_new(names, json_string(column_name(column)));
            used++;
        }
    }
    json_t *header = json_pack("{si si ss ss sI so so}", "endpoint", endpoint, "block", block, "role", role, "quantity", quantity, "count", (json_int_t)count, "columns", names, "strings", strings);
    frame_write_samples(header, values, used * count);
    free(values);
}

void samples_write(const struct samples *samples, int endpoint, int block, const char *role, bool allocations)
{
    write_quantity(samples, endpoint, block, role, "ns", offsetof(struct sample, ns));
    if (allocations) {
        write_quantity(samples, endpoint, block, role, "bytes", offsetof(struct sample, bytes));
        write_quantity(samples, endpoint, block, role, "objects", offsetof(struct sample, objects));
    }
}
