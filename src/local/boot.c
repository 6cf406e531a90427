/* Booting one server. */

#include "config.h"

#include "local/boot.h"

#include <stdlib.h>

#include "base/http.h"
#include "base/loop.h"
#include "base/str.h"
#include "base/xmalloc.h"
#include "local/life.h"
#include "local/proc.h"

#define POLL_MS 200
#define POLL_TIMEOUT_MS 2000

static void poll_ready(void *arg);

void
boot_stop(struct machine *m)
{
	loop_del_timer(m->timer);
	http_cancel(m->poll);
	child_cancel(m->script);
	m->timer = NULL;
	m->poll = NULL;
	m->script = NULL;
	if (m->recipe != NULL)
		recipe_done(m->recipe);
	free(m->recipe);
	m->recipe = NULL;
}

void
boot_strand(struct machine *m, const char *why)
{
	boot_stop(m);
	m->state = MACHINE_STRANDED;
	(void)str_copy(m->trouble, sizeof(m->trouble), why);
	life_changed(m->cloud);
}

static void
operational(struct machine *m)
{
	boot_stop(m);
	m->state = MACHINE_OPERATIONAL;
	m->trouble[0] = '\0';
	life_changed(m->cloud);
}

static void
script_line(const char *line, bool is_err, void *arg)
{
	struct machine *m = arg;

	(void)is_err;
	(void)str_safe(m->said, sizeof(m->said), line);
}

/* The environment: the inputs and who it is.  The list alone is the caller's to
 * free. */
static const char **
environment(const struct machine *m, char *setting, size_t size)
{
	const struct words *env = &m->recipe->env;
	const char **list = xcalloc(env->n + 2, sizeof(*list));

	for (size_t i = 0; i < env->n; i++)
		list[i] = env->list[i];
	(void)str_fmt(setting, size, BOOT_SETTING "%s", m->id);
	list[env->n] = setting;
	return list;
}

int
boot_script(struct machine *m, const struct words *argv, child_end_fn *on_end,
    struct err *err)
{
	char root[CLOUD_PATH], setting[NAME_LEN + 32];

	if (cloud_root(m->cloud, m->name, root, sizeof(root), err) == -1)
		return -1;
	const char **env = environment(m, setting, sizeof(setting));
	const struct child_spec spec = {
		.argv = (const char *const *)argv->list, .dir = root,
		.keep_env = env, .timeout_ms = m->recipe->boot_timeout_ms,
	};
	m->said[0] = '\0';
	m->script = child_start(m->cloud->loop, &spec, script_line, on_end, m, err);
	free(env);
	return m->script != NULL ? 0 : -1;
}

static void
attach_ended(const struct child_end *end, void *arg)
{
	struct machine *m = arg;
	char text[64], why[TEXT_LEN];

	m->script = NULL;
	if (end->exited && end->status == 0) {
		operational(m);
		return;
	}
	(void)str_fmt(why, sizeof(why), "array_boot: %s: %s",
	    child_end_text(end, text, sizeof(text)), m->said);
	boot_strand(m, why);
}

static void
ready(struct machine *m)
{
	struct err err;

	if (!m->in_array || m->recipe->array_boot.n == 0)
		operational(m);
	else if (boot_script(m, &m->recipe->array_boot, attach_ended, &err) == -1)
		boot_strand(m, err.text);
}

static void
poll_done(const struct http_reply *reply, const struct err *err, void *arg)
{
	struct machine *m = arg;
	char why[TEXT_LEN];

	m->poll = NULL;
	if (reply != NULL && reply->status == 200) {
		ready(m);
		return;
	}
	if (loop_now_ms(m->cloud->loop) < m->deadline_ms) {
		m->timer = loop_add_timer(m->cloud->loop, POLL_MS, poll_ready, m);
		return;
	}
	if (reply != NULL)
		(void)str_fmt(why, sizeof(why), "not ready in time: %s says %ld",
		    m->recipe->ready, reply->status);
	else
		(void)str_fmt(why, sizeof(why), "not ready in time: %s", err->text);
	boot_strand(m, why);
}

static void
poll_ready(void *arg)
{
	struct machine *m = arg;
	char url[2 * NAME_LEN + 8];
	struct err err;

	m->timer = NULL;
	if (m->recipe->ready[0] == '\0') {
		ready(m);
		return;
	}
	(void)str_fmt(url, sizeof(url), "http://%s%s", m->addr, m->recipe->ready);
	const struct http_ask ask = { .url = url, .timeout_ms = POLL_TIMEOUT_MS,
		.max_body = 65536 };
	m->poll = http_start(m->cloud->loop, &ask, poll_done, m, &err);
	if (m->poll == NULL)
		boot_strand(m, err.text);
}

static int
start_command(struct machine *m, struct err *err)
{
	char root[CLOUD_PATH], output[CLOUD_PATH], setting[NAME_LEN + 32];

	if (cloud_root(m->cloud, m->name, root, sizeof(root), err) == -1)
		return -1;
	if (!str_fmt(output, sizeof(output), "%s/console.log", root))
		return err_set(err, ERR_CONFIG, "%s: the path is too long", root);
	const char **env = environment(m, setting, sizeof(setting));
	const struct child_spec spec = {
		.argv = (const char *const *)m->recipe->command.list, .dir = root,
		.keep_env = env, .detach = true, .output_path = output,
	};
	m->pid = child_launch(&spec, err);
	free(env);
	if (m->pid == -1) {
		m->pid = 0;
		return -1;
	}
	m->started = proc_started(m->pid);
	return 0;
}

static void
await_ready(struct machine *m, int first_ms)
{
	m->deadline_ms = loop_now_ms(m->cloud->loop) + first_ms +
	    m->recipe->boot_timeout_ms;
	m->timer = loop_add_timer(m->cloud->loop, first_ms, poll_ready, m);
}

void
boot_start(struct machine *m)
{
	const struct note *note = cloud_note(m->cloud, m->name);
	struct err err;

	if (note != NULL && note->fault == FAULT_BOOT) {
		boot_strand(m, "the boot was told to fail");
		return;
	}
	m->recipe = xcalloc(1, sizeof(*m->recipe));
	if (template_render(m, m->recipe, &err) == -1 ||
	    start_command(m, &err) == -1) {
		boot_strand(m, err.text);
		return;
	}
	if (!boot_watch(m)) {
		boot_strand(m, "its command ended during the boot");
		return;
	}
	life_changed(m->cloud);
	await_ready(m, m->cloud->boot_ms / 2);
}

void
boot_go_on(struct machine *m)
{
	struct err err;

	m->recipe = xcalloc(1, sizeof(*m->recipe));
	if (template_again(m, m->recipe, &err) == -1)
		boot_strand(m, err.text);
	else
		await_ready(m, 0);
}
