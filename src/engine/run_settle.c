/* An intent without an outcome: looked at until it is known what became of it. */

#include "base/clock.h"
#include "base/loop.h"
#include "engine/run_priv.h"
#include "model/settle.h"

/* Two looks, spaced, before an effect is called absent (journal paper 1.4). */
#define SETTLE_LOOKS 2
#define SETTLE_SPACE_MS 500
/* A request, or a child of ours, may live on for so long after us.  What speaks
 * to balancers and servers speaks from this process, and ends with it. */
#define SETTLE_GRACE_MS 3000

int
run_resolve(struct run *run, bool present, const char *who, const char *reason)
{
	const struct action *action = &run->open_intent.action;
	struct record record = { .type = RECORD_RESOLVED,
	    .step = run->open_intent.step,
	    .action_id = run->open_intent.action_id,
	    .attempt = run->open_intent.attempt };
	struct event event = { .kind = EVENT_NOTE, .action = *action };

	str_copy(record.verdict, sizeof(record.verdict),
	    present ? "ok" : "absent");
	str_fmt(record.text, sizeof(record.text), "%s: %s", who, reason);
	if (run_journal(run, &record) == -1)
		return -1;
	run->unsettled = false;
	if (present) {
		enum plan_purpose purpose = run->plan.purpose;
		bool side = run->side;

		/* What an undo did is taken off what was done. */
		run->plan.purpose = run->told.purpose;
		run->side = run->told.side;
		run_effect(action, run);
		run->plan.purpose = purpose;
		run->side = side;
	}
	str_copy(event.server, sizeof(event.server), action->server);
	str_copy(event.lb, sizeof(event.lb), action->lb);
	str_fmt(event.text, sizeof(event.text), "settled as %s: %s",
	    present ? "done" : "not done", reason);
	run_event_full(run, &event);
	return 0;
}

static void
settle_later(struct run *run)
{
	run->settle_since_ms = clock_boot_ms() + SETTLE_SPACE_MS;
	run_look_later(run, run_settle, 2, SETTLE_SPACE_MS);
}

/* A launch that was taken goes on by itself: it is neither absent nor done. */
static bool
is_on_its_way(struct run *run)
{
	const struct server *sv = facts_server(watch_facts(run->watch),
	    run->open_intent.action.server);

	if (sv == NULL)
		return false;
	if (run->open_intent.action.kind == ACTION_LAUNCH)
		return sv->state == CLOUD_PENDING || sv->state == CLOUD_BOOTING;
	return sv->state == CLOUD_DECOMMISSIONING;
}

static int64_t
grace_ms(const struct config *config, const struct action *action)
{
	enum performer by = action_performer(action->kind);
	int64_t command_ms = settle_command_ms(config, action->kind);

	if (by != BY_DB && by != BY_CLOUD && command_ms == 0)
		return 0;
	return command_ms > SETTLE_GRACE_MS ? command_ms : SETTLE_GRACE_MS;
}

/* Nothing more is learned by looking: somebody has to say it. */
static void
ask_somebody(struct run *run)
{
	run_event(run, EVENT_UNCERTAIN, "%s: say `resolve present REASON` or "
	    "`resolve absent REASON` when you know, or `retry` to look again",
	    run->unsettled_text);
}

/* As long as in the life that began it, in whichever this is. */
static void
wait_for_it(struct run *run, int64_t age_ms)
{
	int64_t limit_ms = settle_limit_ms(run->config,
	    run->open_intent.action.kind);

	if (age_ms <= limit_ms) {
		settle_later(run);
		return;
	}
	str_add(run->unsettled_text, sizeof(run->unsettled_text), ", %lld s after it "
	    "was begun; %lld s are given to it", (long long)(age_ms / 1000),
	    (long long)(limit_ms / 1000));
	ask_somebody(run);
}

void
run_settle(struct run *run)
{
	char why[TEXT_LEN] = "";
	const struct action *action = &run->open_intent.action;
	struct clocks now = run_clocks(run);
	int64_t age = now.boot_ms - age_began_last(&run->open_intent, &now);

	switch (settle(watch_facts(run->watch), run->config, action,
	    run->settle_since_ms, why, sizeof(why))) {
	case SETTLED_YES:
		(void)run_resolve(run, true, "cutover", "looked, and it is so");
		return;
	case SETTLED_WRONG:
	case SETTLED_NOT_YET:
		str_copy(run->unsettled_text, sizeof(run->unsettled_text), why);
		if (is_on_its_way(run))
			wait_for_it(run, age);
		else if (age < grace_ms(run->config, action) ||
		    run->settle_looks++ < SETTLE_LOOKS)
			settle_later(run);
		else
			(void)run_resolve(run, false, "cutover",
			    "looked repeatedly, and it is not so");
		return;
	case SETTLED_UNKNOWN:
		str_copy(run->unsettled_text, sizeof(run->unsettled_text), why);
		if (run->settle_looks++ < 3 * SETTLE_LOOKS)
			settle_later(run);
		else
			ask_somebody(run);
		return;
	}
}

void
run_begin_settle(struct run *run, const char *why)
{
	struct err err = { 0 };
	int open = journal_unsettled(run->journal, &run->open_intent, &err);
	struct event event = { .kind = EVENT_UNCERTAIN };

	if (open == -1) {
		run_event(run, EVENT_ERROR, "%s", err.text);
		return;
	}
	run->unsettled = open == 1;
	if (!run->unsettled || run->leaving)
		return;
	event.action = run->open_intent.action;
	str_copy(event.server, sizeof(event.server), event.action.server);
	str_copy(event.lb, sizeof(event.lb), event.action.lb);
	str_fmt(event.text, sizeof(event.text), "unsettled (%s); looking", why);
	run_event_full(run, &event);
	run->settle_looks = 0;
	run->settle_since_ms = clock_boot_ms();
	run_after_look(run, run_settle, 2);
}
