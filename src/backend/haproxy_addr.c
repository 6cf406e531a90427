/* Addresses of servers: many spellings, one meaning. */

#include "config.h"

#include "backend/haproxy_addr.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

#include "base/str.h"

bool
hap_addr_parse(struct hap_addr *addr, const char *text)
{
	const char *colon;
	size_t len;
	int64_t port;

	memset(addr, 0, sizeof(*addr));
	if (str_starts(text, "ipv4@") || str_starts(text, "ipv6@"))
		text += strlen("ipv4@");
	colon = strrchr(text, ':');
	if (colon == NULL || !str_to_i64(colon + 1, 1, 65535, &port))
		return false;
	len = (size_t)(colon - text);
	if (len > 2 && text[0] == '[' && text[len - 1] == ']') {
		text++;
		len -= 2;
	}
	if (len == 0 || !str_copy_n(addr->host, sizeof(addr->host), text, len))
		return false;
	addr->port = (unsigned)port;
	if (inet_pton(AF_INET, addr->host, addr->bytes) == 1)
		addr->family = AF_INET;
	else if (inet_pton(AF_INET6, addr->host, addr->bytes) == 1)
		addr->family = AF_INET6;
	return true;
}

bool
hap_addr_same(const struct hap_addr *a, const struct hap_addr *b)
{
	if (a->port != b->port || a->family != b->family)
		return false;
	if (a->family == 0)
		return strcasecmp(a->host, b->host) == 0;
	return memcmp(a->bytes, b->bytes, sizeof(a->bytes)) == 0;
}

bool
hap_addr_equal(const char *a, const char *b)
{
	struct hap_addr x, y;

	return hap_addr_parse(&x, a) && hap_addr_parse(&y, b) &&
	    hap_addr_same(&x, &y);
}
