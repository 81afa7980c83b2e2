/* The sessions a client keeps: one a lane, or the last k names (least recently used goes first). */
#ifndef HSLAB_SESSION_H
#define HSLAB_SESSION_H

#include <openssl/ssl.h>
#include <pthread.h>
#include <stddef.h>

struct session_slot {
    int name; /* the lane's number, or the number in the server's name */
    unsigned long used; /* when, in uses of the store */
    SSL_SESSION *session;
};

struct session_store {
    pthread_mutex_t mutex;
    struct session_slot *slots;
    size_t count, size;
    unsigned long uses;
};

int session_store_init(struct session_store *store, size_t size);
void session_store_free(struct session_store *store);
/* The session kept for the name, with a reference for the caller; NULL for none. */
SSL_SESSION *session_store_get(struct session_store *store, int name);
/* Keeps the session (takes the reference), in place of the least recently used where there is no room. */
void session_store_put(struct session_store *store, int name, SSL_SESSION *session);

#endif
