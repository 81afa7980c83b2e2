#include "frame.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void protocol_error(const char *what)
{
    fprintf(stderr, "protocol error: %s\n", what);
    _exit(2);
}

/* Fills the buffer; the end of stdin means that the engine is gone. */
static void read_all(unsigned char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t got = read(STDIN_FILENO, bytes, length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            _exit(0);
        bytes += got;
        length -= (size_t)got;
    }
}

static void write_all(const void *data, size_t length)
{
    const unsigned char *bytes = data;
    while (length > 0) {
        ssize_t put = write(STDOUT_FILENO, bytes, length);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            _exit(0);
        bytes += put;
        length -= (size_t)put;
    }
}

static void put_u32(unsigned char *out, uint32_t value)
{
    for (int byte = 0; byte < 4; byte++)
        out[byte] = (unsigned char)(value >> (8 * byte));
}

json_t *frame_read(void)
{
    unsigned char head[4], kind;
    read_all(head, sizeof head);
    uint32_t length = head[0] | (uint32_t)head[1] << 8 | (uint32_t)head[2] << 16 | (uint32_t)head[3] << 24;
    if (length < 1 || length > MAX_FRAME)
        protocol_error("a frame's length is not allowed");
    read_all(&kind, 1);
    if (kind != 'J')
        protocol_error("a frame's kind is unknown");
    char *text = malloc(length);
    if (!text)
        protocol_error("no memory for a frame");
    read_all((unsigned char *)text, length - 1);
    json_error_t error;
    json_t *message = json_loadb(text, length - 1, 0, &error);
    free(text);
    if (!json_is_object(message))
        protocol_error("a J frame holds no JSON object");
    return message;
}

static void write_head(char kind, size_t payload)
{
    unsigned char head[5];
    put_u32(head, (uint32_t)(payload + 1));
    head[4] = (unsigned char)kind;
    write_all(head, sizeof head);
}

void frame_write_json(json_t *message)
{
    char *text = json_dumps(message, JSON_COMPACT);
    json_decref(message);
    if (!text)
        protocol_error("an answer could not be written");
    write_head('J', strlen(text));
    write_all(text, strlen(text));
    free(text);
}

void frame_write_samples(json_t *header, const double *values, size_t doubles)
{
    char *text = json_dumps(header, JSON_COMPACT);
    json_decref(header);
    if (!text)
        protocol_error("a sample header could not be written");
    size_t length = strlen(text);
    size_t padding = (8 - (4 + length) % 8) % 8;
    unsigned char size[4];
    put_u32(size, (uint32_t)(length + padding));
    write_head('S', 4 + length + padding + doubles * sizeof *values);
    write_all(size, sizeof size);
    write_all(text, length);
    write_all("        ", padding);
    write_all(values, doubles * sizeof *values);
    free(text);
}
