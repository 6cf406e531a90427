/* A made-up moment of a run on a terminal. */

#include "pty/moment.h"

const char *const moments[] = { "start", "overview", "pick", "drain", "empty",
	"detach", "terminate", "launch", "failed", "unsettled", "judge",
	"settings", "ended" };
const size_t n_moments = countof(moments);

void
moment_open(struct pty *pty, const char *name, const char *const *env)
{
	const char *argv[] = { BUILD_DIR "/show", name, NULL };

	pty_open(pty, &(struct tty_spec){ .argv = argv, .env = env,
	    .columns = 80, .rows = 24 });
	pty_sees(pty, "? help");
}

void
moment_enter(struct pty *pty)
{
	if (pty_has(pty, "finished"))
		return;
	pty_keys(pty, "Enter");
	pty_sees(pty, " of 18 ");
}

void
moment_open_step(struct pty *pty, const char *name, const char *const *env)
{
	moment_open(pty, name, env);
	moment_enter(pty);
}
