/*
 * A local cloud for real: a supervisor of its own, Apache, the demo's templates; asked
 * by its socket, and its servers by HTTP.
 */
#ifndef TESTS_CLOUD_SITE_H
#define TESTS_CLOUD_SITE_H

#include <criterion/criterion.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "backend/provider.h"
#include "base/child.h"
#include "base/file.h"
#include "base/http.h"
#include "base/loop.h"
#include "base/sock.h"
#include "local/local.h"

#define LIMIT_MS 20000

/* The world of the one test that runs in this process. */
static struct {
	char dir[64], net[32];
	struct loop *loop;
	pid_t supervisor;
	struct config config;
	void *cloud;
	struct facts facts;
	struct buf text;		/* of the newest answer */
	long status;
	char outcome[TEXT_LEN];
	enum outcome how;
	bool done;
} world;

/* ---- waiting ---- */

static inline void
wake(void *arg)
{
	(void)arg;
	loop_stop(world.loop, 0);
}

static inline void
finish(void)
{
	world.done = true;
	loop_stop(world.loop, 0);
}

static inline void
await_done(void)
{
	while (!world.done)
		(void)loop_run(world.loop);
	world.done = false;
}

static inline void
pause_ms(int ms)
{
	struct loop_timer *timer = loop_add_timer(world.loop, ms, wake, NULL);

	(void)timer;
	(void)loop_run(world.loop);
}

/* ---- asking ---- */

static inline void
got_reply(const char *reply, size_t len, const struct err *err, void *arg)
{
	(void)arg;
	buf_reset(&world.text);
	if (err == NULL)
		buf_add(&world.text, reply, len);
	else
		buf_puts(&world.text, err->text);
	finish();
}

static inline const char *
ask(const char *line)
{
	struct buf request = { 0 };

	buf_printf(&request, "%s\n", line);
	const struct sock_ask what = { .address = world.config.cloud.socket,
		.request = request.data, .timeout_ms = LIMIT_MS };
	(void)sock_start(world.loop, &what, got_reply, NULL);
	await_done();
	buf_done(&request);
	return world.text.data;
}

static inline void
expect_ok(const char *line)
{
	cr_assert_not_null(strstr(ask(line), "\"ok\":true"), "%s: %s", line,
	    world.text.data);
}

static inline void
got_page(const struct http_reply *reply, const struct err *err, void *arg)
{
	(void)arg;
	buf_reset(&world.text);
	world.status = reply != NULL ? reply->status : 0;
	if (reply != NULL) {
		buf_add(&world.text, reply->head, reply->head_len);
		buf_add(&world.text, reply->body, reply->body_len);
	} else {
		buf_puts(&world.text, err->text);
	}
	finish();
}

static inline const char *
get(const char *addr, const char *page, const char *cookie)
{
	char url[256];
	const char *headers[] = { cookie, NULL };
	const struct http_ask what = { .url = url, .timeout_ms = LIMIT_MS,
		.headers = cookie != NULL ? headers : NULL };

	(void)str_fmt(url, sizeof(url), "http://%s%s", addr, page);
	cr_assert_not_null(http_start(world.loop, &what, got_page, NULL, NULL));
	await_done();
	return world.text.data;
}

/* ---- the world ---- */

static inline void
write_text(const char *name, const char *text)
{
	char path[128];

	(void)str_fmt(path, sizeof(path), "%s/%s", world.dir, name);
	cr_assert_eq(file_write(path, text, strlen(text), 0600, NULL), 0);
}

static inline void
start_supervisor(void)
{
	struct stat st;

	(void)unlink(world.config.cloud.socket);
	world.supervisor = fork();
	cr_assert_neq(world.supervisor, -1);
	if (world.supervisor == 0) {
		char name[] = "cloud", dir[] = "--dir";
		char *argv[] = { name, dir, world.dir, NULL };
		_exit(local_cloud_main(3, argv));
	}
	for (int i = 0; i < 500 && stat(world.config.cloud.socket, &st) == -1; i++)
		pause_ms(20);
	cr_assert_eq(stat(world.config.cloud.socket, &st), 0);
	cr_assert_eq(st.st_mode & 0777, 0600);
}

static inline void
kill_supervisor(void)
{
	(void)kill(world.supervisor, SIGKILL);
	(void)waitpid(world.supervisor, NULL, 0);
}

static inline void
sqlite(const char *first, const char *second)
{
	char path[128];
	const char *const argv[] = { "sqlite3", "-bail", path, first, second,
		NULL };
	const struct child_spec spec = { .argv = argv };

	(void)str_fmt(path, sizeof(path), "%s/shop.db", world.dir);
	pid_t pid = child_launch(&spec, NULL);
	cr_assert_gt(pid, 0);
	while (child_alive(pid))
		pause_ms(10);
}

/* rest: what a test adds to the definition. */
static inline void
build(const char *rest)
{
	struct buf text = { 0 };

	if (access("/usr/sbin/apache2", X_OK) == -1)
		cr_skip_test("no Apache here");
	(void)str_copy(world.dir, sizeof(world.dir), "/tmp/cutover-XXXXXX");
	cr_assert_not_null(mkdtemp(world.dir));
	(void)str_fmt(world.net, sizeof(world.net), "127.%d.%d.",
	    30 + getpid() % 90, getpid() / 90 % 250);
	(void)str_copy(world.config.deployment, NAME_LEN, "shop");
	(void)str_copy(world.config.cloud.provider, NAME_LEN, "local");
	(void)str_fmt(world.config.cloud.socket, TEXT_LEN, "%s/cloud.sock",
	    world.dir);
	world.loop = loop_new(NULL);
	facts_init(&world.facts);
	const struct provider_ctx ctx = { .loop = world.loop,
		.config = &world.config };
	cr_assert_eq(cloud_local.open(&world.cloud, &ctx, NULL), 0);
	sqlite(".read " TOP_SRCDIR "/config/demo/schema.sql.in",
	    "UPDATE identity SET name = 'shop-master', uuid = '7c0f'");
	buf_printf(&text, "{\"deployment\":\"shop\",\"socket\":\"cloud.sock\","
	    "\"templates\":\"" TOP_SRCDIR "/config/demo/templates\","
	    "\"servers\":\"servers\",\"boot_ms\":200,\"addresses\":[");
	for (int i = 1; i <= 6; i++)
		buf_printf(&text, "%s\"%s%d:8080\"", i > 1 ? "," : "", world.net, i);
	buf_printf(&text, "],\"inputs\":{\"DB\":\"%s/shop.db\","
	    "\"PASSWORD\":{\"value\":\"hush\",\"secret\":true}}%s}", world.dir,
	    rest);
	write_text("cloud.json", text.data);
	buf_done(&text);
	start_supervisor();
}

static inline void
tear_down(void)
{
	if (world.dir[0] == '\0')
		return;
	if (kill(world.supervisor, 0) == 0 && waitpid(world.supervisor, NULL,
	    WNOHANG) != 0)
		start_supervisor();
	(void)ask("{\"verb\":\"shutdown\"}");
	(void)waitpid(world.supervisor, NULL, 0);
	cloud_local.close(world.cloud);
	loop_free(world.loop);
	facts_done(&world.facts);
	buf_done(&world.text);
	(void)file_remove_tree(world.dir, NULL);
}

#define START ",\"start\":[{\"name\":\"app-1\",\"template\":\"r41\"}," \
	"{\"name\":\"app-2\",\"template\":\"r41\"}]"
#define ARRAY(enabled) ",\"array\":{\"name\":\"WEB-ARRAY\"," \
	"\"template\":\"r41\",\"min\":1,\"max\":2,\"enabled\":" enabled "}"

#endif
