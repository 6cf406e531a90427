/* Hosts that are trusted. */

#include "backend/rs_where.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/str.h"

struct where {
	bool https;
	char host[NAME_LEN];
	size_t len;			/* of scheme, host and port */
};

static bool
split(const char *url, struct where *where)
{
	static const char good[] = "abcdefghijklmnopqrstuvwxyz0123456789"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ-.";
	const char *host;
	size_t len, port = 0;

	where->https = str_starts(url, "https://");
	if (!where->https && !str_starts(url, "http://"))
		return false;
	host = url + strlen(where->https ? "https://" : "http://");
	len = strspn(host, good);
	if (len == 0 || !str_copy_n(where->host, sizeof(where->host), host, len))
		return false;
	if (host[len] == ':') {
		port = 1 + strspn(host + len + 1, "0123456789");
		if (port < 2 || port > 6)
			return false;
	}
	where->len = (size_t)(host - url) + len + port;
	return url[where->len] == '\0' || url[where->len] == '/';
}

static bool
is_loopback(const char *host)
{
	return strcmp(host, "localhost") == 0 ||
	    (str_starts(host, "127.") &&
	    host[strspn(host, "0123456789.")] == '\0');
}

int
rs_where_check(const char *base, struct err *err)
{
	struct where where;

	if (!split(base, &where) || base[where.len] != '\0')
		return err_set(err, ERR_CONFIG, "\"%s\" is not https://HOST",
		    base);
	if (!where.https && !is_loopback(where.host))
		return err_set(err, ERR_CONFIG, "%s: plain http would show the "
		    "token to everybody on the way; use https", base);
	return 0;
}

/* What two hosts of one owner have in common: all but the first label. */
static const char *
domain_of(const char *host)
{
	const char *dot = strchr(host, '.');

	return dot != NULL && strchr(dot + 1, '.') != NULL ? dot + 1 : host;
}

int
rs_where_follow(char base[TEXT_LEN], const char *location, struct err *err)
{
	struct where old, new;
	char safe[TEXT_LEN];

	(void)str_safe(safe, sizeof(safe), location);
	if (!split(base, &old) || !split(location, &new))
		return err_set(err, ERR_REFUSED,
		    "the API sends us to \"%s\", which is no address", safe);
	bool same = is_loopback(old.host) ? is_loopback(new.host) :
	    new.https && strcasecmp(domain_of(old.host),
	    domain_of(new.host)) == 0;
	if (!same)
		return err_set(err, ERR_REFUSED, "the API sends us to \"%s\", "
		    "which is not of %s: not followed", safe, domain_of(old.host));
	(void)str_copy_n(base, TEXT_LEN, location, new.len);
	return 0;
}
