/* The growing buffer of str.h. */

#include "base/str.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"

/* Room for more bytes and the terminator. */
static void
reserve(struct buf *buf, size_t more)
{
	size_t need, cap = buf->cap < 64 ? 64 : buf->cap;

	if (__builtin_add_overflow(buf->len, more, &need) ||
	    __builtin_add_overflow(need, 1, &need))
		need = SIZE_MAX;	/* no such memory: xrealloc() ends it */
	if (need <= buf->cap)
		return;
	while (cap < need)
		cap = cap > SIZE_MAX / 2 ? need : 2 * cap;
	buf->data = xrealloc(buf->data, cap, 1);
	buf->cap = cap;
}

void
buf_add(struct buf *buf, const void *data, size_t len)
{
	reserve(buf, len);
	if (len > 0)
		memcpy(buf->data + buf->len, data, len);
	buf->len += len;
	buf->data[buf->len] = '\0';
}

void
buf_puts(struct buf *buf, const char *text)
{
	buf_add(buf, text, strlen(text));
}

void
buf_vprintf(struct buf *buf, const char *fmt, va_list ap)
{
	va_list again;

	va_copy(again, ap);
	int len = vsnprintf(NULL, 0, fmt, ap);

	assert(len >= 0);
	reserve(buf, (size_t)len);
	(void)vsnprintf(buf->data + buf->len, (size_t)len + 1, fmt, again);
	va_end(again);
	buf->len += (size_t)len;
}

void
buf_printf(struct buf *buf, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(buf, fmt, ap);
	va_end(ap);
}

void
buf_reset(struct buf *buf)
{
	buf->len = 0;
	buf_add(buf, NULL, 0);
}

void
buf_done(struct buf *buf)
{
	free(buf->data);
	*buf = (struct buf){ 0 };
}

char *
buf_take(struct buf *buf)
{
	buf_add(buf, NULL, 0);	/* never NULL, even if nothing was added */
	char *data = buf->data;

	*buf = (struct buf){ 0 };
	return data;
}
