#include "capabilities.h"

#include <openssl/crypto.h>
#include <openssl/ssl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "column.h"
#include "request.h"

enum { PROTOCOL_VERSION = 3 };

static const char *const always[] = {
    "role:client", "role:server", "tls:1.2", "tls:1.3",
    "key:ecdsa-p256", "key:ecdsa-p384", "key:rsa-2048", "key:rsa-3072", "key:rsa-4096", "key:ed25519",
    "session:full", "session:ticket", "session:off", "session:cache", "retry", "alpn", "mtls", "exchange",
    "earlyData", "antiReplay:on", "antiReplay:off", "tickets", "hold", "preamble", "closes:client",
    "observe:timing", "observe:allocations", "observe:wire", "connections", "loop:open", "threads",
};

static const char *const tokens[] = {"x25519", "p256", "p384", "p521", "x25519mlkem768", "secp256r1mlkem768"};

static const struct {
    const char *what, *why, *source;
} lacking[] = {
    {"client.nameChecked", "the host name is checked inside X509_verify_cert, so within verifyStart … verifyEnd", "https://docs.openssl.org/3.0/man3/X509_check_host/"},
    {"server.sign", "no callback around the signature: signStart is when the Certificate message is built and signEnd when CertificateVerify is, so a little of its building counts to it", "https://docs.openssl.org/3.0/man3/SSL_CTX_set_msg_callback/"},
    {"server.selectedOnResumption", "the certificate callback is not called when a session is resumed", "https://docs.openssl.org/3.0/man3/SSL_CTX_set_cert_cb/"},
    {"bytes:libc", "only what OpenSSL allocates through its own functions is counted, exactly; libc's allocations and this worker's are not", "https://docs.openssl.org/3.0/man3/OPENSSL_malloc/"},
    {"observe:cpu-profile", "a C program has no profiler of its own", NULL},
    {"observe:alloc-profile", "a C program has no profiler of its own", NULL},
};

static json_t *cpus(void)
{
    json_t *list = json_array();
    cpu_set_t set;
    CPU_ZERO(&set);
    sched_getaffinity(0, sizeof set, &set);
    for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
        if (CPU_ISSET(cpu, &set))
            json_array_append_new(list, json_integer(cpu));
    return list;
}

static json_t *offers(void)
{
    json_t *list = json_array();
    for (size_t index = 0; index < sizeof always / sizeof *always; index++)
        json_array_append_new(list, json_string(always[index]));
    SSL_CTX *ctx = SSL_CTX_new(TLS_method());
    for (size_t index = 0; index < sizeof tokens / sizeof *tokens; index++) {
        char token[64];
        snprintf(token, sizeof token, "group:%s", tokens[index]);
        if (ctx && SSL_CTX_set1_groups_list(ctx, group_openssl_name(tokens[index])) == 1)
            json_array_append_new(list, json_string(token));
    }
    SSL_CTX_free(ctx);
    return list;
}

static bool belongs(int column, bool is_client)
{
    static const char *const of_client[] = {"lane", "name", "intended", "laneFree", "connectStart", "connectEnd", "certificateRead", "verifyStart", "verifyEnd", "verified", "earlyWritten", "requestStart", "requestSent", "firstByte"};
    static const char *const of_server[] = {"parsed", "selected", "signStart", "signEnd", "finishedRead", "requestRead", "responseSent"};
    const char *name = column_name(column);
    for (size_t index = 0; index < sizeof of_client / sizeof *of_client; index++)
        if (strcmp(of_client[index], name) == 0)
            return is_client;
    for (size_t index = 0; index < sizeof of_server / sizeof *of_server; index++)
        if (strcmp(of_server[index], name) == 0)
            return !is_client;
    return true;
}

static json_t *observes(void)
{
    json_t *list = json_array();
    for (int side = 0; side < 2; side++)
        for (int column = 0; column < COLUMNS; column++) {
            char name[64];
            snprintf(name, sizeof name, "%s.%s", side == 0 ? "client" : "server", column_name(column));
            if (belongs(column, side == 0))
                json_array_append_new(list, json_string(name));
        }
    return list;
}

static json_t *not(void)
{
    json_t *list = json_array();
    for (size_t index = 0; index < sizeof lacking / sizeof *lacking; index++)
        json_array_append_new(list, json_pack("{ss ss ss?}", "what", lacking[index].what, "why", lacking[index].why, "source", lacking[index].source));
    return list;
}

json_t *capabilities_ready(const char *role)
{
    const char *version = OpenSSL_version(OPENSSL_VERSION_STRING);
    return json_pack("{ss si ss ss s{ss ss} ss si so so so so}", "type", "ready", "protocol", PROTOCOL_VERSION, "stack", "openssl", "version", version, "library", "name", "OpenSSL", "version",
                     version, "role", role, "pid", (int)getpid(), "cpus", cpus(), "offers", offers(), "observes", observes(), "not", not());
}
