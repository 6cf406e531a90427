/* Spans of time, for people. */

#include "talk/standing.h"

#include <string.h>

#include "base/clock.h"
#include "base/str.h"

const char *
standing_usual_text(const struct usual_span *span, char *dst, size_t size)
{
	char least[32], most[32];

	(void)clock_span(span->least_ms, least, sizeof(least));
	(void)clock_span(span->most_ms, most, sizeof(most));
	if (str_eq(least, most))
		(void)str_fmt(dst, size, "usual %s", least);
	else
		(void)str_fmt(dst, size, "usual %s – %s", least, most);
	return dst;
}

const char *
standing_round_span(int64_t ms, char *dst, size_t size)
{
	(void)clock_span(ms, dst, size);
	if (str_ends(dst, " m 00 s"))
		dst[strlen(dst) - strlen(" 00 s")] = '\0';
	return dst;
}

const char *
standing_age_text(int64_t age_ms, char *dst, size_t size)
{
	char span[32];

	if (age_ms < 0)
		(void)str_copy(dst, size, "no reading yet");
	else if (age_ms < 10000)
		(void)str_fmt(dst, size, "%.1f s old", (double)age_ms / 1e3);
	else
		(void)str_fmt(dst, size, "%s old",
		    clock_span(age_ms, span, sizeof(span)));
	return dst;
}

static int64_t
minutes(int64_t ms)
{
	return (ms + 30000) / 60000;
}

const char *
standing_range_text(const struct estimate *estimate, char *dst, size_t size)
{
	int64_t best = minutes(estimate->best_ms);
	int64_t worst = (estimate->worst_ms + 59999) / 60000;

	if (worst <= 1)
		(void)str_copy(dst, size, "about a minute");
	else if (worst > 600)
		(void)str_copy(dst, size, "many hours");
	else if (best < 1)
		(void)str_fmt(dst, size, "at most %lld min", (long long)worst);
	else if (best == worst)
		(void)str_fmt(dst, size, "about %lld min", (long long)best);
	else
		(void)str_fmt(dst, size, "about %lld – %lld min", (long long)best,
		    (long long)worst);
	return dst;
}
