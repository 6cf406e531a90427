/* What stands in a world's directory, rendered from config/demo. */

#include "demo/world.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/xmalloc.h"
#include "demo/ask.h"
#include "demo/fill.h"

#define TEXT_MAX	(256 * 1024)
#define PAIRS_MAX	12

/* The values of one row and the row itself. */
struct row {
	char values[PAIRS_MAX][4 * WORLD_PATH];
	struct fill_pair pairs[PAIRS_MAX + 1];
	size_t n;
};

struct rows {
	struct row list[4 * WORLD_SERVERS_MAX + 16];
	const struct fill_pair *rows[4 * WORLD_SERVERS_MAX + 17];
	size_t n;
};

/* All that the texts of a world are filled with. */
struct filling {
	struct row world;
	struct rows balancers, servers, addresses;
	struct fill_rows things[4];
	struct buf cloud, attach_to;
};

static void __attribute__((format(printf, 3, 4)))
set(struct row *row, const char *name, const char *fmt, ...)
{
	va_list ap;

	row->pairs[row->n].name = name;
	row->pairs[row->n].value = row->values[row->n];
	va_start(ap, fmt);
	(void)vsnprintf(row->values[row->n], sizeof(row->values[0]), fmt,
	    ap);
	va_end(ap);
	row->n++;
}

static struct row *
add_row(struct rows *rows, unsigned i, unsigned n)
{
	struct row *row = &rows->list[rows->n];

	rows->rows[rows->n++] = row->pairs;
	set(row, "COMMA", "%s", i + 1 < n ? "," : "");
	return row;
}

static void
fill_balancers(const struct world *world, struct rows *rows)
{
	char site[40];

	for (unsigned i = 0; i < world->n_lbs; i++) {
		struct row *row = add_row(rows, i, world->n_lbs);
		set(row, "LB", "lb%u", i + 1);
		set(row, "SITE", "%s", world_site(world, i, site, sizeof(site)));
	}
}

static void
set_text(struct row *row, const char *name, const char *value)
{
	row->pairs[row->n++] = (struct fill_pair){ name, value };
}

/* What servers of the array need to attach themselves. */
static void
set_balancers(const struct world *world, struct filling *filling)
{
	struct buf *text = &filling->attach_to;

	buf_puts(text, "");
	/* Servers of RightScale are attached by its scripts, from outside. */
	for (unsigned i = 0; i < world->n_lbs && !world_is(world, "rightscale");
	    i++)
		buf_printf(text, "%s%s/lb%u.sock=%s/lb%u.cfg=shop=%s",
		    i == 0 ? "" : " ", world->dir, i + 1, world->dir, i + 1,
		    world->haproxy);
	set_text(&filling->world, "BALANCERS", text->data);
}

/* The old servers, and the one that the array has at the start. */
static void
fill_servers(const struct world *world, struct rows *rows)
{
	char addr[40];
	unsigned n = world->n_servers + 1;

	for (unsigned i = 0; i < n; i++) {
		bool in_array = i == world->n_servers;
		struct row *row = add_row(rows, i, n);
		if (in_array)
			set(row, "SERVER", "web-array-1");
		else
			set(row, "SERVER", "app-%u", 11 + i);
		set(row, "ADDR", "%s", world_server(world, i, addr,
		    sizeof(addr)));
		set(row, "IN_ARRAY", "%s", in_array ? "true" : "false");
	}
}

static void
fill_addresses(const struct world *world, struct rows *rows)
{
	char addr[40];

	for (unsigned i = 0; i < world_pool(world); i++) {
		struct row *row = add_row(rows, i, world_pool(world));
		set(row, "ADDR", "%s", world_server(world, i, addr,
		    sizeof(addr)));
	}
}

static int
begin_filling(const struct world *world, struct filling *filling,
    struct err *err)
{
	uint64_t random[2];

	if (getrandom(random, sizeof(random), 0) != sizeof(random))
		return err_sys(err, "random numbers");
	set(&filling->world, "DIR", "%s", world->dir);
	set(&filling->world, "DATA", "%s", world->data);
	set(&filling->world, "UUID", "%016llx%016llx",
	    (unsigned long long)random[0], (unsigned long long)random[1]);
	set(&filling->world, "HAPROXY", "%s", world->haproxy);
	set_balancers(world, filling);
	fill_balancers(world, &filling->balancers);
	fill_servers(world, &filling->servers);
	fill_addresses(world, &filling->addresses);
	filling->things[0] = (struct fill_rows){ "balancer",
		filling->balancers.rows };
	filling->things[1] = (struct fill_rows){ "server",
		filling->servers.rows };
	filling->things[2] = (struct fill_rows){ "address",
		filling->addresses.rows };
	return 0;
}

/* data/from, filled in.  row: what is beside the world's own values. */
static int
render(const struct world *world, const struct filling *filling,
    const char *from, const struct row *row, struct buf *out, struct err *err)
{
	struct fill_pair pairs[2 * PAIRS_MAX + 1] = { { NULL, NULL } };
	char path[2 * WORLD_PATH];
	struct buf text = { 0 };
	size_t n = filling->world.n;

	memcpy(pairs, filling->world.pairs, n * sizeof(*pairs));
	if (row != NULL)
		memcpy(pairs + n, row->pairs, row->n * sizeof(*pairs));
	(void)str_fmt(path, sizeof(path), "%s/%s", world->data, from);
	if (file_read(path, TEXT_MAX, &text, err) == -1)
		return -1;
	int status = fill_text(text.data, pairs, filling->things, out, err);

	buf_done(&text);
	return status == 0 ? 0 : err_prefix(err, "%s", path);
}

static int
write_one(const struct world *world, const struct filling *filling,
    const char *from, const struct row *row, const char *to, struct err *err)
{
	char path[2 * WORLD_PATH];
	struct buf out = { 0 };
	int status = render(world, filling, from, row, &out, err);

	(void)str_fmt(path, sizeof(path), "%s/%s", world->dir, to);
	if (status == 0)
		status = file_write(path, out.data, out.len, 0600, err);
	buf_done(&out);
	return status;
}

/* How the cloud is reached, a part of cutover.conf. */
static int
fill_cloud(const struct world *world, struct filling *filling, struct err *err)
{
	char api[40], path[2 * WORLD_PATH], from[64];

	set(&filling->world, "API", "%s", world_api(world, api, sizeof(api)));
	(void)str_fmt(from, sizeof(from), "cloud-%s.in", world->cloud);
	if (render(world, filling, from, NULL, &filling->cloud, err) == -1)
		return -1;
	set_text(&filling->world, "CLOUD", filling->cloud.data);
	set(&filling->world, "TEMPLATE",
	    world_is(world, "rightscale") ? "rev42" : "r42");
	if (!world_is(world, "rightscale"))
		return 0;
	(void)str_fmt(path, sizeof(path), "%s/token", world->dir);
	return file_write(path, WORLD_TOKEN "\n", strlen(WORLD_TOKEN) + 1, 0600,
	    err);
}

static int
write_balancers(const struct world *world, const struct filling *filling,
    struct err *err)
{
	char name[32];

	for (unsigned i = 0; i < world->n_lbs; i++) {
		(void)str_fmt(name, sizeof(name), "lb%u.cfg", i + 1);
		if (write_one(world, filling, "haproxy.cfg.in",
		    &filling->balancers.list[i], name, err) == -1)
			return -1;
	}
	return 0;
}

static int
make_database(struct world *world, const struct filling *filling,
    struct err *err)
{
	char path[2 * WORLD_PATH];
	const char *argv[] = { "sqlite3", "-bail", path, NULL };
	struct buf sql = { 0 };
	int status = render(world, filling, "schema.sql.in", NULL, &sql, err);

	(void)str_fmt(path, sizeof(path), "%s/db", world->dir);
	if (status == 0 && mkdir(path, 0700) == -1)
		status = err_sys(err, "%s", path);
	(void)str_add(path, sizeof(path), "/shop.db");
	if (status == 0)
		status = ask_command(world, argv, sql.data, err);
	buf_done(&sql);
	return status;
}

int
world_write(struct world *world, struct err *err)
{
	struct filling *filling = xcalloc(1, sizeof(*filling));
	int status = begin_filling(world, filling, err);

	if (status == 0)
		status = fill_cloud(world, filling, err);
	if (status == 0)
		status = write_balancers(world, filling, err);
	if (status == 0)
		status = write_one(world, filling, "cloud.json.in", NULL,
		    "cloud.json", err);
	if (status == 0)
		status = write_one(world, filling, "cutover.conf.in", NULL,
		    "cutover.conf", err);
	if (status == 0)
		status = make_database(world, filling, err);
	buf_done(&filling->attach_to);
	buf_done(&filling->cloud);
	free(filling);
	return status;
}
