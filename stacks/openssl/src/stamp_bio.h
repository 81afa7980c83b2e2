/* A BIO over a non-blocking socket that notes when each read and write call was made and what it moved. */
#ifndef HSLAB_STAMP_BIO_H
#define HSLAB_STAMP_BIO_H

#include <openssl/bio.h>
#include <stdbool.h>
#include <stdint.h>

#include "sample.h"

struct stamped_socket {
    int fd;
    struct sample *sample; /* NULL: nothing is noted any more */
    int64_t read_since;    /* when the first try of the read under way was made; 0: none is */
    int reads, writes;
    double bytes_read, bytes_written;
    bool awaits_secret;    /* the ServerHello is being read: the next thing asked for marks hsSecret */
    bool ended;            /* the peer has closed its side */
    int error;             /* errno of what broke the connection; 0 */
};

/* What comes after the ServerHello is asked for: the handshake secrets are known. */
void stamp_secret(struct stamped_socket *socket);

/* The BIO refers to the socket, which must outlive it; NULL without memory. */
BIO *stamp_bio_new(struct stamped_socket *socket);

#endif
