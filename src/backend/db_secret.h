/*
 * What lets the database's commands in: a secret from a file or from a command, as
 * one variable of their environment and of nobody else's.
 */
#ifndef BACKEND_DB_SECRET_H
#define BACKEND_DB_SECRET_H

#include "backend/provider.h"

struct db_secret;

/* NULL when none is configured; all functions take that. */
struct db_secret *db_secret_new(struct loop *loop, const struct config *config);
void db_secret_free(struct db_secret *secret);

/* Calls ready exactly once, now or later; trouble says why there is none. */
typedef void db_ready_fn(const char *trouble, void *arg);
void db_secret_get(struct db_secret *secret, db_ready_fn *ready, void *arg);
/* No call for this arg any more. */
void db_secret_forget(struct db_secret *secret, const void *arg);

/* "NAME=VALUE", once it is ready, to be given back; NULL: none. */
char *db_secret_entry(const struct db_secret *secret);
void db_secret_entry_done(char *entry);
/* Where a line has the secret in it, stars. */
void db_secret_hide(const struct db_secret *secret, char *line);
/* A command of the database failed: it may have been changed. */
void db_secret_doubt(struct db_secret *secret);

#endif
