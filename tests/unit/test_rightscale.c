/* backend/rs_*: what RightScale's API says, and what it must not get away with. */

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "backend/json_read.h"
#include "backend/rs_answer.h"
#include "backend/rs_book.h"
#include "backend/rs_form.h"
#include "backend/rs_head.h"
#include "backend/rs_look_priv.h"
#include "backend/rs_own.h"
#include "backend/rs_task.h"
#include "backend/rs_where.h"
#include "backend/rs_xref.h"
#include "base/http.h"
#include "base/xmalloc.h"

static const struct json_bounds bounds = { .depth = 12, .list = 1000 };

/* ---- notation ---- */

Test(rs_value, both_ways)
{
	static const struct { const char *theirs, *ours; } pairs[] = {
		{ "text:r42", "r42" }, { "text:two words", "two words" },
		{ "blank", "" }, { "cred:DB_PASSWORD", "cred:DB_PASSWORD" },
		{ "env:PRIVATE_IP", "env:PRIVATE_IP" }, { "ignore", "ignore" },
		{ "text:blank", "text:blank" }, { "text:text:x", "text:text:x" },
		{ "array:[\"text:a\"]", "array:[\"text:a\"]" },
	};

	for (size_t i = 0; i < countof(pairs); i++) {
		struct buf back = { 0 };
		char value[TEXT_LEN];
		bool set = false;

		cr_assert(rs_value_read(pairs[i].theirs, value, sizeof(value),
		    &set), "%s", pairs[i].theirs);
		cr_expect(set);
		cr_expect_str_eq(value, pairs[i].ours);
		rs_value_write(value, &back);
		cr_expect_str_eq(back.data, pairs[i].theirs);
		buf_done(&back);
	}
}

Test(rs_value, what_is_no_notation_is_refused)
{
	char value[8];
	bool set;

	cr_expect_not(rs_value_read("bare", value, sizeof(value), &set));
	cr_expect_not(rs_value_read("text:too long", value, sizeof(value), &set));
	cr_expect(rs_value_read("inherit", value, sizeof(value), &set));
	cr_expect_not(set, "taken from the level below");
}

Test(rs_form, brackets_stay_and_the_rest_is_encoded)
{
	struct buf form = { 0 };

	rs_form_add(&form, "server[name]", "app 21&x=y");
	rs_form_input(&form, "lb/pools", "text:a+b");
	cr_expect_str_eq(form.data, "server[name]=app%2021%26x%3Dy"
	    "&inputs[lb%2Fpools]=text%3Aa%2Bb");
	buf_done(&form);
}

/* ---- where a token may go ---- */

Test(rs_where, plain_http_is_for_this_machine)
{
	struct err err = { 0 };

	cr_expect_eq(rs_where_check("https://us-3.rightscale.com", &err), 0);
	cr_expect_eq(rs_where_check("http://127.9.8.7:8990", &err), 0);
	cr_expect_eq(rs_where_check("http://us-3.rightscale.com", &err), -1);
	cr_expect_eq(rs_where_check("http://127.0.0.1.evil.example", &err), -1);
	cr_expect_eq(rs_where_check("https://us-3.rightscale.com/x", &err), -1);
	cr_expect_eq(rs_where_check("ftp://us-3.rightscale.com", &err), -1);
}

Test(rs_where, a_redirect_carries_the_password_to_friends_only)
{
	static const struct { const char *to; bool follows; } cases[] = {
		{ "https://us-4.rightscale.com/api/sessions", true },
		{ "https://US-4.RightScale.com/api/sessions", true },
		{ "http://us-4.rightscale.com/api/sessions", false },
		{ "https://us-4.rightscale.com.evil.example/", false },
		{ "https://evil.example/us-4.rightscale.com", false },
		{ "https://us-4.rightscale.com@evil.example/", false },
		{ "https://127.0.0.1/", false }, { "/api/sessions", false },
		{ "re{cf", false }, { "", false }, { "https://", false },
	};

	for (size_t i = 0; i < countof(cases); i++) {
		char base[TEXT_LEN] = "https://us-3.rightscale.com";
		struct err err = { 0 };

		cr_expect_eq(rs_where_follow(base, cases[i].to, &err) == 0,
		    cases[i].follows, "%s", cases[i].to);
		cr_expect_eq(strcmp(base, "https://us-3.rightscale.com") != 0,
		    cases[i].follows, "%s: %s", cases[i].to, base);
	}
}

/* ---- answers ---- */

static struct http_reply
reply_of(long status, const char *head, const char *body)
{
	return (struct http_reply){ .status = status, .head = head,
		.head_len = strlen(head), .body = body, .body_len = strlen(body) };
}

Test(rs_answer, what_may_be_sent_again)
{
	static const struct {
		long status; const char *body; enum rs_verdict verdict;
	} cases[] = {
		{ 200, "[]", RS_DONE }, { 204, "", RS_DONE },
		{ 302, "", RS_MOVED }, { 401, "", RS_LOGIN },
		{ 403, "Session cookie is expired or invalid ", RS_LOGIN },
		{ 403, "role missing", RS_REFUSED }, { 422, "x", RS_REFUSED },
		{ 429, "", RS_BUSY }, { 500, "", RS_UNKNOWN },
		{ 504, "", RS_UNKNOWN }, { 0, "", RS_UNKNOWN },
	};

	for (size_t i = 0; i < countof(cases); i++) {
		struct http_reply reply = reply_of(cases[i].status, "",
		    cases[i].body);

		cr_expect_eq(rs_answer_verdict(&reply), cases[i].verdict, "%ld %s",
		    cases[i].status, cases[i].body);
	}
}

Test(rs_answer, nan_is_null_but_not_in_a_text)
{
	struct http_reply reply = reply_of(200,
	    "Content-Type: application/vnd.rightscale.x+json\r\n",
	    "{\"points\":[1.5,NaN],\"text\":\"a \\\" NaN\"}");
	struct err err = { 0 };
	cJSON *json = NULL;

	cr_assert_eq(rs_answer_json(&reply, &json, &err), 0, "%s", err.text);
	cr_expect(cJSON_IsNull(cJSON_GetArrayItem(json_member(json, "points"),
	    1)));
	cr_expect_str_eq(json_text(json, "text"), "a \" NaN");
	cJSON_Delete(json);
}

Test(rs_answer, cookies_and_lines)
{
	struct http_reply reply = reply_of(204, "HTTP/1.1 204 No Content\r\n"
	    "Set-Cookie: _session_id=abc; Path=/; HttpOnly\r\n"
	    "set-cookie: rs_gbl=xyz\r\nRetry-After: 7\r\n", "");
	char value[32];

	cr_expect(rs_head_cookie(&reply, "_session_id", value, sizeof(value)));
	cr_expect_str_eq(value, "abc");
	cr_expect(rs_head_cookie(&reply, "rs_gbl", value, sizeof(value)));
	cr_expect_str_eq(value, "xyz");
	cr_expect_not(rs_head_cookie(&reply, "session", value, sizeof(value)));
	cr_expect_eq(rs_answer_wait_ms(&reply), 7000);
}

Test(rs_xref, the_level_that_gave_a_value)
{
	cr_expect_str_eq(rs_xref_source("text:a", "text:a", "text:b"), "Deployment");
	cr_expect_str_eq(rs_xref_source("text:c", "text:a", "text:c"), "Server");
	cr_expect_str_eq(rs_xref_source("text:b", "inherit", "text:b"),
	    "ServerTemplate");
	cr_expect_str_eq(rs_xref_source("text:b", NULL, "text:a"), "Server");
	cr_expect_str_eq(rs_xref_source("text:b", NULL, NULL), "ServerTemplate");
}

/* ---- values of a server's own ---- */

static cJSON *
inputs_told(const char *text)
{
	struct err err = { 0 };
	cJSON *list = json_read(text, strlen(text), bounds, &err);

	cr_assert_not_null(list, "%s", err.text);
	return list;
}

Test(rs_own, what_hides_the_deployment_is_named_and_no_value_told)
{
	static const struct input inputs[] = {
		{ .key = "A", .value = "1" }, { .key = "B", .value = "two words" },
		{ .key = "C", .value = "" }, { .key = "D", .value = "cred:KEY" },
		{ .key = "E", .value = "5", .scope = INPUT_ARRAY },
		{ .key = "RELEASE", .value = "r41" }, { .key = "lb/pools", .value = "shop" },
		{ .key = "NOT_TOLD", .value = "x" },
	};
	char key[] = "RELEASE", value[] = "r42", names[TEXT_LEN];
	struct config run = { .n_inputs = 1,
		.inputs = xcalloc(1, sizeof(*run.inputs)) };
	cJSON *list = inputs_told("[{\"name\":\"A\",\"value\":\"text:1\"},"
	    "{\"name\":\"B\",\"value\":\"text:other\"},"
	    "{\"name\":\"C\",\"value\":\"inherit\"},"
	    "{\"name\":\"D\",\"value\":\"text:plain\"},"
	    "{\"name\":\"E\",\"value\":\"text:6\"},"
	    "{\"name\":\"RELEASE\",\"value\":\"text:r41\"},"
	    "{\"name\":\"lb/pools\",\"value\":\"" RS_ISOLATED "\"}]");

	run.inputs[0].key = key;
	run.inputs[0].value = value;
	cr_expect_eq(rs_own_names(list, &run, inputs, countof(inputs), names,
	    sizeof(names)), 2);
	cr_expect_str_eq(names, "B, D");
	/* What the run sets is compared with what it will be. */
	cr_expect(rs_own_differs(list, "RELEASE", "r42"));
	cr_expect_not(rs_own_differs(list, "RELEASE", "r41"));
	cr_expect_not(rs_own_differs(list, "C", "x"), "it inherits");
	cr_expect_not(rs_own_differs(NULL, "A", "2"), "not told");
	cJSON_Delete(list);
	free(run.inputs);
}

Test(rs_own, who_is_not_named_is_counted)
{
	struct input inputs[40] = { { .key = "" } };
	struct buf text = { 0 };
	struct config run = { 0 };
	char names[TEXT_LEN];

	buf_puts(&text, "[");
	for (int i = 0; i < 40; i++) {
		(void)str_fmt(inputs[i].key, sizeof(inputs[i].key), "KEY_%d", i);
		buf_printf(&text, "%s{\"name\":\"KEY_%d\",\"value\":\"text:x\"}",
		    i > 0 ? "," : "", i);
	}
	buf_puts(&text, "]");
	cJSON *list = inputs_told(text.data);

	cr_expect_eq(rs_own_names(list, &run, inputs, 40, names, sizeof(names)), 40);
	cr_expect_str_eq(names,
	    "KEY_0, KEY_1, KEY_2, KEY_3, KEY_4, KEY_5 and 34 more");
	cJSON_Delete(list);
	buf_done(&text);
}

/* ---- looking around ---- */

Test(rs_look, the_new_are_looked_at_first_and_who_is_not_is_counted)
{
	char mark[] = RS_TAG_NEW, *tags[] = { mark };
	struct rs_server *servers = xcalloc(70, sizeof(*servers));
	struct rs_book book = { .servers = servers, .n = 70 };
	struct rs_look *look = xcalloc(1, sizeof(*look));

	for (int i = 0; i < 70; i++) {
		(void)str_fmt(servers[i].name, NAME_LEN, "app-%d", i);
		(void)str_copy(servers[i].current, RS_HREF, "/api/i");
		(void)str_copy(servers[i].next, RS_HREF, "/api/n");
	}
	servers[69].tags = (struct rs_tags){ .list = tags, .n = 1 };
	rs_look_gather(look, &book);
	cr_expect_eq(look->n, RS_LOOK_SERVERS);
	cr_expect_str_eq(look->servers[0].name, "app-69");
	cr_assert_eq(look->looks.n, 1);
	cr_expect_str_eq(look->looks.list[0].text, "RightScale: 64 servers are looked "
	    "at for failed scripts, graphs and inputs, and 6 more are not");
	look->n = look->left = look->looks.n = 0;
	book.n = 64;
	rs_look_gather(look, &book);
	cr_expect_eq(look->looks.n, 0, "all are");
	rs_looks_done(&look->looks);
	free(look);
	free(servers);
}

Test(rs_look, audit_entries_that_did_not_fit_are_told_of)
{
	struct rs_look *look = xcalloc(1, sizeof(*look));
	struct buf text = { 0 };

	buf_puts(&text, "[{}");
	for (int i = 1; i < 99; i++)
		buf_puts(&text, ",{}");
	for (int n = 99; n <= 100; n++) {
		buf_puts(&text, "]");
		cJSON *list = inputs_told(text.data);
		cr_expect_eq(rs_look_take_audits(look, 0, list, NULL), 0);
		cr_expect_eq(look->looks.n, n == 100, "%d entries", n);
		cJSON_Delete(list);
		text.data[--text.len] = '\0';
		buf_puts(&text, ",{}");
	}
	rs_looks_done(&look->looks);
	buf_done(&text);
	free(look);
}

Test(rs_graph, what_was_not_measured_is_not_zero)
{
	static const struct { const char *points; bool known; double mean; } cases[] = {
		{ "[0,0]", true, 0 }, { "[1.5,null,0.5]", true, 1 },
		{ "[null]", false, 0 }, { "[]", false, 0 },
		{ "[-1,1e9,\"3\"]", false, 0 },
	};

	for (size_t i = 0; i < countof(cases); i++) {
		struct err err = { 0 };
		char text[200];
		double mean = -1;

		(void)str_fmt(text, sizeof(text), "{\"variables_data\":[{"
		    "\"variable\":\"count\",\"points\":%s}]}", cases[i].points);
		cJSON *json = json_read(text, strlen(text), bounds, &err);
		cr_expect_eq(rs_graph_mean(json, &mean), cases[i].known, "%s",
		    cases[i].points);
		cr_expect_float_eq(mean, cases[i].mean, 1e-9);
		cJSON_Delete(json);
	}
	double mean;
	cr_expect_not(rs_graph_mean(NULL, &mean));
}

Test(rs_task, the_beginning_of_the_summary_counts)
{
	cr_expect_eq(rs_task_state("completed: lb::do_attach_request"),
	    TASK_COMPLETED);
	cr_expect_eq(rs_task_state("Completed: x"), TASK_COMPLETED);
	cr_expect_eq(rs_task_state("boot completed: all"), TASK_COMPLETED);
	cr_expect_eq(rs_task_state("failed: x"), TASK_FAILED);
	cr_expect_eq(rs_task_state("decommission aborted: x"), TASK_FAILED);
	cr_expect_eq(rs_task_state("Scheduling execution of completed: x"),
	    TASK_RUNNING);
	cr_expect_eq(rs_task_state(""), TASK_RUNNING);
}

/* ---- the book ---- */

#define LINK(rel, href) "{\"rel\":\"" rel "\",\"href\":\"" href "\"}"
#define NEXT(id, template) "{\"links\":[" LINK("server_template", template) "," \
	LINK("self", "/api/clouds/1/instances/" id) "]}"
#define T42 "/api/server_templates/42"
#define TEMPLATES "[{\"name\":\"Shop\",\"revision\":42,\"links\":[" \
	LINK("self", T42) "]},{\"name\":\"Shop 2\",\"revision\":42,\"links\":[" \
	LINK("self", "/api/server_templates/7") "]}]"
#define SERVER(name, id, state, template, more) "{\"name\":\"" name \
	"\",\"state\":\"" state "\",\"links\":[" \
	LINK("self", "/api/servers/" id) "],\"next_instance\":" \
	NEXT("N" id, template) more "}"
#define CURRENT(id) ",\"current_instance\":{\"locked\":false," \
	"\"private_ip_addresses\":[\"10.0.0.1\"],\"links\":[" \
	LINK("self", "/api/clouds/1/instances/" id) "," \
	LINK("server_template", T42) "]}"
#define SERVERS "[" SERVER("app-11", "1", "operational", T42, CURRENT("I1")) "," \
	SERVER("app-11 v1", "2", "inactive", T42, "") "," \
	SERVER("lb1", "3", "operational", "/api/server_templates/9", "") "]"

static struct config config;

static int
read_all(struct rs_book *book, const char *servers, size_t len, struct err *err)
{
	cJSON *templates = json_read(TEMPLATES, strlen(TEMPLATES), bounds, err);
	char *copy = strndup(servers, len);
	cJSON *list = json_read(copy, len, bounds, err);
	int status = -1;

	(void)str_copy(config.cloud.rs.address, NAME_LEN, "private");
	(void)str_copy(config.cloud.rs.port, NAME_LEN, "8000");
	if (list != NULL && rs_book_templates(book, templates, "Shop", err) == 0)
		status = rs_book_servers(book, list, &config, err);
	cJSON_Delete(templates);
	cJSON_Delete(list);
	free(copy);
	return status;
}

Test(rs_book, application_servers_are_those_of_the_template)
{
	struct sightings batch = { 0 };
	struct rs_book book = { 0 };
	struct err err = { 0 };

	cr_assert_eq(read_all(&book, SERVERS, strlen(SERVERS), &err), 0, "%s",
	    err.text);
	cr_assert_eq(book.n, 2, "the balancer is none of them");
	rs_book_sightings(&book, &config, &batch);
	const struct server *sv = &batch.list[0].u.server;
	cr_expect_str_eq(sv->name, "app-11");
	cr_expect_str_eq(sv->template, "rev42");
	cr_expect_str_eq(sv->addr, "10.0.0.1:8000");
	cr_expect_eq(sv->state, CLOUD_OPERATIONAL);
	cr_expect_str_eq(batch.list[1].u.server.name, "app-11_v1");
	cr_expect_eq(batch.list[1].u.server.state, CLOUD_INACTIVE);
	sightings_done(&batch);
	rs_book_done(&book);
}

Test(rs_book, an_answer_that_is_cut_anywhere_is_none)
{
	for (size_t len = 0; len < strlen(SERVERS); len++) {
		struct rs_book book = { 0 };
		struct err err = { 0 };

		cr_expect_eq(read_all(&book, SERVERS, len, &err), -1, "%zu", len);
		rs_book_done(&book);
	}
}

Test(rs_book, hrefs_that_are_none_are_refused)
{
	cr_expect(rs_is_href("/api/servers/1"));
	cr_expect_not(rs_is_href("https://evil.example/api/servers/1"));
	cr_expect_not(rs_is_href("/api/../x"));
	cr_expect_not(rs_is_href("/api/servers/1?x=1"));
	cr_expect_not(rs_is_href("/api/servers/1\r\nX: y"));
}

Test(rs_book, a_name_is_compared_whole)
{
	static const char two[] = "[{\"name\":\"shop-staging\",\"links\":["
	    LINK("self", "/api/deployments/4") "]},{\"name\":\"shop\",\"links\":["
	    LINK("self", "/api/deployments/3") "]}]";
	struct rs_book book = { 0 };
	struct err err = { 0 };
	cJSON *list = json_read(two, strlen(two), bounds, &err);

	cr_assert_eq(rs_book_deployment(&book, list, "shop", &err), 0);
	cr_expect_str_eq(book.deployment, "/api/deployments/3");
	cr_expect_eq(rs_book_deployment(&book, list, "sho", &err), -1);
	cJSON_Delete(list);
}

Test(rs_book, the_tag_of_the_pool_counts_and_silence_is_no_answer)
{
	static const char tags[] = "[{\"tags\":[{\"name\":"
	    "\"loadbalancer:shop=app\"}],\"links\":["
	    LINK("resource", "/api/clouds/1/instances/I1") "]}]";
	struct sightings batch = { 0 };
	struct rs_book book = { 0 };
	struct err err = { 0 };
	cJSON *list = json_read(tags, strlen(tags), bounds, &err);

	(void)str_copy(config.cloud.rs.pool, NAME_LEN, "shop");
	(void)str_copy(config.cloud.rs.attach, TEXT_LEN, "recipe:x");
	cr_assert_eq(read_all(&book, SERVERS, strlen(SERVERS), &err), 0);
	cr_expect_eq(book.n_others, 0, "lb1 does not run");
	cr_expect_eq(rs_book_tags_whole(&book, &err), -1);
	cr_assert_eq(rs_book_tags(&book, list, &err), 0);
	cr_expect_eq(rs_book_tags_whole(&book, &err), 0);
	rs_book_sightings(&book, &config, &batch);
	cr_expect_eq(batch.list[0].u.server.pooled, TRI_YES);
	cr_expect_eq(batch.list[1].u.server.pooled, TRI_NO, "nothing runs");
	cJSON_Delete(list);
	sightings_done(&batch);
	rs_book_done(&book);
}

Test(rs_book, what_was_ended_by_us_is_terminated_and_a_reserved_name_is_new)
{
	static const char tags[] = "[{\"tags\":[{\"name\":\"cutover:new=app-21\"}],"
	    "\"links\":[" LINK("resource", "/api/deployments/3") "]},"
	    "{\"tags\":[{\"name\":\"cutover:ended=/api/x\"}],\"links\":["
	    LINK("resource", "/api/servers/2") "]},{\"tags\":["
	    "{\"name\":\"server:uuid=01-A\"},{\"name\":\"appserver:listen_ip=10.9.9.9\"}"
	    "],\"links\":[" LINK("resource", "/api/clouds/1/instances/I1") "]}]";
	struct sightings batch = { 0 };
	struct rs_book book = { 0 };
	struct err err = { 0 };

	(void)str_copy(book.deployment, sizeof(book.deployment),
	    "/api/deployments/3");
	cr_assert_eq(read_all(&book, SERVERS, strlen(SERVERS), &err), 0);
	cJSON *list = json_read(tags, strlen(tags), bounds, &err);
	cr_assert_eq(rs_book_tags(&book, list, &err), 0);
	rs_book_sightings(&book, &config, &batch);
	cr_expect_str_eq(batch.list[0].u.server.row, "01-A");
	cr_expect_str_eq(batch.list[0].u.server.addr, "10.9.9.9:8000");
	cr_expect_eq(batch.list[1].u.server.state, CLOUD_TERMINATED);
	cr_expect_str_eq(batch.list[2].u.server.name, "app-21");
	cr_expect_eq(batch.list[2].u.server.tag, MARK_NEW);
	cJSON_Delete(list);
	sightings_done(&batch);
	rs_book_done(&book);
}
