#include "failure.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alert.h"
#include "clock.h"
#include "conn.h"
#include "endpoint.h"

/* The step after the last mark that was reached. */
static const char *client_step(const struct conn *conn)
{
    const struct sample *sample = &conn->sample;
    if (conn->step == STEP_CONNECT || conn->step == STEP_PREAMBLE)
        return "connecting";
    if (sample_has(sample, COL_end))
        return conn->step == STEP_RESPONSE ? "reading the response" : conn->step == STEP_REQUEST ? "writing the request" : "after its Finished";
    if (conn->verify_error != X509_V_OK)
        return "verifying certificates";
    if (conn->socket.writes == 0)
        return "building ClientHello";
    if (conn->socket.reads == 0)
        return "waiting for ServerHello";
    if (conn->endpoint->settings.version == TLS1_3_VERSION && !sample_has(sample, COL_hsSecret))
        return "reading ServerHello";
    if (!sample_has(sample, COL_verified))
        return "reading server parameters and certificates";
    if (!sample_has(sample, COL_appSecret))
        return "checking CertificateVerify and Finished";
    return "sending Finished";
}

static const char *server_step(const struct conn *conn)
{
    const struct sample *sample = &conn->sample;
    if (sample_has(sample, COL_end))
        return conn->step == STEP_REQUEST ? "reading the request" : "writing the response";
    if (conn->socket.reads == 0)
        return "waiting for ClientHello";
    if (!sample_has(sample, COL_parsed))
        return "reading ClientHello";
    if (sample_has(sample, COL_hsSecret))
        return conn->last_message_sent ? "reading client Finished" : conn->verify_error != X509_V_OK ? "verifying certificates" : "reading the client's flight";
    return "choosing parameters";
}

const char *failure_of_library(void)
{
    static _Thread_local char text[200];
    unsigned long error = ERR_peek_error();
    const char *reason = ERR_reason_error_string(error);
    if (error == 0)
        return "no reason given";
    snprintf(text, sizeof text, "%s", reason ? reason : ERR_error_string(error, NULL));
    return text;
}

/* Of a received alert, OpenSSL's reason is its number after this offset (ssl/record: SSL_AD_REASON_OFFSET). */
static int alert_in_queue(void)
{
    int reason = ERR_GET_REASON(ERR_peek_error());
    return ERR_GET_LIB(ERR_peek_error()) == ERR_LIB_SSL && reason > SSL_AD_REASON_OFFSET && reason <= SSL_AD_REASON_OFFSET + 255 ? reason - SSL_AD_REASON_OFFSET : -1;
}

static void write_alert(char *out, size_t room, const char *format, int alert)
{
    char numbered[64];
    const char *name = alert_name(alert);
    snprintf(numbered, sizeof numbered, name ? "%d %s" : "%d", alert, name);
    snprintf(out, room, format, numbered);
}

char *failure_text(struct conn *conn)
{
    char cause[256], sent[96] = "";
    int received = conn->alert_received > 0 ? conn->alert_received : alert_in_queue();
    if (conn->alert_sent > 0)
        write_alert(sent, sizeof sent, " (alert %s sent)", conn->alert_sent);
    if (received > 0)
        write_alert(cause, sizeof cause, "remote alert %s", received);
    else if (conn->verify_error != X509_V_OK)
        snprintf(cause, sizeof cause, "%s%s", X509_verify_cert_error_string(conn->verify_error), sent);
    else if (conn->socket.error)
        snprintf(cause, sizeof cause, "%s", strerror(conn->socket.error));
    else if (conn->deadline_ns && now_ns() >= conn->deadline_ns)
        snprintf(cause, sizeof cause, "timed out after %d s", HANDSHAKE_SECONDS);
    else if (conn->socket.ended)
        snprintf(cause, sizeof cause, "connection closed by the peer");
    else
        snprintf(cause, sizeof cause, "%s%s", failure_of_library(), sent);
    ERR_clear_error();
    const char *step = !conn->endpoint->settings.hooks ? NULL : conn->is_server ? server_step(conn) : client_step(conn);
    char text[400];
    snprintf(text, sizeof text, "%s: %s%s%s", conn->is_server ? "server" : "client", step ? step : "", step ? ": " : "", cause);
    return strdup(text);
}
