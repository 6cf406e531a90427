/*
 * bench_lb DIR SERVERS POLLS - what one look at a balancer costs: us, and HAProxy.
 *
 * In DIR: haproxy.cfg, and the sockets "admin" and "master" of the HAProxy that
 * runs with it; its backend "app" has SERVERS servers, app-1 on 127.1.0.1:80 and
 * so on.  All are known to the cloud, the first half are old: a proof each.
 *
 * Prints one line, medians of POLLS polls in microseconds of processor time:
 * SERVERS, our asking, merging, proving, noting, their sum; HAProxy's for the
 * same questions, and for "show stat" alone; our sum divided by each of the two.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "backend/provider.h"
#include "base/clock.h"
#include "base/loop.h"
#include "base/str.h"
#include "base/xmalloc.h"
#include "model/history.h"

#define POLLS_MAX 1000

/* Our four parts and their sum; HAProxy's work for the same questions, and for
 * "show stat" alone. */
enum part { ASK, MERGE, PROVE, NOTE, OWN, THEIRS, STAT, PARTS };

struct bench {
	struct config config;
	struct lb_config lb;
	struct loop *loop;
	void *self;
	struct facts facts;
	struct history history;
	struct proof_policy policy;
	size_t n_servers, polls, asked;
	clockid_t worker;		/* HAProxy's processor time */
	double now[PARTS];		/* of the poll in hand */
	double us[PARTS][POLLS_MAX];
};

static void
die(const char *what, const char *why)
{
	(void)fprintf(stderr, "bench_lb: %s: %s\n", what, why);
	exit(1);
}

static double
cpu_us(clockid_t clock)
{
	struct timespec t;

	if (clock_gettime(clock, &t) == -1)
		die("clock_gettime", strerror(errno));
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static double
own_us(void)
{
	return cpu_us(CLOCK_PROCESS_CPUTIME_ID);
}

/* What the engine's watch does with each answer. */
static void
take_in(struct bench *bench, const struct sightings *batch, double *us)
{
	struct facts *facts = &bench->facts;
	double t[4] = { own_us() };

	/* The readings of history are a second apart. */
	facts->now_ms = clock_boot_ms() + (int64_t)bench->asked * 1000;
	facts_merge(facts, SOURCE_LB, "lb1", batch, true);
	t[1] = own_us();
	for (size_t i = 0; i < facts->n_proofs; i++)
		proof_update(&facts->proofs[i], facts, &bench->policy);
	t[2] = own_us();
	history_add(&bench->history, facts);
	t[3] = own_us();
	us[MERGE] = t[1] - t[0];
	us[PROVE] = t[2] - t[1];
	us[NOTE] = t[3] - t[2];
}

static void
on_saw(const struct sightings *batch, const char *trouble, void *arg)
{
	struct bench *bench = arg;

	if (batch == NULL)
		die("refresh", trouble);
	if (batch->n != bench->n_servers + 1)
		die("refresh", "not the servers that were expected");
	take_in(bench, batch, bench->now);
	bench->asked++;
	loop_stop(bench->loop, 0);
}

static void
refresh(struct bench *bench)
{
	lb_haproxy.refresh(bench->self, &bench->facts, on_saw, bench);
	(void)loop_run(bench->loop);
}

static void
on_output(const char *line, void *arg)
{
	(void)line;
	(void)arg;
}

static void
open_provider(struct bench *bench, const char *dir)
{
	struct lb_config *lb = &bench->lb;
	struct provider_ctx ctx = { .config = &bench->config, .lb = lb,
		.output = on_output };
	struct err err = { .text = "" };

	(void)str_copy(lb->name, sizeof(lb->name), "lb1");
	(void)str_copy(lb->backend, sizeof(lb->backend), "app");
	(void)str_fmt(lb->socket, sizeof(lb->socket), "%s/admin", dir);
	(void)str_fmt(lb->master, sizeof(lb->master), "%s/master", dir);
	(void)str_fmt(lb->file, sizeof(lb->file), "%s/haproxy.cfg", dir);
	bench->loop = loop_new(&err);
	ctx.loop = bench->loop;
	if (bench->loop == NULL || lb_haproxy.open(&bench->self, &ctx, &err) == -1)
		die(dir, err.text);
}

/* What the cloud told, and the guard's marks. */
static void
list_servers(struct bench *bench)
{
	struct sightings batch = { 0 };

	for (size_t i = 1; i <= bench->n_servers; i++) {
		struct sighting saw = { .kind = SAW_SERVER };
		struct server *sv = &saw.u.server;

		(void)str_fmt(sv->id, sizeof(sv->id), "i-%zu", i);
		(void)str_fmt(sv->name, sizeof(sv->name), "app-%zu", i);
		(void)str_fmt(sv->addr, sizeof(sv->addr), "127.1.%zu.%zu:80",
		    i >> 8, i & 255);
		sv->state = CLOUD_OPERATIONAL;
		sightings_add(&batch, &saw);
	}
	facts_merge(&bench->facts, SOURCE_CLOUD, "cloud", &batch, true);
	sightings_done(&batch);
	for (size_t i = 0; i < bench->n_servers; i++)
		bench->facts.servers[i].mark = i < (bench->n_servers + 1) / 2 ?
		    MARK_OLD : MARK_NEW;
}

static void
list_proofs(struct facts *facts)
{
	for (size_t i = 0; i < facts->n_servers; i++) {
		if (facts->servers[i].mark != MARK_OLD)
			continue;
		x_grow(facts->proofs, facts->n_proofs, facts->cap_proofs);
		struct proof *proof = &facts->proofs[facts->n_proofs++];
		*proof = (struct proof){ .needed = 0 };
		(void)str_copy(proof->server, sizeof(proof->server),
		    facts->servers[i].name);
	}
}

/* The statistics alone, read as any other program would. */
static void
show_stat(const struct bench *bench)
{
	static const char request[] = "show stat app 6 -1\n";
	static char reply[1 << 16];
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	size_t len = 0;
	ssize_t n;

	if (!str_copy(to.sun_path, sizeof(to.sun_path), bench->lb.socket) ||
	    fd == -1 || connect(fd, (struct sockaddr *)&to, sizeof(to)) == -1 ||
	    write(fd, request, strlen(request)) == -1)
		die(bench->lb.socket, strerror(errno));
	while ((n = read(fd, reply, sizeof(reply))) > 0)
		len += (size_t)n;
	(void)close(fd);
	if (len < 100 * bench->n_servers)
		die("show stat", "too short an answer");
}

static void
poll_once(struct bench *bench, size_t i)
{
	double *now = bench->now;
	double theirs = cpu_us(bench->worker), own = own_us();

	refresh(bench);
	now[OWN] = own_us() - own;
	now[ASK] = now[OWN] - now[MERGE] - now[PROVE] - now[NOTE];
	now[THEIRS] = cpu_us(bench->worker) - theirs;

	theirs = cpu_us(bench->worker);
	show_stat(bench);
	now[STAT] = cpu_us(bench->worker) - theirs;
	for (int part = 0; part < PARTS; part++)
		bench->us[part][i] = now[part];
}

static int
by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void
report(struct bench *bench)
{
	double us[PARTS];

	for (int part = 0; part < PARTS; part++) {
		qsort(bench->us[part], bench->polls, sizeof(double), by_value);
		us[part] = bench->us[part][bench->polls / 2];
	}
	(void)printf("%zu %.0f %.0f %.0f %.0f %.0f %.0f %.0f %.2f %.2f\n",
	    bench->n_servers, us[ASK], us[MERGE], us[PROVE], us[NOTE], us[OWN],
	    us[THEIRS], us[STAT], us[OWN] / us[THEIRS], us[OWN] / us[STAT]);
}

static void
find_worker(struct bench *bench)
{
	const struct lb *lb = facts_lb(&bench->facts, "lb1");

	if (lb == NULL || clock_getcpuclockid(lb->pid, &bench->worker) != 0)
		die("clock_getcpuclockid", "no such process");
}

int
main(int argc, char **argv)
{
	static struct bench bench;
	int64_t servers, polls;

	if (argc != 4 || !str_to_i64(argv[2], 1, 65000, &servers) ||
	    !str_to_i64(argv[3], 1, POLLS_MAX, &polls)) {
		(void)fputs("usage: bench_lb DIR SERVERS POLLS\n", stderr);
		return 2;
	}
	bench.n_servers = (size_t)servers;
	bench.polls = (size_t)polls;
	bench.policy = (struct proof_policy){ .samples = 4, .quiet_ms = 30000,
		.max_age_ms = INT64_MAX };
	facts_init(&bench.facts);
	open_provider(&bench, argv[1]);
	list_servers(&bench);
	list_proofs(&bench.facts);
	refresh(&bench);
	find_worker(&bench);
	for (size_t i = 0; i < bench.polls; i++)
		poll_once(&bench, i);
	report(&bench);
	lb_haproxy.close(bench.self);
	loop_free(bench.loop);
	facts_done(&bench.facts);
	history_done(&bench.history);
	return 0;
}
