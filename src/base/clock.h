/*
 * Two clocks.  Ages, deadlines and orders use the boot clock, which nobody can
 * set and which goes on while the machine sleeps.  The wall clock is for people.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stddef.h>
#include <stdint.h>

int64_t clock_boot_ms(void);
int64_t clock_wall_ms(void);
/* "2026-11-24T14:21:07Z" and "14:21:07"; both UTC. */
const char *clock_iso(int64_t wall_ms, char *dst, size_t size);
const char *clock_hms(int64_t wall_ms, char *dst, size_t size);
/* "59 s", "3 m 59 s", "2 h 05 m": a span for people. */
const char *clock_span(int64_t ms, char *dst, size_t size);

#endif
