/* A report from the journal alone.  Reads every record once into a story, then
 * tells the story in one of three forms. */

#include "engine/report.h"

#include <cjson/cJSON.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/xmalloc.h"
#include "runbook/runbook.h"

struct story_step {
	char state[32];
	char reason[TEXT_LEN];
	int64_t began_ms, ended_ms;
	unsigned done, failed, tries;
};

struct remark {
	int step;
	int64_t wall_ms;
	char text[2 * TEXT_LEN];
};

struct remarks {
	struct remark *list;
	size_t n, cap;
};

struct story {
	char about[TEXT_LEN], driver[NAME_LEN], head[65];
	struct story_step steps[STEP_COUNT + 1];
	struct remarks done, refused, undone, other;
	int64_t began_ms, last_ms, records;
	bool ended;
};

static void remember(struct remarks *remarks, const struct record *record,
    const char *fmt, ...) __attribute__((format(printf, 3, 4)));

static void
remember(struct remarks *remarks, const struct record *record,
    const char *fmt, ...)
{
	struct buf text = { 0 };
	struct remark *remark;
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&text, fmt, ap);
	va_end(ap);
	x_grow(remarks->list, remarks->n, remarks->cap);
	remark = &remarks->list[remarks->n++];
	remark->step = record->step;
	remark->wall_ms = record->wall_ms;
	(void)str_copy(remark->text, sizeof(remark->text), text.data);
	buf_done(&text);
}

static void
tell_state(struct story *story, const struct record *record)
{
	struct story_step *step = &story->steps[record->step];

	str_copy(step->state, sizeof(step->state), record->verdict);
	str_copy(step->reason, sizeof(step->reason), record->text);
	if (step->began_ms == 0)
		step->began_ms = record->wall_ms;
	step->ended_ms = record->wall_ms;
	step->tries += str_eq(record->verdict, "running");
}

static void
tell_outcome(struct story *story, const struct record *record)
{
	struct story_step *step = &story->steps[record->step];
	char sentence[TEXT_LEN];

	(void)action_sentence(&record->action, sentence, sizeof(sentence));
	if (!str_eq(record->verdict, "ok")) {
		step->failed++;
		remember(&story->other, record, "%s: %s: %s", record->verdict, sentence, record->text);
		return;
	}
	step->done++;
	if (str_eq(step->state, "undoing"))
		remember(&story->undone, record, "%s",
		    sentence);
	else
		remember(&story->done, record, "%s", sentence);
}

static bool
tell_record(const struct record *record, void *arg)
{
	struct story *story = arg;
	bool has_step = record->step >= 1 && record->step <= STEP_COUNT;

	story->records++;
	story->last_ms = record->wall_ms;
	if (story->began_ms == 0)
		story->began_ms = record->wall_ms;
	str_copy(story->driver, sizeof(story->driver), record->who);
	switch (record->type) {
	case RECORD_RUN:
		str_copy(story->about, sizeof(story->about), record->text);
		break;
	case RECORD_STATE:
		if (has_step)
			tell_state(story, record);
		break;
	case RECORD_OUTCOME:
	case RECORD_RESOLVED:
		if (has_step)
			tell_outcome(story, record);
		break;
	case RECORD_REFUSED:
		remember(&story->refused, record, "%s: %s",
		    record->arg, record->text);
		break;
	case RECORD_WITHDRAW:
		remember(&story->other, record, "withdrawn: %s: %s", record->server, record->text);
		break;
	case RECORD_NOTE:
		remember(&story->other, record, "note: %s",
		    record->text);
		break;
	case RECORD_SURPRISE:
		remember(&story->other, record, "surprise: %s", record->text);
		break;
	case RECORD_TAKEOVER:
		remember(&story->other, record, "taken up again by %s", record->who);
		break;
	case RECORD_RELOAD:
		remember(&story->other, record, "%s was reloaded", record->lb);
		break;
	case RECORD_END:
		story->ended = true;
		break;
	case RECORD_NONE: case RECORD_RETURN_POINT: case RECORD_MARK:
	case RECORD_PICK: case RECORD_SET: case RECORD_CONFIRM: case RECORD_GUARD:
	case RECORD_INTENT: case RECORD_OBSERVED: case RECORD_FACT:
	case RECORD_SAVED: case RECORD_COUNT:
		break;
	}
	return true;
}

static void
story_done(struct story *story)
{
	free(story->done.list);
	free(story->refused.list);
	free(story->undone.list);
	free(story->other.list);
}

static const char *
state_word(const struct story_step *step)
{
	return step->state[0] == '\0' ? "todo" : step->state;
}

/* ---- Markdown, and the same without its marks ---- */

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
		    runbook_step(i)->title, state_word(step),
		    step->reason[0] == '\0' ? "" : ": ", step->reason,
		    clock_span(step->ended_ms - step->began_ms, span,
		    sizeof(span)), step->done, str_s(step->done));
	}
}

static void
write_prose(struct buf *out, bool markdown, const struct story *story,
    const char *run_id)
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
	write_steps(out, markdown, story);
	write_list(out, markdown, "Done", &story->done);
	write_list(out, markdown, "Undone", &story->undone);
	write_list(out, markdown, "Refused by the guard", &story->refused);
	write_list(out, markdown, "Remarks", &story->other);
	buf_printf(out, "\nJournal: %lld records, head %s\n",
	    (long long)story->records, story->head);
}

/* ---- JSON ---- */

static void
add_list(cJSON *object, const char *name, const struct remarks *remarks)
{
	cJSON *array = cJSON_AddArrayToObject(object, name);
	char when[40];

	for (size_t i = 0; i < remarks->n; i++) {
		const struct remark *remark = &remarks->list[i];
		cJSON *one = cJSON_CreateObject();

		cJSON_AddNumberToObject(one, "step", remark->step);
		cJSON_AddStringToObject(one, "time",
		    clock_iso(remark->wall_ms, when, sizeof(when)));
		cJSON_AddStringToObject(one, "text", remark->text);
		cJSON_AddItemToArray(array, one);
	}
}

static void
write_json(struct buf *out, const struct story *story, const char *run_id)
{
	cJSON *object = cJSON_CreateObject(), *steps;
	char when[40];

	cJSON_AddNumberToObject(object, "version", 1);
	cJSON_AddStringToObject(object, "run", run_id);
	cJSON_AddStringToObject(object, "about", story->about);
	cJSON_AddStringToObject(object, "driver", story->driver);
	cJSON_AddBoolToObject(object, "ended", story->ended);
	cJSON_AddStringToObject(object, "began",
	    clock_iso(story->began_ms, when, sizeof(when)));
	cJSON_AddStringToObject(object, "last",
	    clock_iso(story->last_ms, when, sizeof(when)));
	steps = cJSON_AddArrayToObject(object, "steps");
	for (int i = 1; i <= STEP_COUNT; i++) {
		const struct story_step *step = &story->steps[i];
		cJSON *one = cJSON_CreateObject();

		cJSON_AddNumberToObject(one, "number", i);
		cJSON_AddStringToObject(one, "name", runbook_step(i)->name);
		cJSON_AddStringToObject(one, "state", state_word(step));
		cJSON_AddStringToObject(one, "reason", step->reason);
		cJSON_AddNumberToObject(one, "took_ms",
		    (double)(step->ended_ms - step->began_ms));
		cJSON_AddNumberToObject(one, "actions", step->done);
		cJSON_AddItemToArray(steps, one);
	}
	add_list(object, "done", &story->done);
	add_list(object, "undone", &story->undone);
	add_list(object, "refused", &story->refused);
	add_list(object, "remarks", &story->other);
	cJSON_AddNumberToObject(object, "records", (double)story->records);
	cJSON_AddStringToObject(object, "head", story->head);
	char *text = cJSON_Print(object);
	buf_printf(out, "%s\n", text);
	cJSON_free(text);
	cJSON_Delete(object);
}

int
report_write(struct journal *journal, enum report_form form, struct buf *out,
    struct err *err)
{
	struct story story = { 0 };
	int64_t count;
	int status = -1;

	if (journal_each(journal, tell_record, &story, err) == -1 ||
	    journal_verify(journal, story.head, &count, err) == -1)
		goto out;
	switch (form) {
	case REPORT_MARKDOWN:
	case REPORT_TEXT:
		write_prose(out, form == REPORT_MARKDOWN, &story,
		    journal_run_id(journal));
		break;
	case REPORT_JSON:
		write_json(out, &story, journal_run_id(journal));
		break;
	}
	status = 0;
out:
	story_done(&story);
	return status;
}

/* ---- status ---- */

/* What people ask for: what was done, and what a step came to. */
static void
keep_newest(struct report_status *status, const struct record *record)
{
	struct report_newest *one;

	if (record->type != RECORD_STATE && record->type != RECORD_OUTCOME &&
	    record->type != RECORD_REFUSED && record->type != RECORD_NOTE &&
	    record->type != RECORD_SURPRISE &&
	    record->type != RECORD_TAKEOVER && record->type != RECORD_END)
		return;
	one = &status->newest[(status->first_newest + status->n_newest) %
	    REPORT_NEWEST];
	if (status->n_newest < REPORT_NEWEST)
		status->n_newest++;
	else
		status->first_newest = (status->first_newest + 1) % REPORT_NEWEST;
	one->wall_ms = record->wall_ms;
	if (record->type == RECORD_STATE)
		str_fmt(one->text, sizeof(one->text), "step %d %s%s%s", record->step,
		    record->verdict, record->text[0] == '\0' ? "" : ": ",
		    record->text);
	else
		str_copy(one->text, sizeof(one->text), status->last);
}

static bool
tell_status(const struct record *record, void *arg)
{
	struct report_status *status = arg;
	char sentence[TEXT_LEN];

	status->records++;
	if (status->began_wall_ms == 0)
		status->began_wall_ms = record->wall_ms;
	status->last_wall_ms = record->wall_ms;
	if (record->type == RECORD_RUN)
		str_copy(status->about, sizeof(status->about), record->text);
	if (record->type == RECORD_STATE && record->step >= 1 &&
	    record->step <= STEP_COUNT) {
		str_copy(status->states[record->step],
		    sizeof(status->states[0]), record->verdict);
		status->since_wall_ms[record->step] = record->wall_ms;
	}
	status->refused += record->type == RECORD_REFUSED;
	status->ended = status->ended || record->type == RECORD_END;
	if (record->action_id != 0)
		str_fmt(status->last, sizeof(status->last), "%s %s: %s",
		    record_word(record->type), record->verdict,
		    action_sentence(&record->action, sentence, sizeof(sentence)));
	else
		str_fmt(status->last, sizeof(status->last), "%s %s %s",
		    record_word(record->type), record->verdict, record->text);
	keep_newest(status, record);
	return true;
}

int
report_status(struct journal *journal, struct report_status *status,
    struct err *err)
{
	struct record open;
	int unsettled;

	memset(status, 0, sizeof(*status));
	if (journal_each(journal, tell_status, status, err) == -1)
		return -1;
	unsettled = journal_unsettled(journal, &open, err);
	if (unsettled == -1)
		return -1;
	status->unsettled = unsettled == 1;
	str_copy(status->run_id, sizeof(status->run_id), journal_run_id(journal));
	for (int i = STEP_COUNT; i >= 1; i--) {
		if (status->states[i][0] == '\0')
			str_copy(status->states[i], sizeof(status->states[0]),
			    "todo");
		if (!str_eq(status->states[i], "done") &&
		    !str_eq(status->states[i], "skipped"))
			status->step = i;
	}
	return 0;
}
