/* Allocation that cannot fail. */

#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* File-static because an allocation anywhere may be the one that fails. */
static void (*die_hook)(void);

/* Nothing here may allocate: no stdio. */
static _Noreturn void
die(void)
{
	static const char words[] = "out of memory\n";
	void (*hook)(void) = die_hook;

	die_hook = NULL;	/* the hook may run out of memory, too */
	if (hook != NULL)
		hook();
	if (write(STDERR_FILENO, words, sizeof(words) - 1) == -1)
		_exit(1);
	_exit(1);
}

void *
xcalloc(size_t count, size_t size)
{
	/* One byte at least, so that NULL means "no memory" and nothing else. */
	void *new = count == 0 || size == 0 ? calloc(1, 1) : calloc(count, size);

	if (new == NULL)
		die();
	return new;
}

void *
xrealloc(void *old, size_t count, size_t size)
{
	if (count == 0 || size == 0)
		count = size = 1;
	void *new = reallocarray(old, count, size);

	if (new == NULL)
		die();
	return new;
}

char *
xstrdup(const char *text)
{
	char *new = strdup(text);

	if (new == NULL)
		die();
	return new;
}

void
xmalloc_on_die(void (*hook)(void))
{
	die_hook = hook;
}
