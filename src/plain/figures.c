/* Live figures, said when they are news: not more often than every half minute,
 * but at once when a person is needed. */

#include "plain/plain_priv.h"

#include "base/clock.h"
#include "base/str.h"
#include "talk/standing.h"

#define LONG_MS 5000			/* shorter work is only said when done */

/* The cloud's word while a server comes up, each time that it is another one. */
static void
say_phase(struct plain *plain, const struct view *view, const char *span)
{
	const struct server *sv = facts_server(view->facts, view->busy->server);

	if (view->busy->kind != ACTION_LAUNCH || sv == NULL ||
	    sv->state == plain->phase || sv->state == CLOUD_UNKNOWN ||
	    sv->state == CLOUD_INACTIVE || sv->state == CLOUD_OPERATIONAL)
		return;
	plain->phase = sv->state;
	say_timed(plain, "%s is %s. %s.", sv->name, cloud_state_name(sv->state),
	    span);
}

static void
say_action(struct plain *plain, const struct view *view)
{
	int64_t now = clock_boot_ms(), took = now - view->busy_since_ms;
	char what[TEXT_LEN], span[32];

	if (plain->action_ms != view->busy_since_ms) {
		plain->action_ms = view->busy_since_ms;
		plain->action_said_ms = 0;
		plain->phase = CLOUD_UNKNOWN;
	}
	if (view->busy->kind == ACTION_AWAIT_EMPTY)
		return;
	(void)clock_span(took, span, sizeof(span));
	say_phase(plain, view, span);
	if (took < LONG_MS || (plain->action_said_ms != 0 &&
	    now - plain->action_said_ms < SAY_MS))
		return;
	plain->action_said_ms = now;
	say_timed(plain, "Running, %zu of %zu: %s. %s.", view->busy_index + 1,
	    view->plan->n, standing_action_text(view, view->busy, what,
	    sizeof(what)), span);
}

static void
say_verify(struct plain *plain, const struct view *view)
{
	int64_t now = clock_boot_ms();

	if (standing_state(view) != STATE_VERIFYING || view->asks) {
		plain->verify_ms = now;
		return;
	}
	if (now - plain->verify_ms < LONG_MS)
		return;
	plain->verify_ms = now + SAY_MS - LONG_MS;
	say_timed(plain, "Step %d: reading back what was done.",
	    view->step->number);
}

void
figures_say(struct plain *plain)
{
	const struct view *view = plain_view(plain);

	if (view->busy != NULL)
		say_action(plain, view);
	say_verify(plain, view);
	figures_say_drain(plain);
}
