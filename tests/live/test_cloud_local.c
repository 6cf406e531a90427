/*
 * The local cloud for real: a supervisor of its own, Apache, the demo's
 * templates, and the provider that asks it.
 */

#include <criterion/criterion.h>
#include <dirent.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "backend/inputs_csv.h"
#include "backend/provider.h"
#include "base/child.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/http.h"
#include "base/loop.h"
#include "base/sock.h"
#include "base/xmalloc.h"
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

static void
wake(void *arg)
{
	(void)arg;
	loop_stop(world.loop, 0);
}

static void
finish(void)
{
	world.done = true;
	loop_stop(world.loop, 0);
}

static void
await_done(void)
{
	while (!world.done)
		(void)loop_run(world.loop);
	world.done = false;
}

static void
pause_ms(int ms)
{
	struct loop_timer *timer = loop_add_timer(world.loop, ms, wake, NULL);

	(void)timer;
	(void)loop_run(world.loop);
}

/* ---- asking ---- */

static void
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

static const char *
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

static void
expect_ok(const char *line)
{
	cr_assert_not_null(strstr(ask(line), "\"ok\":true"), "%s: %s", line,
	    world.text.data);
}

static void
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

static const char *
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

/* ---- the provider ---- */

static void
saw(const struct sightings *batch, const char *trouble, void *arg)
{
	(void)arg;
	world.facts.now_ms = clock_boot_ms();
	if (batch != NULL)
		facts_merge(&world.facts, SOURCE_CLOUD, "cloud", batch, true);
	else
		facts_missed(&world.facts, SOURCE_CLOUD, "cloud", trouble);
	finish();
}

static void
refresh(void)
{
	cloud_local.refresh(world.cloud, &world.facts, saw, NULL);
	await_done();
}

static void
performed(enum outcome outcome, const char *text, const struct sightings *batch,
    void *arg)
{
	(void)arg;
	world.how = outcome;
	(void)str_copy(world.outcome, sizeof(world.outcome), text);
	if (batch != NULL)
		facts_merge(&world.facts, SOURCE_CLOUD, "cloud", batch, false);
	finish();
}

static enum outcome
perform(enum action_kind kind, const char *server, const char *arg)
{
	struct action action = { .kind = kind };

	(void)str_copy(action.server, sizeof(action.server), server);
	(void)str_copy(action.arg, sizeof(action.arg), arg);
	cloud_local.perform(world.cloud, &action, &world.facts, performed, NULL);
	await_done();
	refresh();
	return world.how;
}

static const struct server *
server(const char *name)
{
	return facts_server(&world.facts, name);
}

static void
await_state(const char *name, enum cloud_state state)
{
	int64_t end = clock_boot_ms() + LIMIT_MS;

	do {
		refresh();
		const struct server *sv = server(name);
		if (sv != NULL && sv->state == state)
			return;
		pause_ms(30);
	} while (clock_boot_ms() < end);
	cr_assert_fail("%s did not become %s: %s", name, cloud_state_name(state),
	    ask("{\"verb\":\"list\"}"));
}

/* ---- the world ---- */

static void
write_text(const char *name, const char *text)
{
	char path[128];

	(void)str_fmt(path, sizeof(path), "%s/%s", world.dir, name);
	cr_assert_eq(file_write(path, text, strlen(text), 0600, NULL), 0);
}

static void
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

static void
kill_supervisor(void)
{
	(void)kill(world.supervisor, SIGKILL);
	(void)waitpid(world.supervisor, NULL, 0);
}

static void
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
static void
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

static void
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

/* The pid of a server's first process. */
static pid_t
pid_of(const char *name)
{
	char path[160];
	struct buf text = { 0 };
	int64_t pid = 0;

	(void)str_fmt(path, sizeof(path), "%s/servers/%s/httpd.pid", world.dir,
	    name);
	cr_assert_eq(file_read(path, 100, &text, NULL), 0);
	cr_assert(str_to_i64(str_trim(text.data), 2, INT32_MAX, &pid));
	buf_done(&text);
	return (pid_t)pid;
}

/* The array looks at itself in the turn after whatever it may act on: who answered
 * twice since then has looked. */
static void
answer_twice(void)
{
	(void)ask("{\"verb\":\"list\"}");
	(void)ask("{\"verb\":\"list\"}");
}

/* All members were killed, and what would be done about it is done. */
static void
await_array_looked(void)
{
	int64_t end = clock_boot_ms() + LIMIT_MS;

	while (strstr(ask("{\"verb\":\"list\"}"), "\"alive\":true") != NULL) {
		cr_assert_lt(clock_boot_ms(), end, "%s", world.text.data);
		pause_ms(20);
	}
	answer_twice();
	refresh();
}

/* Killed processes need a moment to be gone. */
static void
await_no_group(pid_t leader)
{
	int64_t end = clock_boot_ms() + LIMIT_MS;

	while (kill(-leader, 0) == 0) {
		cr_assert_lt(clock_boot_ms(), end, "group %d lives on", (int)leader);
		pause_ms(20);
	}
}

TestSuite(cloud_local, .fini = tear_down, .timeout = 90);

Test(cloud_local, pages_of_two_servers)
{
	char cookie[64] = "Cookie: ", addr[NAME_LEN];

	build(START);
	await_state("app-1", CLOUD_OPERATIONAL);
	await_state("app-2", CLOUD_OPERATIONAL);
	cr_expect_str_neq(server("app-1")->addr, server("app-2")->addr);
	cr_expect_eq(server("app-1")->tag, MARK_OLD);
	(void)str_copy(addr, sizeof(addr), server("app-2")->addr);

	const char *at = strstr(get(addr, "/", NULL), "SHOP=");
	cr_assert_not_null(at, "%s", world.text.data);
	(void)str_copy_n(cookie + 8, sizeof(cookie) - 8, at, strcspn(at, ";"));
	cr_expect_not_null(strstr(world.text.data, "shop ok r41 session "));
	cr_expect_null(strstr(get(addr, "/", cookie), "Set-Cookie"));
	cr_expect_not_null(strstr(world.text.data, strchr(cookie, '=') + 1));
	cr_expect_not_null(strstr(world.text.data, "page 2 on app-2"));
	cr_expect_not_null(strstr(get(addr, "/slow?s=0", cookie), "done after 0 s"));
	cr_expect_not_null(strstr(get(addr, "/version", NULL), "\r\n\r\nr41\n"));
	cr_expect_not_null(strstr(get(addr, "/db", NULL),
	    "\r\n\r\nok shop-master 7c0f\n"), "%s", world.text.data);
	/* A worker counts until it has written its log line. */
	int64_t end = clock_boot_ms() + LIMIT_MS;
	while (strstr(get(addr, "/server-status?auto", NULL), "BusyWorkers: 1\n") ==
	    NULL)
		cr_assert_lt(clock_boot_ms(), end, "%s", world.text.data);
	(void)get(addr, "/up", NULL);
	cr_expect_eq(world.status, 200);
	(void)get(addr, "/../httpd.conf", NULL);
	cr_expect_neq(world.status, 200);
}

Test(cloud_local, array_replaces_a_killed_member)
{
	build(",\"array\":{\"name\":\"WEB-ARRAY\",\"template\":\"r41\","
	    "\"min\":1,\"max\":2,\"enabled\":true}");
	await_state("WEB-ARRAY-1", CLOUD_OPERATIONAL);
	cr_expect(server("WEB-ARRAY-1")->in_array);
	(void)kill(pid_of("WEB-ARRAY-1"), SIGKILL);
	await_state("WEB-ARRAY-2", CLOUD_OPERATIONAL);
	cr_expect_eq(server("WEB-ARRAY-1")->state, CLOUD_TERMINATED);
	cr_expect_eq(world.facts.array.running, 1);

	cr_expect_eq(perform(ACTION_ARRAY_OFF, "", ""), OUTCOME_OK);
	cr_expect_eq(world.facts.array.enabled, TRI_NO);
	(void)kill(pid_of("WEB-ARRAY-2"), SIGKILL);
	await_array_looked();
	cr_expect_eq(server("WEB-ARRAY-2")->state, CLOUD_OPERATIONAL);
	cr_expect_null(server("WEB-ARRAY-3"));

	cr_expect_eq(perform(ACTION_ARRAY_ON, "", ""), OUTCOME_OK);
	await_state("WEB-ARRAY-3", CLOUD_OPERATIONAL);
}

Test(cloud_local, trial_is_one_launch)
{
	build(ARRAY("false"));
	refresh();
	cr_expect_null(server("WEB-ARRAY-1"));
	cr_expect_eq(perform(ACTION_ARRAY_UPDATE, "", "r42"), OUTCOME_OK);
	cr_expect_eq(perform(ACTION_ARRAY_TRIAL, "", ""), OUTCOME_FAILED);
	cr_expect_not_null(strstr(world.outcome, "BANNER"), "%s", world.outcome);
	cr_expect_eq(world.facts.array.enabled, TRI_NO);
	cr_expect_eq(perform(ACTION_SET_INPUT, "", "BANNER=Hi=there"), OUTCOME_OK);
	cr_expect_eq(perform(ACTION_ARRAY_TRIAL, "", ""), OUTCOME_OK);
	cr_expect_eq(perform(ACTION_ARRAY_TRIAL, "", ""), OUTCOME_OK);
	await_state("WEB-ARRAY-1", CLOUD_OPERATIONAL);
	cr_expect_str_eq(server("WEB-ARRAY-1")->template, "r42");
	cr_expect(world.facts.array.trial);
	cr_expect_null(server("WEB-ARRAY-2"));
	cr_expect_not_null(strstr(get(server("WEB-ARRAY-1")->addr, "/", NULL),
	    "Hi=there"));
	(void)kill(pid_of("WEB-ARRAY-1"), SIGKILL);
	await_array_looked();
	cr_expect_null(server("WEB-ARRAY-2"));
	cr_expect_eq(perform(ACTION_ARRAY_ON, "", ""), OUTCOME_OK);
	cr_expect(!world.facts.array.trial);
	await_state("WEB-ARRAY-2", CLOUD_OPERATIONAL);
}

/* Killed at many instants of a boot: the next one goes on, nothing is lost, and
 * no server runs twice. */
Test(cloud_local, supervisor_is_killed)
{
	build(START ARRAY("true"));
	for (int i = 0; i < 12; i++) {
		pause_ms(i * 17);
		kill_supervisor();
		start_supervisor();
	}
	await_state("app-1", CLOUD_OPERATIONAL);
	await_state("app-2", CLOUD_OPERATIONAL);
	await_state("WEB-ARRAY-1", CLOUD_OPERATIONAL);
	cr_expect_null(server("WEB-ARRAY-2"));

	/* What runs is taken over, not taken for dead. */
	kill_supervisor();
	start_supervisor();
	answer_twice();
	refresh();
	cr_expect_eq(server("WEB-ARRAY-1")->state, CLOUD_OPERATIONAL);

	char id[NAME_LEN];
	pid_t pid = pid_of("app-1");
	(void)str_copy(id, sizeof(id), server("app-1")->id);
	cr_expect_eq(perform(ACTION_MARK, "app-9", "new"), OUTCOME_OK);
	kill_supervisor();
	pid_t member = pid_of("WEB-ARRAY-1");
	(void)kill(member, SIGKILL);
	start_supervisor();
	await_state("WEB-ARRAY-2", CLOUD_OPERATIONAL);
	await_no_group(member);		/* its workers outlive their head */
	cr_expect_str_eq(server("app-1")->id, id);
	cr_expect_eq(server("app-1")->state, CLOUD_OPERATIONAL);
	cr_expect_eq(pid_of("app-1"), pid);
	cr_expect_eq(server("app-9")->tag, MARK_NEW);
	cr_expect_not_null(strstr(get(server("app-1")->addr, "/version", NULL),
	    "r41"));
	cr_expect_eq(perform(ACTION_TERMINATE, "app-1", id), OUTCOME_OK);
	await_state("app-1", CLOUD_TERMINATED);
	cr_expect(!child_alive(pid));
}

Test(cloud_local, clone_is_new_from_its_first_instant)
{
	char id[NAME_LEN];

	build(START);
	await_state("app-1", CLOUD_OPERATIONAL);
	cr_expect_eq(perform(ACTION_MARK, "app-9", "new"), OUTCOME_OK);
	cr_expect_eq(server("app-9")->tag, MARK_NEW);
	cr_expect_eq(server("app-9")->state, CLOUD_INACTIVE);
	cr_expect_str_empty(server("app-9")->id);
	cr_expect_eq(perform(ACTION_LAUNCH, "app-9", ""), OUTCOME_FAILED);

	cr_expect_eq(perform(ACTION_CLONE, "app-9", "app-1"), OUTCOME_OK);
	(void)str_copy(id, sizeof(id), server("app-9")->id);
	cr_expect_str_not_empty(id);
	cr_expect_eq(perform(ACTION_CLONE, "app-9", "app-1"), OUTCOME_OK);
	cr_expect_str_eq(server("app-9")->id, id);
	cr_expect_eq(perform(ACTION_CLONE, "app-9", "app-2"), OUTCOME_FAILED);
	cr_expect_eq(perform(ACTION_CLONE, "app-2", "app-1"), OUTCOME_FAILED);
	cr_expect_eq(server("app-9")->tag, MARK_NEW);
	cr_expect_eq(server("app-9")->state, CLOUD_INACTIVE);
	cr_expect_str_eq(server("app-9")->template, "r41");
	cr_expect_str_eq(server("app-9")->source, "app-1");

	cr_expect_eq(perform(ACTION_CONFIGURE, "app-9", "r43"), OUTCOME_FAILED);
	cr_expect_eq(perform(ACTION_CONFIGURE, "app-9", "r42"), OUTCOME_OK);
	cr_expect_eq(perform(ACTION_CONFIGURE, "app-1", "r42"), OUTCOME_FAILED);
	cr_expect_str_eq(server("app-9")->template, "r42");
	cr_expect_eq(perform(ACTION_LAUNCH, "app-9", ""), OUTCOME_FAILED);
	cr_expect_not_null(strstr(world.outcome, "BANNER"), "%s", world.outcome);
	cr_expect_eq(perform(ACTION_SET_INPUT, "", "BANNER=x"), OUTCOME_OK);
	cr_expect_eq(perform(ACTION_LAUNCH, "app-9", ""), OUTCOME_OK);
	await_state("app-9", CLOUD_OPERATIONAL);
	cr_expect_not_null(strstr(get(server("app-9")->addr, "/db", NULL),
	    "ok shop-master"), "%s", world.text.data);

	sqlite(".read " TOP_SRCDIR "/config/demo/migrations/001-order-notes.sql",
	    NULL);
	cr_expect_not_null(strstr(get(server("app-9")->addr, "/db", NULL),
	    "ok shop-master"), "%s", world.text.data);

	/* Running servers keep their inputs. */
	cr_expect_eq(perform(ACTION_SET_INPUT, "", "DB=/nowhere"), OUTCOME_OK);
	(void)get(server("app-9")->addr, "/db", NULL);
	cr_expect_eq(world.status, 200);

	/* The id must be that of the name. */
	cr_expect_eq(perform(ACTION_DISCARD, "app-9", server("app-1")->id),
	    OUTCOME_FAILED);
	cr_expect_eq(server("app-1")->state, CLOUD_OPERATIONAL);
	cr_expect_eq(perform(ACTION_DISCARD, "app-9", id), OUTCOME_OK);
	await_state("app-9", CLOUD_TERMINATED);
	cr_expect_eq(perform(ACTION_CLONE, "app-9", "app-1"), OUTCOME_OK);
	cr_expect_str_neq(server("app-9")->id, id);
}

Test(cloud_local, failed_boot_is_stranded)
{
	build(START);
	await_state("app-1", CLOUD_OPERATIONAL);
	expect_ok("{\"verb\":\"fault\",\"name\":\"app-9\",\"kind\":\"boot\"}");
	cr_expect_eq(perform(ACTION_CLONE, "app-9", "app-1"), OUTCOME_OK);
	cr_expect_eq(perform(ACTION_LAUNCH, "app-9", ""), OUTCOME_OK);
	await_state("app-9", CLOUD_STRANDED);

	/* For real: Apache cannot have an address that is taken. */
	char addr[NAME_LEN], taken[80];
	expect_ok("{\"verb\":\"fault\",\"name\":\"app-9\",\"kind\":\"none\"}");
	cr_expect_eq(perform(ACTION_TERMINATE, "app-9", server("app-9")->id),
	    OUTCOME_OK);
	await_state("app-9", CLOUD_TERMINATED);
	cr_expect_eq(perform(ACTION_CLONE, "app-9", "app-1"), OUTCOME_OK);
	(void)str_copy(addr, sizeof(addr), server("app-9")->addr);
	const char *const argv[] = { "perl", "-MIO::Socket::INET", "-e",
		"$s = IO::Socket::INET->new(LocalAddr => $ARGV[0], Listen => 1) "
		"or die; open F, '>', $ARGV[1]; close F; sleep 60", addr,
		taken, NULL };
	const struct child_spec spec = { .argv = argv };
	(void)str_fmt(taken, sizeof(taken), "%s/taken", world.dir);
	pid_t pid = child_launch(&spec, NULL);
	while (child_alive(pid) && access(taken, F_OK) == -1)
		pause_ms(10);
	cr_assert_eq(access(taken, F_OK), 0);
	cr_expect_eq(perform(ACTION_LAUNCH, "app-9", ""), OUTCOME_OK);
	await_state("app-9", CLOUD_STRANDED);
	(void)kill(pid, SIGKILL);
}

Test(cloud_local, terminate_ends_the_whole_tree)
{
	build(START);
	await_state("app-1", CLOUD_OPERATIONAL);
	await_state("app-2", CLOUD_OPERATIONAL);
	pid_t pid = pid_of("app-1");
	cr_expect_eq(perform(ACTION_TERMINATE, "app-1", server("app-1")->id),
	    OUTCOME_OK);
	cr_expect_eq(perform(ACTION_TERMINATE, "app-1", server("app-1")->id),
	    OUTCOME_OK);
	await_state("app-1", CLOUD_TERMINATED);
	cr_expect_eq(kill(-pid, 0), -1);
	(void)get(server("app-1")->addr, "/up", NULL);
	cr_expect_eq(world.status, 0);
	(void)get(server("app-2")->addr, "/up", NULL);
	cr_expect_eq(world.status, 200);
}

Test(cloud_local, inputs_are_saved_and_equal)
{
	char path[128];
	struct buf csv = { 0 };
	struct stat st;
	char digest[65];
	struct input *inputs;
	size_t n;

	build("");
	(void)str_fmt(path, sizeof(path), "%s/inputs.csv", world.dir);
	cr_expect_eq(perform(ACTION_SET_INPUT, "", "SUM==1+1,\"x\"\r\n\xc3\xa4"),
	    OUTCOME_OK);
	cr_assert_eq(perform(ACTION_SAVE_INPUTS, "", path), OUTCOME_OK, "%s",
	    world.outcome);
	cr_expect_eq(world.facts.saved.equal, TRI_YES);
	cr_assert_eq(file_read(path, 1 << 20, &csv, NULL), 0);
	file_sha256(csv.data, csv.len, digest);
	cr_expect_str_eq(world.facts.saved.digest, digest);
	cr_expect_eq(stat(path, &st), 0);
	cr_expect_eq(st.st_mode & 0777, 0600);
	cr_assert_eq(inputs_csv_read(csv.data, csv.len, &inputs, &n, NULL), 0);
	cr_expect_eq(n, 3);
	cr_expect(inputs[1].secret);
	cr_expect_str_eq(inputs[2].value, "=1+1,\"x\"\r\n\xc3\xa4");
	free(inputs);
	buf_done(&csv);

	cr_expect_eq(perform(ACTION_SET_INPUT, "", "SUM"), OUTCOME_OK);
	cr_expect_null(facts_input(&world.facts, "SUM", INPUT_DEPLOYMENT));
	cr_expect_eq(perform(ACTION_SAVE_INPUTS, "", "/nowhere/inputs.csv"),
	    OUTCOME_FAILED);
	cr_expect_eq(perform(ACTION_DRAIN, "app-1", ""), OUTCOME_FAILED);
	cr_expect_not_null(strstr(world.outcome, "not for the cloud"));
}

/* Once secret, always secret: taken away and set again, or set for the array. */
Test(cloud_local, secrets_stay_secret)
{
	static const char unset[] = "{\"verb\":\"set_input\",\"key\":\"PASSWORD\","
	    "\"value\":null,\"scope\":\"deployment\"}";
	static const char set[] = "{\"verb\":\"set_input\",\"key\":\"PASSWORD\","
	    "\"value\":\"again\",\"scope\":\"deployment\"}";
	const struct input *input;

	build("");
	refresh();
	cr_expect(facts_input(&world.facts, "PASSWORD", INPUT_DEPLOYMENT)->secret);
	expect_ok(unset);
	refresh();
	cr_expect_null(facts_input(&world.facts, "PASSWORD", INPUT_DEPLOYMENT));
	kill_supervisor();
	start_supervisor();
	refresh();
	cr_expect_null(facts_input(&world.facts, "PASSWORD", INPUT_DEPLOYMENT));
	expect_ok(set);
	refresh();
	input = facts_input(&world.facts, "PASSWORD", INPUT_DEPLOYMENT);
	cr_assert_not_null(input);
	cr_expect_str_eq(input->value, "again");
	cr_expect(input->secret);
}

Test(cloud_local, nonsense_changes_nothing)
{
	static const char *const lines[] = { "", "[]", "{}", "null", "{\"verb\":1}",
		"{\"verb\":\"list\"", "{\"verb\":\"list\"} x",
		"{\"verb\":\"list\",\"more\":1}", "{\"verb\":\"format\"}",
		"{\"verb\":\"list\",\"verb\":\"shutdown\"}",
		"{\"verb\":\"Shutdown\"}", "{\"Verb\":\"shutdown\"}",
		"{\"verb\":\"shutdown\\u0000\"}",
		"{\"verb\":\"launch\"}", "{\"verb\":\"launch\",\"id\":\"i-0\"}",
		"{\"verb\":\"launch\",\"id\":7}", "{\"verb\":\"launch\",\"id\":null}",
		"{\"verb\":\"terminate\",\"id\":\"../x\"}",
		"{\"verb\":\"clone\",\"name\":\"..\",\"source\":\"app-1\","
		"\"token\":\"t\"}",
		"{\"verb\":\"clone\",\"name\":\"x\",\"source\":\"nope\","
		"\"token\":\"t\"}",
		"{\"verb\":\"mark\",\"name\":\"a b\",\"tag\":\"x\"}",
		"{\"verb\":\"set_input\",\"key\":\"A\",\"value\":1,"
		"\"scope\":\"deployment\"}",
		"{\"verb\":\"set_input\",\"key\":\"A\",\"value\":\"1\","
		"\"scope\":\"array\"}",
		"{\"verb\":\"set_input\",\"key\":\"A\",\"value\":\"1\"}",
		"{\"verb\":\"array\",\"enabled\":true,\"trial\":false}",
		"{\"verb\":\"fault\",\"name\":\"app-1\",\"kind\":\"fire\"}" };
	char before[16384];

	build(START);
	await_state("app-1", CLOUD_OPERATIONAL);
	await_state("app-2", CLOUD_OPERATIONAL);
	(void)str_copy(before, sizeof(before), strstr(ask("{\"verb\":\"list\"}"),
	    "\"servers\""));
	for (size_t i = 0; i < countof(lines); i++)
		cr_expect_not_null(strstr(ask(lines[i]), "\"ok\":false"), "%s: %s",
		    lines[i], world.text.data);
	cr_expect_str_eq(strstr(ask("{\"verb\":\"list\"}"), "\"servers\""), before);
}

Test(cloud_local, silence_is_told)
{
	build("");
	kill_supervisor();
	refresh();
	cr_expect_not_null(strstr(facts_source(&world.facts, SOURCE_CLOUD,
	    "cloud")->trouble, "cloud.sock"));
	cr_expect_eq(perform(ACTION_ARRAY_OFF, "", ""), OUTCOME_FAILED);
	start_supervisor();
}
