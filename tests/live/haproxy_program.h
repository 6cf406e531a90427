/* Which HAProxy the tests are to run: make check HAPROXY=PATH. */
#ifndef TESTS_HAPROXY_PROGRAM_H
#define TESTS_HAPROXY_PROGRAM_H

#include <stdlib.h>

/* A name, or the whole path of another than the system's. */
static inline const char *
haproxy(void)
{
	const char *given = getenv("HAPROXY");

	return given == NULL ? "haproxy" : given;
}

#endif
