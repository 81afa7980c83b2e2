#include "session.h"

#include <stdlib.h>

int session_store_init(struct session_store *store, size_t size)
{
    *store = (struct session_store){.size = size};
    pthread_mutex_init(&store->mutex, NULL);
    store->slots = calloc(size ? size : 1, sizeof *store->slots);
    return store->slots != NULL;
}

void session_store_free(struct session_store *store)
{
    for (size_t index = 0; index < store->count; index++)
        SSL_SESSION_free(store->slots[index].session);
    free(store->slots);
    store->slots = NULL;
    store->count = 0;
    pthread_mutex_destroy(&store->mutex);
}

static struct session_slot *find(struct session_store *store, int name)
{
    for (size_t index = 0; index < store->count; index++)
        if (store->slots[index].name == name)
            return &store->slots[index];
    return NULL;
}

static struct session_slot *least_recently_used(struct session_store *store)
{
    struct session_slot *oldest = &store->slots[0];
    for (size_t index = 1; index < store->count; index++)
        if (store->slots[index].used < oldest->used)
            oldest = &store->slots[index];
    return oldest;
}

SSL_SESSION *session_store_get(struct session_store *store, int name)
{
    pthread_mutex_lock(&store->mutex);
    struct session_slot *slot = find(store, name);
    SSL_SESSION *session = NULL;
    if (slot) {
        slot->used = ++store->uses;
        /* A copy: OpenSSL marks a session of TLS 1.3 as not resumable once it was used, and not every server sends a new ticket then. */
        session = SSL_SESSION_dup(slot->session);
    }
    pthread_mutex_unlock(&store->mutex);
    return session;
}

void session_store_put(struct session_store *store, int name, SSL_SESSION *session)
{
    pthread_mutex_lock(&store->mutex);
    struct session_slot *slot = find(store, name);
    if (!slot && store->count < store->size)
        *(slot = &store->slots[store->count++]) = (struct session_slot){0};
    if (!slot)
        slot = least_recently_used(store);
    if (slot->session)
        SSL_SESSION_free(slot->session);
    *slot = (struct session_slot){name, ++store->uses, session};
    pthread_mutex_unlock(&store->mutex);
}
