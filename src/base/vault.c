/* Secrets told apart without being told. */

#include "config.h"

#include "base/vault.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/file.h"
#include "base/secret.h"
#include "base/str.h"
#include "base/xmalloc.h"

#define KEY_HEX 64
#define KEPT_MAX 512
#define BEFORE "(secret "
#define DIGITS "0123456789abcdef"

struct kept {
	char seal[SEAL_LEN];
	struct secret text;
};

struct vault {
	char key[KEY_HEX + 1];
	struct kept *kept;
	size_t n, cap;
	char **names;
	size_t n_names, cap_names;
};

static void
make_key(char key[KEY_HEX + 1])
{
	unsigned char random[32];

	/* Without random numbers seals could be guessed: there is no going on. */
	if (getentropy(random, sizeof(random)) == -1)
		abort();
	file_sha256(random, sizeof(random), key);
	explicit_bzero(random, sizeof(random));
}

struct vault *
vault_new(void)
{
	struct vault *vault = xcalloc(1, sizeof(*vault));

	make_key(vault->key);
	return vault;
}

void
vault_free(struct vault *vault)
{
	if (vault == NULL)
		return;
	for (size_t i = 0; i < vault->n; i++)
		secret_done(&vault->kept[i].text);
	for (size_t i = 0; i < vault->n_names; i++)
		free(vault->names[i]);
	free(vault->kept);
	free(vault->names);
	explicit_bzero(vault->key, sizeof(vault->key));
	free(vault);
}

static int
read_key(struct vault *vault, const char *path, struct err *err)
{
	struct secret key = { 0 };

	if (secret_read(&key, path, err) == -1)
		return -1;
	bool good = key.len == KEY_HEX && strspn(key.text, DIGITS) == KEY_HEX;
	if (good)
		memcpy(vault->key, key.text, KEY_HEX);
	secret_done(&key);
	return good ? 0 : err_set(err, ERR_IO, "%s: not the key of a run's secrets",
	    path);
}

int
vault_keep_key(struct vault *vault, const char *path, struct err *err)
{
	if (access(path, F_OK) == 0 || errno != ENOENT)
		return read_key(vault, path, err);
	return file_write(path, vault->key, KEY_HEX, 0600, err);
}

/* Hashed twice, with the key in front each time (the way of HMAC): whoever has the
 * seal cannot go on from it to the seal of a longer text. */
void
vault_seal(const struct vault *vault, const char *text, char seal[SEAL_LEN])
{
	size_t len = strlen(text), size = 2 * KEY_HEX + len;
	char *all = xcalloc(1, size + 1), inner[65], outer[65];

	memcpy(all, vault->key, KEY_HEX);
	memcpy(all + KEY_HEX, text, len);
	file_sha256(all, KEY_HEX + len, inner);
	memcpy(all + KEY_HEX, inner, KEY_HEX);
	file_sha256(all, 2 * KEY_HEX, outer);
	(void)str_fmt(seal, SEAL_LEN, BEFORE "%.32s)", outer);
	explicit_bzero(all, size);
	free(all);
}

static const struct kept *
find(const struct vault *vault, const char *seal)
{
	for (size_t i = 0; i < vault->n; i++)
		if (strcmp(vault->kept[i].seal, seal) == 0)
			return &vault->kept[i];
	return NULL;
}

void
vault_put(struct vault *vault, const char *text, char seal[SEAL_LEN])
{
	struct kept kept = { 0 };

	vault_seal(vault, text, seal);
	if (find(vault, seal) != NULL ||
	    secret_set(&kept.text, text, strlen(text), NULL) == -1)
		return;
	memcpy(kept.seal, seal, SEAL_LEN);
	if (vault->n == KEPT_MAX) {
		secret_done(&vault->kept[0].text);
		memmove(vault->kept, vault->kept + 1,
		    --vault->n * sizeof(*vault->kept));
	}
	x_grow(vault->kept, vault->n, vault->cap);
	vault->kept[vault->n++] = kept;
}

const char *
vault_open(const struct vault *vault, const char *seal)
{
	const struct kept *kept = find(vault, seal);

	return kept == NULL ? NULL : kept->text.text;
}

bool
vault_has_name(const struct vault *vault, const char *name)
{
	for (size_t i = 0; vault != NULL && i < vault->n_names; i++)
		if (strcmp(vault->names[i], name) == 0)
			return true;
	return false;
}

void
vault_note_name(struct vault *vault, const char *name)
{
	if (vault_has_name(vault, name))
		return;
	x_grow(vault->names, vault->n_names, vault->cap_names);
	vault->names[vault->n_names++] = xstrdup(name);
}

const char *
vault_seen(const struct vault *vault, const char *name, const char *text,
    char seal[SEAL_LEN])
{
	if (seal_is(text) || !vault_has_name(vault, name))
		return text;
	vault_seal(vault, text, seal);
	return seal;
}

bool
seal_is(const char *text)
{
	return strlen(text) == SEAL_LEN - 1 && str_starts(text, BEFORE) &&
	    strspn(text + strlen(BEFORE), DIGITS) == 32 && str_ends(text, ")");
}

const char *
seal_show(const char *text, char *dst, size_t size)
{
	if (!seal_is(text))
		return text;
	(void)str_fmt(dst, size, "a secret, %.8s", text + strlen(BEFORE));
	return dst;
}
