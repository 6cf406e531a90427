/* The states of a step, by name. */

#include "engine/front.h"

const char *
step_state_name(enum step_state state)
{
	static const char *const names[STATE_COUNT] = {
		[STATE_TODO] = "todo", [STATE_CHECKED] = "checked",
		[STATE_PLANNED] = "planned", [STATE_RUNNING] = "running",
		[STATE_VERIFYING] = "verifying", [STATE_DONE] = "done",
		[STATE_FAILED] = "failed", [STATE_SKIPPED] = "skipped",
		[STATE_UNDOING] = "undoing", [STATE_UNDONE] = "undone",
	};

	return (unsigned)state < STATE_COUNT ? names[state] : "?";
}
