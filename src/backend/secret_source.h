/*
 * What lets us in somewhere: a secret from a file, read each time, or from a
 * command, asked once and kept until it is doubted.
 */
#ifndef BACKEND_SECRET_SOURCE_H
#define BACKEND_SECRET_SOURCE_H

struct argv;
struct loop;
struct secret_source;

/* Lends file and command.  NULL when neither is configured; all functions take
 * that. */
struct secret_source *secret_source_new(struct loop *loop, const char *file,
    const struct argv *command);
void secret_source_free(struct secret_source *source);

/* Calls ready exactly once, now or later; trouble says why there is none. */
typedef void secret_ready_fn(const char *trouble, void *arg);
void secret_source_get(struct secret_source *source, secret_ready_fn *ready,
    void *arg);
/* No call for this arg any more. */
void secret_source_forget(struct secret_source *source, const void *arg);

/* Once it is ready, lent until the loop goes on; NULL: none. */
const char *secret_source_text(const struct secret_source *source);
/* Where a line has the secret in it, stars. */
void secret_source_hide(const struct secret_source *source, char *line);
/* It let nobody in: it may have been changed. */
void secret_source_doubt(struct secret_source *source);

#endif
