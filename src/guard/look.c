/* Small questions that several rules ask. */

#include "guard/look.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/str.h"

enum verdict
rule_bad(char *why, size_t size, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(why, size, fmt, ap);
	va_end(ap);
	return VERDICT_BAD;
}

enum verdict
rule_wait(char *why, size_t size, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(why, size, fmt, ap);
	va_end(ap);
	return VERDICT_WAIT;
}

enum verdict
rule_good(char *why, size_t size, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(why, size, fmt, ap);
	va_end(ap);
	return VERDICT_GOOD;
}

bool
look_takes_out(const struct hearing *hearing)
{
	return action_effect(hearing->action->kind) == EFFECT_TAKES_OUT;
}

bool
look_ends_service(enum action_kind kind)
{
	return kind == ACTION_DRAIN || kind == ACTION_DETACH ||
	    kind == ACTION_TERMINATE;
}

bool
look_in_traffic(const struct hearing *hearing)
{
	return look_takes_out(hearing) && facts_listed(hearing->facts,
	    hearing->action->server, hearing->config->policy.fresh_ms) != TRI_NO;
}

bool
look_is_recent(const struct facts *facts, int64_t seen_ms, int64_t max_age_ms)
{
	return seen_ms != 0 && facts->now_ms - seen_ms <= max_age_ms;
}

const char *
look_silent_lb(const struct hearing *hearing)
{
	const struct config *config = hearing->config;

	for (size_t i = 0; i < config->n_lbs; i++) {
		const char *name = config->lbs[i].name;
		const struct lb *lb = facts_lb(hearing->facts, name);

		if (lb == NULL || !facts_lb_fresh(hearing->facts, lb,
		    config->policy.fresh_ms))
			return name;
	}
	return NULL;
}

enum mark
look_mark(const struct hearing *hearing, const struct server *sv)
{
	return hearing->mark_of(hearing->ledger, sv);
}

/* What the plan takes out counts as gone before the first of it is: the floor
 * holds for the whole plan, not for its first action. */
static bool
is_taken_out(const struct hearing *hearing, const char *server)
{
	const struct plan *plan = hearing->plan;

	if (str_eq(hearing->action->server, server))
		return true;
	for (size_t i = 0; i < plan->n; i++)
		if (str_eq(plan->actions[i].server, server) &&
		    action_effect(plan->actions[i].kind) == EFFECT_TAKES_OUT)
			return true;
	return false;
}

static bool
stays_on(const struct hearing *hearing, const struct lb_row *row, const char *lb)
{
	const struct lb *of = facts_lb(hearing->facts, lb);

	return of != NULL && str_eq(row->lb, lb) &&
	    str_eq(row->pxname, of->backend) &&
	    !is_taken_out(hearing, row->server);
}

static bool
counts_on(const struct hearing *hearing, const struct lb_row *row, const char *lb)
{
	return lb_row_serves(row) && stays_on(hearing, row, lb);
}

unsigned
look_serving(const struct hearing *hearing, const char *lb)
{
	const struct facts *facts = hearing->facts;
	unsigned n = 0;

	for (size_t i = 0; i < facts->n_rows; i++)
		if (counts_on(hearing, &facts->rows[i], lb))
			n++;
	return n;
}

unsigned
look_unchecked(const struct hearing *hearing, const char *lb)
{
	const struct facts *facts = hearing->facts;
	unsigned n = 0;

	for (size_t i = 0; i < facts->n_rows; i++) {
		const struct lb_row *row = &facts->rows[i];

		n += row->state == LB_UNPROVEN && str_eq(row->check, "INI") &&
		    lb_row_takes_new(row) && stays_on(hearing, row, lb);
	}
	return n;
}

unsigned
look_serving_of(const struct hearing *hearing, const char *lb, enum mark mark)
{
	const struct facts *facts = hearing->facts;
	unsigned n = 0;

	for (size_t i = 0; i < facts->n_rows; i++) {
		const struct lb_row *row = &facts->rows[i];
		const struct server *sv = facts_server(facts, row->server);

		if (sv != NULL && counts_on(hearing, row, lb) &&
		    facts_row_agrees(sv, row) && look_mark(hearing, sv) == mark)
			n++;
	}
	return n;
}

bool
look_is_listed(const struct hearing *hearing, const struct server *sv)
{
	const struct config *config = hearing->config;

	for (size_t i = 0; i < config->n_lbs; i++) {
		const struct lb_row *row = facts_row(hearing->facts, sv->name,
		    config->lbs[i].name);

		if (row != NULL && row->state != LB_MAINT)
			return true;
	}
	return false;
}

bool
look_is_up(const struct hearing *hearing, const struct server *sv)
{
	const struct config *config = hearing->config;

	for (size_t i = 0; i < config->n_lbs; i++) {
		const struct lb_row *row = facts_row(hearing->facts, sv->name,
		    config->lbs[i].name);

		if (row == NULL || row->state != LB_UP)
			return false;
	}
	return config->n_lbs > 0;
}

unsigned
look_sessions(const struct hearing *hearing)
{
	const struct lb_row *row = NULL;
	unsigned n = 0;

	while ((row = facts_next_row(hearing->facts, hearing->action->server,
	    row)) != NULL)
		n += row->scur + row->qcur;
	return n;
}

const struct lb_row *
look_alias(const struct hearing *hearing, const struct server *sv)
{
	const struct facts *facts = hearing->facts;

	for (size_t i = 0; i < facts->n_rows && sv->addr[0] != '\0'; i++)
		if (str_eq(facts->rows[i].addr, sv->addr) &&
		    !str_eq(facts->rows[i].server, sv->name) &&
		    facts->rows[i].state != LB_MAINT)
			return &facts->rows[i];
	return NULL;
}
