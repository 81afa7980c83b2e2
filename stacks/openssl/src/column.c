#include "column.h"

#include <stddef.h>

static const struct {
    const char *name;
    bool instant;
} columns[COLUMNS] = {
#define X(name, instant) {#name, instant},
    HSLAB_COLUMNS(X)
#undef X
#define CALL(name) {name "Start", true}, {name "End", true}, {name "Bytes", false}
    CALL("read0"), CALL("read1"), CALL("read2"), CALL("read3"), CALL("read4"), CALL("read5"),
    CALL("write0"), CALL("write1"), CALL("write2"), CALL("write3"),
#undef CALL
};

const char *column_name(int column) { return columns[column].name; }
bool column_is_instant(int column) { return columns[column].instant; }
