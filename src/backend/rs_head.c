/* Header lines. */

#include "backend/rs_head.h"

#include <string.h>
#include <strings.h>

#include "base/http.h"
#include "base/str.h"

/* The next line of this name from *at on; its value without blanks. */
static bool
next(const struct http_reply *reply, size_t *at, const char *name, char *dst,
    size_t size)
{
	size_t len = strlen(name);

	while (*at < reply->head_len) {
		const char *line = reply->head + *at;
		const char *end = memchr(line, '\n', reply->head_len - *at);
		size_t n = end != NULL ? (size_t)(end - line) :
		    reply->head_len - *at;

		*at += n + 1;
		if (n <= len || line[len] != ':' ||
		    strncasecmp(line, name, len) != 0)
			continue;
		for (line += len + 1, n -= len + 1; n > 0 && *line == ' '; n--)
			line++;
		while (n > 0 && (line[n - 1] == '\r' || line[n - 1] == ' '))
			n--;
		return str_copy_n(dst, size, line, n);
	}
	return false;
}

bool
rs_head_get(const struct http_reply *reply, const char *name, char *dst,
    size_t size)
{
	size_t at = 0;
	bool found = false;

	while (next(reply, &at, name, dst, size))
		found = true;
	return found;
}

bool
rs_head_cookie(const struct http_reply *reply, const char *cookie, char *dst,
    size_t size)
{
	char line[1024];
	size_t at = 0, len = strlen(cookie);

	while (next(reply, &at, "Set-Cookie", line, sizeof(line)))
		if (strncmp(line, cookie, len) == 0 && line[len] == '=')
			return str_copy_n(dst, size, line + len + 1,
			    strcspn(line + len + 1, "; \t"));
	return false;
}

bool
rs_head_moved(long status)
{
	return status == 301 || status == 302 || status == 307 || status == 308;
}
