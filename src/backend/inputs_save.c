/* Saving the inputs as CSV. */

#include "config.h"

#include "backend/inputs_save.h"

#include <stdlib.h>
#include <string.h>

#include "backend/inputs_csv.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/xmalloc.h"

struct inputs_save {
	struct inputs_source source;
	char path[TEXT_LEN];
	struct buf saved;		/* what the file says */
	provider_done_fn *done;
	void *arg;
};

static void
end(struct inputs_save *save, enum outcome outcome, const char *text,
    const struct sightings *batch)
{
	provider_done_fn *done = save->done;
	void *arg = save->arg;

	inputs_save_cancel(save);
	done(outcome, text, batch, arg);
}

/* The inputs of a listing, as CSV; how many. */
static size_t
csv_of(const struct sightings *batch, struct buf *csv)
{
	struct input *inputs = xcalloc(batch->n + 1, sizeof(*inputs));
	size_t n = 0;

	for (size_t i = 0; i < batch->n; i++)
		if (batch->list[i].kind == SAW_INPUT)
			inputs[n++] = batch->list[i].u.input;
	inputs_csv_write(inputs, n, csv);
	free(inputs);
	return n;
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
compare(struct inputs_save *save, const struct buf *live, size_t n)
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
saw_again(const struct sightings *batch, const struct err *failed, void *arg)
{
	struct inputs_save *save = arg;
	struct buf live = { 0 };

	if (failed != NULL) {
		end(save, OUTCOME_FAILED, failed->text, NULL);
		return;
	}
	size_t n = csv_of(batch, &live);
	compare(save, &live, n);
	buf_done(&live);
}

static int
write_copy(struct inputs_save *save, const struct buf *csv, size_t n,
    struct err *err)
{
	if (file_write(save->path, csv->data, csv->len, 0600, err) == -1 ||
	    file_read(save->path, INPUTS_CSV_MAX, &save->saved, err) == -1)
		return -1;
	return readable(&save->saved, n, err);
}

static void
saw_first(const struct sightings *batch, const struct err *failed, void *arg)
{
	struct inputs_save *save = arg;
	struct buf csv = { 0 };
	struct err err = { 0 };

	if (failed != NULL) {
		end(save, OUTCOME_FAILED, failed->text, NULL);
		return;
	}
	size_t n = csv_of(batch, &csv);
	if (write_copy(save, &csv, n, &err) == -1)
		end(save, OUTCOME_FAILED, err.text, NULL);
	else
		save->source.ask(save->source.self, saw_again, save);
	buf_done(&csv);
}

struct inputs_save *
inputs_save_start(const struct inputs_source *source, const char *path,
    provider_done_fn *done, void *arg)
{
	struct inputs_save *save = xcalloc(1, sizeof(*save));

	save->source = *source;
	save->done = done;
	save->arg = arg;
	(void)str_copy(save->path, sizeof(save->path), path);
	source->ask(source->self, saw_first, save);
	return save;
}

void
inputs_save_cancel(struct inputs_save *save)
{
	if (save == NULL)
		return;
	save->source.cancel(save->source.self);
	buf_done(&save->saved);
	free(save);
}
