/* The report of a run, from its journal: what was done, by whom, how long. */

#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "engine/report.h"
#include "engine/run_priv.h"
#include "engine/tally.h"

void
run_report(struct run *run, struct buf *out)
{
	struct err err = { 0 };

	if (run->journal == NULL) {
		buf_puts(out, "There is no run.\n");
		return;
	}
	if (report_write(run->journal, REPORT_MARKDOWN, out, &err) == -1)
		buf_printf(out, "%s\n", err.text);
}

static bool
tell_tally(const struct record *record, void *arg)
{
	tally_record(arg, record);
	return true;
}

void
run_account(struct run *run)
{
	struct tally tally = { 0 };
	struct err err = { 0 };

	run->account = (struct account){ .cut = -1, .sessions = "?",
		.again = "?", .people = "?" };
	if (journal_each(run->journal, tell_tally, &tally, &err) == -1)
		run_event(run, EVENT_ERROR, "%s", err.text);
	else
		tally_tell(&tally, &run->account);
	tally_done(&tally);
}

void
run_write_report(struct run *run)
{
	static const struct { enum report_form form; const char *suffix; } forms[] = {
		{ REPORT_MARKDOWN, "md" }, { REPORT_TEXT, "txt" },
		{ REPORT_JSON, "json" },
	};

	for (size_t i = 0; i < countof(forms); i++) {
		struct buf text = { 0 };
		char path[TEXT_LEN + 16];
		struct err err = { 0 };

		str_fmt(path, sizeof(path), "%s/report.%s", run->dir,
		    forms[i].suffix);
		if (report_write(run->journal, forms[i].form, &text, &err) == -1 ||
		    file_write(path, text.data, text.len, 0600, &err) == -1)
			run_event(run, EVENT_ERROR, "report: %s", err.text);
		buf_done(&text);
	}
}
