/* Secret inputs at the door: seals go up, values go down. */

#include "config.h"

#include "backend/secrets.h"

#include <string.h>

#include "base/file.h"
#include "base/str.h"

static void
seal_input(struct vault *vault, struct input *input)
{
	char seal[SEAL_LEN];

	if (!vault_has_name(vault, input->key))
		return;
	input->secret = true;
	vault_put(vault, input->value, seal);
	explicit_bzero(input->value, sizeof(input->value));
	(void)str_copy(input->value, sizeof(input->value), seal);
}

/* The saved inputs hold their secrets in clear: from the plain digest of the file a
 * short one could be guessed by whoever knows the rest. */
static void
seal_digest(const struct vault *vault, struct saved_inputs *saved)
{
	char seal[SEAL_LEN];

	vault_seal(vault, saved->digest, seal);
	(void)str_copy(saved->digest, sizeof(saved->digest), seal);
}

void
secrets_seal(struct vault *vault, const struct sightings *batch)
{
	for (size_t i = 0; i < batch->n; i++)
		if (batch->list[i].kind == SAW_INPUT &&
		    batch->list[i].u.input.secret)
			vault_note_name(vault, batch->list[i].u.input.key);
	for (size_t i = 0; i < batch->n; i++)
		if (batch->list[i].kind == SAW_INPUT)
			seal_input(vault, &batch->list[i].u.input);
		else if (batch->list[i].kind == SAW_SAVED)
			seal_digest(vault, &batch->list[i].u.saved);
}

bool
secrets_is_digest(const struct vault *vault, const char *digest,
    const struct buf *text)
{
	char now[65], seal[SEAL_LEN];

	file_sha256(text->data == NULL ? "" : text->data, text->len, now);
	if (!seal_is(digest))		/* a journal from before there were seals */
		return str_eq(digest, now);
	vault_seal(vault, now, seal);
	return str_eq(digest, seal);
}

int
secrets_open_input(const struct vault *vault, struct input *input,
    struct err *err)
{
	const char *text;

	if (!input->secret)
		return 0;
	text = vault_open(vault, input->value);
	if (text == NULL || !str_copy(input->value, sizeof(input->value), text))
		return err_set(err, ERR_FAILED, "the value of %s is a secret that is "
		    "not known here", input->key);
	return 0;
}

int
secrets_open(const struct vault *vault, struct action *action, struct err *err)
{
	char *value = strchr(action->arg, '=');
	const char *text;

	if (action->kind != ACTION_SET_INPUT || value == NULL ||
	    !seal_is(value + 1))
		return 0;
	*value = '\0';
	text = vault_open(vault, value + 1);
	if (text == NULL)
		return err_set(err, ERR_FAILED, "the value of %s is a secret that is "
		    "not known here any more: set it again", action->arg);
	if (strlen(action->arg) + 1 + strlen(text) >= sizeof(action->arg))
		return err_set(err, ERR_FAILED, "the value of %s is too long",
		    action->arg);
	*value++ = '=';
	(void)str_copy(value, sizeof(action->arg) -
	    (size_t)(value - action->arg), text);
	return 0;
}
