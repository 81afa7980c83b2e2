/* The sample columns of stacks/PROTOCOL.md, as indices into a sample's row. */
#ifndef HSLAB_COLUMN_H
#define HSLAB_COLUMN_H

#include <stdbool.h>

enum { MAX_READS = 6, MAX_WRITES = 4 };

/* name, is an instant */
#define HSLAB_COLUMNS(X) \
    X(port, false) X(lane, false) X(name, false) X(version, false) X(group, false) X(suite, false) \
    X(alpn, false) X(resumed, false) X(retried, false) X(earlyData, false) X(tickets, false) X(error, false) \
    X(bytesRead, false) X(bytesWritten, false) X(reads, false) X(writes, false) \
    X(intended, true) X(laneFree, true) X(connectStart, true) X(connectEnd, true) X(start, true) X(end, true) \
    X(hsSecret, true) X(appSecret, true) X(certificateRead, true) X(verifyStart, true) X(verifyEnd, true) \
    X(verified, true) X(parsed, true) X(selected, true) X(signStart, true) X(signEnd, true) X(finishedRead, true) \
    X(earlyWritten, true) X(requestStart, true) X(requestSent, true) X(firstByte, true) X(requestRead, true) \
    X(responseSent, true)

enum column {
#define X(name, instant) COL_##name,
    HSLAB_COLUMNS(X)
#undef X
    COL_read0, /* then MAX_READS × Start, End, Bytes, then MAX_WRITES × the same */
    COL_write0 = COL_read0 + 3 * MAX_READS,
    COLUMNS = COL_write0 + 3 * MAX_WRITES
};

/* The column's name in the protocol; static storage. */
const char *column_name(int column);
/* It holds an instant (and, in allocation blocks, an amount). */
bool column_is_instant(int column);

#endif
