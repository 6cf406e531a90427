/*
 * Secrets told apart without being told.  The seal of a secret is a keyed hash:
 * it can be shown, compared and written down, and equal secrets have equal seals.
 * Whoever has the vault in which it was put can open it again.
 */
#ifndef BASE_VAULT_H
#define BASE_VAULT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* "(secret 0123456789abcdef0123456789abcdef)" */
#define SEAL_LEN 42

struct vault;

/* With a key of its own, so that its seals mean something here only. */
struct vault *vault_new(void);
void vault_free(struct vault *vault);	/* wipes; NULL is fine */
/* From now on the key in this file, which is made (0600) if it is not there: the
 * next program that has it makes the same seals.  Only while nothing is in it. */
int vault_keep_key(struct vault *vault, const char *path, struct err *err);

void vault_seal(const struct vault *vault, const char *text,
    char seal[SEAL_LEN]);
/* Seals, and keeps the text.  The oldest texts go when there are very many. */
void vault_put(struct vault *vault, const char *text, char seal[SEAL_LEN]);
/* The text under this seal, until the next put; NULL: not in this vault. */
const char *vault_open(const struct vault *vault, const char *seal);

/* The names of what is secret are known, once told, for the vault's life.  No vault
 * (NULL) knows none. */
void vault_note_name(struct vault *vault, const char *name);
bool vault_has_name(const struct vault *vault, const char *name);

/* A value as it may be seen and compared: what is secret is sealed, what is a seal
 * already, or of no secret name, stays as it is. */
const char *vault_seen(const struct vault *vault, const char *name,
    const char *text, char seal[SEAL_LEN]);

/* Is this text a seal, and nothing else? */
bool seal_is(const char *text);
/* For people: a seal is cut short ("a secret, 5f1c9a03"), all else is itself. */
const char *seal_show(const char *text, char *dst, size_t size);

#endif
