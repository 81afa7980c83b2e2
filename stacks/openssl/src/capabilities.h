/* What this stack is, offers and shows, and what it cannot. */
#ifndef HSLAB_CAPABILITIES_H
#define HSLAB_CAPABILITIES_H

#include <jansson.h>

/* The `ready` message. */
json_t *capabilities_ready(const char *role);

#endif
