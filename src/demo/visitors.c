/*
 * Visitors come as they do to a real site: at a rate of their own, however the
 * site is doing (an open loop, Poisson), so that a site which stands still is
 * seen as what it is.  SIGTERM: nobody new, and all leave after the answer that
 * they wait for.
 */

#include "demo/visitors.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/loop.h"
#include "base/xmalloc.h"
#include "demo/options.h"
#include "demo/visitor.h"

#define SITES_MAX 16
#define HERE_MAX 2000			/* more would measure ourselves */

struct visit {
	struct crowd crowd;
	const char *sites[SITES_MAX];
	char hosts[SITES_MAX][64], host[160];
	double rate;
	const char *report;
	int64_t began_ms;
	struct loop_timer *arrival;
	int status;
};

static void
print_report(const struct visit *visit, struct buf *out)
{
	const struct tally *tally = &visit->crowd.tally;
	size_t kept = tally->n_troubles < TROUBLES_KEPT ? tally->n_troubles :
	    TROUBLES_KEPT;

	buf_printf(out, "{\"came\":%llu,\"left\":%llu,\"here\":%llu,"
	    "\"requests\":%llu,\"slow\":%llu,\"failed\":%llu,\"wrong\":%llu,"
	    "\"seconds\":%.1f,\"troubles\":[",
	    (unsigned long long)tally->came, (unsigned long long)tally->left,
	    (unsigned long long)crowd_here(&visit->crowd),
	    (unsigned long long)tally->requests,
	    (unsigned long long)tally->slow,
	    (unsigned long long)tally->failed,
	    (unsigned long long)tally->wrong,
	    (double)(clock_boot_ms() - visit->began_ms) / 1000);
	for (size_t i = tally->n_troubles - kept; i < tally->n_troubles; i++) {
		buf_puts(out, i == tally->n_troubles - kept ? "\"" : ",\"");
		/* str_safe() left only printable bytes; JSON wants two more. */
		for (const char *p = tally->troubles[i % TROUBLES_KEPT];
		    *p != '\0'; p++) {
			if (*p == '"' || *p == '\\')
				buf_puts(out, "\\");
			buf_add(out, p, 1);
		}
		buf_puts(out, "\"");
	}
	buf_puts(out, "]}\n");
}

static void
write_report(struct visit *visit)
{
	struct buf out = { 0 };
	struct err err = { 0 };

	print_report(visit, &out);
	if (visit->report == NULL)
		(void)fputs(out.data, stdout);
	else if (file_write(visit->report, out.data, out.len, 0600, &err) == -1) {
		(void)fprintf(stderr, "cutover: %s\n", err.text);
		visit->status = 1;
	}
	buf_done(&out);
}

static void
report_again(void *arg)
{
	struct visit *visit = arg;

	if (visit->report != NULL)
		write_report(visit);
	(void)loop_add_timer(visit->crowd.loop, 1000, report_again, visit);
}

static void
gone(struct crowd *crowd)
{
	if (crowd->closing && crowd->visitors == NULL)
		loop_stop(crowd->loop, 0);
}

/* Exponential gaps: each instant is as good as the other to come in. */
static void
arrive(void *arg)
{
	struct visit *visit = arg;
	struct crowd *crowd = &visit->crowd;
	double gap_s = -log(1 - crowd_random(crowd)) / visit->rate;

	visit->arrival = loop_add_timer(crowd->loop, (int)(gap_s * 1000),
	    arrive, visit);
	if (crowd_here(crowd) < HERE_MAX)
		visitor_arrive(crowd);
}

/* The first time all finish; the second time the program ends as it is. */
static void
on_signal(int signo, void *arg)
{
	struct visit *visit = arg;

	(void)signo;
	if (visit->crowd.closing) {
		loop_stop(visit->crowd.loop, 1);
		return;
	}
	loop_del_timer(visit->arrival);
	visit->arrival = NULL;
	visitors_close(&visit->crowd);
	gone(&visit->crowd);
}

static int
add_site(struct visit *visit, const char *address)
{
	struct crowd *crowd = &visit->crowd;

	if (crowd->n_sites == SITES_MAX || strlen(address) > 50)
		return -1;
	(void)str_fmt(visit->hosts[crowd->n_sites],
	    sizeof(visit->hosts[0]), "http://%s", address);
	visit->sites[crowd->n_sites] = visit->hosts[crowd->n_sites];
	crowd->n_sites++;
	return 0;
}

static int
usage(void)
{
	(void)fputs("usage: cutover visit --to ADDR:PORT [--to …] [--host NAME] [--cookie NAME] [--fresh]"
	    " [--rate R]\n\t[--think-ms N] [--stay-ms N] [--slow-every N]"
	    " [--seed S] [--report FILE]\n", stderr);
	return 2;
}

static int
number(const char *text, int64_t max, int *value)
{
	int64_t wide;

	if (!str_to_i64(text, 0, max, &wide))
		return -1;
	*value = (int)wide;
	return 0;
}

static int
take_option(void *arg, int option, const char *value)
{
	struct visit *visit = arg;
	struct crowd *crowd = &visit->crowd;
	int64_t seed;
	char *end;

	switch (option) {
	case 't':
		return add_site(visit, value);
	case 'H':
		crowd->host = visit->host;
		return str_fmt(visit->host, sizeof(visit->host), "Host: %s",
		    value) ? 0 : -1;
	case 'F':
		crowd->fresh = true;
		return 0;
	case 'C':
		crowd->cookie = value;
		return str_is_name(value) ? 0 : -1;
	case 'r':
		visit->rate = strtod(value, &end);
		return *end == '\0' && visit->rate > 0.001 &&
		    visit->rate <= 1000 ? 0 : -1;
	case 'k':
		return number(value, 3600000, &crowd->think_ms);
	case 'y':
		return number(value, 3600000, &crowd->stay_ms);
	case 'l':
		return number(value, 1000000, &crowd->slow_every);
	case 's':
		if (!str_to_i64(value, 0, INT64_MAX, &seed))
			return -1;
		crowd->random = (uint64_t)seed;
		return 0;
	case 'o':
		visit->report = value;
		return 0;
	}
	return -1;
}

static int
take_options(struct visit *visit, int argc, char **argv)
{
	static const struct option options[] = {
		{ "to", required_argument, NULL, 't' },
		{ "host", required_argument, NULL, 'H' },
		{ "cookie", required_argument, NULL, 'C' },
		{ "fresh", no_argument, NULL, 'F' },
		{ "rate", required_argument, NULL, 'r' },
		{ "think-ms", required_argument, NULL, 'k' },
		{ "stay-ms", required_argument, NULL, 'y' },
		{ "slow-every", required_argument, NULL, 'l' },
		{ "seed", required_argument, NULL, 's' },
		{ "report", required_argument, NULL, 'o' },
		{ NULL, 0, NULL, 0 },
	};

	if (options_take(argc, argv, options, take_option, visit) == -1)
		return -1;
	return optind == argc && visit->crowd.n_sites > 0 ? 0 : -1;
}

static int
receive(struct visit *visit)
{
	struct err err = { 0 };
	struct loop *loop = loop_new(&err);

	if (loop == NULL) {
		(void)fprintf(stderr, "cutover: %s\n", err.text);
		return 1;
	}
	visit->crowd.loop = loop;
	visit->began_ms = clock_boot_ms();
	(void)loop_on_signal(loop, SIGTERM, on_signal, visit);
	(void)loop_on_signal(loop, SIGINT, on_signal, visit);
	(void)loop_on_signal(loop, SIGHUP, on_signal, visit);
	arrive(visit);
	report_again(visit);
	int status = loop_run(loop);

	visitors_drop(&visit->crowd);
	write_report(visit);
	loop_free(loop);
	return status != 0 ? status : visit->status;
}

int
visit_main(int argc, char **argv)
{
	struct visit *visit = xcalloc(1, sizeof(*visit));

	visit->rate = 8;
	visit->crowd = (struct crowd){ .sites = visit->sites, .think_ms = 700,
		.stay_ms = 6000, .slow_every = 20, .random = 1, .gone = gone,
		.cookie = "SRV" };
	int status = take_options(visit, argc, argv) == -1 ? usage() :
	    receive(visit);

	free(visit);
	return status;
}
