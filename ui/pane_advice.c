/* What this step is, in one or two lines; more when there is room. */

#include "ui/pane.h"
#include "talk/standing.h"
#include "talk/text.h"

#define TALL 30

static struct wish
wish(const struct pane *pane, const struct look *look, int width)
{
	char text[4 * TEXT_LEN];
	int lines = text_lines(text_flow(text, sizeof(text),
	    look->view->step->advice), width - 2);

	(void)pane;
	/* While something runs, what it does is worth more lines than why; before the
	 * last step, what speaks for it. */
	if ((standing_runs(look->view) || (standing_asks(look->view) &&
	    look->view->step->number == STEP_COUNT)) && LINES < TALL)
		return (struct wish){ .least = 0 };
	return (struct wish){ .least = lines < 2 ? lines : 2, .wanted = lines };
}

static void
draw(struct pane *pane, const struct look *look, struct pen *pen)
{
	char text[4 * TEXT_LEN];

	pen_go(pen, 0, 1);
	(void)pen_wrap(pen, ROLE_PLAIN, pane->area.h, text_flow(text, sizeof(text),
	    look->view->step->advice));
}

const struct pane_ops pane_advice = {
	.name = "advice",
	.wish = wish,
	.draw = draw,
};
