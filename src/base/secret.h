/*
 * A secret: one line of text that is kept in pages of its own (locked, left out of
 * core dumps) and wiped when it is done.  It cannot be printed by accident, since
 * nothing that prints takes this type.
 */
#ifndef BASE_SECRET_H
#define BASE_SECRET_H

#include <stddef.h>

#include "base/err.h"

#define SECRET_MAX 4096			/* bytes */

struct loop;
struct secret_ask;

struct secret {
	char *text;			/* terminated; NULL: none */
	size_t len, mapped;
};

/* Copies; what was in it is wiped.  -1 when there is no memory for it. */
int secret_set(struct secret *secret, const char *text, size_t len,
    struct err *err);
void secret_done(struct secret *secret);	/* wipes; {0} is fine */

/* May this file hold a secret?  A regular file, no link, ours or root's, nothing
 * for group and others, in a directory where nobody else can swap it. */
int secret_file_check(const char *path, struct err *err);
/* The only line of such a file. */
int secret_read(struct secret *secret, const char *path, struct err *err);

/* The only line that a command prints on its standard output.  failed NULL: it is
 * in *secret, which is wiped after the call unless the callee takes it (and leaves
 * {0}). */
typedef void secret_ask_fn(struct secret *secret, const struct err *failed,
    void *arg);
/* Exactly one call of done, later; NULL with err when it did not start. */
struct secret_ask *secret_ask_start(struct loop *loop, const char *const *argv,
    int timeout_ms, secret_ask_fn *done, void *arg, struct err *err);
void secret_ask_cancel(struct secret_ask *ask);	/* NULL is fine */

#endif
