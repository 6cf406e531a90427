/*
 * A world of its own on loopback, in one private directory: real HAProxies, real
 * application servers in a local cloud, a real database file, and visitors.
 *
 * Nobody else gets its addresses: 127.A.B.x with a port of its own.  While a
 * world is being built a listening socket on 127.A.B.255 holds them; from then
 * on its balancers do, and who builds another one tries whether all of them can
 * be had.
 */
#ifndef DEMO_WORLD_H
#define DEMO_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct loop;

#define WORLD_LBS_MAX		4
#define WORLD_SERVERS_MAX	16
#define WORLD_PATH		256
#define WORLD_TOKEN		"demo-refresh-token"
#define WORLD_DIR_MAX		72	/* sockets in it must stay under 108 */

struct world {
	struct loop *loop;
	char dir[WORLD_PATH];
	char data[WORLD_PATH];		/* what worlds are made of */
	char self[WORLD_PATH];		/* this program */
	char haproxy[WORLD_PATH];	/* the balancers' program */
	unsigned n_servers, n_lbs;
	int64_t seed;
	const char *cloud;		/* "local", "rightscale", "exec", "ansible" */
	char net[16];			/* "127.73.12" */
	int port;
	int claim;			/* the socket that holds the addresses */
	bool talks;			/* a line about each thing that is up */
	bool stopping;			/* a signal asked us to end */
};

/* This program, its data, and the HAProxy to use: a name or a path. */
int world_find(struct world *world, const char *haproxy, struct err *err);

/* Take free addresses and make the directory.  given: where; NULL: a new one in
 * the usual place for such things. */
int world_claim(struct world *world, const char *given, struct err *err);
void world_unclaim(struct world *world);
/* HOST:PORT of balancer or server number i, from 0. */
const char *world_site(const struct world *world, unsigned i, char *dst,
    size_t size);
const char *world_server(const struct world *world, unsigned i, char *dst,
    size_t size);
/* How many servers may ever exist in it. */
unsigned world_pool(const struct world *world);

/* Render what is in data/ into the directory; make the database. */
int world_write(struct world *world, struct err *err);

/* HOST:PORT where the simulated API listens. */
const char *world_api(const struct world *world, char *dst, size_t size);
/* Start it, before the cloud that runs, and wait until the site answers again. */
int world_up_rightscale(struct world *world, struct err *err);

/* Is there such a cloud, is it this world's? */
bool world_knows(const char *cloud);
bool world_is(const struct world *world, const char *cloud);
/* The servers of a cloud of commands (cloud.exec), which nothing looks after. */
int world_up_commands(struct world *world, struct err *err);
void world_down_commands(struct world *world);

/* Start everything and wait until it answers. */
int world_up(struct world *world, struct err *err);
/* End everything that was ever started in this directory, in the order in which
 * nobody is hurt.  totals gets the visitors' last report, if there is one.  -1
 * when something is still there. */
int world_down(struct world *world, struct buf *totals, struct err *err);

/* A process of this world, noted so that it can be ended; output in log.log. */
int world_start(const struct world *world, const char *what, const char *log,
    const char *const *argv, struct err *err);

/* One line of progress for people. */
void world_say(const struct world *world, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
