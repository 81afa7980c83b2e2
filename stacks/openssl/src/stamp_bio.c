#include "stamp_bio.h"

#include <errno.h>
#include <pthread.h>
#include <sys/socket.h>

#include "clock.h"

static void note_call(struct stamped_socket *socket, int first_column, int most, int count, int64_t from, int64_t to, int bytes)
{
    if (!socket->sample || count >= most)
        return;
    int column = first_column + 3 * count;
    sample_mark_at(socket->sample, column, from);
    sample_mark_at(socket->sample, column + 1, to);
    socket->sample->ns[column + 2] = bytes;
}

void stamp_secret(struct stamped_socket *socket)
{
    if (!socket->awaits_secret)
        return;
    socket->awaits_secret = false;
    if (socket->sample)
        sample_mark(socket->sample, COL_hsSecret);
}

static bool is_retry(void) { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

static int stamped_read(BIO *bio, char *out, int length)
{
    struct stamped_socket *socket = BIO_get_data(bio);
    stamp_secret(socket);
    int64_t from = socket->sample ? now_ns() : 0;
    int got = (int)recv(socket->fd, out, (size_t)length, 0);
    BIO_clear_retry_flags(bio);
    if (got > 0) {
        if (socket->sample) {
            note_call(socket, COL_read0, MAX_READS, socket->reads, socket->read_since ? socket->read_since : from, now_ns(), got);
            socket->read_since = 0;
            socket->reads++;
            socket->bytes_read += got;
        }
    } else if (got == 0) {
        socket->ended = true;
    } else if (is_retry()) {
        if (!socket->read_since)
            socket->read_since = from;
        BIO_set_retry_read(bio);
    } else {
        socket->error = errno;
    }
    return got;
}

static int stamped_write(BIO *bio, const char *bytes, int length)
{
    struct stamped_socket *socket = BIO_get_data(bio);
    int64_t from = socket->sample ? now_ns() : 0;
    int put = (int)send(socket->fd, bytes, (size_t)length, MSG_NOSIGNAL);
    BIO_clear_retry_flags(bio);
    if (put > 0) {
        if (socket->sample) {
            note_call(socket, COL_write0, MAX_WRITES, socket->writes, from, now_ns(), put);
            socket->writes++;
            socket->bytes_written += put;
        }
    } else if (put < 0 && is_retry()) {
        BIO_set_retry_write(bio);
    } else if (put < 0) {
        socket->error = errno;
    }
    return put;
}

static long stamped_ctrl(BIO *bio, int command, long number, void *pointer)
{
    struct stamped_socket *socket = BIO_get_data(bio);
    switch (command) {
    case BIO_CTRL_FLUSH:
    case BIO_CTRL_DUP:
        return 1;
    case BIO_CTRL_EOF:
        return socket->ended;
    default:
        return 0;
    }
}

static int stamped_create(BIO *bio)
{
    BIO_set_init(bio, 1);
    return 1;
}

static BIO_METHOD *method;

static void make_method(void)
{
    method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "stamped socket");
    if (!method)
        return;
    BIO_meth_set_create(method, stamped_create);
    BIO_meth_set_read(method, stamped_read);
    BIO_meth_set_write(method, stamped_write);
    BIO_meth_set_ctrl(method, stamped_ctrl);
}

BIO *stamp_bio_new(struct stamped_socket *socket)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, make_method);
    BIO *bio = method ? BIO_new(method) : NULL;
    if (bio)
        BIO_set_data(bio, socket);
    return bio;
}
