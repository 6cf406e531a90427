/* Addresses as they stand in our configuration and in HAProxy's. */

#include "base/sock_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/un.h>

#include "base/sock.h"
#include "base/str.h"

static int
parse_unix(struct sock_address *address, const char *path, struct err *err)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };

	if (!str_copy(sun.sun_path, sizeof(sun.sun_path), path))
		return err_set(err, ERR_CONFIG, "%s: longer than the %zu bytes "
		    "that the system allows for a socket", path,
		    sizeof(sun.sun_path) - 1);
	memcpy(&address->storage, &sun, sizeof(sun));
	address->len = sizeof(sun);
	return 0;
}

/* Numbers only: a name would have to be looked up, and that blocks. */
static int
parse_ipv4(struct sock_address *address, const char *text, struct err *err)
{
	struct sockaddr_in sin = { .sin_family = AF_INET };
	const char *colon = strrchr(text, ':');
	char host[INET_ADDRSTRLEN];
	int64_t port;

	if (colon == NULL ||
	    !str_copy_n(host, sizeof(host), text, (size_t)(colon - text)) ||
	    inet_pton(AF_INET, host, &sin.sin_addr) != 1)
		return err_set(err, ERR_CONFIG, "%s: neither /path nor "
		    "unix@/path nor ipv4@1.2.3.4:5678", text);
	if (!str_to_i64(colon + 1, 1, 65535, &port))
		return err_set(err, ERR_CONFIG, "%s: the port is not a number "
		    "from 1 to 65535", text);
	sin.sin_port = htons((uint16_t)port);
	memcpy(&address->storage, &sin, sizeof(sin));
	address->len = sizeof(sin);
	return 0;
}

int
sock_address_parse(struct sock_address *address, const char *text,
    struct err *err)
{
	*address = (struct sock_address){ 0 };
	if (str_starts(text, "unix@/"))
		return parse_unix(address, text + strlen("unix@"), err);
	if (text[0] == '/')
		return parse_unix(address, text, err);
	if (str_starts(text, "ipv4@"))
		text += strlen("ipv4@");
	return parse_ipv4(address, text, err);
}

bool
sock_address_ok(const char *text, struct err *err)
{
	struct sock_address address;

	return sock_address_parse(&address, text, err) == 0;
}
