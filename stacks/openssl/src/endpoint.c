#include "endpoint.h"

#include <openssl/err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "failure.h"
#include "frame.h"
#include "message.h"

enum { MOST_LANES = 1024, MAX_EARLY_DATA = 16384, MOST_KEY_LINES = 20000 };

static int on_new_session(SSL *ssl, SSL_SESSION *session)
{
    struct conn *conn = message_conn(ssl);
    if (!conn || conn->is_server)
        return 0;
    endpoint_keep_session(conn, session);
    return 1;
}

void endpoint_keep_session(struct conn *conn, SSL_SESSION *session)
{
    struct endpoint *endpoint = conn->endpoint;
    session_store_put(&endpoint->sessions, endpoint->settings.session == SESSION_CACHE ? conn->name : conn->lane, session);
}

/* The server's first name that the client offers too; else alert no_application_protocol, as RFC 7301 asks. */
static int on_alpn(SSL *ssl, const unsigned char **out, unsigned char *out_length, const unsigned char *offered, unsigned int length, void *arg)
{
    const struct endpoint *endpoint = arg;
    int found = SSL_select_next_proto((unsigned char **)out, out_length, endpoint->settings.alpn, (unsigned int)endpoint->settings.alpn_bytes, offered, length);
    return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

static int refuse_early_data(SSL *ssl, void *unused) { return 0; }

static bool set_up_sessions(struct endpoint *endpoint)
{
    SSL_CTX *ctx = endpoint->ctx;
    const struct settings *settings = &endpoint->settings;
    if (!endpoint->is_server) {
        bool keeps = settings->session == SESSION_TICKET || settings->session == SESSION_CACHE;
        SSL_CTX_set_session_cache_mode(ctx, keeps ? SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL : SSL_SESS_CACHE_OFF);
        if (keeps)
            SSL_CTX_sess_set_new_cb(ctx, on_new_session);
        if (settings->session == SESSION_OFF)
            SSL_CTX_set_options(ctx, SSL_OP_NO_TICKET);
        return session_store_init(&endpoint->sessions, settings->session == SESSION_CACHE ? settings->cache_size : MOST_LANES);
    }
    if (settings->session == SESSION_OFF) {
        SSL_CTX_set_options(ctx, SSL_OP_NO_TICKET);
        SSL_CTX_set_num_tickets(ctx, 0);
        SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
    } else if (settings->tickets >= 0) {
        SSL_CTX_set_num_tickets(ctx, (size_t)settings->tickets);
    }
    if (settings->early != EARLY_NONE) {
        SSL_CTX_set_max_early_data(ctx, MAX_EARLY_DATA);
        SSL_CTX_set_recv_max_early_data(ctx, MAX_EARLY_DATA);
        if (settings->anti_replay == CHOICE_NO)
            SSL_CTX_set_options(ctx, SSL_OP_NO_ANTI_REPLAY);
        if (settings->early == EARLY_REJECTED)
            SSL_CTX_set_allow_early_data_cb(ctx, refuse_early_data, NULL);
    } else {
        SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF); /* tickets hold the state */
    }
    return SSL_CTX_set_session_id_context(ctx, (const unsigned char *)"hslab", 5) == 1;
}

static bool set_up_certificates(struct endpoint *endpoint)
{
    SSL_CTX *ctx = endpoint->ctx;
    const struct settings *settings = &endpoint->settings;
    if (endpoint->is_server || settings->mutual) {
        if (SSL_CTX_use_certificate_chain_file(ctx, settings->certificate_file) != 1 || SSL_CTX_use_PrivateKey_file(ctx, settings->key_file, SSL_FILETYPE_PEM) != 1)
            return false;
    }
    if (endpoint->is_server && !settings->mutual)
        return true;
    if (SSL_CTX_load_verify_file(ctx, settings->root_file) != 1)
        return false;
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
    return true;
}

/* With a forced HelloRetryRequest a server takes only the last group, so that the client's first share is refused. */
static const char *accepted_groups(const struct endpoint *endpoint)
{
    const char *groups = endpoint->settings.groups;
    const char *last = strrchr(groups, ':');
    return endpoint->is_server && endpoint->settings.retry && last ? last + 1 : groups;
}

static bool set_up(struct endpoint *endpoint)
{
    SSL_CTX *ctx = endpoint->ctx;
    const struct settings *settings = &endpoint->settings;
    if (!SSL_CTX_set_min_proto_version(ctx, settings->version) || !SSL_CTX_set_max_proto_version(ctx, settings->version))
        return false;
    if (SSL_CTX_set1_groups_list(ctx, accepted_groups(endpoint)) != 1)
        return false;
    /* As nginx does: a flight comes with one read, not with two a record. */
    SSL_CTX_set_read_ahead(ctx, 1);
    SSL_CTX_set_mode(ctx, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    if (settings->hooks)
        message_hook(ctx, endpoint->is_server);
    if (settings->alpn_bytes > 0 && endpoint->is_server)
        SSL_CTX_set_alpn_select_cb(ctx, on_alpn, endpoint);
    else if (settings->alpn_bytes > 0 && SSL_CTX_set_alpn_protos(ctx, settings->alpn, (unsigned int)settings->alpn_bytes) != 0)
        return false;
    return set_up_certificates(endpoint) && set_up_sessions(endpoint);
}

struct endpoint *endpoint_new(const struct settings *settings, bool is_server, char *failure)
{
    struct endpoint *endpoint = calloc(1, sizeof *endpoint);
    ERR_clear_error();
    if (endpoint) {
        endpoint->settings = *settings;
        endpoint->is_server = is_server;
        endpoint->listen_fd = -1;
        endpoint->block = -1;
        pthread_mutex_init(&endpoint->mutex, NULL);
        pthread_condattr_t attributes;
        pthread_condattr_init(&attributes);
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
        pthread_cond_init(&endpoint->changed, &attributes);
        pthread_condattr_destroy(&attributes);
        endpoint->ctx = SSL_CTX_new(is_server ? TLS_server_method() : TLS_client_method());
        if (endpoint->ctx && set_up(endpoint) && samples_reserve(&endpoint->samples, settings->capacity))
            return endpoint;
        endpoint_free(endpoint);
    }
    snprintf(failure, FAILURE_BYTES, "endpoint %d cannot be made: %s", settings->endpoint, failure_of_library());
    return NULL;
}

static void forget_key_log(struct endpoint *endpoint)
{
    for (size_t line = 0; line < endpoint->key_log_lines; line++)
        free(endpoint->key_log[line]);
    endpoint->key_log_lines = 0;
}

void endpoint_free(struct endpoint *endpoint)
{
    if (!endpoint)
        return;
    endpoint_release(endpoint);
    forget_key_log(endpoint);
    free(endpoint->key_log);
    if (endpoint->listen_fd >= 0)
        close(endpoint->listen_fd);
    session_store_free(&endpoint->sessions);
    samples_free(&endpoint->samples);
    SSL_CTX_free(endpoint->ctx);
    pthread_mutex_destroy(&endpoint->mutex);
    pthread_cond_destroy(&endpoint->changed);
    free(endpoint);
}

bool endpoint_begin(struct endpoint *endpoint, const struct block *block)
{
    pthread_mutex_lock(&endpoint->mutex);
    samples_clear(&endpoint->samples);
    forget_key_log(endpoint);
    bool room = samples_reserve(&endpoint->samples, block->handshakes);
    endpoint->block = block->block;
    endpoint->observe = block->observe;
    message_tell_secrets(endpoint->ctx, block->observe == OBSERVE_WIRE);
    endpoint->over = 0;
    endpoint->recording = true;
    endpoint->began_ns = endpoint->last_end_ns = now_ns();
    endpoint->cpu_ns = clock_ns(CLOCK_PROCESS_CPUTIME_ID);
    endpoint->heap = heap_of_process();
    pthread_mutex_unlock(&endpoint->mutex);
    return room;
}

void endpoint_take(struct endpoint *endpoint, struct conn *conn)
{
    pthread_mutex_lock(&endpoint->mutex);
    if (conn->measured && endpoint->recording && conn->block == endpoint->block) {
        endpoint->last_end_ns = now_ns();
        samples_add(&endpoint->samples, &conn->sample);
        endpoint->over++;
        pthread_cond_broadcast(&endpoint->changed);
    }
    pthread_mutex_unlock(&endpoint->mutex);
}

void endpoint_note_secret(struct endpoint *endpoint, const char *line)
{
    if (endpoint->observe != OBSERVE_WIRE)
        return;
    pthread_mutex_lock(&endpoint->mutex);
    if (endpoint->recording && endpoint->key_log_lines < MOST_KEY_LINES) {
        char **lines = realloc(endpoint->key_log, (endpoint->key_log_lines + 1) * sizeof *lines);
        if (lines) {
            endpoint->key_log = lines;
            lines[endpoint->key_log_lines] = strdup(line);
            endpoint->key_log_lines += lines[endpoint->key_log_lines] != NULL;
        }
    }
    pthread_mutex_unlock(&endpoint->mutex);
}

void endpoint_finish(struct endpoint *endpoint, int id, const char *role)
{
    pthread_mutex_lock(&endpoint->mutex);
    endpoint->recording = false;
    struct samples samples = endpoint->samples;
    endpoint->samples = (struct samples){0};
    struct heap_count heap = heap_of_process();
    int64_t cpu_ns = clock_ns(CLOCK_PROCESS_CPUTIME_ID) - endpoint->cpu_ns;
    json_t *usage = json_pack("{sI sI sI sb sn sn}", "cpuNs", (json_int_t)cpu_ns, "allocatedBytes", (json_int_t)(heap.bytes - endpoint->heap.bytes), "allocatedObjects",
                              (json_int_t)(heap.objects - endpoint->heap.objects), "exact", 1, "gcCount", "gcPauseNs");
    json_t *done = json_pack("{ss si si si sI sI sI so}", "type", "done", "id", id, "endpoint", endpoint->settings.endpoint, "block", endpoint->block, "handshakes", (json_int_t)samples.count,
                             "failed", (json_int_t)samples.failed, "elapsedNs", (json_int_t)(endpoint->last_end_ns - endpoint->began_ns), "usage", usage);
    if (endpoint->observe == OBSERVE_WIRE) {
        json_t *lines = json_array();
        for (size_t line = 0; line < endpoint->key_log_lines; line++)
            json_array_append_new(lines, json_string(endpoint->key_log[line]));
        json_object_set_new(done, "keyLog", lines);
    }
    int block = endpoint->block;
    bool allocations = endpoint->observe == OBSERVE_ALLOCATIONS;
    pthread_mutex_unlock(&endpoint->mutex);

    samples_write(&samples, endpoint->settings.endpoint, block, role, allocations);
    frame_write_json(done);

    pthread_mutex_lock(&endpoint->mutex);
    samples_clear(&samples);
    if (endpoint->samples.list)
        samples_free(&samples);
    else
        endpoint->samples = samples;
    pthread_mutex_unlock(&endpoint->mutex);
}

void endpoint_release(struct endpoint *endpoint)
{
    pthread_mutex_lock(&endpoint->mutex);
    struct conn *conn = endpoint->held;
    endpoint->held = NULL;
    endpoint->held_count = 0;
    endpoint->holding = false;
    pthread_mutex_unlock(&endpoint->mutex);
    while (conn) {
        struct conn *next = conn->next;
        conn_free(conn);
        conn = next;
    }
}
