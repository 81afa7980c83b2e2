/* Frames on stdin and stdout: u32 length (little-endian), u8 kind, payload. */
#ifndef HSLAB_FRAME_H
#define HSLAB_FRAME_H

#include <jansson.h>
#include <stddef.h>

enum { MAX_FRAME = 64 * 1024 * 1024 };

/* Reads the next J frame from stdin. Ends the process: with code 0 at the end of stdin, with 2 and a line on stderr where the
 * protocol is broken. The caller owns the object. */
json_t *frame_read(void);

/* Writes one J frame; takes the reference. */
void frame_write_json(json_t *message);

/* Writes one S frame: the header (reference taken), then `count` doubles for each of `columns` columns, column after column. */
void frame_write_samples(json_t *header, const double *values, size_t doubles);

#endif
