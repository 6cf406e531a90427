/* Private to base: an address as text, made one for the system. */
#ifndef BASE_SOCK_ADDRESS_H
#define BASE_SOCK_ADDRESS_H

#include <sys/socket.h>

#include "base/err.h"

struct sock_address {
	struct sockaddr_storage storage;
	socklen_t len;
};

int sock_address_parse(struct sock_address *address, const char *text,
    struct err *err);

#endif
