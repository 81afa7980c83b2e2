#include "request.h"

#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *token, *openssl;
} groups[] = {
    {"x25519", "X25519"}, {"p256", "P-256"}, {"p384", "P-384"}, {"p521", "P-521"},
    {"x25519mlkem768", "X25519MLKEM768"}, {"secp256r1mlkem768", "SecP256r1MLKEM768"},
};

const char *group_openssl_name(const char *token)
{
    for (size_t index = 0; index < sizeof groups / sizeof *groups; index++)
        if (strcmp(groups[index].token, token) == 0)
            return groups[index].openssl;
    return NULL;
}

int64_t request_integer(json_t *message, const char *name, int64_t otherwise)
{
    json_t *value = json_object_get(message, name);
    return json_is_number(value) ? (int64_t)json_number_value(value) : otherwise;
}

static const char *text(json_t *message, const char *name)
{
    const char *value = json_string_value(json_object_get(message, name));
    return value ? value : "";
}

static bool flag(json_t *message, const char *name) { return json_is_true(json_object_get(message, name)); }

static bool copy(char *out, size_t room, json_t *message, const char *name, char *failure)
{
    const char *value = text(message, name);
    if (strlen(value) >= room) {
        snprintf(failure, FAILURE_BYTES, "%s is longer than %zu bytes", name, room - 1);
        return false;
    }
    strcpy(out, value);
    return true;
}

/* The index of the value among the NULL-ended names; −1 with a failure for none. */
static int one_of(const char *field, const char *value, const char *const *names, char *failure)
{
    for (int index = 0; names[index]; index++)
        if (strcmp(value, names[index]) == 0)
            return index;
    snprintf(failure, FAILURE_BYTES, "%s %.60s is not known to this worker", field, value);
    return -1;
}

/* Nothing but the group asked for, which TLS 1.2 takes for the curves of certificates too: there P-256 and P-384 follow it. */
static bool parse_groups(struct settings *out, json_t *tls, char *failure)
{
    size_t index;
    json_t *token;
    json_array_foreach (json_object_get(tls, "groups"), index, token) {
        const char *name = json_is_string(token) ? group_openssl_name(json_string_value(token)) : NULL;
        if (!name) {
            snprintf(failure, FAILURE_BYTES, "tls.groups: %.60s is no group of this worker", json_is_string(token) ? json_string_value(token) : "a value");
            return false;
        }
        if (strlen(out->groups) + strlen(name) + 16 > sizeof out->groups)
            break;
        strcat(out->groups, *out->groups ? ":" : "");
        strcat(out->groups, name);
    }
    if (!*out->groups) {
        snprintf(failure, FAILURE_BYTES, "tls.groups is missing or empty; give one group at least");
        return false;
    }
    if (out->version == TLS1_2_VERSION)
        for (const char *const *curve = (const char *const[]){"P-256", "P-384", NULL}; *curve; curve++)
            if (!strstr(out->groups, *curve))
                strcat(strcat(out->groups, ":"), *curve);
    return true;
}

static bool parse_alpn(struct settings *out, json_t *tls, char *failure)
{
    size_t index;
    json_t *name;
    json_array_foreach (json_object_get(tls, "alpn"), index, name) {
        size_t length = json_string_length(name);
        if (!json_is_string(name) || length < 1 || length > 255 || out->alpn_bytes + 1 + length > MAX_ALPN) {
            snprintf(failure, FAILURE_BYTES, "tls.alpn[%zu] is no name of 1 to 255 bytes, or all together are longer than %d", index, MAX_ALPN);
            return false;
        }
        out->alpn[out->alpn_bytes++] = (unsigned char)length;
        memcpy(out->alpn + out->alpn_bytes, json_string_value(name), length);
        out->alpn_bytes += length;
    }
    return true;
}

bool settings_parse(struct settings *out, json_t *message, char *failure)
{
    memset(out, 0, sizeof *out);
    json_t *tls = json_object_get(message, "tls");
    json_t *exchange = json_object_get(message, "exchange");
    const char *early = text(tls, "earlyData");
    int version = one_of("tls.version", text(tls, "version"), (const char *const[]){"1.2", "1.3", NULL}, failure);
    int session = one_of("tls.session", text(tls, "session"), (const char *const[]){"full", "ticket", "off", "cache", NULL}, failure);
    int early_data = *early ? one_of("tls.earlyData", early, (const char *const[]){"none", "accepted", "rejected", NULL}, failure) : EARLY_NONE;
    if (version < 0 || session < 0 || early_data < 0)
        return false;
    json_t *anti_replay = json_object_get(tls, "antiReplay");
    out->endpoint = (int)request_integer(message, "endpoint", -1);
    out->epoch_ns = strtoll(text(message, "epochNs"), NULL, 10);
    out->version = version == 0 ? TLS1_2_VERSION : TLS1_3_VERSION;
    out->session = (enum session_mode)session;
    out->retry = flag(tls, "retry");
    out->cache_size = (size_t)request_integer(tls, "cacheSize", 1);
    out->tickets = (int)request_integer(tls, "tickets", -1);
    out->early = (enum early_data)early_data;
    out->anti_replay = json_is_boolean(anti_replay) ? (json_is_true(anti_replay) ? CHOICE_YES : CHOICE_NO) : CHOICE_DEFAULT;
    out->mutual = flag(tls, "mutual");
    out->hooks = strcmp(text(message, "hooks"), "off") != 0;
    out->capacity = (size_t)request_integer(message, "capacity", 1000);
    out->delay_ns = request_integer(message, "delayNs", 0);
    out->request_bytes = (size_t)request_integer(exchange, "requestBytes", 0);
    out->response_bytes = (size_t)request_integer(exchange, "responseBytes", 0);
    out->preamble = flag(message, "preamble");
    out->client_closes = strcmp(text(message, "closes"), "client") == 0;
    if (out->endpoint < 0) {
        snprintf(failure, FAILURE_BYTES, "endpoint is missing; give its number");
        return false;
    }
    if (out->early != EARLY_NONE && (out->session != SESSION_TICKET || out->version != TLS1_3_VERSION || out->request_bytes == 0)) {
        snprintf(failure, FAILURE_BYTES, "tls.earlyData needs TLS 1.3, session ticket and an exchange");
        return false;
    }
    if (out->client_closes && out->request_bytes > 0) {
        snprintf(failure, FAILURE_BYTES, "closes is client, which leaves no room for an exchange; leave one of them out");
        return false;
    }
    return parse_groups(out, tls, failure) && parse_alpn(out, tls, failure) && copy(out->root_file, PATH_BYTES, message, "rootFile", failure) &&
           copy(out->certificate_file, PATH_BYTES, message, "certificateFile", failure) && copy(out->key_file, PATH_BYTES, message, "keyFile", failure) &&
           copy(out->server_name, NAME_BYTES - 16, message, "serverName", failure);
}

bool block_parse(struct block *out, json_t *message, char *failure)
{
    memset(out, 0, sizeof *out);
    int observe = one_of("observe", text(message, "observe"), (const char *const[]){"timing", "allocations", "wire", NULL}, failure);
    if (observe < 0)
        return false;
    out->observe = (enum observation)observe;
    out->endpoint = (int)request_integer(message, "endpoint", -1);
    out->block = (int)request_integer(message, "block", -1);
    out->handshakes = (size_t)request_integer(message, "handshakes", 0);
    out->connections = (size_t)request_integer(message, "connections", 1);
    out->port = (int)request_integer(message, "port", 0);
    out->timeout_ms = request_integer(message, "timeoutMs", 10000);
    json_t *schedule = json_object_get(message, "scheduleNs");
    json_t *names = json_object_get(message, "names");
    if ((json_is_array(schedule) && json_array_size(schedule) != out->handshakes) || (json_is_array(names) && json_array_size(names) != out->handshakes)) {
        snprintf(failure, FAILURE_BYTES, "scheduleNs and names must have one value for each of the %zu handshakes", out->handshakes);
        return false;
    }
    if (json_is_array(schedule) && out->handshakes > 0) {
        out->schedule_ns = malloc(out->handshakes * sizeof *out->schedule_ns);
        for (size_t index = 0; out->schedule_ns && index < out->handshakes; index++)
            out->schedule_ns[index] = (int64_t)json_number_value(json_array_get(schedule, index));
    }
    if (json_is_array(names) && out->handshakes > 0) {
        out->names = malloc(out->handshakes * sizeof *out->names);
        for (size_t index = 0; out->names && index < out->handshakes; index++)
            out->names[index] = (int)json_number_value(json_array_get(names, index));
    }
    return true;
}

void block_free(struct block *block)
{
    free(block->schedule_ns);
    free(block->names);
    block->schedule_ns = NULL;
    block->names = NULL;
}
