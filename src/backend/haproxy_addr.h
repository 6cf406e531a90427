/* A server's address as HAProxy writes it: "10.0.0.5:80", "[2001:db8::5]:80". */
#ifndef BACKEND_HAPROXY_ADDR_H
#define BACKEND_HAPROXY_ADDR_H

#include <stdbool.h>

#include "model/names.h"

struct hap_addr {
	char host[NAME_LEN];		/* without brackets and "ipv4@" */
	unsigned port;
	int family;			/* AF_INET, AF_INET6; 0: a host name */
	unsigned char bytes[16];
};

/* False when there is no host, or no port from 1 to 65535. */
bool hap_addr_parse(struct hap_addr *addr, const char *text);
/* The same numeric address and port, or the same name and port. */
bool hap_addr_same(const struct hap_addr *a, const struct hap_addr *b);
bool hap_addr_equal(const char *a, const char *b);

#endif
