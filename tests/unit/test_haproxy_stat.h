/* What the tests of HAProxy's replies share: a worker's reply, read, and changed. */
#ifndef TEST_HAPROXY_STAT_H
#define TEST_HAPROXY_STAT_H

#include "backend/haproxy_stat.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/xmalloc.h"
#include "haproxy_replies.h"

static inline int
parse(const char *reply, size_t len, struct hap_worker *worker, struct err *err)
{
	/* A copy of just this size: reading past it is seen by the sanitizer. */
	char *copy = xcalloc(len + 1, 1);
	int rc;

	memcpy(copy, reply, len);
	copy = xrealloc(copy, len == 0 ? 1 : len, 1);
	memset(worker, 0, sizeof(*worker));
	rc = hap_parse_worker(copy, len, "lb1", "app", worker, err);
	free(copy);
	return rc;
}

/* reply_worker with the first `from` replaced; the caller frees. */
static inline char *
changed(const char *text, const char *from, const char *to)
{
	const char *at = strstr(text, from);
	struct buf buf = { .data = NULL };

	cr_assert_not_null(at, "%s", from);
	buf_add(&buf, text, (size_t)(at - text));
	buf_puts(&buf, to);
	buf_puts(&buf, at + strlen(from));
	return buf_take(&buf);
}

#endif
