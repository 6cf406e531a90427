/* The local cloud's supervisor: options, wiring, signals. */

#include "config.h"

#include "local/local.h"

#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/file.h"
#include "base/loop.h"
#include "base/str.h"
#include "local/array.h"
#include "local/cloud.h"
#include "local/life.h"
#include "local/line.h"
#include "local/store.h"
#include "local/verbs.h"

#define EXIT_USAGE 2

static void
answer_line(const char *line, size_t len, struct buf *answer, void *arg)
{
	verbs_answer(arg, line, len, answer);
}

static void
on_signal(int signo, void *arg)
{
	struct cloud *cloud = arg;

	(void)signo;
	loop_stop(cloud->loop, EXIT_SUCCESS);
}

static void
on_idle(void *arg)
{
	struct cloud *cloud = arg;

	if (!cloud->ending || line_busy(cloud->line))
		return;
	for (size_t i = 0; i < cloud->n_machines; i++)
		if (machine_exists(cloud->machines[i]))
			return;
	loop_stop(cloud->loop, EXIT_SUCCESS);
}

/* One supervisor a directory.  The lock goes with the process. */
static int
lock(const struct cloud *cloud, struct err *err)
{
	char path[CLOUD_PATH];

	if (!str_fmt(path, sizeof(path), "%s/lock", cloud->dir))
		return err_set(err, ERR_IO, "%s: the path is too long", cloud->dir);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd == -1)
		return err_sys(err, "%s", path);
	if (flock(fd, LOCK_EX | LOCK_NB) == -1) {
		(void)close(fd);
		return err_set(err, ERR_FAILED, "%s: another supervisor runs here",
		    cloud->dir);
	}
	return fd;
}

static int
open_dir(struct cloud *cloud, const char *dir, struct err *err)
{
	char *path = realpath(dir, NULL);

	if (path == NULL)
		return err_sys(err, "%s", dir);
	bool fits = str_copy(cloud->dir, sizeof(cloud->dir), path);
	free(path);
	return fits ? 0 : err_set(err, ERR_IO, "%s: the path is too long", dir);
}

static int
open_cloud(struct cloud *cloud, struct err *err)
{
	if (store_load(cloud, err) == -1 ||
	    file_make_dirs(cloud->servers, err) == -1 ||
	    store_save(cloud, err) == -1)
		return -1;
	cloud->line = line_open(cloud->loop, cloud->socket, answer_line, cloud, err);
	return cloud->line != NULL ? 0 : -1;
}

static int
serve(struct cloud *cloud, struct err *err)
{
	if (open_cloud(cloud, err) == -1)
		return EXIT_FAILURE;
	if (loop_on_signal(cloud->loop, SIGTERM, on_signal, cloud) == -1 ||
	    loop_on_signal(cloud->loop, SIGINT, on_signal, cloud) == -1) {
		err_sys(err, "signals");
		return EXIT_FAILURE;
	}
	loop_on_idle(cloud->loop, on_idle, cloud);
	for (size_t i = 0; i < cloud->n_machines; i++)
		life_adopt(cloud->machines[i]);
	array_wake(cloud);
	return loop_run(cloud->loop);
}

static int
run(const char *dir, struct err *err)
{
	struct cloud cloud = { 0 };
	int status = EXIT_FAILURE, lock_fd = -1;

	if (open_dir(&cloud, dir, err) == -1 || (lock_fd = lock(&cloud, err)) == -1)
		return EXIT_FAILURE;
	cloud.loop = loop_new(err);
	if (cloud.loop != NULL)
		status = serve(&cloud, err);
	for (size_t i = 0; i < cloud.n_machines; i++)
		life_leave(cloud.machines[i]);
	loop_del_timer(cloud.look);
	line_close(cloud.line);
	loop_free(cloud.loop);
	cloud_done(&cloud);
	(void)close(lock_fd);
	return status;
}

int
local_cloud_main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "dir", required_argument, NULL, 'd' },
		{ NULL, 0, NULL, 0 },
	};
	const char *dir = NULL;
	struct err err = { 0 };

	for (int c; (c = getopt_long(argc, argv, "d:", options, NULL)) != -1;) {
		if (c != 'd')
			return EXIT_USAGE;
		dir = optarg;
	}
	if (dir == NULL || optind != argc) {
		fprintf(stderr, "usage: cutover cloud --dir DIR\n");
		return EXIT_USAGE;
	}
	int status = run(dir, &err);
	if (err.code != ERR_NONE)
		fprintf(stderr, "cutover cloud: %s\n", err.text);
	return status;
}
