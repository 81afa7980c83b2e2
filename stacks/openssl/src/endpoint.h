/* An endpoint: one configuration, one SSL_CTX, and what its blocks leave. */
#ifndef HSLAB_ENDPOINT_H
#define HSLAB_ENDPOINT_H

#include <openssl/ssl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "conn.h"
#include "request.h"
#include "sample.h"
#include "session.h"

struct endpoint {
    struct settings settings;
    bool is_server;
    SSL_CTX *ctx;
    struct session_store sessions; /* clients */

    pthread_mutex_t mutex; /* over what follows */
    pthread_cond_t changed;
    struct samples samples;
    char **key_log; /* lines of a wire block; owned */
    size_t key_log_lines;
    enum observation observe;
    int block;
    size_t over; /* connections of this block that have ended */
    int64_t began_ns, cpu_ns, last_end_ns;
    struct heap_count heap;
    bool recording;
    bool holding;
    struct conn *held; /* list of connections kept open */
    size_t held_count;
    int listen_fd; /* −1 */
};

/* NULL with the reason in `failure` (FAILURE_BYTES). */
struct endpoint *endpoint_new(const struct settings *settings, bool is_server, char *failure);
void endpoint_free(struct endpoint *endpoint);

/* Begins a block: forgets what was there, notes time, CPU and heap. */
bool endpoint_begin(struct endpoint *endpoint, const struct block *block);
/* Takes a finished connection's sample into the block under way, if it belongs to it. */
void endpoint_take(struct endpoint *endpoint, struct conn *conn);
/* Writes the block's S frames and `done`; the block is over. */
void endpoint_finish(struct endpoint *endpoint, int id, const char *role);
/* Keeps a client's session for its lane or name (reference taken). */
void endpoint_keep_session(struct conn *conn, SSL_SESSION *session);
/* Keeps the key log's line of a wire block. */
void endpoint_note_secret(struct endpoint *endpoint, const char *line);
/* Closes all connections that are kept open. */
void endpoint_release(struct endpoint *endpoint);

#endif
