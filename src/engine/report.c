/* A report from the journal alone: the story of its records, told in Markdown, and
 * the same without its marks. */

#include "engine/report.h"

#include "base/clock.h"
#include "engine/report_story.h"
#include "runbook/runbook.h"

static void
write_list(struct buf *out, bool markdown, const char *title,
    const struct remarks *remarks)
{
	const struct remark *list = remarks->list;
	size_t n = remarks->n;
	char when[40];

	buf_printf(out, markdown ? "\n## %s\n\n" : "\n%s\n", title);
	if (n == 0)
		buf_printf(out, markdown ? "none\n" : "  none\n");
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "%s%s  step %d  %s\n", markdown ? "- " : "  ",
		    clock_hms(list[i].wall_ms, when, sizeof(when)),
		    list[i].step, list[i].text);
}

static void
write_steps(struct buf *out, bool markdown, const struct story *story)
{
	char span[32];

	if (markdown)
		buf_puts(out, "\n## Steps\n\n| # | step | state | took | actions |\n"
		    "|---|---|---|---|---|\n");
	else
		buf_puts(out, "\nSteps\n");
	for (int i = 1; i <= STEP_COUNT; i++) {
		const struct story_step *step = &story->steps[i];

		buf_printf(out, markdown ? "| %d | %s | %s%s%s | %s | %u |\n" :
		    "  %2d  %-28s %s%s%s  %s  %u action%s\n", i,
		    runbook_step(i)->title, story_state_word(step),
		    step->reason[0] == '\0' ? "" : ": ", step->reason,
		    clock_span(step->ended_ms - step->began_ms, span,
		    sizeof(span)), step->done, str_s(step->done));
	}
}

static void
write_account(struct buf *out, bool markdown, const struct story *story,
    const struct account *account)
{
	const struct { const char *what, *text; } lines[] = {
		{ "Sessions", account->sessions }, { "Tried again", account->again },
		{ "People", account->people }, { "Configuration", story->config },
	};

	buf_puts(out, "\n");
	for (size_t i = 0; i < countof(lines); i++)
		buf_printf(out, "%s%s: %s\n", markdown ? "- " : "  ",
		    lines[i].what, lines[i].text);
}

static void
write_prose(struct buf *out, bool markdown, const struct story *story,
    const struct account *account, const char *run_id)
{
	char began[40], last[40], span[32];

	buf_printf(out, "%sUpgrade %s, run %s\n\n", markdown ? "# " : "",
	    story->ended ? "finished" : "not finished", run_id);
	buf_printf(out, "%s\n\n", story->about);
	buf_printf(out, "From %s to %s, %s. Driver: %s.\n",
	    clock_iso(story->began_ms, began, sizeof(began)),
	    clock_iso(story->last_ms, last, sizeof(last)),
	    clock_span(story->last_ms - story->began_ms, span, sizeof(span)),
	    story->driver);
	write_account(out, markdown, story, account);
	write_steps(out, markdown, story);
	write_list(out, markdown, "Done", &story->done);
	write_list(out, markdown, "Undone", &story->undone);
	write_list(out, markdown, "Refused by the guard", &story->refused);
	write_list(out, markdown, "Remarks", &story->other);
	buf_printf(out, "\nJournal: %lld records, head %s\n",
	    (long long)story->records, story->head);
}

int
report_write(struct journal *journal, enum report_form form, struct buf *out,
    struct err *err)
{
	struct story story = { 0 };
	struct account account;
	int64_t count;
	int status = -1;

	if (journal_each(journal, story_record, &story, err) == -1 ||
	    journal_verify(journal, story.head, &count, err) == -1)
		goto out;
	tally_tell(&story.tally, &account);
	switch (form) {
	case REPORT_MARKDOWN:
	case REPORT_TEXT:
		write_prose(out, form == REPORT_MARKDOWN, &story,
		    &account, journal_run_id(journal));
		break;
	case REPORT_JSON:
		report_write_json(out, &story, &account,
		    journal_run_id(journal));
		break;
	}
	status = 0;
out:
	story_done(&story);
	return status;
}
