/* Readings over time, their cells for a spark, and when a drain will be over. */

#include "model/history.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/str.h"
#include "base/xmalloc.h"
#include "model/facts.h"

#define SAME_READING_MS 500	/* two merges of one round are one reading */
#define NEWEST_MAX_MS (15 * 1000)	/* older: we do not know how it goes */
#define ENOUGH_MS (30 * 1000)
#define STUCK_MS (60 * 1000)
#define SHORT_MS (60 * 1000)
#define LONG_MS (120 * 1000)
#define LONGEST_MS (24 * 3600 * INT64_C(1000))
#define FIT_MAX 512		/* readings of LONG_MS, twice a second and more */

/* index 0 is the oldest */
static size_t
slot(const struct series *series, size_t index)
{
	return (series->first + index) % HISTORY_LEN;
}

static int32_t
value_at(const struct series *series, size_t index)
{
	return series->value[slot(series, index)];
}

static int64_t
time_at(const struct series *series, size_t index)
{
	return series->at_ms[slot(series, index)];
}

static void
series_add(struct series *series, int64_t now_ms, int32_t value)
{
	if (series->n > 0 &&
	    now_ms - time_at(series, series->n - 1) < SAME_READING_MS) {
		series->value[slot(series, series->n - 1)] = value;
		return;
	}
	if (series->n == HISTORY_LEN) {
		series->first = (series->first + 1) % HISTORY_LEN;
		series->n--;
	}
	series->value[slot(series, series->n)] = value;
	series->at_ms[slot(series, series->n)] = now_ms;
	series->n++;
}

static struct texts
servers_of(const struct history *history)
{
	return TEXTS(history->series, server, history->n);
}

const struct series *
history_find(const struct history *history, const char *server, const char *lb)
{
	struct texts servers = servers_of(history);
	size_t i = 0;

	while ((i = index_find(&history->by_server, servers, server, i)) <
	    servers.n) {
		if (str_eq(history->series[i].lb, lb))
			return &history->series[i];
		i++;
	}
	return NULL;
}

static struct series *
series_of(struct history *history, const char *server, const char *lb)
{
	const struct series *found = history_find(history, server, lb);

	if (found != NULL)
		return &history->series[found - history->series];
	x_grow(history->series, history->n, history->cap);
	struct series *series = &history->series[history->n++];
	*series = (struct series){ 0 };
	(void)str_copy(series->server, sizeof(series->server), server);
	(void)str_copy(series->lb, sizeof(series->lb), lb);
	index_add(&history->by_server, servers_of(history));
	return series;
}

void
history_note(struct history *history, const char *server, const char *lb,
    int64_t now_ms, int32_t value)
{
	series_add(series_of(history, server, lb), now_ms, value);
}

/* Sessions and queue of one server on one balancer, all workers; -1: unknown,
 * which is also what a balancer that did not answer this time means. */
static int32_t
reading(const struct facts *facts, const char *server, const struct lb *lb,
    bool *listed)
{
	int64_t sum = 0;
	const struct lb_row *row = NULL;

	*listed = false;
	while ((row = facts_next_row(facts, server, row)) != NULL) {
		if (!str_eq(row->lb, lb->name))
			continue;
		*listed = true;
		sum += (int64_t)row->scur + row->qcur;
	}
	if (!*listed || lb->seen_ms == 0 || lb->missed > 0)
		return -1;
	return sum > INT32_MAX ? INT32_MAX : (int32_t)sum;
}

/* Sessions ever, in the current worker; -1: unknown. */
static int64_t
arrived(const struct facts *facts, const char *server, const struct lb *lb)
{
	const struct lb_row *row = facts_row(facts, server, lb->name);

	return row == NULL || lb->missed > 0 ? -1 : (int64_t)row->stot;
}

static void
add_server(struct history *history, const struct facts *facts,
    const char *server)
{
	int64_t sum = 0;
	bool any = false;

	for (size_t i = 0; i < facts->n_lbs; i++) {
		bool listed;
		int32_t value = reading(facts, server, &facts->lbs[i], &listed);
		if (!listed)
			continue;
		struct series *one = series_of(history, server,
		    facts->lbs[i].name);
		series_add(one, facts->now_ms, value);
		pace_add(&one->arrived, facts->now_ms, arrived(facts, server,
		    &facts->lbs[i]));
		any = true;
		sum = value < 0 || sum < 0 ? -1 : sum + value;
	}
	if (any)
		series_add(series_of(history, server, ""), facts->now_ms,
		    sum > INT32_MAX ? INT32_MAX : (int32_t)sum);
}

void
history_add(struct history *history, const struct facts *facts)
{
	for (size_t i = 0; i < facts->n_servers; i++)
		add_server(history, facts, facts->servers[i].name);
}

void
history_done(struct history *history)
{
	free(history->series);
	index_done(&history->by_server);
	*history = (struct history){ 0 };
}

void
series_cells(const struct series *series, int64_t now_ms, int64_t span_ms,
    double *cells, size_t width)
{
	for (size_t c = 0; c < width; c++) {
		int64_t from = now_ms - span_ms + span_ms * (int64_t)c / (int64_t)width;
		int64_t till = now_ms - span_ms +
		    span_ms * (int64_t)(c + 1) / (int64_t)width;
		double sum = 0;
		unsigned n = 0;
		for (size_t i = 0; i < series->n; i++) {
			int64_t at = time_at(series, i);
			if (at <= from || at > till || value_at(series, i) < 0)
				continue;
			sum += value_at(series, i);
			n++;
		}
		cells[c] = n == 0 ? -1 : sum / n;
	}
}

/* What the estimate works on: known readings of the last minutes, oldest first. */
struct fit {
	double at_s[FIT_MAX], value[FIT_MAX];
	size_t n;
};

static void
fit_take(struct fit *fit, const struct series *series, int64_t since_ms)
{
	fit->n = 0;
	for (size_t i = series->n; i-- > 0 && fit->n < FIT_MAX;) {
		if (time_at(series, i) < since_ms)
			break;
		if (value_at(series, i) < 0)
			continue;
		fit->at_s[fit->n] = (double)(time_at(series, i) - since_ms) / 1e3;
		fit->value[fit->n++] = value_at(series, i);
	}
}

static double
middle(double a, double b, double c)
{
	if (a > b)
		return a < c ? a : (b > c ? b : c);
	return b < c ? b : (a > c ? a : c);
}

/* Sessions a second, by least squares; a lone spike is cut off first (median of
 * three), so that one odd poll does not turn the forecast. */
static double
fit_slope(const struct fit *fit)
{
	double st = 0, sv = 0, stt = 0, stv = 0;
	double n = (double)fit->n;

	if (fit->n < 3)
		return 0;
	for (size_t i = 0; i < fit->n; i++) {
		double t = fit->at_s[i], v = fit->value[i];
		if (i > 0 && i + 1 < fit->n)
			v = middle(fit->value[i - 1], v, fit->value[i + 1]);
		st += t;
		sv += v;
		stt += t * t;
		stv += t * v;
	}
	double spread = n * stt - st * st;
	return spread > 0 ? (n * stv - st * sv) / spread : 0;
}

static double
slope_since(const struct series *series, int64_t since_ms)
{
	struct fit fit;

	fit_take(&fit, series, since_ms);
	return fit_slope(&fit);
}

static int64_t
ms_to_empty(double left, double per_s)
{
	double ms = left / -per_s * 1e3;

	return ms > (double)LONGEST_MS ? LONGEST_MS : (int64_t)ms;
}

/* Two minutes say where it goes, the last one whether it still does.  What is
 * left of a drain is slower than what is gone, hence the wider end. */
static struct estimate
range(const struct series *series, int64_t newest_ms, int32_t left)
{
	double slow = slope_since(series, newest_ms - LONG_MS);
	double fast = slope_since(series, newest_ms - SHORT_MS);

	if (slow >= -1e-6)
		return (struct estimate){ 0 };
	if (fast > slow) {
		double swap = slow;
		slow = fast < swap / 2 ? fast : swap / 2;
		fast = swap;
	}
	return (struct estimate){ .kind = ESTIMATE_RANGE,
		.best_ms = ms_to_empty(left, fast * 1.2),
		.worst_ms = ms_to_empty(left, slow / 1.3) };
}

/* How long the newest value has stood; unknown readings do not break it. */
static int64_t
flat_for(const struct series *series, size_t newest)
{
	int64_t since = time_at(series, newest);

	for (size_t i = newest; i-- > 0;) {
		if (value_at(series, i) < 0)
			continue;
		if (value_at(series, i) != value_at(series, newest))
			break;
		since = time_at(series, i);
	}
	return time_at(series, newest) - since;
}

struct estimate
series_estimate(const struct series *series, int64_t now_ms)
{
	struct estimate none = { 0 };
	size_t newest = series->n;

	while (newest > 0 && value_at(series, newest - 1) < 0)
		newest--;
	if (newest-- == 0 || now_ms - time_at(series, newest) > NEWEST_MAX_MS)
		return none;
	if (value_at(series, newest) == 0)
		return (struct estimate){ .kind = ESTIMATE_EMPTY };
	if (time_at(series, newest) - time_at(series, 0) < ENOUGH_MS)
		return none;
	int64_t flat_ms = flat_for(series, newest);
	if (flat_ms >= STUCK_MS)
		return (struct estimate){ .kind = ESTIMATE_STUCK,
			.flat_ms = flat_ms };
	return range(series, time_at(series, newest), value_at(series, newest));
}
