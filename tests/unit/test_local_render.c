/* local/render and local/tree: templates filled in. */

#include "local/render.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "local/template.h"
#include "local/tree.h"

static const struct render_pair names[] = { { "NAME", "app-1" },
	{ "ADDR", "127.0.0.1:80" }, { NULL, NULL } };
static const struct render_pair inputs[] = { { "DB", "/var/@NAME@" },
	{ "EMPTY", "" }, { NULL, NULL } };

Test(local_render, words)
{
	static const struct { const char *text, *wanted; } cases[] = {
		{ "", "" }, { "@", "@" }, { "@@", "@@" }, { "plain", "plain" },
		{ "@NAME@", "app-1" }, { "<@NAME@>@ADDR@", "<app-1>127.0.0.1:80" },
		{ "@NAME", "@NAME" }, { "NAME@", "NAME@" }, { "@name@", "@name@" },
		{ "@NAM@", "@NAM@" }, { "@NAMES@", "@NAMES@" },
		{ "me@NAME@", "meapp-1" }, { "a@b@NAME@c", "a@bapp-1c" },
		{ "@@NAME@@", "@app-1@" },
		/* What an input says is not looked at again. */
		{ "@input:DB@", "/var/@NAME@" }, { "[@input:EMPTY@]", "[]" },
		{ "@input:@", "@input:@" }, { "\"$@\" @_", "\"$@\" @_" },
	};

	for (size_t i = 0; i < countof(cases); i++) {
		struct buf out = { 0 };
		struct err err = { 0 };
		cr_expect_eq(render_text(cases[i].text, strlen(cases[i].text), names,
		    inputs, &out, &err), 0, "%s: %s", cases[i].text, err.text);
		cr_expect_str_eq(out.data, cases[i].wanted);
		buf_done(&out);
	}
}

Test(local_render, input_that_is_not_set)
{
	static const char text[] = "x @input:BANNER@";
	struct buf out = { 0 };
	struct err err = { 0 };

	cr_expect_eq(render_text(text, strlen(text), names, inputs, &out, &err), -1);
	cr_expect_str_eq(err.text, "the input BANNER is not set");
	buf_done(&out);
}

static char dir[] = "/tmp/cutover-XXXXXX";

static void
put(const char *name, const char *text, size_t len, mode_t mode)
{
	char path[128];

	(void)str_fmt(path, sizeof(path), "%s/%s", dir, name);
	cr_assert_eq(file_write(path, text, len, mode, NULL), 0);
}

static void
expect_file(const char *name, const char *text, size_t len, mode_t mode)
{
	char path[128];
	struct buf found = { 0 };
	struct stat st;

	(void)str_fmt(path, sizeof(path), "%s/%s", dir, name);
	cr_assert_eq(file_read(path, 1000, &found, NULL), 0, "%s", name);
	cr_expect_eq(found.len, len);
	cr_expect_arr_eq(found.data, text, len);
	cr_expect_eq(stat(path, &st), 0);
	cr_expect_eq(st.st_mode & 0777, mode);
	buf_done(&found);
}

static void
make_dir(void)
{
	char path[128];

	cr_assert_not_null(mkdtemp(dir));
	(void)str_fmt(path, sizeof(path), "%s/from/cgi", dir);
	cr_assert_eq(file_make_dirs(path, NULL), 0);
}

static void
remove_dir(void)
{
	(void)file_remove_tree(dir, NULL);
}

static int
render(struct err *err)
{
	char from[128], to[128];

	(void)str_fmt(from, sizeof(from), "%s/from", dir);
	(void)str_fmt(to, sizeof(to), "%s/to", dir);
	return tree_render(from, to, names, inputs, err);
}

Test(local_render, tree, .init = make_dir, .fini = remove_dir)
{
	static const char binary[] = "\0@NAME@";
	struct err err = { 0 };
	char path[128];

	put("from/template.json", "{}", 2, 0644);
	put("from/conf", "@NAME@", 6, 0600);
	put("from/cgi/run", "@NAME@", 6, 0700);
	put("from/cgi/script", "#!/bin/sh\n", 10, 0644);
	put("from/cgi/image", binary, sizeof(binary), 0644);
	put("from/cgi/template.json", "[]", 2, 0644);
	cr_assert_eq(render(&err), 0, "%s", err.text);
	expect_file("to/conf", "app-1", 5, 0644);
	expect_file("to/cgi/run", "app-1", 5, 0755);
	expect_file("to/cgi/script", "#!/bin/sh\n", 10, 0755);
	expect_file("to/cgi/image", binary, sizeof(binary), 0644);
	expect_file("to/cgi/template.json", "[]", 2, 0644);
	(void)str_fmt(path, sizeof(path), "%s/to/template.json", dir);
	cr_expect_eq(access(path, F_OK), -1);
}

Test(local_render, tree_over_a_tree, .init = make_dir, .fini = remove_dir)
{
	struct err err = { 0 };

	put("from/conf", "below", 5, 0644);
	put("from/cgi/run", "below", 5, 0755);
	cr_assert_eq(render(&err), 0, "%s", err.text);
	put("from/conf", "above", 5, 0644);
	cr_assert_eq(render(&err), 0, "%s", err.text);
	expect_file("to/conf", "above", 5, 0644);
	expect_file("to/cgi/run", "below", 5, 0755);
}

Test(local_render, bases, .init = make_dir, .fini = remove_dir)
{
	struct cloud cloud = { 0 };
	static const struct { const char *base, *wanted; } cases[] = {
		{ "none", "there is no template none" },
		{ "from", "template from: too many bases" },
		{ "..", "there is no template .." },
	};

	(void)str_copy(cloud.templates, sizeof(cloud.templates), dir);
	for (size_t i = 0; i < countof(cases); i++) {
		struct err err = { 0 };
		char text[64];

		(void)str_fmt(text, sizeof(text),
		    "{\"command\":[\"x\"],\"base\":\"%s\"}", cases[i].base);
		put("from/template.json", text, strlen(text), 0644);
		cr_expect_eq(template_check(&cloud, "from", &err), -1);
		cr_expect_not_null(strstr(err.text, cases[i].wanted), "%s", err.text);
	}
}

Test(local_render, links_are_refused, .init = make_dir, .fini = remove_dir)
{
	struct err err = { 0 };
	char path[128];

	(void)str_fmt(path, sizeof(path), "%s/from/link", dir);
	cr_assert_eq(symlink("/etc/passwd", path), 0);
	cr_expect_eq(render(&err), -1);
	cr_expect_not_null(strstr(err.text, "neither a file nor a directory"));
}
