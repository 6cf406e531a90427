/* Each server that is to end: its marks, and what every balancer knows of it. */

#include "talk/evidence.h"

#include "base/clock.h"
#include "base/str.h"
#include "talk/standing.h"

/* Not known is worse than gone, and a session worse than that. */
static enum line_kind
worse(enum line_kind a, enum line_kind b)
{
	return a == LINE_BAD || b == LINE_GOOD ? a : b;
}

static enum line_kind
add_last(const struct look *look, const struct lb_row *row, char *dst, size_t size)
{
	long sessions = standing_sessions(look->view, row->server, row->lb);
	char span[32];

	(void)str_add(dst, size, "; %s %s, %ld session%s", row->lb,
	    lb_state_name(row->state), sessions, str_s(sessions));
	if (row->lastsess_s >= 0)
		(void)str_add(dst, size, ", the last began %s ago", clock_span(
		    row->lastsess_s * 1000 + look->now_ms - row->seen_ms, span,
		    sizeof(span)));
	return sessions > 0 || row->state != LB_MAINT ? LINE_BAD : LINE_GOOD;
}

static enum line_kind
add_on(const struct look *look, const char *server, const char *lb, char *dst,
    size_t size)
{
	const struct lb_row *row = facts_row(look->view->facts, server, lb);
	int64_t age = standing_lb_age_ms(look->view, lb, look->now_ms);

	if (age < 0 || age > look->view->config->policy.fresh_ms) {
		(void)str_add(dst, size, "; %s not known", lb);
		return LINE_UNKNOWN;
	}
	if (row != NULL)
		return add_last(look, row, dst, size);
	(void)str_add(dst, size, "; gone from %s", lb);
	return LINE_GOOD;
}

static void
add_server(struct lines *lines, const struct look *look, const char *server)
{
	const struct config *config = look->view->config;
	const struct server *sv = facts_server(look->view->facts, server);
	enum line_kind kind = sv == NULL ? LINE_UNKNOWN : LINE_GOOD;
	char text[2 * TEXT_LEN];

	(void)str_fmt(text, sizeof(text), "%s: %s, in the cloud %s", server,
	    mark_name(sv == NULL ? MARK_UNKNOWN : sv->mark),
	    sv == NULL || sv->tag == MARK_UNKNOWN ? "without a tag" :
	    mark_name(sv->tag));
	for (size_t i = 0; i < config->n_lbs; i++)
		kind = worse(kind, add_on(look, server, config->lbs[i].name, text,
		    sizeof(text)));
	lines_add(lines, kind, "%s", text);
}

void
evidence_add_servers(struct lines *lines, const struct look *look)
{
	const struct plan *plan = look->view->plan;

	for (size_t i = 0; evidence_is_shown(look) && i < plan->n; i++)
		if (plan->actions[i].kind == ACTION_TERMINATE)
			add_server(lines, look, plan->actions[i].server);
}
