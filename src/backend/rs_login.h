/* Private to rs_client.c: who we are, and until when that holds. */
#ifndef BACKEND_RS_LOGIN_H
#define BACKEND_RS_LOGIN_H

#include <stdbool.h>

#include "base/err.h"
#include "base/secret.h"
#include "base/str.h"
#include "model/config.h"

struct http_reply;
struct loop;
struct rs_login;

/* err NULL: logged in. */
typedef void rs_login_fn(const struct err *err, void *arg);

struct rs_login *rs_login_new(struct loop *loop, const struct config *config,
    struct err *err);
void rs_login_free(struct rs_login *login);	/* NULL is fine */

bool rs_login_holds(const struct rs_login *login);
/* Which login this is: what is sent under one may be answered under the next. */
unsigned rs_login_serial(const struct rs_login *login);
/* May an answer bring the next name of this login, as a session's does? */
bool rs_login_has_names(const struct rs_login *login);
/* This one does not hold any more, whatever was said. */
void rs_login_forget(struct rs_login *login, unsigned serial);
/* Any answer to what was sent under it: it may carry a new name of the session. */
void rs_login_see(struct rs_login *login, unsigned serial,
    const struct http_reply *reply);
/* One at a time; exactly one callback, later. */
void rs_login_start(struct rs_login *login, rs_login_fn *done, void *arg);

/* "https://us-3.rightscale.com": the shard of this account. */
char *rs_login_base(struct rs_login *login);
/* The header line that says who we are; lent, wiped with the login. */
const char *rs_login_header(const struct rs_login *login);

#endif
