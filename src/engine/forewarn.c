/* Said before it is done. */

#include "engine/forewarn.h"

#include "base/clock.h"
#include "base/str.h"

int
forewarn(struct guard *guard, struct journal *journal, int step,
    const struct action *action, struct err *err)
{
	struct record record = { .type = RECORD_MARK, .step = step };
	enum mark mark = action->kind == ACTION_MARK ? MARK_NEW : MARK_WITHDRAWN;

	if (action->kind == ACTION_ATTACH)
		guard_note_attached(guard, action->server);
	if (action->kind == ACTION_DETACH || action->kind == ACTION_TERMINATE)
		guard_note_removal(guard, action->server, clock_boot_ms());
	if (action->kind == ACTION_TERMINATE)
		guard_note_terminated(guard);
	if (action->kind == ACTION_SET_INPUT)
		guard_note_input(guard, action);
	if (action->kind != ACTION_MARK && action->kind != ACTION_WITHDRAW)
		return 0;
	str_copy(record.server, sizeof(record.server), action->server);
	str_copy(record.verdict, sizeof(record.verdict), mark_name(mark));
	str_copy(record.text, sizeof(record.text), action->arg);
	if (action->kind == ACTION_WITHDRAW) {
		struct record withdraw = record;

		withdraw.type = RECORD_WITHDRAW;
		if (journal_add(journal, &withdraw, err) == -1)
			return -1;
	}
	if (journal_add(journal, &record, err) == -1)
		return -1;
	return guard_mark(guard, action->server, "", "", mark, err);
}
