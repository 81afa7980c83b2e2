/* Why a handshake failed, in words without anything that differs from one connection to the next. */
#ifndef HSLAB_FAILURE_H
#define HSLAB_FAILURE_H

struct conn;

/* Side, step, cause, alert: "client: reading ServerHello: remote alert 40 handshake_failure". The caller frees it; the error queue is emptied. */
char *failure_text(struct conn *conn);
/* The oldest entry of the error queue in words, with what went before it; static until the next call in this thread. */
const char *failure_of_library(void);

enum { HANDSHAKE_SECONDS = 5 };

#endif
