/*
 * The demo: build a world, run the wizard in it as a program of its own, take
 * the world down.  Its exit status is the wizard's.
 */

#include "config.h"

#include "demo/demo.h"

#include <cjson/cJSON.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/loop.h"
#include "base/xmalloc.h"
#include "demo/options.h"
#include "demo/wizard.h"
#include "demo/world.h"

struct demo {
	struct world world;
	const char *dir;
	struct wizard_manner manner;
	const char *haproxy;
	bool keep, up, down;
	pid_t front;			/* the wizard, while it runs */
};

static int
complain(const struct err *err, int status)
{
	(void)fprintf(stderr, "cutover demo: %s\n", err->text);
	return status;
}

/* ^C reaches the wizard by itself; TERM and HUP are passed on, and the wizard
 * ends in its own way.  Without a wizard all means: take it down. */
static void
on_signal(int signo, void *arg)
{
	struct demo *demo = arg;

	if (demo->front > 0) {
		if (signo != SIGINT)
			(void)kill(demo->front, SIGTERM);
		return;
	}
	demo->world.stopping = true;
	loop_stop(demo->world.loop, 0);
}

/* Its exit status; -1 when it did not start. */
static int
run_front(struct demo *demo, struct err *err)
{
	demo->front = wizard_start(demo->world.dir, &demo->manner, err);
	if (demo->front == -1)
		return -1;
	int status = wizard_wait(demo->world.loop, demo->front);

	demo->front = 0;
	return status;
}

/* The end. */

static long long
number(const cJSON *json, const char *key)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(json, key);

	return cJSON_IsNumber(item) ? (long long)item->valuedouble : 0;
}

static void
print_totals(const struct demo *demo, const char *text)
{
	cJSON *json = cJSON_Parse(text);

	if (json == NULL)
		return;
	if (demo->manner.json)
		(void)printf("{\"event\":\"visitors\",\"totals\":%.*s}\n",
		    (int)strcspn(text, "\n"), text);
	else
		(void)printf("visitors: %lld came, %lld left, %lld requests,"
		    " %lld failed, %lld wrong answers\n", number(json, "came"),
		    number(json, "left"), number(json, "requests"),
		    number(json, "failed"), number(json, "wrong"));
	(void)fflush(stdout);
	cJSON_Delete(json);
}

static int
take_down(struct demo *demo, struct err *err)
{
	struct buf totals = { 0 };

	demo->world.stopping = false;
	world_say(&demo->world, "taking it down");
	int status = world_down(&demo->world, &totals, err);

	if (totals.len > 0)
		print_totals(demo, totals.data);
	buf_done(&totals);
	if (status == 0 && !demo->keep)
		status = file_remove_tree(demo->world.dir, err);
	return status;
}

static int
print_place(const struct demo *demo)
{
	const char *dir = demo->world.dir;

	if (demo->manner.json)
		(void)printf("{\"event\":\"up\",\"dir\":\"%s\","
		    "\"config\":\"%s/cutover.conf\"}\n", dir, dir);
	else
		(void)printf("directory %s\nconfig %s/cutover.conf\n", dir,
		    dir);
	return 0;
}

static int
build(struct demo *demo, struct err *err)
{
	struct world *world = &demo->world;

	if (world_claim(world, demo->dir, err) == -1 ||
	    world_write(world, err) == -1 || world_up(world, err) == -1)
		return -1;
	world_say(world, "%s/cutover.conf", world->dir);
	return 0;
}

static int
live(struct demo *demo)
{
	struct err err = { 0 }, end_err = { 0 };
	int status = build(demo, &err);

	if (status == 0 && demo->up)
		return print_place(demo);
	if (status == 0)
		status = run_front(demo, &err);
	if (status == -1)
		status = complain(&err, err.code == ERR_STOPPED ? 3 : 1);
	if (demo->world.dir[0] != '\0' && take_down(demo, &end_err) == -1)
		status = complain(&end_err, 1);
	return status;
}

static int
end(struct demo *demo)
{
	struct err err = { 0 };
	char *real = realpath(demo->dir, NULL);
	char path[2 * WORLD_PATH];

	if (real == NULL || !str_copy(demo->world.dir, WORLD_PATH, real)) {
		(void)err_sys(&err, "%s", demo->dir);
		free(real);
		return complain(&err, 1);
	}
	free(real);
	/* What is removed at the end must be one of ours. */
	(void)str_fmt(path, sizeof(path), "%s/cloud.json", demo->world.dir);
	if (file_is_private(path, &err) == -1)
		return complain(&err, 1);
	return take_down(demo, &err) == -1 ? complain(&err, 1) : 0;
}

/* Options. */

static int
usage(void)
{
	(void)fputs("usage: cutover demo [--dir D] [--servers N] [--lbs N]"
	    " [--seed S]\n\t[--cloud local|rightscale] [--plain | --script FILE] [--json]\n"
	    "\t[--haproxy PROGRAM] [--keep] [--up]\n"
	    "       cutover demo --down --dir D\n", stderr);
	return 2;
}

static int
take_number(const char *text, int64_t min, int64_t max, unsigned *value)
{
	int64_t wide;

	if (!str_to_i64(text, min, max, &wide))
		return -1;
	*value = (unsigned)wide;
	return 0;
}

static int
take_option(void *arg, int option, const char *value)
{
	struct demo *demo = arg;

	switch (option) {
	case 'd': demo->dir = value; return 0;
	case 'f': demo->manner.script = value; return 0;
	case 'h': demo->haproxy = value; return 0;
	case 'k': demo->keep = true; return 0;
	case 'u': demo->up = true; return 0;
	case 'x': demo->down = true; return 0;
	case 'j': demo->manner.json = true; return 0;
	case 'p': demo->manner.plain = true; return 0;
	case 'n': return take_number(value, 1, WORLD_SERVERS_MAX,
	    &demo->world.n_servers);
	case 'l': return take_number(value, 1, WORLD_LBS_MAX,
	    &demo->world.n_lbs);
	case 'c':
		demo->world.cloud = value;
		return world_knows(value) ? 0 : -1;
	case 's': return str_to_i64(value, 0, INT64_MAX,
	    &demo->world.seed) ? 0 : -1;
	}
	return -1;
}

static int
take_options(struct demo *demo, int argc, char **argv)
{
	static const struct option options[] = {
		{ "dir", required_argument, NULL, 'd' },
		{ "servers", required_argument, NULL, 'n' },
		{ "lbs", required_argument, NULL, 'l' },
		{ "cloud", required_argument, NULL, 'c' },
		{ "seed", required_argument, NULL, 's' },
		{ "script", required_argument, NULL, 'f' },
		{ "haproxy", required_argument, NULL, 'h' },
		{ "keep", no_argument, NULL, 'k' },
		{ "up", no_argument, NULL, 'u' },
		{ "down", no_argument, NULL, 'x' },
		{ "json", no_argument, NULL, 'j' },
		{ "plain", no_argument, NULL, 'p' },
		{ NULL, 0, NULL, 0 },
	};

	if (options_take(argc, argv, options, take_option, demo) == -1)
		return -1;
	return optind < argc || (demo->down && demo->dir == NULL) ||
	    (demo->down && demo->up) ? -1 : 0;
}

static int
prepare(struct demo *demo, struct err *err)
{
	struct world *world = &demo->world;

	(void)umask(077);
	if (world_find(world, demo->haproxy, err) == -1 ||
	    (world->loop = loop_new(err)) == NULL)
		return -1;
	(void)loop_on_signal(world->loop, SIGINT, on_signal, demo);
	(void)loop_on_signal(world->loop, SIGTERM, on_signal, demo);
	(void)loop_on_signal(world->loop, SIGHUP, on_signal, demo);
	return 0;
}

int
demo_main(int argc, char **argv)
{
	struct demo *demo = xcalloc(1, sizeof(*demo));
	struct err err = { 0 };
	int status;

	demo->world = (struct world){ .cloud = "local", .n_servers = 3, .n_lbs = 2, .seed = 1,
		.claim = -1, .talks = true };
	demo->haproxy = "haproxy";
	if (take_options(demo, argc, argv) == -1)
		status = usage();
	else if (prepare(demo, &err) == -1)
		status = complain(&err, 1);
	else
		status = demo->down ? end(demo) : live(demo);
	world_unclaim(&demo->world);
	loop_free(demo->world.loop);
	free(demo);
	return status;
}
