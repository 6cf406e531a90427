/* Answers that were recorded of the simulator (tests/unit/rightscale), cut at every
 * byte: whole or none, never a shorter list; and what a stranger may put into them. */

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "backend/json_read.h"
#include "backend/rs_answer.h"
#include "backend/rs_book.h"
#include "backend/rs_pass.h"
#include "base/file.h"
#include "base/http.h"

#define HEAD "Content-Type: application/vnd.rightscale.x+json;charset=utf-8\r\n"

static struct config config = { .deployment = "shop-demo",
	.array = "web-array", .cloud.rs = { .server_template = "Shop App Server",
	.address = "private", .port = "8000", .pool = "shop" } };

static int
take_deployment(struct rs_book *book, const cJSON *json, struct err *err)
{
	return rs_book_deployment(book, json, config.deployment, err);
}

static int
take_templates(struct rs_book *book, const cJSON *json, struct err *err)
{
	return rs_book_templates(book, json, config.cloud.rs.server_template,
	    err);
}

static int
take_servers(struct rs_book *book, const cJSON *json, struct err *err)
{
	return rs_book_servers(book, json, &config, err);
}

static int
take_array(struct rs_book *book, const cJSON *json, struct err *err)
{
	return rs_book_array(book, json, config.array, err);
}

static int
take_members(struct rs_book *book, const cJSON *json, struct err *err)
{
	return rs_book_members(book, json, &config, err);
}

static int
take_tags(struct rs_book *book, const cJSON *json, struct err *err)
{
	return rs_book_tags(book, json, err) == 0 ?
	    rs_book_tags_whole(book, err) : -1;
}

static int
take_inputs(struct rs_book *book, const cJSON *json, struct err *err)
{
	return rs_book_inputs(book, json, INPUT_DEPLOYMENT, err);
}

static int
take_array_inputs(struct rs_book *book, const cJSON *json, struct err *err)
{
	return rs_book_inputs(book, json, INPUT_ARRAY, err);
}

/* In the order in which they are asked for. */
static const struct recorded {
	const char *name;
	int (*take)(struct rs_book *book, const cJSON *json, struct err *err);
} recorded[] = {
	{ "deployments", take_deployment },
	{ "templates", take_templates },
	{ "servers", take_servers },
	{ "arrays", take_array },
	{ "members", take_members },
	{ "tags", take_tags },
	{ "inputs", take_inputs },
	{ "array_inputs", take_array_inputs },
};

static int
read_answer(struct rs_book *book, const struct recorded *of, const char *text,
    size_t len, struct err *err)
{
	const struct http_reply reply = { .status = 200, .head = HEAD,
		.head_len = strlen(HEAD), .body = text, .body_len = len };
	cJSON *json;
	int status = rs_answer_json(&reply, &json, err);

	if (status == 0)
		status = of->take(book, json, err);
	cJSON_Delete(json);
	return status;
}

static void
load(const char *name, struct buf *text)
{
	char path[512];

	(void)str_fmt(path, sizeof(path), "%s/tests/unit/rightscale/%s.json",
	    TOP_SRCDIR, name);
	cr_assert_eq(file_read(path, 1 << 20, text, NULL), 0, "%s", path);
}

/* All that is asked for before this one. */
static void
read_before(struct rs_book *book, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct buf text = { 0 };
		struct err err = { 0 };

		load(recorded[i].name, &text);
		cr_assert_eq(read_answer(book, &recorded[i], text.data, text.len,
		    &err), 0, "%s: %s", recorded[i].name, err.text);
		buf_done(&text);
	}
}

Test(rs_cut, what_was_recorded_is_read_whole)
{
	struct sightings batch = { 0 };
	struct rs_book book = { 0 };
	size_t servers = 0;

	read_before(&book, countof(recorded));
	rs_book_sightings(&book, &config, &batch);
	for (size_t i = 0; i < batch.n; i++)
		servers += batch.list[i].kind == SAW_SERVER;
	cr_expect_eq(servers, 3, "app-11, its clone, one of the array: %zu",
	    servers);
	cr_expect_eq(book.n_others, 2, "a balancer and the database");
	sightings_done(&batch);
	rs_book_done(&book);
}

/* The whole but its last bytes is what a dying gateway sends. */
Test(rs_cut, an_answer_cut_at_any_byte_is_none, .timeout = 120)
{
	for (size_t i = 0; i < countof(recorded); i++) {
		struct rs_book book = { 0 };
		struct buf text = { 0 };

		load(recorded[i].name, &text);
		read_before(&book, i);
		for (size_t len = 0; len < text.len; len++) {
			char *cut = strndup(text.data, len);
			struct err err = { 0 };

			cr_expect_eq(read_answer(&book, &recorded[i], cut, len,
			    &err), -1, "%s, %zu bytes", recorded[i].name, len);
			cr_expect_neq(err.text[0], '\0');
			free(cut);
		}
		buf_done(&text);
		rs_book_done(&book);
	}
}

Test(rs_cut, no_list_at_all_is_no_empty_list)
{
	static const char *const bodies[] = { "null", "{}", "\"[]\"", "0",
		"[1]", "[[]]", "[null]", "[{}]" };

	for (size_t i = 0; i < countof(recorded); i++)
		for (size_t j = 0; j < countof(bodies); j++) {
			struct rs_book book = { 0 };
			struct err err = { 0 };

			read_before(&book, i);
			cr_expect_eq(read_answer(&book, &recorded[i], bodies[j],
			    strlen(bodies[j]), &err), -1, "%s: %s",
			    recorded[i].name, bodies[j]);
			rs_book_done(&book);
		}
}

Test(rs_cut, a_token_cut_at_any_byte_is_none)
{
	static const char whole[] = "{\"access_token\":\"eNqAB\","
	    "\"expires_in\":7200,\"token_type\":\"bearer\"}";

	for (size_t len = 0; len <= strlen(whole); len++) {
		char *cut = strndup(whole, len), header[64];
		const struct http_reply reply = { .status = 200, .body = cut,
			.body_len = len };
		double life_s;

		cr_expect_eq(rs_pass_token(&reply, header, sizeof(header), &life_s),
		    len == strlen(whole), "%zu bytes", len);
		free(cut);
	}
}

/* ---- what strangers write ---- */

#define LINK(rel, href) "{\"rel\":\"" rel "\",\"href\":\"" href "\"}"
#define SELF(href) "\"links\":[" LINK("self", href) "," \
	LINK("server_template", "/api/server_templates/370001042") "]"
#define SERVER(name, more) "[{\"name\":\"" name "\",\"state\":\"operational\"," \
	SELF("/api/servers/1") ",\"next_instance\":{" \
	SELF("/api/clouds/1/instances/N1") "}," \
	"\"current_instance\":{" more SELF("/api/clouds/1/instances/I1") "}}]"

static struct server
seen(const char *servers, const char *tags)
{
	struct sightings batch = { 0 };
	struct rs_book book = { 0 };
	struct server sv = { 0 };
	struct err err = { 0 };

	read_before(&book, 2);
	cr_assert_eq(read_answer(&book, &recorded[2], servers, strlen(servers),
	    &err), 0, "%s", err.text);
	cr_assert_eq(read_answer(&book, &recorded[5], tags, strlen(tags), &err),
	    0, "%s", err.text);
	rs_book_sightings(&book, &config, &batch);
	sv = batch.list[0].u.server;
	sightings_done(&batch);
	rs_book_done(&book);
	return sv;
}

#define TAGS(a, b) "[{\"tags\":[{\"name\":\"" a "\"},{\"name\":\"" b "\"}]," \
	"\"links\":[" LINK("resource", "/api/clouds/1/instances/I1") "]}]"

Test(rs_strangers, names_are_made_harmless)
{
	static const char *const nicks[] = { "\\u001b[31mapp", "a\\nb", "a\\\"b",
		"<script>", "a;rm -rf", "../../etc", "-rf", "\xc3\xa4pp", "\\u202eapp" };

	for (size_t i = 0; i < countof(nicks); i++) {
		char text[1024];

		(void)str_fmt(text, sizeof(text), SERVER("%s", ""), nicks[i]);
		struct server sv = seen(text, TAGS("a:b=c", "d"));
		cr_expect(str_is_name(sv.name), "%s is %s", nicks[i], sv.name);
	}
}

Test(rs_strangers, an_address_is_host_and_port_or_not_known)
{
	static const struct { const char *ip, *port, *addr; } cases[] = {
		{ "10.0.0.1", "80", "10.0.0.1:80" },
		{ "10.0.0.1", "0", "" }, { "10.0.0.1", "80x", "" },
		{ "10.0.0.1", "70000", "" }, { "", "80", "" },
		{ "\\u001b]0;x", "80", "" }, { "10.0.0.1/x?", "80", "" },
		{ "user@evil", "80", "" }, { "10.0.0.1:1", "80", "" },
	};

	for (size_t i = 0; i < countof(cases); i++) {
		char tags[1024];

		(void)str_fmt(tags, sizeof(tags),
		    TAGS("appserver:listen_ip=%s", "appserver:listen_port=%s"),
		    cases[i].ip, cases[i].port);
		struct server sv = seen(SERVER("app", ""), tags);
		cr_expect_str_eq(sv.addr, cases[i].addr, "%s %s", cases[i].ip,
		    cases[i].port);
	}
}

Test(rs_strangers, an_input_whose_name_hides_something_is_refused)
{
	static const char *const keys[] = { "a\\u001b[0m", "a\\nb", "a\\u0007" };

	for (size_t i = 0; i < countof(keys); i++) {
		struct rs_book book = { 0 };
		struct err err = { 0 };
		char text[256];

		(void)str_fmt(text, sizeof(text),
		    "[{\"name\":\"%s\",\"value\":\"text:x\"}]", keys[i]);
		cr_expect_eq(read_answer(&book, &recorded[6], text, strlen(text),
		    &err), -1, "%s", keys[i]);
		cr_expect_null(strchr(err.text, '\033'));
		rs_book_done(&book);
	}
}

Test(rs_strangers, two_that_look_alike_are_no_pick)
{
	static const char two[] = "[{\"name\":\"app 1\",\"state\":\"inactive\","
	    SELF("/api/servers/1") ",\"next_instance\":{"
	    SELF("/api/clouds/1/instances/N1") "}},{\"name\":\"app\\t1\","
	    "\"state\":\"inactive\"," SELF("/api/servers/2") ",\"next_instance\":{"
	    SELF("/api/clouds/1/instances/N2") "}}]";
	struct rs_book book = { 0 };
	struct err err = { 0 };

	read_before(&book, 2);
	cr_expect_eq(read_answer(&book, &recorded[2], two, strlen(two), &err), -1);
	cr_expect_not_null(strstr(err.text, "two servers are named app_1"));
	rs_book_done(&book);
}

/* ---- a great deal ---- */

static void
many_servers(struct buf *text, int n)
{
	buf_puts(text, "[");
	for (int i = 0; i < n; i++)
		buf_printf(text, "%s{\"name\":\"app-%d\",\"state\":\"inactive\","
		    "\"links\":[{\"rel\":\"self\",\"href\":\"/api/servers/%d\"}],"
		    "\"next_instance\":{\"links\":[{\"rel\":\"self\",\"href\":"
		    "\"/api/clouds/1/instances/N%d\"},{\"rel\":\"server_template\","
		    "\"href\":\"/api/server_templates/%d\"}]}}",
		    i > 0 ? "," : "", i, i, i, i < 5000 ? 370001042 : 9);
	buf_puts(text, "]");
}

Test(rs_many, five_thousand_servers_are_read_and_more_are_refused, .timeout = 60)
{
	static const struct { int n, status; } cases[] = { { 5000, 0 },
		{ 20000, 0 }, { 20001, -1 } };

	for (size_t i = 0; i < countof(cases); i++) {
		struct rs_book book = { 0 };
		struct buf text = { 0 };
		struct err err = { 0 };

		read_before(&book, 2);
		many_servers(&text, cases[i].n);
		cr_expect_eq(read_answer(&book, &recorded[2], text.data, text.len,
		    &err), cases[i].status, "%d: %s", cases[i].n, err.text);
		cr_expect_eq(book.n, cases[i].status == 0 ? 5000 : 0);
		buf_done(&text);
		rs_book_done(&book);
	}
}

Test(rs_many, depth_is_bounded)
{
	struct rs_book book = { 0 };
	struct buf text = { 0 };
	struct err err = { 0 };

	for (int i = 0; i < 100000; i++)
		buf_puts(&text, "[");
	cr_expect_eq(read_answer(&book, &recorded[2], text.data, text.len, &err),
	    -1);
	buf_done(&text);
	rs_book_done(&book);
}
