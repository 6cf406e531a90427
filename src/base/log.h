/* The debug log: to a file when one is asked for, never to the screen. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/err.h"

/* Mode 0600, appended.  Without this, log_debug() does nothing. */
int log_open(const char *path, struct err *err);
void log_close(void);
void log_debug(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
