/* One connection, either side: non-blocking, driven step by step by whoever waits for its socket. */
#ifndef HSLAB_CONN_H
#define HSLAB_CONN_H

#include <openssl/ssl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sample.h"
#include "stamp_bio.h"

struct endpoint;

enum step {
    STEP_CONNECT,
    STEP_PREAMBLE,
    STEP_EARLY_WRITE,
    STEP_EARLY_READ,
    STEP_HANDSHAKE,
    STEP_REQUEST, /* a client writes it, a server reads it */
    STEP_RESPONSE,
    STEP_DRAIN, /* a client reads until the server has closed */
    STEP_HOLD,
    STEP_DONE,
    STEP_FAILED,
};

/* What the connection waits for. */
enum want { WANT_NOTHING, WANT_READ, WANT_WRITE };

struct conn {
    struct endpoint *endpoint;
    bool is_server;
    bool measured;   /* a sample is taken of it */
    bool hold;       /* stays open after the handshake */
    enum step step;
    SSL *ssl;
    SSL_SESSION *session; /* to be resumed, until the ClientHello is built */
    struct stamped_socket socket;
    struct sample sample;
    int block;
    int lane;
    int name; /* the number in the server's name; −1: the plain name */
    int64_t deadline_ns;
    size_t moved;      /* bytes of the request or response so far */
    size_t early_moved;
    bool resumed_wanted;
    bool request_is_early;
    bool retried;
    bool hello_is_retry; /* the last ServerHello seen */
    int tickets;
    int early; /* 0 none, 1 accepted, 2 rejected */
    int alert_sent, alert_received; /* −1: none */
    int last_message; /* the type of the handshake message seen last; −1 */
    bool last_message_sent;
    long verify_error;
    struct conn *previous, *next;
};

/* For a client: a socket that connects to 127.0.0.1:port. `session`: to resume (reference taken), or NULL. */
struct conn *conn_connect(struct endpoint *endpoint, int port, int name, SSL_SESSION *session, bool measured, bool allocations);
/* For a server: an accepted socket (taken). */
struct conn *conn_accept(struct endpoint *endpoint, int fd, bool allocations);
/* Goes on as far as it can. */
enum want conn_drive(struct conn *conn);
static inline bool conn_is_over(const struct conn *conn) { return conn->step == STEP_DONE || conn->step == STEP_FAILED || conn->step == STEP_HOLD; }
/* Ends a connection that took too long. */
void conn_time_out(struct conn *conn);
/* Drives a client's connection until it is over or the deadline has passed. */
void conn_run(struct conn *conn);
void conn_free(struct conn *conn);

#endif
