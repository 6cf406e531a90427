/* Private to rs_client.c and rs_call.c: calls, and the login that they share. */
#ifndef BACKEND_RS_CLIENT_PRIV_H
#define BACKEND_RS_CLIENT_PRIV_H

#include <stdbool.h>

#include "backend/rs_client.h"

struct http;
struct loop_timer;
struct rs_login;

struct rs_call {
	struct rs_client *client;
	struct rs_call *next;
	char method[8], path[TEXT_LEN];
	struct buf form;
	bool waits;			/* for the login */
	bool refused;			/* who we were was not enough, once */
	bool renewed;			/* and we have logged in since */
	int tries, hops;
	unsigned login;			/* it was sent under this one */
	struct http *http;
	struct loop_timer *timer;
	rs_done_fn *done;
	void *arg;
};

struct rs_client {
	struct loop *loop;
	struct rs_login *login;
	bool logging_in;
	struct loop_timer *overtaken;	/* until when others are waited for */
	struct rs_call *calls;
};

void rs_call_send(struct rs_call *call);
/* From its beginning, then. */
void rs_call_later(struct rs_call *call, int ms);
/* The call is gone before its owner hears of it. */
void rs_call_finish(struct rs_call *call, const struct rs_reply *reply,
    const struct err *err);

#endif
