/*
 * Allocation that cannot fail: out of memory ends the program, after the hook
 * has restored the terminal.  The journal is on disk already.
 */
#ifndef BASE_XMALLOC_H
#define BASE_XMALLOC_H

#include <stddef.h>

void *xcalloc(size_t count, size_t size);
void *xrealloc(void *old, size_t count, size_t size);
char *xstrdup(const char *text);
/* Called once, before the program ends here. NULL takes the hook out. */
void xmalloc_on_die(void (*hook)(void));

/* Make room for one more in a growing array: ptr, number in use, capacity. */
#define x_grow(ptr, used, cap)						\
	do {								\
		if ((used) == (cap)) {					\
			(cap) = (cap) == 0 ? 8 : 2 * (cap);		\
			(ptr) = xrealloc((ptr), (cap), sizeof(*(ptr)));	\
		}							\
	} while (0)

#endif
