/* What a job takes along of answers that were read: which clone is ours, who may have
 * the pool's tag.  Names may hold anything, hrefs begin alike, lists get long. */

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "backend/json_read.h"
#include "backend/rs_do.h"
#include "backend/rs_hrefs.h"
#include "base/str.h"

#define LINK(rel, href) "{\"rel\":\"" rel "\",\"href\":\"" href "\"}"
#define TEMPLATES "[{\"name\":\"Shop\",\"revision\":42,\"links\":[" \
	LINK("self", "/api/server_templates/42") "]}]"
#define RESERVED "[{\"tags\":[{\"name\":\"cutover:new=app-21\"}%s],\"links\":[" \
	LINK("resource", "/api/deployments/3") "]}]"

static const struct json_bounds bounds = { .depth = 12, .list = 20000 };
static struct config config = { .cloud.rs = { .pool = "shop",
	.attach = "recipe:lb::do_attach_all", .attach_on = "balancers" } };
static const struct provider_ctx ctx = { .config = &config };

struct nick { const char *name; int id; };

static cJSON *
json_of(const char *text)
{
	struct err err = { 0 };
	cJSON *json = json_read(text, strlen(text), bounds, &err);

	cr_assert_not_null(json, "%s: %s", err.text, text);
	return json;
}

static void
add_server(struct buf *text, const char *name, int id, bool runs)
{
	buf_printf(text, "%s{\"name\":\"%s\",\"state\":\"%s\",\"links\":["
	    LINK("self", "/api/servers/%d") "],\"next_instance\":{\"links\":["
	    LINK("self", "/api/clouds/1/instances/N%d") ","
	    LINK("server_template", "/api/server_templates/42") "]}",
	    text->len > 1 ? "," : "", name, runs ? "operational" : "inactive", id,
	    id);
	if (runs)
		buf_printf(text, ",\"current_instance\":{\"links\":["
		    LINK("self", "/api/clouds/1/instances/I%d") ","
		    LINK("server_template", "/api/server_templates/42") "]}", id);
	buf_puts(text, "}");
}

static void
read_book(struct rs_book *book, const char *servers, const char *tags)
{
	cJSON *json[] = { json_of(TEMPLATES), json_of(servers), json_of(tags) };
	struct err err = { 0 };

	(void)str_copy(book->deployment, sizeof(book->deployment),
	    "/api/deployments/3");
	cr_assert_eq(rs_book_templates(book, json[0], "Shop", &err), 0, "%s",
	    err.text);
	cr_assert_eq(rs_book_servers(book, json[1], &config, &err), 0, "%s",
	    err.text);
	cr_assert_eq(rs_book_tags(book, json[2], &err), 0, "%s", err.text);
	for (size_t i = 0; i < countof(json); i++)
		cJSON_Delete(json[i]);
}

/* The clone of `source`, with these servers there and this tag of the first try. */
static struct rs_do
cloning(const char *source, const struct nick *nicks, const char *before)
{
	struct rs_do job = { .ctx = &ctx, .action.kind = ACTION_CLONE };
	struct buf servers = { 0 };
	struct rs_book book = { 0 };
	char tags[4096], tag[2048] = "";

	buf_puts(&servers, "[");
	for (; nicks->name != NULL; nicks++)
		add_server(&servers, nicks->name, nicks->id, false);
	buf_puts(&servers, "]");
	if (before != NULL)
		(void)str_fmt(tag, sizeof(tag), ",{\"name\":\"cutover:before=app-21:"
		    "%s\"}", before);
	(void)str_fmt(tags, sizeof(tags), RESERVED, tag);
	read_book(&book, servers.data, tags);
	(void)str_copy(job.action.server, sizeof(job.action.server), "app-21");
	(void)str_copy(job.action.arg, sizeof(job.action.arg), source);
	struct facts facts;
	facts_init(&facts);
	rs_do_take(&job, &book, &facts);
	facts_done(&facts);
	rs_book_done(&book);
	buf_done(&servers);
	return job;
}

#define HREF(id) "/api/servers/" #id

Test(rs_take, a_clone_is_ours_when_it_was_not_there_before)
{
	static const struct nick nicks[] = { { "app-11", 1 }, { "app-11 v1", 22 },
		{ "app-11 v2", 2 }, { "app-1 v9", 7 }, { NULL, 0 } };
	static const struct { const char *before, *ours; bool one; } cases[] = {
		{ HREF(22) ",", HREF(2), true },	/* which begins like 22 */
		{ HREF(2) ",", HREF(22), true },
		{ HREF(22) "," HREF(2) ",", "", true },
		{ "", "", false },			/* two that are new */
		{ HREF(22) "," HREF(2), HREF(2), true },	/* cut: it stood not there */
	};

	for (size_t i = 0; i < countof(cases); i++) {
		struct rs_do job = cloning("app-11", nicks, cases[i].before);

		cr_expect(job.noted && job.reserved && !job.exists && !job.crowded);
		cr_expect_str_eq(job.clones, HREF(22) "," HREF(2) ",");
		cr_expect_eq(rs_hrefs_only_new(job.before, job.clones, job.href),
		    cases[i].one, "%s", cases[i].before);
		if (cases[i].one)
			cr_expect_str_eq(job.href, cases[i].ours, "%s",
			    cases[i].before);
	}
}

/* A comma in a name is none between two hrefs. */
Test(rs_take, names_may_hold_commas_and_colons)
{
	static const struct nick nicks[] = { { "app,11: x", 1 },
		{ "app,11: x v1", 22 }, { "app,11: x v2,/api/servers/9", 2 },
		{ "app_11: x v3", 5 }, { NULL, 0 } };
	struct rs_do job = cloning("app_11:_x", nicks, HREF(22) ",");

	cr_expect_str_eq(job.server.href, HREF(1));
	cr_expect_str_eq(job.clones, HREF(22) "," HREF(2) ",");
	cr_expect(rs_hrefs_only_new(job.before, job.clones, job.href));
	cr_expect_str_eq(job.href, HREF(2));
}

Test(rs_take, before_the_first_try_all_that_stands_there_is_noted)
{
	static const struct nick nicks[] = { { "app-11", 1 }, { "app-11 v1", 22 },
		{ NULL, 0 } };
	struct rs_do job = cloning("app-11", nicks, NULL);

	cr_expect_not(job.noted);
	cr_expect_str_eq(job.before, HREF(22) ",");
}

/* Of a list that is not whole nobody can say who is new in it. */
Test(rs_take, what_does_not_fit_is_crowded_and_never_shorter)
{
	struct nick nicks[64] = { { "app-11", 1 } };
	char names[64][16], before[1024] = "";

	for (int i = 1; i < 63; i++) {
		(void)str_fmt(names[i], sizeof(names[i]), "app-11 v%d", i);
		nicks[i] = (struct nick){ names[i], 1000 + i };
		(void)str_add(before, sizeof(before), HREF(%d) ",", 1000 + i);
	}
	cr_expect(cloning("app-11", nicks, NULL).crowded, "now");
	nicks[3].name = NULL;
	cr_expect_not(cloning("app-11", nicks, NULL).crowded);
	cr_expect(cloning("app-11", nicks, before).crowded, "in the tag");
}

/* ---- who may have the tag ---- */

static void
serve(struct facts *facts, int n)
{
	struct sightings batch = { 0 };

	for (int i = 0; i < n; i++) {
		struct sighting saw = { .kind = SAW_ROW,
			.u.row = { .pxname = "shop", .state = LB_UP } };

		(void)str_fmt(saw.u.row.svname, sizeof(saw.u.row.svname), "app-%d",
		    i);
		sightings_add(&batch, &saw);
	}
	facts_merge(facts, SOURCE_LB, "lb1", &batch, true);
	sightings_done(&batch);
}

Test(rs_take, all_who_are_served_may_have_the_tag_however_many)
{
	struct rs_do job = { .ctx = &ctx, .action = { .kind = ACTION_ATTACH,
		.server = "app-900", .lb = "lb1" } };
	struct buf servers = { 0 };
	struct rs_book book = { 0 };
	struct facts facts;
	char href[RS_HREF];

	buf_puts(&servers, "[");
	for (int i = 0; i <= 901; i++) {
		char name[16];

		(void)str_fmt(name, sizeof(name), "app-%d", i);
		add_server(&servers, name, i, true);
	}
	buf_puts(&servers, "]");
	read_book(&book, servers.data, "[]");
	facts_init(&facts);
	serve(&facts, 900);
	rs_do_take(&job, &book, &facts);
	for (int i = 0; i <= 901; i++) {
		(void)str_fmt(href, sizeof(href), "/api/clouds/1/instances/I%d", i);
		cr_expect_eq(rs_hrefs_have(job.pooled.data, href), i <= 900, "%s",
		    href);
	}
	cr_expect_not(rs_hrefs_have(job.pooled.data, "instances/I1"), "its end");
	cr_expect_not(rs_hrefs_have(job.pooled.data, ""));
	cr_expect_not(rs_hrefs_have(NULL, HREF(1)));
	facts_done(&facts);
	rs_book_done(&book);
	buf_done(&servers);
	buf_done(&job.pooled);
}
