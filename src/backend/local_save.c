/* Saving the inputs as CSV. */

#include "config.h"

#include "backend/local_save.h"

#include <stdlib.h>
#include <string.h>

#include "backend/inputs_csv.h"
#include "backend/local_ask.h"
#include "backend/local_reply.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/xmalloc.h"

struct local_save {
	const struct provider_ctx *ctx;
	char path[TEXT_LEN];
	struct local_ask *ask;
	struct buf saved;		/* what the file says */
	provider_done_fn *done;
	void *arg;
};

static void
end(struct local_save *save, enum outcome outcome, const char *text,
    const struct sightings *batch)
{
	provider_done_fn *done = save->done;
	void *arg = save->arg;

	local_save_cancel(save);
	done(outcome, text, batch, arg);
}

/* The inputs of a listing, as CSV. */
static int
csv_of(const char *reply, size_t len, struct buf *csv, size_t *n, struct err *err)
{
	struct sightings batch = { 0 };

	if (local_reply_list(reply, len, &batch, err) == -1)
		return -1;
	struct input *inputs = xcalloc(batch.n + 1, sizeof(*inputs));
	*n = 0;
	for (size_t i = 0; i < batch.n; i++)
		if (batch.list[i].kind == SAW_INPUT)
			inputs[(*n)++] = batch.list[i].u.input;
	inputs_csv_write(inputs, *n, csv);
	free(inputs);
	sightings_done(&batch);
	return 0;
}

/* Can it be restored: does the reader understand all that the writer wrote? */
static int
readable(const struct buf *saved, size_t n, struct err *err)
{
	struct input *inputs;
	size_t found;

	if (inputs_csv_read(saved->data, saved->len, &inputs, &found, err) == -1)
		return -1;
	free(inputs);
	return found == n ? 0 :
	    err_set(err, ERR_FAILED, "the copy has %zu of %zu inputs", found, n);
}

static void
compare(struct local_save *save, const struct buf *live, size_t n)
{
	struct sighting saw = { .kind = SAW_SAVED };
	struct saved_inputs *saved = &saw.u.saved;
	struct sightings batch = { 0 };
	bool equal = live->len == save->saved.len &&
	    memcmp(live->data, save->saved.data, live->len) == 0;
	char text[TEXT_LEN];

	(void)str_copy(saved->path, sizeof(saved->path), save->path);
	file_sha256(save->saved.data, save->saved.len, saved->digest);
	saved->equal = equal ? TRI_YES : TRI_NO;
	saved->at_ms = clock_boot_ms();
	sightings_add(&batch, &saw);
	(void)str_fmt(text, sizeof(text), equal ? "%zu inputs, read back and equal"
	    : "the inputs changed while they were being saved", n);
	end(save, equal ? OUTCOME_OK : OUTCOME_FAILED, text, &batch);
	sightings_done(&batch);
}

static void
saw_again(const char *reply, size_t len, const struct err *failed, void *arg)
{
	struct local_save *save = arg;
	struct buf live = { 0 };
	struct err err = { 0 };
	size_t n = 0;

	save->ask = NULL;
	if (failed != NULL)
		end(save, OUTCOME_FAILED, failed->text, NULL);
	else if (csv_of(reply, len, &live, &n, &err) == -1)
		end(save, OUTCOME_FAILED, err.text, NULL);
	else
		compare(save, &live, n);
	buf_done(&live);
}

static int
write_copy(struct local_save *save, const struct buf *csv, size_t n,
    struct err *err)
{
	if (file_write(save->path, csv->data, csv->len, 0600, err) == -1 ||
	    file_read(save->path, INPUTS_CSV_MAX, &save->saved, err) == -1)
		return -1;
	return readable(&save->saved, n, err);
}

static void
saw_first(const char *reply, size_t len, const struct err *failed, void *arg)
{
	struct local_save *save = arg;
	struct buf csv = { 0 };
	struct err err = { 0 };
	size_t n = 0;

	save->ask = NULL;
	if (failed != NULL)
		end(save, OUTCOME_FAILED, failed->text, NULL);
	else if (csv_of(reply, len, &csv, &n, &err) == -1 ||
	    write_copy(save, &csv, n, &err) == -1)
		end(save, OUTCOME_FAILED, err.text, NULL);
	else
		save->ask = local_ask_start(save->ctx, local_question("list"),
		    saw_again, save);
	buf_done(&csv);
}

struct local_save *
local_save_start(const struct provider_ctx *ctx, const char *path,
    provider_done_fn *done, void *arg)
{
	struct local_save *save = xcalloc(1, sizeof(*save));

	save->ctx = ctx;
	save->done = done;
	save->arg = arg;
	(void)str_copy(save->path, sizeof(save->path), path);
	save->ask = local_ask_start(ctx, local_question("list"), saw_first, save);
	return save;
}

void
local_save_cancel(struct local_save *save)
{
	if (save == NULL)
		return;
	local_ask_cancel(save->ask);
	buf_done(&save->saved);
	free(save);
}
