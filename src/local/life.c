/* The life of one server. */

#include "config.h"

#include "local/life.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/child.h"
#include "base/clock.h"
#include "base/http.h"
#include "base/loop.h"
#include "base/str.h"
#include "base/xmalloc.h"
#include "local/array.h"
#include "local/boot.h"
#include "local/proc.h"
#include "local/store.h"
#include "local/template.h"

#define TERM_MS 2000
#define ORPHAN_MS 500

static void stop(struct machine *m);

void
life_changed(struct cloud *cloud)
{
	struct err err;

	if (store_save(cloud, &err) == -1)
		fprintf(stderr, "cutover cloud: %s\n", err.text);
	array_wake(cloud);
}

static void
unwatch(struct machine *m)
{
	loop_del_fd(m->watch);
	m->watch = NULL;
	if (m->pidfd != -1)
		(void)close(m->pidfd);
	m->pidfd = -1;
	m->alive = false;
}

static void
terminated(struct machine *m)
{
	boot_stop(m);
	m->state = MACHINE_TERMINATED;
	m->pid = 0;
	m->started = 0;
	life_changed(m->cloud);
}

static void
process_ended(int fd, short revents, void *arg)
{
	struct machine *m = arg;

	(void)fd, (void)revents;
	proc_bury(m->pid);
	unwatch(m);
	if (m->state == MACHINE_BOOTING)
		boot_strand(m, "its command ended during the boot");
	else if (m->state == MACHINE_DECOMMISSIONING && m->script == NULL)
		terminated(m);
	else
		life_changed(m->cloud);
}

bool
boot_watch(struct machine *m)
{
	m->pidfd = proc_open(m->pid, m->started);
	m->alive = m->pidfd != -1;
	if (m->alive)
		m->watch = loop_add_fd(m->cloud->loop, m->pidfd, POLLIN,
		    process_ended, m);
	return m->alive;
}

static void
pending_over(void *arg)
{
	struct machine *m = arg;

	m->timer = NULL;
	m->state = MACHINE_BOOTING;
	life_changed(m->cloud);
	boot_start(m);
}

static int
pending_ms(const struct machine *m)
{
	const struct note *note = cloud_note(m->cloud, m->name);
	bool slow = note != NULL && note->fault == FAULT_SLOW;

	return slow ? 5 * m->cloud->boot_ms : m->cloud->boot_ms / 2;
}

void
life_launch(struct machine *m)
{
	m->state = MACHINE_PENDING;
	m->launched_ms = clock_wall_ms();
	m->trouble[0] = '\0';
	m->timer = loop_add_timer(m->cloud->loop, pending_ms(m), pending_over, m);
	life_changed(m->cloud);
}

/* What a process of this server carries, in its environment or its words. */
static bool
signs_of(const struct machine *m, char *setting, size_t size, char *root,
    size_t root_size)
{
	(void)str_fmt(setting, size, BOOT_SETTING "%s", m->id);
	return cloud_root(m->cloud, m->name, root, root_size, NULL) == 0 &&
	    str_add(root, root_size, "/");
}

static void
kill_unwritten(struct machine *m)
{
	char setting[NAME_LEN + 32], root[CLOUD_PATH];

	if (signs_of(m, setting, sizeof(setting), root, sizeof(root)))
		proc_signal_group(proc_find(setting, root), SIGKILL);
}

static void
orphan_over(void *arg)
{
	struct machine *m = arg;

	/* Once more: at first it may not have been itself yet, but still a copy
	 * of the supervisor. */
	kill_unwritten(m);
	pending_over(m);
}

/* The supervisor was killed between starting the command and writing down its
 * number: find it by what it carries, and boot once more. */
static void
boot_again(struct machine *m)
{
	kill_unwritten(m);
	m->timer = loop_add_timer(m->cloud->loop, ORPHAN_MS, orphan_over, m);
}

/* Its first process ended while there was no supervisor to end the rest. */
static void
bury_rest(struct machine *m)
{
	char setting[NAME_LEN + 32], root[CLOUD_PATH];

	if (signs_of(m, setting, sizeof(setting), root, sizeof(root)))
		proc_bury_orphans(m->pid, setting, root);
}

static void
kill_now(void *arg)
{
	struct machine *m = arg;

	m->timer = NULL;
	proc_signal_group(m->pid, SIGKILL);
}

static void
stop(struct machine *m)
{
	if (!m->alive) {
		terminated(m);
		return;
	}
	proc_signal_group(m->pid, SIGTERM);
	m->timer = loop_add_timer(m->cloud->loop, TERM_MS, kill_now, m);
}

static void
gone_ended(const struct child_end *end, void *arg)
{
	struct machine *m = arg;
	char text[64];

	m->script = NULL;
	if (!end->exited || end->status != 0)
		(void)str_fmt(m->trouble, sizeof(m->trouble), "array_gone: %s: %s",
		    child_end_text(end, text, sizeof(text)), m->said);
	stop(m);
}

/* A member that the array gives up says goodbye first: balancers learn of it
 * before its processes end. */
static void
decommission(struct machine *m)
{
	struct err err;

	if (!m->by_array) {
		stop(m);
		return;
	}
	m->recipe = xcalloc(1, sizeof(*m->recipe));
	if (template_again(m, m->recipe, &err) == 0 &&
	    m->recipe->array_gone.n == 0) {
		stop(m);
		return;
	}
	if (m->recipe->array_gone.n > 0 &&
	    boot_script(m, &m->recipe->array_gone, gone_ended, &err) == 0)
		return;
	(void)str_copy(m->trouble, sizeof(m->trouble), err.text);
	stop(m);
}

void
life_terminate(struct machine *m, bool by_array)
{
	if (m->state == MACHINE_TERMINATED || m->state == MACHINE_DECOMMISSIONING)
		return;
	boot_stop(m);
	m->by_array = by_array && m->state != MACHINE_PENDING;
	if (m->state == MACHINE_INACTIVE) {
		terminated(m);
		return;
	}
	m->state = MACHINE_DECOMMISSIONING;
	life_changed(m->cloud);
	decommission(m);
}

void
life_adopt(struct machine *m)
{
	bool ran = m->pid != 0;

	if (!boot_watch(m) && ran)
		bury_rest(m);
	switch (m->state) {
	case MACHINE_PENDING:
		m->timer = loop_add_timer(m->cloud->loop, pending_ms(m),
		    pending_over, m);
		break;
	case MACHINE_BOOTING:
		if (m->alive)
			boot_go_on(m);
		else if (ran)
			boot_strand(m, "its command ended during the boot");
		else
			boot_again(m);
		break;
	case MACHINE_DECOMMISSIONING:
		decommission(m);
		break;
	case MACHINE_UNKNOWN:
	case MACHINE_INACTIVE:
	case MACHINE_OPERATIONAL:
	case MACHINE_STRANDED:
	case MACHINE_TERMINATED:
	case MACHINE_STATE_COUNT:
		break;
	}
}

void
life_leave(struct machine *m)
{
	boot_stop(m);
	unwatch(m);
}
