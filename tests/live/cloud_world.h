/* The provider cloud_local on such a site: asked, and waited for. */
#ifndef TESTS_CLOUD_WORLD_H
#define TESTS_CLOUD_WORLD_H

#include "base/clock.h"
#include "cloud_site.h"

static inline void
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

static inline void
refresh(void)
{
	cloud_local.refresh(world.cloud, &world.facts, saw, NULL);
	await_done();
}

static inline void
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

static inline enum outcome
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

static inline const struct server *
server(const char *name)
{
	return facts_server(&world.facts, name);
}

static inline void
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

/* The pid of a server's first process. */
static inline pid_t
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
static inline void
answer_twice(void)
{
	(void)ask("{\"verb\":\"list\"}");
	(void)ask("{\"verb\":\"list\"}");
}

/* All members were killed, and what would be done about it is done. */
static inline void
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
static inline void
await_no_group(pid_t leader)
{
	int64_t end = clock_boot_ms() + LIMIT_MS;

	while (kill(-leader, 0) == 0) {
		cr_assert_lt(clock_boot_ms(), end, "group %d lives on", (int)leader);
		pause_ms(20);
	}
}

#endif
