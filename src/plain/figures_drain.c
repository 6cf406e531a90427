/* The drain in figures: who is left, who holds it up, and how those fare who serve
 * instead. */

#include "plain/plain_priv.h"

#include "base/clock.h"
#include "base/str.h"
#include "talk/drain.h"
#include "talk/standing.h"

#define WATCH_STEP 13

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
	    "limit, or look after who is connected.", who, n, str_s(n),
	    clock_span(estimate.flat_ms, span, sizeof(span)));
	tell_who(plain, lb, sv->name);
}

/* ---- the new servers ---- */

static void
add_new(const struct server *sv, const struct look *look, char *dst, size_t size)
{
	long arriving = drain_arriving(look, sv->name);
	int64_t errors = drain_errors(look, sv->name);

	(void)str_add(dst, size, " %s ", sv->name);
	if (arriving < 0)
		(void)str_add(dst, size, "rate not known");
	else
		(void)str_add(dst, size, "%ld new a minute", arriving);
	if (errors < 0)
		(void)str_add(dst, size, ", errors not known");
	else
		(void)str_add(dst, size, ", %lld error%s", (long long)errors,
		    str_s(errors));
}

/* -1: somebody's are not known. */
static int64_t
errors_of_new(const struct drain *drain, const struct look *look)
{
	int64_t sum = 0;

	for (size_t i = 0; i < drain->n_new && sum >= 0; i++) {
		int64_t one = drain_errors(look, drain->new[i]->name);
		sum = one < 0 ? -1 : sum + one;
	}
	return sum;
}

/* With the others, and at once when more of their answers fail. */
static void
say_new(struct plain *plain, const struct drain *drain, const struct look *look,
    bool with_others)
{
	int64_t errors = errors_of_new(drain, look);
	bool rose = plain->errors >= 0 && errors > plain->errors &&
	    look->now_ms - plain->errors_ms >= SAY_MS;
	char text[2 * TEXT_LEN] = "";

	if (plain->errors < 0 || errors < 0 || (errors < plain->errors))
		plain->errors = errors;
	if (drain->n_new == 0 || (!with_others && !rose))
		return;
	for (size_t i = 0; i < drain->n_new; i++) {
		(void)str_add(text, sizeof(text), "%s", i == 0 ? "" : ";");
		add_new(drain->new[i], look, text, sizeof(text));
	}
	if (rose)
		plain->errors_ms = look->now_ms;
	say_timed(plain, "%sNEW:%s.", errors > plain->errors ? "Look: answers fail. " :
	    "", text);
	plain->errors = errors;
}

/* ---- the old ones ---- */

/* False: it is no news. */
static bool
say_left(struct plain *plain, const struct drain *drain, const struct look *look)
{
	char head[TEXT_LEN], forecast[TEXT_LEN], servers[TEXT_LEN] = "";
	int64_t now = look->now_ms;
	bool at_once = plain->left_ms == 0 || (drain->left <= 0 &&
	    drain->left != plain->left);

	if (!at_once && (drain->left == plain->left ||
	    now - plain->left_ms < SAY_MS))
		return false;
	plain->left = drain->left;
	plain->left_ms = now;
	drain_head(drain, head, sizeof(head));
	drain_forecast(drain, look, forecast, sizeof(forecast));
	if (drain->left > 0)
		add_servers(drain, look->view, servers, sizeof(servers));
	say_timed(plain, "%s%s %s%s%s", head, str_ends(head, ".") ? "" : ".",
	    forecast, str_ends(forecast, ".") ? "" : ".", servers);
	return true;
}

void
figures_say_drain(struct plain *plain)
{
	struct look look = plain_look(plain);
	struct drain drain;

	if (look.view->step->number != WATCH_STEP ||
	    standing_state(look.view) != STATE_RUNNING) {
		plain->left_ms = 0;
		plain->errors = -1;
		return;
	}
	drain_read(&drain, &look);
	say_new(plain, &drain, &look, say_left(plain, &drain, &look));
	say_stuck(plain, &drain, &look);
}
