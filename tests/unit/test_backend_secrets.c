/* backend/secrets: seals go up, values go down. */

#include "backend/secrets.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/str.h"

static void
add(struct sightings *batch, const char *key, const char *value,
    enum input_scope scope, bool secret)
{
	struct sighting saw = { .kind = SAW_INPUT };

	(void)str_copy(saw.u.input.key, NAME_LEN, key);
	(void)str_copy(saw.u.input.value, TEXT_LEN, value);
	saw.u.input.scope = scope;
	saw.u.input.secret = secret;
	sightings_add(batch, &saw);
}

Test(secrets, up_and_down)
{
	struct vault *vault = vault_new();
	struct sightings batch = { 0 };
	struct action action = { .kind = ACTION_SET_INPUT };
	struct err err = { 0 };

	add(&batch, "PASS", "array's", INPUT_ARRAY, false);
	add(&batch, "POOL", "8", INPUT_DEPLOYMENT, false);
	add(&batch, "PASS", "hunter2", INPUT_DEPLOYMENT, true);
	secrets_seal(vault, &batch);
	cr_expect(seal_is(batch.list[0].u.input.value), "secret in one scope");
	cr_expect(batch.list[0].u.input.secret);
	cr_expect_str_eq(batch.list[1].u.input.value, "8");
	cr_expect(seal_is(batch.list[2].u.input.value));
	/* Nothing of the text is left behind the seal. */
	for (size_t i = 0; i + 7 <= TEXT_LEN; i++)
		cr_assert_arr_neq(batch.list[2].u.input.value + i, "hunter2", 7);

	(void)str_fmt(action.arg, TEXT_LEN, "PASS=%s",
	    batch.list[2].u.input.value);
	cr_assert_eq(secrets_open(vault, &action, &err), 0, "%s", err.text);
	cr_expect_str_eq(action.arg, "PASS=hunter2");
	sightings_done(&batch);
	vault_free(vault);
}

/* The cloud forgot that it is one. */
Test(secrets, once_is_always)
{
	struct vault *vault = vault_new();
	struct sightings batch = { 0 };

	add(&batch, "PASS", "hunter2", INPUT_DEPLOYMENT, true);
	secrets_seal(vault, &batch);
	sightings_done(&batch);
	batch = (struct sightings){ 0 };
	add(&batch, "PASS", "hunter3", INPUT_DEPLOYMENT, false);
	secrets_seal(vault, &batch);
	cr_expect(seal_is(batch.list[0].u.input.value));
	sightings_done(&batch);
	vault_free(vault);
}

Test(secrets, what_cannot_be_opened)
{
	static const char unknown[] =
	    "PASS=(secret 0123456789abcdef0123456789abcdef)";
	static const char *const plain[] = { "PASS", "PASS=x", "PASS=(secret x)" };
	struct vault *vault = vault_new();
	struct action action = { .kind = ACTION_SET_INPUT };
	struct err err = { 0 };
	char seal[SEAL_LEN], big[TEXT_LEN];

	(void)str_copy(action.arg, TEXT_LEN, unknown);
	cr_expect_eq(secrets_open(vault, &action, &err), -1);
	cr_expect_not_null(strstr(err.text, "set it again"), "%s", err.text);
	for (size_t i = 0; i < countof(plain); i++) {
		(void)str_copy(action.arg, TEXT_LEN, plain[i]);
		cr_expect_eq(secrets_open(vault, &action, &err), 0);
		cr_expect_str_eq(action.arg, plain[i]);
	}
	memset(big, 'x', sizeof(big));
	big[TEXT_LEN - 5] = '\0';
	vault_put(vault, big, seal);
	(void)str_fmt(action.arg, TEXT_LEN, "PASS=%s", seal);
	cr_expect_eq(secrets_open(vault, &action, &err), -1, "would be cut short");
	big[TEXT_LEN - 6] = '\0';
	vault_put(vault, big, seal);
	(void)str_fmt(action.arg, TEXT_LEN, "PASS=%s", seal);
	cr_expect_eq(secrets_open(vault, &action, &err), 0, "just fits");
	cr_expect_eq(strlen(action.arg), TEXT_LEN - 1);
	vault_free(vault);
}
