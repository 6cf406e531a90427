/* Where a world lives: its addresses and its directory. */

#include "demo/world.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

#define TRIES		50
#define CLAIM_HOST	255		/* 127.A.B.255:port holds the rest */
#define API_HOST	250
#define FIRST_SERVER	11
#define PORT_MIN	18000		/* below what the kernel gives away */
#define PORT_COUNT	10000

void
world_say(const struct world *world, const char *fmt, ...)
{
	va_list ap;

	if (!world->talks)
		return;
	va_start(ap, fmt);
	(void)vfprintf(stderr, fmt, ap);
	va_end(ap);
	(void)fputc('\n', stderr);
}

unsigned
world_pool(const struct world *world)
{
	/* Old and new of each, the array's, and some to experiment with. */
	return 4 * world->n_servers + 16;
}

const char *
world_site(const struct world *world, unsigned i, char *dst, size_t size)
{
	(void)str_fmt(dst, size, "%s.%u:%d", world->net, i + 1, world->port);
	return dst;
}

const char *
world_server(const struct world *world, unsigned i, char *dst, size_t size)
{
	(void)str_fmt(dst, size, "%s.%u:%d", world->net, FIRST_SERVER + i,
	    world->port);
	return dst;
}

const char *
world_api(const struct world *world, char *dst, size_t size)
{
	(void)str_fmt(dst, size, "%s.%d:%d", world->net, API_HOST, world->port);
	return dst;
}

/* A socket bound there, or -1 when somebody else is. */
static int
bind_one(const struct world *world, unsigned host)
{
	struct sockaddr_in addr = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)world->port) };
	char text[40];
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	(void)str_fmt(text, sizeof(text), "%s.%u", world->net, host);
	if (fd == -1 || inet_pton(AF_INET, text, &addr.sin_addr) != 1)
		return fd;
	if (bind(fd, (struct sockaddr *)&addr, sizeof(addr)) == 0)
		return fd;
	(void)close(fd);
	return -1;
}

static bool
is_free(const struct world *world, unsigned host)
{
	int fd = bind_one(world, host);

	if (fd != -1)
		(void)close(fd);
	return fd != -1;
}

static bool
are_free(const struct world *world)
{
	for (unsigned i = 0; i < world->n_lbs; i++)
		if (!is_free(world, i + 1))
			return false;
	for (unsigned i = 0; i < world_pool(world); i++)
		if (!is_free(world, FIRST_SERVER + i))
			return false;
	return true;
}

static int
claim_addresses(struct world *world, struct err *err)
{
	for (int i = 0; i < TRIES; i++) {
		uint16_t random[3];

		if (getrandom(random, sizeof(random), 0) != sizeof(random))
			return err_sys(err, "random numbers");
		(void)str_fmt(world->net, sizeof(world->net), "127.%u.%u",
		    1 + random[0] % 250u, 1 + random[1] % 250u);
		world->port = PORT_MIN + random[2] % PORT_COUNT;
		world->claim = bind_one(world, CLAIM_HOST);
		if (world->claim == -1)
			continue;
		if (listen(world->claim, 1) == 0 && are_free(world))
			return 0;
		world_unclaim(world);
	}
	return err_set(err, ERR_FAILED, "no free addresses below 127.0.0.0/8");
}

void
world_unclaim(struct world *world)
{
	if (world->claim != -1)
		(void)close(world->claim);
	world->claim = -1;
}

static int
make_new_dir(struct world *world, struct err *err)
{
	const char *const places[] = { getenv("XDG_RUNTIME_DIR"),
		getenv("TMPDIR"), "/tmp" };

	for (size_t i = 0; i < countof(places); i++) {
		if (places[i] == NULL || places[i][0] != '/' ||
		    !str_fmt(world->dir, WORLD_DIR_MAX + 1,
		    "%s/cutover-demo-XXXXXX", places[i]))
			continue;
		if (mkdtemp(world->dir) != NULL)
			return 0;
	}
	return err_sys(err, "no place for a new directory");
}

static int
make_given_dir(struct world *world, const char *given, struct err *err)
{
	if (mkdir(given, 0700) == -1 && errno != EEXIST)
		return err_sys(err, "%s", given);
	char *real = realpath(given, NULL);

	if (real == NULL)
		return err_sys(err, "%s", given);
	bool fits = str_copy(world->dir, WORLD_DIR_MAX + 1, real);

	free(real);
	if (!fits)
		return err_set(err, ERR_USAGE, "%s: too long for sockets in it",
		    given);
	/* rmdir() and mkdir() say whether it is ours and empty. */
	if (rmdir(world->dir) == -1 || mkdir(world->dir, 0700) == -1)
		return err_sys(err, "%s", given);
	return 0;
}

int
world_claim(struct world *world, const char *given, struct err *err)
{
	if (claim_addresses(world, err) == -1)
		return -1;
	int status = given == NULL ? make_new_dir(world, err) :
	    make_given_dir(world, given, err);

	if (status == -1)
		world->dir[0] = '\0';
	return status;
}
