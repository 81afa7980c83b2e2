/* Alert names (RFC 8446, section 6). */
#ifndef HSLAB_ALERT_H
#define HSLAB_ALERT_H

/* The alert's name, or NULL for a number that has none. */
const char *alert_name(int number);

#endif
