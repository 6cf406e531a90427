/*
 * Which host is asked.  RightScale sends a client to the shard of its account; a
 * password or token follows only to https, within the domain of the configured
 * host.  Pure.
 */
#ifndef BACKEND_RS_WHERE_H
#define BACKEND_RS_WHERE_H

#include "base/err.h"
#include "model/names.h"

/* "https://us-3.rightscale.com": scheme, host and port, no path.  Plain http is
 * for this machine alone. */
int rs_where_check(const char *base, struct err *err);
/* base is replaced by where Location points, when it may be followed. */
int rs_where_follow(char base[TEXT_LEN], const char *location, struct err *err);

#endif
