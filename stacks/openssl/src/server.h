/* A server's side: threads that accept and drive connections, one for each CPU. */
#ifndef HSLAB_SERVER_H
#define HSLAB_SERVER_H

#include "endpoint.h"

/* Listens on 127.0.0.1; the port, or 0 with the reason in `failure`. */
int server_listen(struct endpoint *endpoint, char *failure);
/* Waits until `expect` connections of the block are over or the time is out. */
void server_wait(struct endpoint *endpoint, size_t expect, int64_t timeout_ms);

#endif
