/* The provider lb_haproxy on such a site: asked, and waited for. */
#ifndef TESTS_HAPROXY_WORLD_H
#define TESTS_HAPROXY_WORLD_H

#include "haproxy_site.h"

static inline void
on_limit(void *arg)
{
	(void)arg;
	cr_assert_fail("nothing came in %d ms", LIMIT_MS);
}

static inline void
run(void)
{
	struct loop_timer *limit = loop_add_timer(w.loop, LIMIT_MS, on_limit,
	    NULL);

	w.returned = true;
	(void)loop_run(w.loop);
	loop_del_timer(limit);
	cr_assert(w.answered);
}

static inline void
begin(void)
{
	w.returned = w.answered = false;
	w.trouble[0] = '\0';
	sightings_done(&w.batch);
}

static inline void
on_answer(const struct sightings *batch, const char *text)
{
	cr_assert(w.returned, "called back before it had returned");
	cr_assert_not(w.answered, "called back twice");
	w.answered = true;
	if (text != NULL)
		(void)str_copy(w.trouble, sizeof(w.trouble), text);
	for (size_t i = 0; batch != NULL && i < batch->n; i++)
		sightings_add(&w.batch, &batch->list[i]);
	loop_stop(w.loop, 0);
}

static inline void
on_saw(const struct sightings *batch, const char *trouble, void *arg)
{
	(void)arg;
	cr_assert((batch == NULL) == (trouble != NULL));
	on_answer(batch, trouble);
}

static inline void
on_done(enum outcome outcome, const char *text, const struct sightings *batch,
    void *arg)
{
	(void)arg;
	w.outcome = outcome;
	on_answer(batch, text);
}

static inline void
on_lines(const char *const *lines, size_t n, const char *trouble, void *arg)
{
	(void)arg;
	buf_reset(&w.lines);
	for (size_t i = 0; i < n; i++)
		buf_printf(&w.lines, "%s\n", lines[i]);
	on_answer(NULL, trouble);
}

static inline void
on_output(const char *line, void *arg)
{
	(void)line;
	(void)arg;
}

static inline void
refresh(void)
{
	begin();
	lb_haproxy.refresh(w.self, NULL, on_saw, NULL);
	run();
}

static inline enum outcome
act(enum action_kind kind, const char *server, const char *arg)
{
	struct action action = { .kind = kind, .lb = "lb1" };

	(void)str_copy(action.server, sizeof(action.server), server);
	(void)str_copy(action.arg, sizeof(action.arg), arg);
	begin();
	lb_haproxy.perform(w.self, &action, NULL, on_done, NULL);
	run();
	return w.outcome;
}

/* attach or detach the server on NET.last:8081 */
static inline enum outcome
act_on(enum action_kind kind, const char *server, int last)
{
	char addr[64];

	(void)str_fmt(addr, sizeof(addr), "%s%d:8081", w.net, last);
	return act(kind, server, addr);
}

static inline const struct lb *
saw_lb(void)
{
	for (size_t i = 0; i < w.batch.n; i++)
		if (w.batch.list[i].kind == SAW_LB)
			return &w.batch.list[i].u.lb;
	cr_assert_fail("no SAW_LB: %s", w.trouble);
	return NULL;
}

static inline const struct lb_row *
saw_row(const char *name, bool leaving)
{
	for (size_t i = 0; i < w.batch.n; i++) {
		const struct lb_row *row = &w.batch.list[i].u.row;

		if (w.batch.list[i].kind == SAW_ROW &&
		    str_eq(row->svname, name) && row->leaving == leaving)
			return row;
	}
	return NULL;
}

/* A visitor who stays with a or b until he is served. */
static inline pid_t
slow_visitor(void)
{
	pid_t slow = fork();

	if (slow == 0)
		_exit(visit("/slow") > 0 ? 0 : 1);
	do {
		refresh();
	} while (saw_row("a", false)->scur + saw_row("b", false)->scur == 0);
	return slow;
}

static inline void
serve_slow_visitor(pid_t slow)
{
	int status;

	touch_go();
	cr_assert_eq(waitpid(slow, &status, 0), slow);
	cr_expect_eq(status, 0, "the long request was cut");
}

static inline void
open_provider(void)
{
	struct provider_ctx ctx = { .loop = w.loop, .config = &w.config,
		.lb = &w.lb, .output = on_output };
	struct err err = { .text = "" };

	if (w.self != NULL)
		lb_haproxy.close(w.self);
	w.self = NULL;
	cr_assert_eq(lb_haproxy.open(&w.self, &ctx, &err), 0, "%s", err.text);
}

static inline bool
all_checked(void)
{
	bool some = false;

	for (size_t i = 0; i < w.batch.n; i++) {
		const struct lb_row *row = &w.batch.list[i].u.row;

		if (w.batch.list[i].kind != SAW_ROW || row->leaving)
			continue;
		some = true;
		if (!str_eq(row->status, "UP") || !str_eq(row->check, "L7OK"))
			return false;
	}
	return some;
}

/* Until there is a whole answer, and every server is UP in it. */
static inline void
await_polls(void)
{
	for (int i = 0; i < 200; i++) {
		refresh();
		if (all_checked())
			return;
		(void)usleep(50000);
	}
	cr_assert_fail("HAProxy does not come up: %s", w.trouble);
}

static inline void
configure(void)
{
	const char *const check[] = { haproxy(), "-c", "-f", "%f" };

	for (size_t i = 0; i < countof(check); i++)
		w.check[i] = (char *)(uintptr_t)check[i];
	w.lb.check = (struct argv){ w.check, countof(check) };
	(void)str_copy(w.lb.name, sizeof(w.lb.name), "lb1");
	(void)str_copy(w.lb.backend, sizeof(w.lb.backend), "app");
	(void)str_copy(w.lb.server_options, sizeof(w.lb.server_options),
	    "check inter 100");
	(void)str_copy(w.lb.file, sizeof(w.lb.file), w.file);
	(void)str_fmt(w.lb.socket, sizeof(w.lb.socket), "%s/admin", w.dir);
	(void)str_fmt(w.lb.master, sizeof(w.lb.master), "%s/master", w.dir);
	w.config.change_limit_ms = 10000;
	w.config.command_limit_ms = 10000;
}

static inline void
build(const char *global, const char *backend)
{
	unsigned id = (unsigned)getpid();

	(void)str_copy(w.dir, sizeof(w.dir), "/tmp/lb-XXXXXX");
	cr_assert_not_null(mkdtemp(w.dir));
	(void)str_fmt(w.net, sizeof(w.net), "127.%u.%u.", 10 + (id >> 8) % 200,
	    id & 255);
	w.loop = loop_new(NULL);
	write_config(global, backend);
	configure();
	start_origin(2);
	start_origin(3);
	start_haproxy();
	open_provider();
	await_polls();
}

static inline void
build_usual(void)
{
	build("", "  cookie SRV insert dynamic\n  dynamic-cookie-key k\n");
}

static inline void
clean_up(void)
{
	if (w.self != NULL)
		lb_haproxy.close(w.self);
	loop_free(w.loop);
	sightings_done(&w.batch);
	buf_done(&w.lines);
	for (size_t i = 0; i < countof(w.origins); i++)
		if (w.origins[i] > 0)
			(void)kill(w.origins[i], SIGKILL);
	if (w.visitors > 0)
		(void)kill(w.visitors, SIGKILL);
	if (w.master > 0) {
		(void)kill(w.master, SIGTERM);
		(void)waitpid(w.master, NULL, 0);
	}
	if (w.dir[0] != '\0')
		(void)file_remove_tree(w.dir, NULL);
}

/* HAProxy reads its file again; until a new worker answers. */
static inline void
reload(void)
{
	int pid;

	refresh();
	pid = saw_lb()->pid;
	(void)kill(w.master, SIGUSR2);
	for (int i = 0; i < 200; i++) {
		await_polls();
		if (saw_lb()->pid != pid)
			return;
		(void)usleep(50000);
	}
	cr_assert_fail("no new worker");
}

static inline bool
file_says(const char *text)
{
	struct buf buf = { .data = NULL };
	bool says;

	cr_assert_eq(file_read(w.file, 1 << 20, &buf, NULL), 0);
	says = strstr(buf.data, text) != NULL;
	buf_done(&buf);
	return says;
}

#endif
