/* The balancers of the configuration: how each is reached, and that no two of
 * them are the same. */

#include "model/config_fault.h"

#include <string.h>

#include "base/sock.h"
#include "model/config.h"

static const char *
key_of(char at[64], size_t i, const char *key)
{
	str_fmt(at, 64, "balancers.[%zu]%s%s", i, key[0] == '\0' ? "" : ".", key);
	return at;
}

static int
line_of(const struct reading *reading, size_t i, const char *key)
{
	char at[64];

	return config_line_at(reading, key_of(at, i, key));
}

static void
check_address(struct reading *reading, size_t i, const char *key,
    const char *address)
{
	struct err err = { 0 };

	if (address[0] != '\0' && !sock_address_ok(address, &err))
		config_fault(reading, line_of(reading, i, key), "%s: %s", key,
		    err.text);
}

/* Who is let in stands in keys of its own: an address is shown on screens. */
static void
check_page(struct reading *reading, size_t i, const char *url)
{
	int line = line_of(reading, i, "statistics");
	size_t scheme = str_starts(url, "http://") ? strlen("http://") :
	    str_starts(url, "https://") ? strlen("https://") : 0;
	const char *host = url + scheme;

	if (scheme == 0 || host[0] == '/' || host[strcspn(host, "/")] == '\0' ||
	    url[strcspn(url, " \"<>\\")] != '\0')
		config_fault(reading, line, "statistics: \"%s\" is no address: "
		    "write http://HOST/PATH", url);
	else if (memchr(host, '@', strcspn(host, "/")) != NULL)
		config_fault(reading, line, "statistics holds a user: write "
		    "statistics_user and statistics_secret_file");
	else if (strchr(url, ';') != NULL && !str_eq(strchr(url, ';'), ";csv"))
		config_fault(reading, line, "statistics: nothing but ;csv may stand "
		    "behind the page's address");
}

static void
check_page_login(struct reading *reading, size_t i, const struct lb_config *lb)
{
	char file_key[64], command_key[64];
	const struct secret_keys keys = {
		key_of(file_key, i, "statistics_secret_file"),
		lb->statistics_secret_file,
		key_of(command_key, i, "statistics_secret_command"),
		&lb->statistics_secret_command };
	bool secret = config_check_secret(reading, &keys);
	bool user = lb->statistics_user[0] != '\0';

	if (lb->statistics[0] == '\0' && (secret || user))
		config_fault(reading, line_of(reading, i, user ?
		    "statistics_user" : ""), "statistics is missing: the page that "
		    "the user is for");
	else if (user && !secret)
		config_fault(reading, line_of(reading, i, "statistics_user"),
		    "statistics_user: there is neither statistics_secret_file nor "
		    "statistics_secret_command");
	else if (secret && !user)
		config_fault(reading, line_of(reading, i, ""),
		    "statistics_user is missing: whose secret it is");
}

/* By its socket, or by its page, which takes no orders. */
static void
check_way(struct reading *reading, size_t i, const struct config *config)
{
	const struct lb_config *lb = &config->lbs[i];

	check_page_login(reading, i, lb);
	if (lb->socket[0] != '\0' && lb->statistics[0] != '\0') {
		config_fault(reading, line_of(reading, i, "statistics"),
		    "socket and statistics: give one of them");
	} else if (lb->statistics[0] != '\0') {
		check_page(reading, i, lb->statistics);
		if (config_orders_balancers(config))
			config_fault(reading, line_of(reading, i, "statistics"),
			    "statistics can only be read, and %s is attached to and "
			    "detached from by us: give its socket, level admin",
			    lb->name);
	} else if (lb->socket[0] == '\0') {
		config_fault(reading, line_of(reading, i, ""),
		    "socket is missing: where its HAProxy answers (or statistics, "
		    "where it is only read)");
	}
}

static void
check_pair(struct reading *reading, size_t i, const struct lb_config *a,
    const struct lb_config *b)
{
	int line = line_of(reading, i, "");

	if (str_eq(a->name, b->name))
		config_fault(reading, line, "two balancers are named \"%s\"",
		    b->name);
	/* Counted twice, one server on it would look like two. */
	else if (str_eq(a->socket, b->socket) &&
	    str_eq(a->statistics, b->statistics) && str_eq(a->backend, b->backend))
		config_fault(reading, line, "%s and %s are the same balancer: one "
		    "%s, one backend", a->name, b->name, a->socket[0] != '\0' ?
		    "socket" : "page");
}

void
config_check_balancers(struct reading *reading, const struct config *config)
{
	for (size_t i = 0; i < config->n_lbs; i++) {
		const struct lb_config *lb = &config->lbs[i];

		check_way(reading, i, config);
		check_address(reading, i, "socket", lb->socket);
		check_address(reading, i, "master", lb->master);
		for (size_t k = 0; k < i; k++)
			check_pair(reading, i, &config->lbs[k], lb);
	}
}
