/* The values of secret inputs: in the vault, and nowhere else above the door. */

#include <string.h>
#include <unistd.h>

#include "base/vault.h"
#include "engine/run_priv.h"
#include "model/inputs.h"

#define INPUT "input."
#define KEY_FILE "%s/secrets.key"

/* Seals are compared over all lives of a run: its key lies in its folder, beside
 * the saved inputs, and is worth as much. */
int
run_open_vault(struct run *run, struct err *err)
{
	struct vault *vault = backend_vault(run->backend);
	char path[TEXT_LEN + 16], seal[SEAL_LEN];

	(void)str_fmt(path, sizeof(path), KEY_FILE, run->dir);
	if (vault_keep_key(vault, path, err) == -1)
		return -1;
	/* Which of them are secret the cloud will tell. */
	for (size_t i = 0; i < run->config->n_inputs; i++)
		vault_put(vault, run->config->inputs[i].value, seal);
	return 0;
}

int
run_copy_key(const char *from, const char *to, struct err *err)
{
	struct vault *vault = vault_new();
	char path[TEXT_LEN + 16];
	int status = 0;

	(void)str_fmt(path, sizeof(path), KEY_FILE, from);
	/* A run from before there were keys has none, and no seals. */
	if (access(path, F_OK) == 0) {
		status = vault_keep_key(vault, path, err);
		(void)str_fmt(path, sizeof(path), KEY_FILE, to);
		if (status == 0)
			status = vault_keep_key(vault, path, err);
	}
	vault_free(vault);
	return status;
}

const char *
run_seal_setting(struct run *run, const char *key, const char *value, char *seal)
{
	struct vault *vault = backend_vault(run->backend);

	if (!str_starts(key, INPUT) || inputs_is_word(value) || seal_is(value) ||
	    !vault_has_name(vault, key + strlen(INPUT)))
		return value;
	vault_put(vault, value, seal);
	return seal;
}

void
run_seal_saved(struct run *run)
{
	struct vault *vault = backend_vault(run->backend);

	for (size_t i = 0; i < run->n_saved; i++) {
		struct input *input = &run->saved[i];
		char seal[SEAL_LEN];

		if (!input->secret)
			continue;
		vault_note_name(vault, input->key);
		vault_put(vault, input->value, seal);
		explicit_bzero(input->value, sizeof(input->value));
		str_copy(input->value, sizeof(input->value), seal);
	}
}
