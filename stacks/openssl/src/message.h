/* The hooks of one SSL_CTX: messages, key log, callbacks, as marks of the connection's sample. */
#ifndef HSLAB_MESSAGE_H
#define HSLAB_MESSAGE_H

#include <openssl/ssl.h>

struct conn;

/* Puts the timing hooks on. */
void message_hook(SSL_CTX *ctx, int is_server);
/* Whether the key log goes to the endpoint (endpoint_note_secret); apart from the timing hooks. */
void message_tell_secrets(SSL_CTX *ctx, int tells);
/* The connection of an SSL (set with message_set_conn); NULL for none. */
struct conn *message_conn(const SSL *ssl);
void message_set_conn(SSL *ssl, struct conn *conn);
/* Must be called once, before the first SSL_CTX. */
void message_init(void);

#endif
