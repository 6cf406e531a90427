/* Live figures, said when they are news: not more often than every half minute,
 * but at once when a person is needed. */

#include "plain/plain_priv.h"

#include "base/clock.h"
#include "base/str.h"
#include "talk/drain.h"
#include "talk/standing.h"

#define SAY_MS 30000
#define LONG_MS 5000			/* shorter work is only said when done */
#define WATCH_STEP 13

/* ---- work in hand ---- */

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

/* ---- sessions ---- */

static void
add_servers(const struct drain *drain, const struct view *view, char *dst,
    size_t size)
{
	for (size_t i = 0; i < drain->n_old; i++) {
		long n = standing_sessions(view, drain->old[i]->name, NULL);
		char count[24] = "not known";
		if (n >= 0)
			(void)str_fmt(count, sizeof(count), "%ld", n);
		(void)str_add(dst, size, "%s %s %s", i == 0 ? "" : ",",
		    drain->old[i]->name, count);
	}
}

static void
say_stuck(struct plain *plain, const struct drain *drain, const struct look *look)
{
	struct estimate estimate;
	const char *lb;
	const struct server *sv = drain_stuck(drain, look, &lb, &estimate);
	char who[2 * NAME_LEN] = "", span[32];

	if (sv != NULL)
		(void)str_fmt(who, sizeof(who), "%s on %s", sv->name, lb);
	if (str_eq(who, plain->stuck))
		return;
	(void)str_copy(plain->stuck, sizeof(plain->stuck), who);
	if (sv == NULL)
		return;
	long n = standing_sessions(look->view, sv->name, lb);
	say_timed(plain, "Look: %s, %ld session%s unchanged for %s. Wait for the "
	    "limit, or say s %s to see who is connected.", who, n,
	    str_s(n), clock_span(estimate.flat_ms, span, sizeof(span)),
	    sv->name);
}

static void
say_left(struct plain *plain, const struct drain *drain, const struct look *look)
{
	char head[TEXT_LEN], forecast[TEXT_LEN], servers[TEXT_LEN] = "";
	int64_t now = clock_boot_ms();
	bool at_once = plain->left_ms == 0 || (drain->left <= 0 &&
	    drain->left != plain->left);

	if (!at_once && (drain->left == plain->left ||
	    now - plain->left_ms < SAY_MS))
		return;
	plain->left = drain->left;
	plain->left_ms = now;
	drain_head(drain, head, sizeof(head));
	drain_forecast(drain, look, forecast, sizeof(forecast));
	if (drain->left > 0)
		add_servers(drain, look->view, servers, sizeof(servers));
	say_timed(plain, "%s%s %s%s%s", head, str_ends(head, ".") ? "" : ".",
	    forecast, str_ends(forecast, ".") ? "" : ".", servers);
}

static void
say_drain(struct plain *plain)
{
	struct look look = plain_look(plain);
	struct drain drain;

	if (look.view->step->number != WATCH_STEP ||
	    standing_state(look.view) != STATE_RUNNING) {
		plain->left_ms = 0;
		return;
	}
	drain_read(&drain, &look);
	say_left(plain, &drain, &look);
	say_stuck(plain, &drain, &look);
}

void
figures_say(struct plain *plain)
{
	const struct view *view = plain_view(plain);

	if (view->busy != NULL)
		say_action(plain, view);
	say_verify(plain, view);
	say_drain(plain);
}
