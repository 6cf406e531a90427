/* local/strict and local/store: JSON that is not exactly as expected. */

#include "local/strict.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/str.h"
#include "local/cloud.h"
#include "local/store.h"

static const struct strict_member members[] = {
	{ "name", STRICT_NAME, false }, { "text", STRICT_TEXT_OR_NULL, true },
	{ "count", STRICT_COUNT, true }, { "list", STRICT_LIST, true },
	{ "flag", STRICT_BOOL, true }, { NULL, STRICT_ANY, false },
};

static bool
is_taken(const char *text)
{
	struct err err = { 0 };
	cJSON *json = strict_parse(text, strlen(text), &err);
	bool taken = json != NULL && strict_members(json, members, &err) == 0;

	cr_expect_eq(taken, err.code == ERR_NONE, "%s: %s", text, err.text);
	cJSON_Delete(json);
	return taken;
}

Test(local_strict, takes_what_it_should)
{
	static const char *const good[] = { "{\"name\":\"a\"}", " {\"name\":\"a\"} ",
		"{\"name\":\"a\",\"text\":null,\"count\":0,\"list\":[1],\"flag\":false}",
		"{\"name\":\"a\",\"count\":9007199254740992}",
		"{\"name\":\"a\",\"text\":\"\\u00e4\\n\"}" };

	for (size_t i = 0; i < countof(good); i++)
		cr_expect(is_taken(good[i]), "%s", good[i]);
}

Test(local_strict, refuses_the_rest)
{
	static const char *const bad[] = { "", "{", "[]", "1", "{}", "{\"name\":\"a\"}x",
		"{\"name\":\"a\"}{}", "{\"name\":\"a\",\"name\":\"b\"}",
		"{\"Name\":\"a\"}", "{\"name\":\"\"}", "{\"name\":\"-a\"}",
		"{\"name\":\"a b\"}", "{\"name\":1}", "{\"name\":\"a\",\"x\":1}",
		"{\"name\":\"a\",\"text\":1}", "{\"name\":\"a\",\"text\":\"x\\u0000y\"}",
		"{\"name\":\"a\",\"count\":-1}", "{\"name\":\"a\",\"count\":1.5}",
		"{\"name\":\"a\",\"count\":1e999}", "{\"name\":\"a\",\"count\":1e16}",
		"{\"name\":\"a\",\"count\":\"1\"}", "{\"name\":\"a\",\"flag\":0}",
		"{\"name\":\"a\",\"list\":{}}",
		"{\"name\":\"a\",\"list\":[{\"b\":1,\"b\":2}]}",
		"{\"name\":\"a\",\"list\":[[[[[[[[[1]]]]]]]]]}" };

	for (size_t i = 0; i < countof(bad); i++)
		cr_expect(!is_taken(bad[i]), "%s", bad[i]);
}

/* ---- definition and state ---- */

static char dir[] = "/tmp/cutover-XXXXXX";

static void
make_dir(void)
{
	cr_assert_not_null(mkdtemp(dir));
}

static void
remove_dir(void)
{
	(void)file_remove_tree(dir, NULL);
}

static int
load(struct cloud *cloud, struct err *err)
{
	(void)str_copy(cloud->dir, sizeof(cloud->dir), dir);
	return store_load(cloud, err);
}

static void
define(const char *rest)
{
	char path[64];
	struct buf text = { 0 };

	(void)str_fmt(path, sizeof(path), "%s/cloud.json", dir);
	buf_printf(&text, "{\"deployment\":\"d\",\"socket\":\"s\",\"servers\":\"v\","
	    "\"templates\":\"" TOP_SRCDIR "/config/demo/templates\","
	    "\"addresses\":[\"127.9.9.1:1\",\"127.9.9.2:1\",\"127.9.9.3:1\"],"
	    "\"boot_ms\":1%s}", rest);
	cr_assert_eq(file_write(path, text.data, text.len, 0600, NULL), 0);
	buf_done(&text);
}

Test(local_strict, bad_definitions, .init = make_dir, .fini = remove_dir)
{
	static const char *const bad[] = { ",\"more\":1", ",\"inputs\":[]",
		",\"inputs\":{\"A\":1}", ",\"inputs\":{\"-\":\"x\"}",
		",\"inputs\":{\"A\":{\"value\":\"x\",\"hidden\":true}}",
		",\"start\":[{\"name\":\"a\",\"template\":\"r43\"}]",
		",\"start\":[{\"name\":\"a\",\"template\":\"../r41\"}]",
		",\"start\":[{\"name\":\"..\",\"template\":\"r41\"}]",
		",\"start\":[{\"name\":\"a\",\"template\":\"r41\",\"in_array\":true}]",
		",\"start\":[{\"name\":\"a\",\"template\":\"r41\"},"
		"{\"name\":\"a\",\"template\":\"r41\"}]",
		",\"array\":{\"name\":\"A\",\"template\":\"r41\",\"min\":3,\"max\":2,"
		"\"enabled\":true}" };

	for (size_t i = 0; i < countof(bad); i++) {
		struct cloud cloud = { 0 };
		struct err err = { 0 };
		define(bad[i]);
		cr_expect_eq(load(&cloud, &err), -1, "%s", bad[i]);
		cr_expect(str_starts(err.text, dir), "%s", err.text);
		cloud_done(&cloud);
	}
}

Test(local_strict, state_comes_back, .init = make_dir, .fini = remove_dir)
{
	struct cloud first = { 0 }, second = { 0 };
	struct err err = { 0 };

	define(",\"inputs\":{\"A\":{\"value\":\"x\\ny\",\"secret\":true}},"
	    "\"array\":{\"name\":\"W\",\"template\":\"r41\",\"min\":1,\"max\":2,"
	    "\"enabled\":true,\"inputs\":{\"A\":\"own\"}},"
	    "\"start\":[{\"name\":\"a\",\"template\":\"r41\",\"in_array\":true}]");
	cr_assert_eq(load(&first, &err), 0, "%s", err.text);
	cr_assert_eq(note_tag(cloud_note_make(&first, "b", NULL), "cutover:new",
	    NULL), 0);
	cloud_note_make(&first, "b", NULL)->fault = FAULT_SLOW;
	first.machines[0]->launched_ms = 1795536489291;
	cr_assert_eq(store_save(&first, &err), 0, "%s", err.text);
	cr_assert_eq(load(&second, &err), 0, "%s", err.text);

	cr_assert_eq(second.n_machines, 1);
	const struct machine *a = first.machines[0], *b = second.machines[0];
	cr_expect_str_eq(b->id, a->id);
	cr_expect_str_eq(b->addr, a->addr);
	cr_expect_eq(b->state, MACHINE_PENDING);
	cr_expect_eq(b->launched_ms, a->launched_ms);
	cr_expect(b->in_array);
	cr_expect_str_eq(second.notes[0].tags[0], "cutover:new");
	cr_expect_eq(second.notes[0].fault, FAULT_SLOW);
	cr_expect(second.array.enabled);
	cr_expect_eq(second.next_address, 1);
	cr_expect_str_eq(cloud_effective(&second, false, "A")->value, "x\ny");
	cr_expect(cloud_effective(&second, false, "A")->secret);
	cr_expect_str_eq(cloud_effective(&second, true, "A")->value, "own");
	cloud_done(&first);
	cloud_done(&second);
}

/* ---- names, addresses, tags ---- */

Test(local_cloud, addresses_come_back_last, .init = make_dir, .fini = remove_dir)
{
	struct cloud cloud = { 0 };
	struct machine *a, *b, *c;

	define("");
	cr_assert_eq(load(&cloud, NULL), 0);
	a = cloud_add(&cloud, "a", "r41", NULL);
	cr_expect_str_eq(a->addr, "127.9.9.1:1");
	a->state = MACHINE_TERMINATED;
	b = cloud_add(&cloud, "b", "r41", NULL);
	cr_expect_str_eq(b->addr, "127.9.9.2:1");
	c = cloud_add(&cloud, "c", "r41", NULL);
	cr_expect_str_eq(c->addr, "127.9.9.3:1");
	a = cloud_add(&cloud, "a", "r41", NULL);
	cr_expect_str_eq(a->addr, "127.9.9.1:1");
	cr_expect_eq(cloud.n_machines, 3);
	cr_expect_null(cloud_add(&cloud, "d", "r41", NULL));
	cr_expect_null(cloud_add(&cloud, "b", "r41", NULL));
	cloud_done(&cloud);
}

Test(local_cloud, one_tag_of_a_namespace)
{
	struct note note = { .name = "a" };

	cr_expect_eq(note_tag(&note, "cutover:new", NULL), 0);
	cr_expect_eq(note_tag(&note, "cutover:new", NULL), 0);
	cr_expect_eq(note_tag(&note, "team:shop", NULL), 0);
	cr_expect_eq(note.n_tags, 2);
	cr_expect_eq(note_tag(&note, "cutover:withdrawn", NULL), 0);
	cr_expect_eq(note.n_tags, 2);
	cr_expect_str_eq(note.tags[0], "team:shop");
	cr_expect_str_eq(note.tags[1], "cutover:withdrawn");
}
