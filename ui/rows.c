/* Rows of the table with the focus, whichever pane has it: walked by the keys that
 * a person would press, so that no pane needs to know who asks. */

#include "ui/ui_priv.h"

#include "base/str.h"

bool
rows_step(struct ui *ui, struct pane *pane, enum command move)
{
	struct intent intent = { 0 };
	struct look look = ui_look(ui);
	char was[NAME_LEN];

	(void)str_copy(was, sizeof(was), pane->list.cursor);
	(void)pane->ops->key(pane, &look, move, &intent);
	intent_done(&intent);
	return !str_eq(was, pane->list.cursor);
}
