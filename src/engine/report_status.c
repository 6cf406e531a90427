/* What `status` tells of a run, from its journal alone. */

#include <string.h>

#include "engine/report.h"
#include "runbook/runbook.h"

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
