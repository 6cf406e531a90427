/*
 * One request and its answer over a stream socket: connect, write, read to end
 * of file, close.  Bounded in bytes and time.
 *
 * Addresses: "/path" or "unix@/path"; "ipv4@127.0.0.1:9999", "127.0.0.1:9999".
 */
#ifndef BASE_SOCK_H
#define BASE_SOCK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct loop;
struct sock;

struct sock_ask {
	const char *address;
	const char *request;		/* sent as it stands */
	int timeout_ms;			/* for all of it; 0: 2000 */
	size_t max_reply;		/* 0: 16 MiB */
	bool half_close;		/* who is asked waits for more: shut down writing,
					 * once the answer has begun */
};

/* err is NULL on success; then reply[len] is what came until end of file
 * (terminated for convenience).  On failure reply is NULL, and err says whether
 * anything was sent: ERR_IO = certainly not, ERR_TIMEOUT, ERR_PARSE = unknown. */
typedef void sock_done_fn(const char *reply, size_t len, const struct err *err,
    void *arg);

/* Never fails now: exactly one callback, later. */
struct sock *sock_start(struct loop *loop, const struct sock_ask *ask,
    sock_done_fn *done, void *arg);
void sock_cancel(struct sock *sock);	/* no callback; NULL is fine */

/* Is this address well formed, and short enough for the system? */
bool sock_address_ok(const char *address, struct err *err);

#endif
