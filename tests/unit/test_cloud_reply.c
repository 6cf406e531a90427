/* backend/cloud_reply: what a cloud says, and what none would say. */

#include "backend/cloud_reply.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"

#define SERVER "{\"id\":\"i-1\",\"name\":\"app-1\",\"addr\":\"127.0.0.1:80\"," \
	"\"template\":\"r41\",\"source\":\"\",\"state\":\"operational\"," \
	"\"tags\":[],\"in_array\":false,\"launched\":1795536489291}"
#define INPUT "{\"key\":\"A\",\"value\":\"x\",\"scope\":\"array\",\"secret\":true}"
#define ARRAY "{\"name\":\"W\",\"template\":\"r42\",\"min\":1,\"max\":3," \
	"\"running\":2,\"enabled\":true,\"trial\":true}"
#define RESERVED "{\"name\":\"app-9\",\"tags\":[\"cutover:new\"]}"
#define LIST "{\"ok\":true,\"servers\":[" SERVER "],\"reserved\":[" RESERVED \
	"],\"inputs\":[" INPUT "],\"array\":" ARRAY "}\n"

Test(cloud_reply, whole_list)
{
	struct sightings batch = { 0 };
	struct err err = { 0 };

	cr_assert_eq(cloud_reply_list(LIST, strlen(LIST), "shop", &batch, &err), 0,
	    "%s", err.text);
	cr_assert_eq(batch.n, 4);
	const struct server *sv = &batch.list[0].u.server;
	cr_expect_str_eq(sv->id, "i-1");
	cr_expect_eq(sv->state, CLOUD_OPERATIONAL);
	cr_expect_eq(sv->tag, MARK_OLD);
	cr_expect_eq(sv->mark, MARK_UNKNOWN);
	cr_expect_eq(sv->launched_ms, 1795536489291);
	sv = &batch.list[1].u.server;
	cr_expect_str_eq(sv->name, "app-9");
	cr_expect_str_empty(sv->id);
	cr_expect_eq(sv->state, CLOUD_INACTIVE);
	cr_expect_eq(sv->tag, MARK_NEW);
	cr_expect_eq(batch.list[2].u.input.scope, INPUT_ARRAY);
	cr_expect(batch.list[2].u.input.secret);
	cr_expect_eq(batch.list[3].u.array.enabled, TRI_YES);
	cr_expect_eq(batch.list[3].u.array.max, 3);
	sightings_done(&batch);
}

/* LIST with one thing changed. */
static int
read_changed(const char *from, const char *to, struct err *err)
{
	struct sightings batch = { 0 };
	struct buf text = { 0 };
	const char *at = strstr(LIST, from);

	cr_assert_not_null(at, "%s", from);
	buf_add(&text, LIST, (size_t)(at - LIST));
	buf_puts(&text, to);
	buf_puts(&text, at + strlen(from));
	int status = cloud_reply_list(text.data, text.len, "shop", &batch,
	    err);
	cr_expect(status == 0 || batch.n == 0);
	sightings_done(&batch);
	buf_done(&text);
	return status;
}

Test(cloud_reply, nonsense)
{
	static const struct { const char *from, *to; } cases[] = {
		{ "{\"ok\":true,", "{" }, { "\"ok\":true", "\"ok\":1" },
		{ "\"ok\":true", "\"ok\":true,\"ok\":true" }, { "}\n", "} x" },
		{ "\"i-1\"", "\"\"" }, { "\"i-1\"", "7" }, { "\"i-1\"", "\"a b\"" },
		{ "\"i-1\"", "\"i\\u0000\"" }, { "\"app-1\"", "\"app-9\"" },
		{ "\"app-1\"", "\"\\u001b[2J\"" }, { "\"127.0.0.1:80\"", "null" },
		{ "\"id\":\"i-1\",", "" }, { "\"tags\":[]", "\"tags\":{}" },
		{ "\"tags\":[]", "\"tags\":[1]" }, { "false", "0" },
		{ "1795536489291", "-1" }, { "1795536489291", "1e300" },
		{ "1795536489291", "0.5" }, { "\"A\"", "\"\"" },
		{ "\"x\"", "null" }, { "\"scope\":\"array\"", "\"scope\":\"all\"" },
		{ "\"servers\":[", "\"servers\":[1," }, { "\"servers\":[", "\"more\":[" },
		{ "\"array\":{", "\"array\":[{" }, { "\"max\":3", "\"max\":1e9" },
		{ "\"inputs\":[", "\"inputs\":[[[[[[[[]]]]]]]," },
		/* What is not known may mean anything. */
		{ "\"ok\":true", "\"ok\":true,\"next_page\":2" },
		{ "\"in_array\":", "\"protected\":true,\"in_array\":" },
		{ "\"in_array\":", "\"alive\":1,\"in_array\":" },
		{ "\"in_array\":", "\"trouble\":null,\"in_array\":" },
		{ "\"secret\":", "\"from\":\"x\",\"secret\":" },
		{ "\"trial\":", "\"desired\":2,\"trial\":" },
		{ "\"name\":\"app-9\"", "\"name\":\"app-9\",\"id\":\"i-9\"" },
	};

	for (size_t i = 0; i < countof(cases); i++) {
		struct err err = { 0 };
		cr_expect_eq(read_changed(cases[i].from, cases[i].to, &err), -1,
		    "%s", cases[i].to);
		cr_expect_eq(err.code, ERR_PARSE, "%s", cases[i].to);
	}
}

/* Whose servers they are may be told, and then they must be ours. */
/* Some clouds give one at the launch only. */
Test(cloud_reply, a_server_may_have_no_address_yet)
{
	struct err err = { 0 };

	cr_expect_eq(read_changed("\"127.0.0.1:80\"", "\"\"", &err), 0, "%s",
	    err.text);
}

Test(cloud_reply, of_another_deployment)
{
	struct err err = { 0 };

	cr_expect_eq(read_changed("true,", "true,\"deployment\":\"shop\",",
	    NULL), 0);
	cr_expect_eq(read_changed("true,", "true,\"deployment\":\"shop-2\",",
	    &err), -1);
	cr_expect_str_eq(err.text, "the cloud tells of the deployment shop-2, and "
	    "the configuration has shop");
	cr_expect_eq(read_changed("true,", "true,\"deployment\":\"\",", NULL),
	    -1);
}

Test(cloud_reply, cut_anywhere)
{
	for (size_t len = 0; len + 2 < sizeof(LIST); len++) {
		struct sightings batch = { 0 };
		struct buf text = { 0 };
		buf_add(&text, LIST, len);
		cr_expect_eq(cloud_reply_list(text.data, len, "shop", &batch, NULL),
		    -1);
		buf_done(&text);
	}
}

Test(cloud_reply, its_own_words)
{
	static const char no[] = "{\"ok\":false,\"error\":\"no \\u001b[2J\"}";
	static const char yes[] = "{\"ok\":true,\"id\":\"i-1\"}";
	struct err err = { 0 };

	cr_expect_eq(cloud_reply_check(yes, strlen(yes), &err), 0);
	cr_expect_eq(cloud_reply_check(no, strlen(no), &err), -1);
	cr_expect_eq(err.code, ERR_REFUSED);
	cr_expect_str_eq(err.text, "no \\x1b[2J");
}

/* Cut, a "no" is no refusal: what was asked may have been done. */
Test(cloud_reply, its_own_words_cut_anywhere)
{
	static const char *const texts[] = { "{\"ok\":true,\"id\":\"i-1\"}",
		"{\"ok\":false,\"error\":\"no room\"}",
		"{\"ok\":true,\"snapshot\":{\"id\":\"/s/1\",\"of\":\"shop\","
		"\"bytes\":4096,\"verified\":true}}" };

	for (size_t i = 0; i < countof(texts); i++)
		for (size_t len = 0; len < strlen(texts[i]); len++) {
			struct snapshot known = { .id = "before", .writes = 7 };
			char *cut = strndup(texts[i], len);
			struct err err = { 0 };

			cr_expect_eq(cloud_reply_check(cut, len, &err), -1);
			cr_expect_eq(err.code, ERR_PARSE, "%s", cut);
			cr_expect_eq(cloud_reply_snapshot(cut, len, &known, &err), -1);
			cr_expect_eq(err.code, ERR_PARSE, "%s", cut);
			cr_expect_str_eq(known.id, "before");
			free(cut);
		}
}

static int
read_snapshot(const char *members, struct snapshot *snapshot, struct err *err)
{
	struct buf text = { 0 };

	buf_printf(&text, "{\"ok\":true,\"snapshot\":{%s}}", members);
	int status = cloud_reply_snapshot(text.data, text.len, snapshot, err);
	buf_done(&text);
	return status;
}

Test(cloud_reply, snapshot)
{
	static const char *const nonsense[] = { "",
		"\"id\":\"\",\"of\":\"shop\",\"bytes\":1,\"verified\":true",
		"\"id\":\"a\\nb\",\"of\":\"shop\",\"bytes\":1,\"verified\":true",
		"\"id\":\"s\",\"bytes\":1,\"verified\":true",
		"\"id\":\"s\",\"of\":\"shop\",\"bytes\":-1,\"verified\":true",
		"\"id\":\"s\",\"of\":\"shop\",\"bytes\":1,\"verified\":\"yes\"",
		"\"id\":\"s\",\"of\":\"other\",\"bytes\":1" };
	struct snapshot snapshot = { .writes = 7 };
	struct err err = { 0 };

	cr_assert_eq(read_snapshot("\"id\":\"/s/1 a\",\"of\":\"shop 7c0f\","
	    "\"bytes\":4096,\"verified\":true", &snapshot, &err), 0, "%s", err.text);
	cr_expect_str_eq(snapshot.id, "/s/1 a");
	cr_expect_str_eq(snapshot.of, "shop 7c0f");
	cr_expect_eq(snapshot.bytes, 4096);
	cr_expect_eq(snapshot.state, SNAPSHOT_COMPLETE);
	cr_expect_eq(snapshot.verified, TRI_YES);
	cr_expect_eq(snapshot.writes, 7);
	for (size_t i = 0; i < countof(nonsense); i++)
		cr_expect_eq(read_snapshot(nonsense[i], &snapshot, &err), -1, "%s",
		    nonsense[i]);
	/* None of it was believed by halves. */
	cr_expect_str_eq(snapshot.id, "/s/1 a");
	cr_expect_str_eq(snapshot.of, "shop 7c0f");
}

/* The strictest tag counts, in any order. */
Test(cloud_reply, tags)
{
	static const struct { const char *tags; enum mark mark; } cases[] = {
		{ "", MARK_OLD }, { "\"x:y\"", MARK_OLD },
		{ "\"cutover:withdrawn\"", MARK_WITHDRAWN },
		{ "\"cutover:new\",\"cutover:withdrawn\"", MARK_NEW },
		{ "\"cutover:withdrawn\",\"cutover:new\"", MARK_NEW },
	};

	for (size_t i = 0; i < countof(cases); i++) {
		struct buf text = { 0 };
		struct sightings batch = { 0 };
		buf_printf(&text, "{\"ok\":true,\"servers\":[],\"reserved\":[{\"name\":"
		    "\"a\",\"tags\":[%s]}],\"inputs\":[],\"array\":null}",
		    cases[i].tags);
		cr_assert_eq(cloud_reply_list(text.data, text.len, "shop", &batch,
		    NULL), 0);
		cr_expect_eq(batch.list[0].u.server.tag, cases[i].mark, "%s",
		    cases[i].tags);
		cr_expect_eq(batch.list[1].u.array.exists, TRI_NO);
		sightings_done(&batch);
		buf_done(&text);
	}
}
