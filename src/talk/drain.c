/* The numbers of the drain watch. */

#include "talk/drain.h"

#include "base/clock.h"
#include "base/str.h"
#include "talk/standing.h"

#define LONGEST_SPAN_MS (16 * 60 * 1000)

static bool
is_listed(const struct view *view, const char *server)
{
	return facts_next_row(view->facts, server, NULL) != NULL;
}

static void
sort_out(struct drain *drain, const struct view *view)
{
	for (size_t i = 0; i < view->facts->n_servers; i++) {
		const struct server *sv = &view->facts->servers[i];
		if (!is_listed(view, sv->name))
			continue;
		if (sv->mark == MARK_OLD && drain->n_old < countof(drain->old))
			drain->old[drain->n_old++] = sv;
		if (sv->mark == MARK_NEW && drain->n_new < countof(drain->new))
			drain->new[drain->n_new++] = sv;
	}
}

static int32_t
reading(const struct series *series, size_t i)
{
	return series->value[(series->first + i) % HISTORY_LEN];
}

static int64_t
time_of(const struct series *series, size_t i)
{
	return series->at_ms[(series->first + i) % HISTORY_LEN];
}

static long
peak_of(const struct series *series, int64_t since_ms)
{
	long peak = 0;

	for (size_t i = 0; series != NULL && i < series->n; i++)
		if (time_of(series, i) >= since_ms && reading(series, i) > peak)
			peak = reading(series, i);
	return peak;
}

/* The last to be empty decides. */
static void
add_estimate(struct estimate *all, const struct estimate *one)
{
	static const int rank[] = { [ESTIMATE_EMPTY] = 0, [ESTIMATE_STUCK] = 1,
		[ESTIMATE_RANGE] = 2, [ESTIMATE_NONE] = 3 };

	if (rank[one->kind] > rank[all->kind]) {
		*all = *one;
		return;
	}
	if (rank[one->kind] < rank[all->kind])
		return;
	if (one->best_ms > all->best_ms)
		all->best_ms = one->best_ms;
	if (one->worst_ms > all->worst_ms)
		all->worst_ms = one->worst_ms;
	if (one->flat_ms > all->flat_ms)
		all->flat_ms = one->flat_ms;
}

struct estimate
drain_estimate(const struct look *look, const char *server, const char *lb)
{
	const struct series *series = history_find(look->view->history, server, lb);

	if (series == NULL || standing_is_silent(look->view, lb))
		return (struct estimate){ .kind = ESTIMATE_NONE };
	return series_estimate(series, look->now_ms);
}

/* Balancer by balancer: a sum would hide that one of them is stuck. */
static void
add_server(struct drain *drain, const struct look *look, const char *server)
{
	for (size_t i = 0; i < look->view->config->n_lbs; i++) {
		const char *lb = look->view->config->lbs[i].name;
		long sessions = standing_sessions(look->view, server, lb);
		if (facts_row(look->view->facts, server, lb) == NULL)
			continue;
		struct estimate one = drain_estimate(look, server, lb);
		add_estimate(&drain->estimate, &one);
		drain->heard += sessions > 0 ? sessions : 0;
		drain->stuck += one.kind == ESTIMATE_STUCK ? sessions : 0;
	}
}

void
drain_read(struct drain *drain, const struct look *look)
{
	int64_t since = look->now_ms - LONGEST_SPAN_MS;

	*drain = (struct drain){ .estimate.kind = ESTIMATE_EMPTY,
		.silent = standing_silent_lb(look->view),
		.no_servers = facts_no_servers(look->view->facts) };
	sort_out(drain, look->view);
	for (size_t i = 0; i < drain->n_old; i++) {
		const char *name = drain->old[i]->name;
		long sessions = standing_sessions(look->view, name, NULL);
		long peak = peak_of(history_find(look->view->history, name, ""),
		    since);
		drain->peak += sessions > peak ? sessions : peak;
		add_server(drain, look, name);
	}
	drain->left = drain->silent != NULL || drain->no_servers != NULL ? -1 :
	    drain->heard;
}

double
drain_peak(const struct look *look, const struct server *const *servers, size_t n,
    int64_t span_ms)
{
	long peak = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t b = 0; b < look->view->config->n_lbs; b++) {
			long one = peak_of(history_find(look->view->history,
			    servers[i]->name, look->view->config->lbs[b].name),
			    look->now_ms - span_ms);
			peak = one > peak ? one : peak;
		}
	return (double)peak;
}

long
drain_arriving(const struct look *look, const char *server)
{
	long sum = -1;

	for (size_t i = 0; i < look->view->config->n_lbs; i++) {
		const char *lb = look->view->config->lbs[i].name;
		const struct series *series = history_find(look->view->history,
		    server, lb);
		if (standing_is_silent(look->view, lb))
			return -1;
		if (facts_row(look->view->facts, server, lb) == NULL)
			continue;
		int64_t one = series == NULL ? -1 : pace_rise(&series->arrived,
		    look->now_ms);
		if (one < 0)
			return -1;
		sum = (sum < 0 ? 0 : sum) + (long)one;
	}
	return sum;
}

int64_t
drain_errors(const struct look *look, const char *server)
{
	const struct lb_row *row = NULL;
	uint64_t errors = 0;

	if (standing_silent_lb(look->view) != NULL)
		return -1;
	while ((row = facts_next_row(look->view->facts, server, row)) != NULL)
		errors += row->econ + row->eresp + row->hrsp_5xx;
	return (int64_t)errors;
}

bool
drain_rose(const struct series *series)
{
	for (size_t i = series->n; i-- > 1 && i + 3 >= series->n;) {
		int32_t now = reading(series, i), before = reading(series, i - 1);
		if (before >= 0 && now > before)
			return true;
	}
	return false;
}

static enum verdict
proof_text(const struct proof *proof, char *dst, size_t size)
{
	if (proof->verdict == PROOF_EMPTY) {
		(void)str_copy(dst, size, "✓ empty");
		return VERDICT_GOOD;
	}
	(void)str_fmt(dst, size, "0, %u of %u", proof->passed, proof->needed);
	return VERDICT_UNKNOWN;
}

/* All of its balancers: one that does not fall is told before one that does. */
static struct estimate
worst_of(const struct look *look, const char *server)
{
	struct estimate all = { .kind = ESTIMATE_EMPTY };

	for (size_t i = 0; i < look->view->config->n_lbs; i++) {
		const char *lb = look->view->config->lbs[i].name;
		if (facts_row(look->view->facts, server, lb) == NULL)
			continue;
		struct estimate one = drain_estimate(look, server, lb);
		if (one.kind == ESTIMATE_STUCK)
			return one;
		add_estimate(&all, &one);
	}
	return all;
}

static void
unknown_text(const struct look *look, char *dst, size_t size)
{
	const char *lb = standing_silent_lb(look->view);
	int64_t age = lb == NULL ? -1 : standing_lb_age_ms(look->view, lb,
	    look->now_ms);
	char span[32];

	if (age < 0)
		(void)str_copy(dst, size, "?");
	else
		(void)str_fmt(dst, size, "? %s", age < 60000 ? clock_span(age, span,
		    sizeof(span)) : "long");
}

enum verdict
drain_left_text(const struct look *look, const struct server *sv, char *dst,
    size_t size)
{
	const struct proof *proof = facts_proof(look->view->facts, sv->name);
	struct estimate estimate = worst_of(look, sv->name);
	long sessions = standing_sessions(look->view, sv->name, NULL);

	dst[0] = '\0';
	if (sessions < 0) {
		unknown_text(look, dst, size);
		return VERDICT_LOOK;
	}
	if (sessions == 0) {
		if (proof != NULL)
			return proof_text(proof, dst, size);
		(void)str_copy(dst, size, "0");
		return VERDICT_UNKNOWN;
	}
	if (estimate.kind == ESTIMATE_STUCK) {
		(void)str_copy(dst, size, "! stuck");
		return VERDICT_LOOK;
	}
	if (estimate.kind == ESTIMATE_RANGE) {
		int64_t mid = (estimate.best_ms + estimate.worst_ms) / 2;
		(void)str_fmt(dst, size, mid < 60000 ? "< 1 m" : "~%lld m",
		    (long long)(mid + 30000) / 60000);
	}
	return VERDICT_WAIT;
}

void
drain_head(const struct drain *drain, char *dst, size_t size)
{
	if (drain->no_servers != NULL)
		(void)str_copy(dst, size, drain->no_servers);
	else if (drain->n_old == 0 && drain->silent == NULL)
		(void)str_copy(dst, size, "No OLD server is listed any more.");
	else if (drain->silent != NULL)
		(void)str_fmt(dst, size, "Not known: %s is silent; %ld left where "
		    "balancers answer", drain->silent, drain->heard);
	else if (drain->left == 0)
		(void)str_copy(dst, size, "No session is left on the OLD servers.");
	else
		(void)str_fmt(dst, size, "%ld of %ld sessions left on the OLD servers",
		    drain->left, drain->peak);
}

static void
clock_minutes(int64_t wall_ms, char *dst, size_t size)
{
	(void)clock_hms(wall_ms, dst, size);
	dst[5] = '\0';
}

/* "about 4 - 7 min (14:25 - 14:28)" */
static void
range_text(const struct estimate *estimate, int64_t wall_ms, char *dst,
    size_t size)
{
	char range[48], best[16], worst[16];

	clock_minutes(wall_ms + estimate->best_ms, best, sizeof(best));
	clock_minutes(wall_ms + estimate->worst_ms, worst, sizeof(worst));
	(void)str_fmt(dst, size, "%s (%s%s%s)", standing_range_text(estimate, range,
	    sizeof(range)), best, str_eq(best, worst) ? "" : " – ",
	    str_eq(best, worst) ? "" : worst);
}

/* All that are to be emptied are: step 14 cuts nobody off. */
static bool
is_proven(const struct drain *drain, const struct look *look)
{
	for (size_t i = 0; i < drain->n_old; i++) {
		const struct proof *proof = facts_proof(look->view->facts,
		    drain->old[i]->name);

		if (proof == NULL || proof->verdict != PROOF_EMPTY)
			return false;
	}
	return drain->n_old > 0;
}

void
drain_forecast(const struct drain *drain, const struct look *look, char *dst,
    size_t size)
{
	char range[TEXT_LEN];

	if (drain->no_servers != NULL) {
		(void)str_copy(dst, size, "No estimate before they are known.");
		return;
	}
	if (drain->silent != NULL) {
		(void)str_fmt(dst, size, "No estimate while %s is silent.",
		    drain->silent);
		return;
	}
	/* The readings still fall where there is nothing left. */
	switch (drain->left == 0 ? ESTIMATE_EMPTY : drain->estimate.kind) {
	case ESTIMATE_NONE:
		(void)str_copy(dst, size, drain->stuck > 0 ?
		    "No estimate: not all of them fall." :
		    "No estimate yet: it does not fall so far.");
		break;
	case ESTIMATE_EMPTY:
		(void)str_copy(dst, size, is_proven(drain, look) ?
		    "Proven: step 14 cuts nobody off." :
		    "Proving that it stays so.");
		break;
	case ESTIMATE_STUCK:
		(void)str_fmt(dst, size, "No estimate: %ld session%s stuck.",
		    drain->stuck, drain->stuck == 1 ? " is" : "s are");
		break;
	case ESTIMATE_RANGE:
		range_text(&drain->estimate, look->wall_ms, range, sizeof(range));
		if (drain->stuck > 0)
			(void)str_fmt(dst, size, "%ld stuck; others %s",
			    drain->stuck, range);
		else
			(void)str_fmt(dst, size, "Empty in %s", range);
		break;
	}
}

const struct server *
drain_stuck(const struct drain *drain, const struct look *look, const char **lb,
    struct estimate *estimate)
{
	for (size_t i = 0; i < drain->n_old; i++)
		for (size_t b = 0; b < look->view->config->n_lbs; b++) {
			*lb = look->view->config->lbs[b].name;
			*estimate = drain_estimate(look, drain->old[i]->name, *lb);
			if (estimate->kind == ESTIMATE_STUCK)
				return drain->old[i];
		}
	return NULL;
}
