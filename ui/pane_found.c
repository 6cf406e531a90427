/* What was found otherwise than the run left it: before anything else. */

#include "ui/pane.h"

#include "talk/found.h"

static struct wish
wish(const struct pane *pane, const struct look *look, int width)
{
	struct checks checks = { 0 };

	(void)pane;
	(void)width;
	found_differences(look->view, &checks);
	int n = (int)checks.n;
	checks_done(&checks);
	return (struct wish){ .least = n < 4 ? n : 4, .wanted = n == 0 ? 0 : n + 1,
		.close = true };
}

static void
draw(struct pane *pane, const struct look *look, struct pen *pen)
{
	struct checks checks = { 0 };
	int title = 0;

	found_differences(look->view, &checks);
	if (pane->area.h > (int)checks.n) {
		pen_go(pen, title++, 1);
		pen_text(pen, ROLE_STRONG, "Found otherwise than this run left it");
	}
	pen_go(pen, title, 1);
	(void)pane_findings(pen, &checks, pane->area.h - title);
	checks_done(&checks);
}

const struct pane_ops pane_found = {
	.name = "found",
	.wish = wish,
	.draw = draw,
};
