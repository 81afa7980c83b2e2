#include "conn.h"

#include <arpa/inet.h>
#include <errno.h>
#include <math.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "endpoint.h"
#include "failure.h"
#include "message.h"

enum { CHUNK = 16384, EARLY_NOT_SENT = 0, EARLY_WAS_ACCEPTED = 1, EARLY_WAS_REJECTED = 2 };

/* What a request and a response are made of. */
static const unsigned char filler[CHUNK];

static struct conn *conn_new(struct endpoint *endpoint, int fd, bool is_server, bool allocations)
{
    struct conn *conn = calloc(1, sizeof *conn);
    if (!conn)
        return NULL;
    conn->endpoint = endpoint;
    conn->is_server = is_server;
    conn->socket.fd = fd;
    conn->block = endpoint->block;
    conn->name = -1;
    conn->alert_sent = conn->alert_received = conn->last_message = -1;
    conn->deadline_ns = now_ns() + (int64_t)HANDSHAKE_SECONDS * 1000000000;
    sample_reset(&conn->sample, endpoint->settings.epoch_ns, allocations);
    if (endpoint->settings.hooks)
        conn->socket.sample = &conn->sample;
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return conn;
}

static enum want fail(struct conn *conn)
{
    free(conn->sample.error);
    conn->sample.error = failure_text(conn);
    conn->step = STEP_FAILED;
    return WANT_NOTHING;
}

static bool make_ssl(struct conn *conn)
{
    const struct settings *settings = &conn->endpoint->settings;
    ERR_clear_error();
    conn->ssl = SSL_new(conn->endpoint->ctx);
    BIO *bio = conn->ssl ? stamp_bio_new(&conn->socket) : NULL;
    if (!bio)
        return false;
    SSL_set_bio(conn->ssl, bio, bio);
    message_set_conn(conn->ssl, conn);
    if (conn->is_server) {
        SSL_set_accept_state(conn->ssl);
        return true;
    }
    char name[NAME_BYTES + 16];
    if (conn->name >= 0)
        snprintf(name, sizeof name, "n%d.%s", conn->name, settings->server_name);
    else
        snprintf(name, sizeof name, "%s", settings->server_name);
    SSL_set_connect_state(conn->ssl);
    return SSL_set_tlsext_host_name(conn->ssl, name) == 1 && SSL_set1_host(conn->ssl, name) == 1;
}

struct conn *conn_accept(struct endpoint *endpoint, int fd, bool allocations)
{
    int64_t began_ns = now_ns();
    struct conn *conn = conn_new(endpoint, fd, true, allocations);
    if (!conn) {
        close(fd);
        return NULL;
    }
    struct sockaddr_in peer;
    socklen_t length = sizeof peer;
    conn->measured = true;
    conn->hold = endpoint->holding;
    if (getpeername(fd, (struct sockaddr *)&peer, &length) == 0)
        conn->sample.ns[COL_port] = ntohs(peer.sin_port);
    sample_mark_at(&conn->sample, COL_start, began_ns);
    conn->step = endpoint->settings.early != EARLY_NONE ? STEP_EARLY_READ : STEP_HANDSHAKE;
    if (!make_ssl(conn))
        fail(conn);
    return conn;
}

struct conn *conn_connect(struct endpoint *endpoint, int port, int name, SSL_SESSION *session, bool measured, bool allocations)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    struct conn *conn = fd < 0 ? NULL : conn_new(endpoint, fd, false, allocations);
    if (!conn) {
        if (fd >= 0)
            close(fd);
        SSL_SESSION_free(session);
        return NULL;
    }
    conn->name = name;
    conn->measured = measured;
    conn->resumed_wanted = session != NULL;
    conn->step = STEP_CONNECT;
    struct sockaddr_in server = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    sample_mark(&conn->sample, COL_connectStart);
    if (connect(fd, (struct sockaddr *)&server, sizeof server) != 0 && errno != EINPROGRESS)
        conn->socket.error = errno;
    struct sockaddr_in own;
    socklen_t length = sizeof own;
    if (getsockname(fd, (struct sockaddr *)&own, &length) == 0)
        conn->sample.ns[COL_port] = ntohs(own.sin_port);
    conn->request_is_early = session && endpoint->settings.early != EARLY_NONE && SSL_SESSION_get_max_early_data(session) > 0;
    conn->session = session;
    return conn;
}

/* What the library wants after a call that did not succeed; a failure where it wants nothing. */
static enum want wanted(struct conn *conn, int result)
{
    switch (SSL_get_error(conn->ssl, result)) {
    case SSL_ERROR_WANT_READ:
        return WANT_READ;
    case SSL_ERROR_WANT_WRITE:
        return WANT_WRITE;
    default:
        return fail(conn);
    }
}

static int group_code(SSL *ssl)
{
    long nid = SSL_get_negotiated_group(ssl);
    switch (nid) {
    case NID_X25519:
        return 0x001d;
    case NID_X9_62_prime256v1:
        return 0x0017;
    case NID_secp384r1:
        return 0x0018;
    case NID_secp521r1:
        return 0x0019;
    default: /* a group without a NID is its code point with a flag (SSL_get_negotiated_group(3)) */
        return nid & TLSEXT_nid_unknown ? (int)(nid & 0xffff) : 0;
    }
}

static void note_facts(struct conn *conn)
{
    double *facts = conn->sample.ns;
    SSL *ssl = conn->ssl;
    const SSL_CIPHER *cipher = SSL_get_current_cipher(ssl);
    int group = group_code(ssl);
    facts[COL_version] = SSL_version(ssl);
    if (cipher)
        facts[COL_suite] = SSL_CIPHER_get_protocol_id(cipher);
    /* A TLS 1.2 session that is resumed exchanges no keys. */
    if (group && !(SSL_version(ssl) == TLS1_2_VERSION && SSL_session_reused(ssl)))
        facts[COL_group] = group;
    facts[COL_resumed] = SSL_session_reused(ssl);
    if (conn->endpoint->settings.hooks)
        facts[COL_retried] = conn->retried;
    int early = SSL_get_early_data_status(ssl);
    conn->early = early == SSL_EARLY_DATA_ACCEPTED ? EARLY_WAS_ACCEPTED : early == SSL_EARLY_DATA_REJECTED ? EARLY_WAS_REJECTED : EARLY_NOT_SENT;
    facts[COL_earlyData] = conn->early;
    const unsigned char *alpn;
    unsigned int length;
    SSL_get0_alpn_selected(ssl, &alpn, &length);
    conn->sample.alpn = strndup(alpn ? (const char *)alpn : "", length);
}

/* What is known only when the connection ends. */
static void note_end(struct conn *conn)
{
    double *facts = conn->sample.ns;
    if (!conn->endpoint->settings.hooks)
        return;
    facts[COL_tickets] = conn->tickets;
}

/*
 * A server that renews the ticket of a resumed TLS 1.2 session makes OpenSSL put a new session in the old one's place, which is marked as not resumable,
 * and no callback tells of it (tls_process_new_session_ticket in statem_clnt.c).
 */
static void keep_renewed_session(struct conn *conn)
{
    const struct settings *settings = &conn->endpoint->settings;
    if (conn->is_server || settings->version != TLS1_2_VERSION || !SSL_session_reused(conn->ssl) || (settings->session != SESSION_TICKET && settings->session != SESSION_CACHE))
        return;
    SSL_SESSION *session = SSL_get1_session(conn->ssl);
    if (session)
        endpoint_keep_session(conn, session);
}

static void note_handshake(struct conn *conn)
{
    sample_mark(&conn->sample, COL_end);
    double *facts = conn->sample.ns;
    if (conn->endpoint->settings.hooks) {
        facts[COL_reads] = conn->socket.reads;
        facts[COL_writes] = conn->socket.writes;
        facts[COL_bytesRead] = conn->socket.bytes_read;
        facts[COL_bytesWritten] = conn->socket.bytes_written;
        conn->socket.sample = NULL;
    }
    note_facts(conn);
}

static enum want drive_connect(struct conn *conn)
{
    int error = conn->socket.error;
    socklen_t length = sizeof error;
    if (!error) {
        struct pollfd ready = {.fd = conn->socket.fd, .events = POLLOUT};
        if (poll(&ready, 1, 0) == 0)
            return WANT_WRITE;
        getsockopt(conn->socket.fd, SOL_SOCKET, SO_ERROR, &error, &length);
    }
    conn->socket.error = error;
    if (error)
        return fail(conn);
    conn->step = STEP_PREAMBLE;
    return WANT_NOTHING;
}

static enum want drive_preamble(struct conn *conn)
{
    const struct settings *settings = &conn->endpoint->settings;
    if (settings->preamble) {
        unsigned char byte;
        ssize_t got = recv(conn->socket.fd, &byte, 1, 0);
        if (got < 0 && (errno == EAGAIN || errno == EINTR))
            return WANT_READ;
        conn->socket.ended = got == 0;
        conn->socket.error = got < 0 ? errno : 0;
        if (got != 1)
            return fail(conn);
    }
    sample_mark(&conn->sample, COL_connectEnd);
    sample_mark(&conn->sample, COL_start);
    if (settings->delay_ns > 0)
        for (int64_t until = now_ns() + settings->delay_ns; now_ns() < until;)
            ;
    bool made = make_ssl(conn) && (!conn->session || SSL_set_session(conn->ssl, conn->session) == 1);
    SSL_SESSION_free(conn->session);
    conn->session = NULL;
    if (!made)
        return fail(conn);
    conn->step = conn->request_is_early ? STEP_EARLY_WRITE : STEP_HANDSHAKE;
    return WANT_NOTHING;
}

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

static enum want drive_early_write(struct conn *conn)
{
    const size_t whole = conn->endpoint->settings.request_bytes;
    sample_mark(&conn->sample, COL_requestStart);
    while (conn->moved < whole) {
        size_t written = 0;
        if (SSL_write_early_data(conn->ssl, filler, least(whole - conn->moved, CHUNK), &written) != 1)
            return wanted(conn, 0);
        conn->moved += written;
    }
    sample_mark(&conn->sample, COL_earlyWritten);
    conn->step = STEP_HANDSHAKE;
    return WANT_NOTHING;
}

/* A server reads what came early, answers it as soon as it has the whole request, and goes on with the handshake. */
static enum want drive_early_read(struct conn *conn)
{
    const struct settings *settings = &conn->endpoint->settings;
    unsigned char bytes[CHUNK];
    for (;;) {
        while (sample_has(&conn->sample, COL_requestRead) && conn->early_moved < settings->response_bytes) {
            size_t written = 0;
            if (SSL_write_early_data(conn->ssl, filler, least(settings->response_bytes - conn->early_moved, CHUNK), &written) != 1)
                return wanted(conn, 0);
            conn->early_moved += written;
            if (conn->early_moved >= settings->response_bytes)
                sample_mark(&conn->sample, COL_responseSent);
        }
        size_t got = 0;
        int result = SSL_read_early_data(conn->ssl, bytes, sizeof bytes, &got);
        if (result == SSL_READ_EARLY_DATA_ERROR)
            return wanted(conn, 0);
        conn->moved += got;
        if (conn->moved >= settings->request_bytes && settings->request_bytes > 0)
            sample_mark(&conn->sample, COL_requestRead);
        if (result == SSL_READ_EARLY_DATA_FINISH)
            break;
    }
    conn->step = STEP_HANDSHAKE;
    return WANT_NOTHING;
}

static enum want drive_handshake(struct conn *conn)
{
    int result = SSL_do_handshake(conn->ssl);
    if (result != 1)
        return wanted(conn, result);
    note_handshake(conn);
    keep_renewed_session(conn);
    const struct settings *settings = &conn->endpoint->settings;
    bool early_taken = conn->early == EARLY_WAS_ACCEPTED;
    if (conn->is_server) {
        bool answered = sample_has(&conn->sample, COL_responseSent);
        conn->step = settings->request_bytes > 0 && !answered ? STEP_REQUEST : STEP_DRAIN;
    } else if (settings->request_bytes > 0) {
        if (early_taken)
            sample_mark_at(&conn->sample, COL_requestSent, (int64_t)conn->sample.ns[COL_earlyWritten] + conn->sample.epoch_ns);
        conn->step = early_taken ? STEP_RESPONSE : STEP_REQUEST;
    } else {
        if (settings->client_closes && !conn->hold) {
            /* What the server still sends is read in the next step. */
            SSL_shutdown(conn->ssl);
            shutdown(conn->socket.fd, SHUT_WR);
        }
        conn->step = STEP_DRAIN;
    }
    /* A request that was refused as early data is sent again from its beginning. */
    conn->moved = 0;
    return WANT_NOTHING;
}

/* Writes up to `whole` bytes; true when all are. */
static bool write_bytes(struct conn *conn, size_t whole, enum want *want)
{
    while (conn->moved < whole) {
        int put = SSL_write(conn->ssl, filler, (int)least(whole - conn->moved, CHUNK));
        if (put <= 0) {
            *want = wanted(conn, put);
            return false;
        }
        conn->moved += (size_t)put;
    }
    conn->moved = 0;
    return true;
}

static bool read_bytes(struct conn *conn, size_t whole, enum want *want)
{
    unsigned char bytes[CHUNK];
    while (conn->moved < whole) {
        int got = SSL_read(conn->ssl, bytes, sizeof bytes);
        if (got <= 0) {
            *want = wanted(conn, got);
            return false;
        }
        if (!conn->is_server)
            sample_mark(&conn->sample, COL_firstByte);
        conn->moved += (size_t)got;
    }
    conn->moved = 0;
    return true;
}

static enum want drive_request(struct conn *conn)
{
    const size_t whole = conn->endpoint->settings.request_bytes;
    enum want want = WANT_NOTHING;
    if (conn->is_server) {
        if (!read_bytes(conn, whole, &want))
            return want;
        sample_mark(&conn->sample, COL_requestRead);
    } else {
        if (conn->moved == 0 && !conn->request_is_early)
            sample_mark(&conn->sample, COL_requestStart);
        if (!write_bytes(conn, whole, &want))
            return want;
        sample_mark(&conn->sample, COL_requestSent);
    }
    conn->step = STEP_RESPONSE;
    return WANT_NOTHING;
}

static enum want drive_response(struct conn *conn)
{
    const size_t whole = conn->endpoint->settings.response_bytes;
    enum want want = WANT_NOTHING;
    if (!conn->is_server) {
        if (!read_bytes(conn, whole, &want))
            return want;
    } else {
        if (!write_bytes(conn, whole, &want))
            return want;
        sample_mark(&conn->sample, COL_responseSent);
    }
    conn->step = STEP_DRAIN;
    return WANT_NOTHING;
}

/* A server closes; a client reads until it has, and so takes the tickets. */
static enum want drive_drain(struct conn *conn)
{
    if (conn->hold) {
        conn->step = STEP_HOLD;
        return WANT_NOTHING;
    }
    if (conn->is_server) {
        note_end(conn);
        ERR_clear_error();
        SSL_shutdown(conn->ssl);
        shutdown(conn->socket.fd, SHUT_WR);
        conn->step = STEP_DONE;
        return WANT_NOTHING;
    }
    unsigned char bytes[CHUNK];
    int got;
    while ((got = SSL_read(conn->ssl, bytes, sizeof bytes)) > 0)
        ;
    int error = SSL_get_error(conn->ssl, got);
    if (error == SSL_ERROR_WANT_READ)
        return WANT_READ;
    /* Once both have said that they are done, a reset is an end, too. */
    bool reset = conn->endpoint->settings.client_closes && conn->socket.error == ECONNRESET;
    if (error != SSL_ERROR_ZERO_RETURN && !(conn->socket.ended && conn->alert_received <= 0) && !reset)
        return fail(conn);
    ERR_clear_error();
    note_end(conn);
    /* Without having sent a close_notify, which the server no longer reads, SSL_free would hold the session for bad (SSL_set_shutdown(3)). */
    SSL_set_shutdown(conn->ssl, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
    conn->step = STEP_DONE;
    return WANT_NOTHING;
}

enum want conn_drive(struct conn *conn)
{
    enum want want = WANT_NOTHING;
    while (want == WANT_NOTHING && !conn_is_over(conn)) {
        /* What another connection left in the thread's queue would be taken for this one's (SSL_get_error(3)). */
        ERR_clear_error();
        switch (conn->step) {
        case STEP_CONNECT:
            want = drive_connect(conn);
            break;
        case STEP_PREAMBLE:
            want = drive_preamble(conn);
            break;
        case STEP_EARLY_WRITE:
            want = drive_early_write(conn);
            break;
        case STEP_EARLY_READ:
            want = drive_early_read(conn);
            break;
        case STEP_HANDSHAKE:
            want = drive_handshake(conn);
            break;
        case STEP_REQUEST:
            want = drive_request(conn);
            break;
        case STEP_RESPONSE:
            want = drive_response(conn);
            break;
        case STEP_DRAIN:
            want = drive_drain(conn);
            break;
        default:
            break;
        }
    }
    return want;
}

void conn_time_out(struct conn *conn) { fail(conn); }

void conn_run(struct conn *conn)
{
    enum want want;
    while ((want = conn_drive(conn)), !conn_is_over(conn)) {
        int64_t left_ms = (conn->deadline_ns - now_ns()) / 1000000;
        struct pollfd ready = {.fd = conn->socket.fd, .events = want == WANT_WRITE ? POLLOUT : POLLIN};
        if (left_ms <= 0 || poll(&ready, 1, (int)left_ms) == 0)
            conn_time_out(conn);
    }
}

void conn_free(struct conn *conn)
{
    if (!conn)
        return;
    SSL_SESSION_free(conn->session);
    SSL_free(conn->ssl);
    close(conn->socket.fd);
    sample_clear(&conn->sample);
    free(conn);
}
