/* engine/run_saved: the column of saved values, from the file of step 5. */

#include "test_journal.h"

#include <stdlib.h>
#include <string.h>

#include "backend/inputs_csv.h"
#include "backend/secrets.h"
#include "base/file.h"
#include "base/str.h"
#include "base/vault.h"
#include "engine/run_priv.h"

static struct vault *vault;
static struct run run;
static char path[128], digest[65];

/* The door has a vault and nothing else here. */
struct vault *
backend_vault(struct backend *backend)
{
	(void)backend;
	return vault;
}

static void
save(void)
{
	static const struct input inputs[] = {
		{ .key = "APP_RELEASE", .value = "r41" },
		{ .key = "APP_GREETING", .value = "=a, \"b\"\nc" },
		{ .key = "DB_PASSWORD", .value = "correct horse", .secret = true },
	};
	struct buf text = { 0 };
	struct err err = { 0 };

	inputs_csv_write(inputs, countof(inputs), &text);
	cr_assert_eq(file_write(path, text.data, text.len, 0600, &err), 0, "%s",
	    err.text);
	file_sha256(text.data, text.len, digest);
	buf_done(&text);
}

static void
begin(void)
{
	bench_init();
	vault = vault_new();
	run = (struct run){ 0 };
	(void)str_fmt(path, sizeof(path), "%s/inputs.csv", bench.base);
	save();
}

static void
end(void)
{
	free(run.saved);
	vault_free(vault);
	bench_fini();
}

TestSuite(engine_saved, .init = begin, .fini = end);

/* Also what a journal says that is older than the seals. */
Test(engine_saved, is_what_was_written)
{
	cr_assert_eq(run_read_saved(&run, path, digest), TRI_YES);
	cr_assert_eq(run.n_saved, 3);
	cr_expect_str_eq(run.saved[0].key, "APP_RELEASE");
	cr_expect_str_eq(run.saved[0].value, "r41");
	cr_expect_str_eq(run.saved[1].value, "=a, \"b\"\nc");
	/* Above the door stands the seal of a secret. */
	cr_expect(run.saved[2].secret);
	cr_expect(seal_is(run.saved[2].value), "%s", run.saved[2].value);
}

/* As the journal has it: made with the run's key, and nothing without that. */
Test(engine_saved, has_a_digest_that_tells_nothing)
{
	struct sighting saw = { .kind = SAW_SAVED };
	struct sightings batch = { .list = &saw, .n = 1 };

	(void)str_copy(saw.u.saved.digest, sizeof(saw.u.saved.digest), digest);
	secrets_seal(vault, &batch);
	cr_expect(seal_is(saw.u.saved.digest), "%s", saw.u.saved.digest);
	cr_expect_eq(run_read_saved(&run, path, saw.u.saved.digest), TRI_YES);
	cr_expect_eq(run.n_saved, 3);

	vault_free(vault);
	vault = vault_new();
	cr_expect_eq(run_read_saved(&run, path, saw.u.saved.digest), TRI_NO,
	    "by another key");
	cr_expect_eq(run.n_saved, 0);
}

/* Nothing rather than something that nobody saved. */
Test(engine_saved, is_nothing_when_the_file_is_another_one)
{
	static const char other[] = "scope,key,value,secret\r\n"
	    "deployment,APP_RELEASE,r40,no\r\n";
	struct err err = { 0 };

	cr_assert_eq(run_read_saved(&run, path, digest), TRI_YES);
	cr_assert_eq(file_write(path, other, strlen(other), 0600, &err), 0, "%s",
	    err.text);
	cr_expect_eq(run_read_saved(&run, path, digest), TRI_NO);
	cr_expect_eq(run.n_saved, 0);
	cr_expect_null(run.saved);
}

Test(engine_saved, is_nothing_without_the_file)
{
	(void)str_add(path, sizeof(path), ".not");
	cr_expect_eq(run_read_saved(&run, path, digest), TRI_UNKNOWN);
	cr_expect_eq(run.n_saved, 0);
	cr_expect_null(run.saved);
}

/* Its digest is right, and it is no CSV of inputs. */
Test(engine_saved, is_nothing_when_it_cannot_be_read)
{
	static const char text[] = "scope,key\r\nno,inputs\r\n";
	struct err err = { 0 };

	cr_assert_eq(file_write(path, text, strlen(text), 0600, &err), 0, "%s",
	    err.text);
	file_sha256(text, strlen(text), digest);
	(void)run_read_saved(&run, path, digest);
	cr_expect_eq(run.n_saved, 0);
	cr_expect_null(run.saved);
}
