/* U-09: how a step is undone is read whole, on the smallest screen that acts. */

#include <ctype.h>
#include <string.h>

#include "runbook/runbook.h"
#include "test_ui_screen.h"

/* A moment of each step; step 13 has a button for step 12 in its place. */
static const char *const moments[STEP_COUNT + 1] = { NULL, "snapshot", "migrate",
	"clone", "configure", "save-inputs", "set-inputs", "failed", "launch-more",
	"test", "array-off", "attach", "pick", "drain", "detach", "array-update",
	"array-on", "test-site", "terminate" };

/* Runs of blanks and line ends become one blank: a sentence in two lines is one. */
static void
flow(char *text)
{
	char *to = text;

	for (const char *from = text; *from != '\0'; from++)
		if (!isspace((unsigned char)*from))
			*to++ = *from;
		else if (to > text && to[-1] != ' ')
			*to++ = ' ';
	*to = '\0';
}

static void
expect_whole(int step, const char *keys, const char *tail)
{
	struct shot shot = shot_take(moments[step], keys, false, 80, 24);
	char wanted[TEXT_LEN];

	(void)str_fmt(wanted, sizeof(wanted), "Undo: %s%s",
	    runbook_step(step)->undo_text, tail);
	flow(shot.text.data);
	cr_expect(shot_has(&shot, wanted), "step %d: \"%s\" is not in\n%s", step,
	    wanted, shot.text.data);
	shot_done(&shot);
}

Test(ui_undo, is_whole_on_the_overview_before_each_step)
{
	for (int i = 1; i <= STEP_COUNT; i++)
		expect_whole(i, "", ".");
}

Test(ui_undo, is_whole_beside_each_plan)
{
	for (int i = 1; i <= STEP_COUNT; i++)
		if (i != 13)
			expect_whole(i, "key Enter", " ");
}
