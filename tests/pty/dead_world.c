/* A world in which nobody answers. */

#include "config.h"

#include "pty/dead_world.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/file.h"

static const char conf_text[] =
    "deployment = \"shop\";\n"
    "environment = \"%2$s\";\n"
    "release = { from = \"r41\"; to = \"r42\"; };\n"
    "template = \"r42\";\n"
    "inputs = { RELEASE = \"r42\"; };\n"
    "cloud = { provider = \"local\"; socket = \"%1$s/0\"; };\n"
    "array = \"web\";\n"
    "balancers = (\n"
    "{ name = \"lb1\"; socket = \"%1$s/1\"; master = \"%1$s/2\";\n"
    "  file = \"%1$s/lb.cfg\"; backend = \"shop\"; check = [ \"true\" ]; },\n"
    "{ name = \"lb2\"; socket = \"%1$s/3\"; master = \"%1$s/4\";\n"
    "  file = \"%1$s/lb.cfg\"; backend = \"shop\"; check = [ \"true\" ]; });\n"
    "host = { health_file = \"%1$s/%%n/up\"; via = [ ]; };\n"
    "probe = { host = \"shop.example\"; health = \"/up\"; version = \"/v\"; };\n"
    "database = { name = \"shop\"; identify = [ \"true\" ];\n"
    "  snapshot = [ \"true\", \"%%f\" ]; verify = [ \"true\", \"%%f\" ];\n"
    "  migrate = [ \"true\", \"%%f\" ]; migrations = [ \"1.sql\" ];\n"
    "  snapshot_dir = \"%1$s\"; };\n"
    "state_dir = \"%1$s/state\";\n";

static int
listen_at(const char *path)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	cr_assert(str_copy(at.sun_path, sizeof(at.sun_path), path));
	cr_assert_eq(bind(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	cr_assert_eq(listen(fd, 1000), 0);
	return fd;
}

static void
write_text(const char *path, const char *text)
{
	struct err err = { 0 };

	cr_assert_eq(file_write(path, text, strlen(text), 0600, &err), 0, "%s",
	    err.text);
}

void
dead_world_make(struct dead_world *world, const char *environment)
{
	char path[64];
	struct buf text = { 0 };

	(void)str_copy(world->dir, sizeof(world->dir), "/tmp/cutover-dead-XXXXXX");
	cr_assert_not_null(mkdtemp(world->dir));
	for (int i = 0; i < DEAD_SOCKETS; i++) {
		(void)str_fmt(path, sizeof(path), "%s/%d", world->dir, i);
		world->sockets[i] = listen_at(path);
	}
	(void)str_fmt(path, sizeof(path), "%s/lb.cfg", world->dir);
	write_text(path, "backend shop\n\tserver app-1 127.0.0.1:80\n");
	(void)str_fmt(world->conf, sizeof(world->conf), "%s/cutover.conf",
	    world->dir);
	buf_printf(&text, conf_text, world->dir, environment);
	write_text(world->conf, text.data);
	buf_done(&text);
}

void
dead_world_remove(struct dead_world *world)
{
	struct err err = { 0 };

	for (int i = 0; i < DEAD_SOCKETS; i++)
		(void)close(world->sockets[i]);
	cr_expect_eq(file_remove_tree(world->dir, &err), 0, "%s", err.text);
}

void
dead_world_run(struct dead_world *world, struct pty *pty)
{
	const char *argv[] = { BUILD_DIR "/cutover", "run", "-c", world->conf,
		NULL };

	pty_open(pty, &(struct tty_spec){ .argv = argv, .columns = 80,
	    .rows = 24 });
	pty_sees(pty, "? help");
}

bool
dead_world_wrote(const struct dead_world *world, const char *file,
    const char *text)
{
	char pattern[80];
	struct buf found = { 0 };
	glob_t paths = { 0 };
	struct err err;
	bool wrote = false;

	(void)str_fmt(pattern, sizeof(pattern), "%s/state/*/%s", world->dir, file);
	if (glob(pattern, 0, NULL, &paths) == 0 && paths.gl_pathc == 1)
		wrote = file_read(paths.gl_pathv[0], 1 << 24, &found, &err) == 0 &&
		    memmem(found.data, found.len, text, strlen(text)) != NULL;
	globfree(&paths);
	buf_done(&found);
	return wrote;
}
