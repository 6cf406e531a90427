/* What became of an action that was sent: read back, written down, mended. */

#include "engine/executor_priv.h"

#include "base/clock.h"
#include "model/settle.h"

#define READ_BACK_MS 250		/* between two looks while reading back */

/* Write down how it went.  A journal that cannot be written stops everything:
 * the next start finds the intent unsettled, and looks. */
static bool
note_outcome(struct executor *ex, const char *verdict, const char *text)
{
	struct record record = { .type = RECORD_OUTCOME, .step = ex->step,
	    .action_id = ex->action_id, .attempt = 1 };
	struct err err = { 0 };

	/* What is told from here on may come back to us: it is settled. */
	ex->phase = PHASE_SETTLED;
	str_copy(record.verdict, sizeof(record.verdict), verdict);
	str_copy(record.text, sizeof(record.text), text);
	if (journal_add(ex->journal, &record, &err) == 0)
		return true;
	executor_say(ex, EVENT_ERROR, NULL, err.text);
	executor_over(ex, EXECUTOR_UNCERTAIN, err.text);
	return false;
}

static void
took_effect(struct executor *ex)
{
	if (!note_outcome(ex, "ok", "read back"))
		return;
	ex->tell.effect(&ex->action, ex->tell.arg);
	executor_say(ex, EVENT_DONE, NULL, "");
	executor_next(ex);
}

/* It went another way than wanted.  What only adds may be done at once to mend
 * it: the health check file goes back before anybody is moved (GR-16). */
void
executor_went_wrong(struct executor *ex, const char *why)
{
	enum action_kind opposite = action_opposite(ex->action.kind);

	if (!note_outcome(ex, "failed", why))
		return;
	executor_say(ex, EVENT_FAILED, NULL, why);
	if (ex->is_remedy || action_effect(ex->action.kind) != EFFECT_TAKES_OUT ||
	    action_effect(opposite) != EFFECT_ADDS) {
		executor_over(ex, EXECUTOR_FAILED, why);
		return;
	}
	str_copy(ex->remedy_for, sizeof(ex->remedy_for), why);
	ex->is_remedy = true;
	ex->action.kind = opposite;
	executor_begin(ex);
}

static void
stays_unknown(struct executor *ex, const char *why)
{
	if (!note_outcome(ex, "unknown", why))
		return;
	executor_say(ex, EVENT_UNCERTAIN, NULL, why);
	executor_over(ex, EXECUTOR_UNCERTAIN, why);
}

/* Given up: only a wait that sends nothing can be. */
static void
give_up(struct executor *ex)
{
	if (!note_outcome(ex, "failed", "given up by the operator"))
		return;
	executor_over(ex, EXECUTOR_LEFT, "the wait was given up");
}

/* Half way it may well look wrong on the balancer that is being changed: what was
 * seen there before it was done is no verdict. */
static bool
is_verdict(const struct executor *ex)
{
	return ex->action.lb[0] == '\0' || watch_lb_looked_since(ex->watch,
	    ex->action.lb, ex->performed_ms);
}

void
executor_consider(struct executor *ex)
{
	char why[TEXT_LEN] = "";
	int64_t taken = clock_boot_ms() - ex->sent_ms;

	switch (settle(watch_facts(ex->watch), ex->config, &ex->action,
	    ex->sent_ms, why, sizeof(why))) {
	case SETTLED_YES:
		took_effect(ex);
		return;
	case SETTLED_WRONG:
		if (is_verdict(ex)) {
			executor_went_wrong(ex, why);
			return;
		}
		break;
	case SETTLED_UNKNOWN:
	case SETTLED_NOT_YET:
		break;
	}
	if (ex->leaving && action_performer(ex->action.kind) == BY_RUN)
		give_up(ex);
	else if (taken > settle_limit_ms(ex->config, ex->action.kind))
		stays_unknown(ex, why);
	else
		executor_look_again_in(ex, READ_BACK_MS);
}
