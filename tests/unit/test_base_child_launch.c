/* base/child: launched on its own, and whether it lives. */

#include "test_base_child.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"

static void
look_until_dead(void *arg)
{
	struct world *w = arg;

	if (child_alive(w->running))
		(void)loop_add_timer(w->loop, 10, look_until_dead, w);
	else
		loop_stop(w->loop, 0);
}

Test(base_child_launch, launched_process_is_on_its_own)
{
	struct world w;
	char dir[] = "/tmp/test-base-XXXXXX", path[64];
	struct buf text = { 0 };
	struct err err;

	cr_assert_not_null(mkdtemp(dir));
	(void)snprintf(path, sizeof(path), "%s/output", dir);
	begin(&w);
	for (int i = 0; i < 2; i++) {		/* the second one appends */
		w.running = child_launch(&(struct child_spec){
		    .argv = SH("echo $$; echo e >&2; exec sleep 60"),
		    .output_path = path }, &err);
		cr_assert_neq(w.running, -1, "%s", err.text);
		cr_expect(child_alive(w.running));
		cr_expect_eq(getsid(w.running), w.running);
		while (file_read(path, 1000, &text, NULL) == 0 &&
		    text.len < (size_t)(i + 1) * 4)
			(void)usleep(1000);
		(void)kill(w.running, SIGKILL);
		look_until_dead(&w);
		cr_expect_eq(loop_run(w.loop), 0);
	}
	cr_expect_eq(child_launch(&(struct child_spec){
	    .argv = ARGV("no-such-program") }, &err), -1);
	cr_expect_eq(child_launch(&(struct child_spec){ .argv = ARGV("true"),
	    .output_path = dir }, &err), -1);
	buf_done(&text);
	end(&w);
	(void)file_remove_tree(dir, NULL);
}

Test(base_child_launch, a_zombie_is_not_alive)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	for (int i = 0; i < 5000 && child_alive(pid); i++)
		(void)usleep(1000);
	cr_expect_eq(kill(pid, 0), 0, "not a zombie: nothing was tested");
	cr_expect_not(child_alive(pid));
	cr_expect_not(child_alive(0));
	cr_expect_not(child_alive(-1));
	cr_expect(child_alive(1));
}
