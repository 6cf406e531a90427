/* Who is heard, how old is what they said, and what it comes to. */

#include "talk/standing.h"

#include "base/str.h"

#define SILENT_POLLS 3

int64_t
standing_age_ms(const struct view *view, int64_t now_ms)
{
	int64_t newest = 0;

	for (size_t i = 0; view->traffic != NULL && i < view->traffic->n_lbs; i++)
		if (view->traffic->lbs[i].seen_ms > newest)
			newest = view->traffic->lbs[i].seen_ms;
	for (size_t i = 0; i < view->facts->n_lbs; i++)
		if (view->facts->lbs[i].seen_ms > newest)
			newest = view->facts->lbs[i].seen_ms;
	if (newest == 0)
		return -1;
	return now_ms > newest ? now_ms - newest : 0;
}

int64_t
standing_lb_age_ms(const struct view *view, const char *lb, int64_t now_ms)
{
	const struct lb *of = facts_lb(view->facts, lb);

	if (of == NULL || of->seen_ms == 0)
		return -1;
	return now_ms > of->seen_ms ? now_ms - of->seen_ms : 0;
}

bool
standing_is_silent(const struct view *view, const char *lb)
{
	const struct lb *of = facts_lb(view->facts, lb);

	return of == NULL || of->seen_ms == 0 || of->missed >= SILENT_POLLS;
}

const char *
standing_silent_lb(const struct view *view)
{
	for (size_t i = 0; i < view->config->n_lbs; i++)
		if (standing_is_silent(view, view->config->lbs[i].name))
			return view->config->lbs[i].name;
	return NULL;
}

bool
standing_hears_cloud(const struct view *view)
{
	for (size_t i = 0; i < view->facts->n_sources; i++)
		if (view->facts->sources[i].kind == SOURCE_CLOUD)
			return view->facts->sources[i].seen_ms != 0 &&
			    view->facts->sources[i].missed < SILENT_POLLS;
	return false;
}

const struct source *
standing_silent_source(const struct view *view)
{
	for (size_t i = 0; i < view->facts->n_sources; i++)
		if (view->facts->sources[i].missed >= SILENT_POLLS)
			return &view->facts->sources[i];
	return NULL;
}

long
standing_sessions(const struct view *view, const char *server, const char *lb)
{
	const struct lb_row *row = NULL;
	long sum = -1;

	if (lb == NULL && standing_silent_lb(view) != NULL)
		return -1;
	while ((row = facts_next_row(view->facts, server, row)) != NULL) {
		if (lb != NULL && !str_eq(row->lb, lb))
			continue;
		if (standing_is_silent(view, row->lb))
			return -1;
		sum = (sum < 0 ? 0 : sum) + (long)row->scur + (long)row->qcur;
	}
	return sum;
}
