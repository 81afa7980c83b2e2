#include "message.h"

#include <openssl/x509_vfy.h>
#include <string.h>

#include "conn.h"
#include "endpoint.h"

static int conn_index = -1;

void message_init(void) { conn_index = SSL_get_ex_new_index(0, NULL, NULL, NULL, NULL); }
void message_set_conn(SSL *ssl, struct conn *conn) { SSL_set_ex_data(ssl, conn_index, conn); }
struct conn *message_conn(const SSL *ssl) { return SSL_get_ex_data(ssl, conn_index); }

/* A ServerHello with this random is a HelloRetryRequest (RFC 8446, 4.1.3). */
static const unsigned char retry_random[32] = {
    0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61, 0x11, 0xBE, 0x1D, 0x8C, 0x02, 0x1E, 0x65, 0xB8, 0x91,
    0xC2, 0xA2, 0x11, 0x16, 0x7A, 0xBB, 0x8C, 0x5E, 0x07, 0x9E, 0x09, 0xE2, 0xC8, 0xA8, 0x33, 0x9C,
};
enum { HELLO_RANDOM_AT = 4 + 2 };

static void client_message(struct conn *conn, int type, int sent)
{
    struct sample *sample = &conn->sample;
    if (sent)
        return;
    switch (type) {
    case SSL3_MT_CERTIFICATE:
        sample_mark(sample, COL_certificateRead);
        break;
    case SSL3_MT_CERTIFICATE_VERIFY:
    case SSL3_MT_SERVER_KEY_EXCHANGE: /* TLS 1.2: the signature over the key share */
        sample_mark(sample, COL_verified);
        break;
    case SSL3_MT_NEWSESSION_TICKET:
        conn->tickets++;
        break;
    }
}

/* A message is told of when it has been built and put into the buffer: what lies between two of them is the second one's making. */
static void server_message(struct conn *conn, int type, int sent)
{
    struct sample *sample = &conn->sample;
    if (!sent)
        return;
    switch (type) {
    case SSL3_MT_CERTIFICATE:
        sample_mark(sample, COL_signStart);
        break;
    case SSL3_MT_CERTIFICATE_VERIFY:
    case SSL3_MT_SERVER_KEY_EXCHANGE:
        sample_mark(sample, COL_signEnd);
        break;
    case SSL3_MT_NEWSESSION_TICKET:
        conn->tickets++;
        break;
    }
}

/* SSL_CTX_set_msg_callback(3). */
static void on_message(int sent, int version, int content, const void *data, size_t length, SSL *ssl, void *unused)
{
    struct conn *conn = message_conn(ssl);
    const unsigned char *bytes = data;
    if (!conn)
        return;
    if (content == SSL3_RT_ALERT && length == 2) {
        if (sent)
            conn->alert_sent = bytes[1];
        else
            conn->alert_received = bytes[1];
    }
    if (content == SSL3_RT_HEADER && !sent)
        stamp_secret(&conn->socket);
    if (content != SSL3_RT_HANDSHAKE || length < 4)
        return;
    conn->last_message = bytes[0];
    conn->last_message_sent = sent;
    if (bytes[0] == SSL3_MT_SERVER_HELLO) {
        conn->hello_is_retry = length >= HELLO_RANDOM_AT + sizeof retry_random && memcmp(bytes + HELLO_RANDOM_AT, retry_random, sizeof retry_random) == 0;
        conn->retried |= conn->hello_is_retry;
        /* A client has made its keys when it asks for what comes next. */
        conn->socket.awaits_secret = !conn->is_server && !conn->hello_is_retry && conn->endpoint->settings.version == TLS1_3_VERSION;
    }
    if (conn->is_server)
        server_message(conn, bytes[0], sent);
    else
        client_message(conn, bytes[0], sent);
}

/*
 * The secrets' instants come from the state machine's own steps (SSL_CTX_set_info_callback(3)), not from the key log: OpenSSL prints each of a line's
 * bytes with sprintf, which costs a full handshake 2 %. A step is told of when it is about to begin, so when the one before it is over.
 */
static void on_step(const SSL *ssl, int where, int unused)
{
    struct conn *conn = where & SSL_CB_LOOP ? message_conn(ssl) : NULL;
    if (!conn)
        return;
    struct sample *sample = &conn->sample;
    const int type = conn->last_message;
    const bool sent = conn->last_message_sent;
    /* The handshake keys are made after the ServerHello, and after the ChangeCipherSpec that stands behind it: the last of these steps counts. */
    if (conn->is_server && conn->endpoint->settings.version == TLS1_3_VERSION && type == SSL3_MT_SERVER_HELLO && sent && !conn->hello_is_retry)
        sample_mark_again(sample, COL_hsSecret);
    if (type == SSL3_MT_FINISHED && sent == conn->is_server)
        sample_mark(sample, COL_appSecret);
    if (type == SSL3_MT_CLIENT_KEY_EXCHANGE && sent == !conn->is_server)
        sample_mark(sample, COL_appSecret);
    if (type == SSL3_MT_FINISHED && conn->is_server && !sent)
        sample_mark(sample, COL_finishedRead);
}

/* Of blocks on the wire. */
static void on_secret(const SSL *ssl, const char *line)
{
    struct conn *conn = message_conn(ssl);
    if (conn)
        endpoint_note_secret(conn->endpoint, line);
}

void message_tell_secrets(SSL_CTX *ctx, int tells) { SSL_CTX_set_keylog_callback(ctx, tells ? on_secret : NULL); }

static int on_client_hello(SSL *ssl, int *alert, void *unused)
{
    struct conn *conn = message_conn(ssl);
    if (conn)
        sample_mark(&conn->sample, COL_parsed);
    return SSL_CLIENT_HELLO_SUCCESS;
}

/* Extensions have been read, cipher suite and certificate are chosen next; not called when a session is resumed. */
static int on_certificate(SSL *ssl, void *unused)
{
    struct conn *conn = message_conn(ssl);
    if (conn)
        sample_mark(&conn->sample, COL_selected);
    return 1;
}

static int on_verify(X509_STORE_CTX *store, void *unused)
{
    struct conn *conn = message_conn(X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
    if (conn)
        sample_mark(&conn->sample, COL_verifyStart);
    int good = X509_verify_cert(store);
    if (conn) {
        sample_mark(&conn->sample, COL_verifyEnd);
        conn->verify_error = X509_STORE_CTX_get_error(store);
    }
    return good > 0;
}

void message_hook(SSL_CTX *ctx, int is_server)
{
    SSL_CTX_set_msg_callback(ctx, on_message);
    SSL_CTX_set_info_callback(ctx, on_step);
    SSL_CTX_set_cert_verify_callback(ctx, on_verify, NULL);
    if (is_server) {
        SSL_CTX_set_client_hello_cb(ctx, on_client_hello, NULL);
        SSL_CTX_set_cert_cb(ctx, on_certificate, NULL);
    }
}
