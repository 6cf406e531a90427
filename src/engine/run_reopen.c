/* Steps that are open again because what they did was taken back. */

#include "engine/run_priv.h"

/* Steps 3, 4 and 7 are about the first new server: any other stands for it. */
static bool
is_about_first(int step)
{
	return step == 3 || step == 4 || step == 7;
}

static bool
has_new(const struct facts *facts)
{
	for (size_t i = 0; i < facts->n_servers; i++)
		if (facts->servers[i].mark == MARK_NEW &&
		    facts->servers[i].id[0] != '\0' &&
		    facts->servers[i].state != CLOUD_DECOMMISSIONING &&
		    facts->servers[i].state != CLOUD_TERMINATED)
			return true;
	return false;
}

/* What was taken back is open again, and so is what was built on it: nobody has to
 * undo step by step what is gone. */
void
run_reopen_steps(struct run *run, const char *why)
{
	static const struct { int step, after; } built_on[] = {
		{ 7, 3 }, { 8, 7 }, { 9, 8 }, { 10, 6 }, { 13, 12 }, { 16, 15 },
	};
	bool first_stands = has_new(watch_facts(run->watch));

	for (size_t i = 0; i < countof(built_on); i++)
		if (run->taken_back[built_on[i].after])
			run->taken_back[built_on[i].step] = true;
	for (int s = 1; s <= STEP_COUNT; s++)
		if (run->taken_back[s] && !(first_stands && is_about_first(s)) &&
		    (run->states[s] == STATE_DONE ||
		    run->states[s] == STATE_FAILED))
			run_set_state(run, s, STATE_UNDONE, why);
}
