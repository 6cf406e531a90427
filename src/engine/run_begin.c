/* The first record of a run: what it is for, by whose word and configuration. */

#include "base/file.h"
#include "engine/run_priv.h"

#define CONFIG_MOST (1 << 20)

/* As sha256sum has it, so that anybody can compare. */
static void
tell_config(const struct config *config, char *dst, size_t size)
{
	struct buf text = { 0 };
	char hex[65] = "?";

	if (file_read(config->path, CONFIG_MOST, &text, NULL) == 0)
		file_sha256(text.data, text.len, hex);
	buf_done(&text);
	str_fmt(dst, size, "%s  %s", hex, config->path);
}

int
run_begin_journal(struct run *run, struct err *err)
{
	struct record record = { .type = RECORD_RUN };

	str_fmt(record.text, sizeof(record.text), "%s %s, %s to %s, by %s",
	    run->config->deployment, run->config->environment,
	    run->config->release_from, run->config->release_to, run->driver);
	tell_config(run->config, record.arg, sizeof(record.arg));
	if (run->inputs_alone)
		str_copy(record.verdict, sizeof(record.verdict), RUN_INPUTS_ALONE);
	return journal_add(run->journal, &record, err);
}
