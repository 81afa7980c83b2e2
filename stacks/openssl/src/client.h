/* A client's side of a block: lanes over one thread for each CPU. */
#ifndef HSLAB_CLIENT_H
#define HSLAB_CLIENT_H

#include "endpoint.h"
#include "request.h"

/* Runs the block and hands in its samples. */
void client_block(struct endpoint *endpoint, int id, const struct block *block);
/* Makes connections one after the other and keeps them open; how many failed. */
size_t client_hold(struct endpoint *endpoint, int port, size_t connections, int64_t timeout_ms);
/* Uses one ticket with the same early data several times; the `uses` of the answer. NULL with the reason in `failure`. */
json_t *client_replay(struct endpoint *endpoint, int port, int uses, char *failure);

#endif
