/* hslab-openssl: the worker of the stack `openssl`. stacks/PROTOCOL.md is the authority for what it says and does. */
#include <malloc.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "capabilities.h"
#include "client.h"
#include "endpoint.h"
#include "frame.h"
#include "heap.h"
#include "message.h"
#include "server.h"

enum { MOST_ENDPOINTS = 4096 };

static struct endpoint *endpoints[MOST_ENDPOINTS];
static bool is_server;

static void refuse(int id, const char *code, const char *why) { frame_write_json(json_pack("{ss si ss ss}", "type", "error", "id", id, "code", code, "message", why)); }

static void configure(int id, json_t *message)
{
    char failure[FAILURE_BYTES];
    struct settings settings;
    if (!settings_parse(&settings, message, failure)) {
        refuse(id, "bad-configuration", failure);
        return;
    }
    if (settings.endpoint >= MOST_ENDPOINTS) {
        refuse(id, "bad-configuration", "endpoint is too large");
        return;
    }
    struct endpoint *endpoint = endpoint_new(&settings, is_server, failure);
    if (!endpoint) {
        refuse(id, "bad-configuration", failure);
        return;
    }
    /* A server's threads may still hold the endpoint that had this number, so it stays. */
    if (endpoints[settings.endpoint] && !is_server)
        endpoint_free(endpoints[settings.endpoint]);
    endpoints[settings.endpoint] = endpoint;
    frame_write_json(json_pack("{ss si si}", "type", "configured", "id", id, "endpoint", settings.endpoint));
}

static void serve(int id, struct endpoint *endpoint)
{
    char failure[FAILURE_BYTES];
    int port = is_server ? server_listen(endpoint, failure) : 0;
    if (port == 0)
        refuse(id, "bind-failed", is_server ? failure : "a client does not serve");
    else
        frame_write_json(json_pack("{ss si si si}", "type", "serving", "id", id, "endpoint", endpoint->settings.endpoint, "port", port));
}

static void run_block(int id, struct endpoint *endpoint, json_t *message)
{
    char failure[FAILURE_BYTES];
    struct block block;
    if (!block_parse(&block, message, failure)) {
        refuse(id, "bad-block", failure);
    } else if (is_server) {
        if (endpoint_begin(endpoint, &block))
            frame_write_json(json_pack("{ss si si}", "type", "armed", "id", id, "block", block.block));
        else
            refuse(id, "no-memory", "no memory for the block's samples");
    } else {
        client_block(endpoint, id, &block);
    }
    block_free(&block);
}

static void hold(int id, struct endpoint *endpoint, json_t *message)
{
    size_t failed = 0;
    if (is_server)
        endpoint->holding = true;
    else
        failed = client_hold(endpoint, (int)request_integer(message, "port", 0), (size_t)request_integer(message, "connections", 0), request_integer(message, "timeoutMs", 60000));
    malloc_trim(0);
    pthread_mutex_lock(&endpoint->mutex);
    size_t held = endpoint->held_count;
    pthread_mutex_unlock(&endpoint->mutex);
    frame_write_json(json_pack("{ss si si sI sI}", "type", "holding", "id", id, "endpoint", endpoint->settings.endpoint, "connections", (json_int_t)held, "failed", (json_int_t)failed));
}

static void release(int id, struct endpoint *endpoint)
{
    endpoint_release(endpoint);
    malloc_trim(0);
    frame_write_json(json_pack("{ss si si}", "type", "released", "id", id, "endpoint", endpoint->settings.endpoint));
}

static void replay(int id, struct endpoint *endpoint, json_t *message)
{
    char failure[FAILURE_BYTES] = "a server does not replay";
    json_t *uses = is_server ? NULL : client_replay(endpoint, (int)request_integer(message, "port", 0), (int)request_integer(message, "uses", 2), failure);
    if (uses)
        frame_write_json(json_pack("{ss si si so}", "type", "replayed", "id", id, "endpoint", endpoint->settings.endpoint, "uses", uses));
    else
        refuse(id, "replay-failed", failure);
}

static void carry_out(json_t *message)
{
    const char *type = json_string_value(json_object_get(message, "type"));
    int id = (int)request_integer(message, "id", 0);
    int number = (int)request_integer(message, "endpoint", -1);
    if (!type) {
        refuse(id, "bad-request", "the message has no type");
        return;
    }
    if (strcmp(type, "stop") == 0) {
        frame_write_json(json_pack("{ss si}", "type", "stopped", "id", id));
        _exit(0);
    }
    if (strcmp(type, "configure") == 0) {
        configure(id, message);
        return;
    }
    struct endpoint *endpoint = number >= 0 && number < MOST_ENDPOINTS ? endpoints[number] : NULL;
    if (!endpoint) {
        refuse(id, "no-endpoint", "this endpoint has not been configured");
    } else if (strcmp(type, "serve") == 0) {
        serve(id, endpoint);
    } else if (strcmp(type, "block") == 0) {
        run_block(id, endpoint, message);
    } else if (strcmp(type, "collect") == 0 && is_server) {
        server_wait(endpoint, (size_t)request_integer(message, "expect", 0), request_integer(message, "timeoutMs", 2000));
        endpoint_finish(endpoint, id, "server");
    } else if (strcmp(type, "hold") == 0) {
        hold(id, endpoint, message);
    } else if (strcmp(type, "release") == 0) {
        release(id, endpoint);
    } else if (strcmp(type, "replay") == 0) {
        replay(id, endpoint, message);
    } else {
        refuse(id, "bad-request", "a request of this type is not known here");
    }
}

/* Idle connections by the thousand need as many descriptors. */
static void allow_files(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

int main(int count, char **arguments)
{
    const char *role = count == 3 && strcmp(arguments[1], "--role") == 0 ? arguments[2] : "";
    is_server = strcmp(role, "server") == 0;
    if (!is_server && strcmp(role, "client") != 0) {
        fprintf(stderr, "usage: hslab-openssl --role server|client\n");
        return 2;
    }
    if (!heap_count_from_here())
        fprintf(stderr, "allocations cannot be counted: OpenSSL had allocated before\n");
    signal(SIGPIPE, SIG_IGN);
    prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL);
    allow_files();
    message_init();
    frame_write_json(capabilities_ready(role));
    for (;;) {
        json_t *message = frame_read();
        carry_out(message);
        json_decref(message);
    }
}
