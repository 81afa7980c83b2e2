/* What the engine asks for, parsed and checked. */
#ifndef HSLAB_REQUEST_H
#define HSLAB_REQUEST_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MAX_GROUPS = 8, MAX_ALPN = 512, PATH_BYTES = 4096, NAME_BYTES = 256, FAILURE_BYTES = 512 };

enum session_mode { SESSION_FULL, SESSION_TICKET, SESSION_OFF, SESSION_CACHE };
enum early_data { EARLY_NONE, EARLY_ACCEPTED, EARLY_REJECTED };
enum choice { CHOICE_NO, CHOICE_YES, CHOICE_DEFAULT };

struct settings {
    int endpoint;
    int64_t epoch_ns;
    int version; /* TLS1_2_VERSION or TLS1_3_VERSION */
    char groups[256]; /* OpenSSL's group list */
    unsigned char alpn[MAX_ALPN]; /* wire format */
    size_t alpn_bytes;
    enum session_mode session;
    bool retry;
    size_t cache_size;
    int tickets; /* −1: the library's default */
    enum early_data early;
    enum choice anti_replay;
    bool mutual;
    char root_file[PATH_BYTES], certificate_file[PATH_BYTES], key_file[PATH_BYTES]; /* "" where absent */
    char server_name[NAME_BYTES];
    bool hooks;
    size_t capacity;
    int64_t delay_ns;
    size_t request_bytes, response_bytes; /* 0: no exchange */
    bool preamble;
    bool client_closes;
};

enum observation { OBSERVE_TIMING, OBSERVE_ALLOCATIONS, OBSERVE_WIRE };

struct block {
    int endpoint, block;
    enum observation observe;
    size_t handshakes, connections;
    int port; /* 0 for a server */
    int64_t *schedule_ns; /* one a handshake, or NULL; owned */
    int *names;           /* one a handshake, or NULL; owned */
    int64_t timeout_ms;
};

/* Both return false and write the field, the value and what to do into `failure` (FAILURE_BYTES). */
bool settings_parse(struct settings *out, json_t *message, char *failure);
bool block_parse(struct block *out, json_t *message, char *failure);
void block_free(struct block *block);

/* A whole number of the message, or `otherwise` where it is absent or null. */
int64_t request_integer(json_t *message, const char *name, int64_t otherwise);

/* Of the token (`x25519`) OpenSSL's own name, or NULL for none. */
const char *group_openssl_name(const char *token);

#endif
