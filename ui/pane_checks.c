/* Findings of the step, and the guard's review of the plan. */

#include "ui/pane.h"
#include "talk/evidence.h"
#include "talk/text.h"

/* Two lines a finding is what sentences usually need. */
static struct wish
wish_for(const struct checks *checks, int width)
{
	int lines = 1;

	if (checks == NULL || checks->n == 0)
		return (struct wish){ .least = 0, .wanted = 0 };
	for (size_t i = 0; i < checks->n; i++)
		lines += text_lines(checks->list[i].text, width - 12);
	return (struct wish){ .least = 1, .wanted = lines };
}

static void
draw_titled(const char *title, const struct checks *checks, struct pen *pen)
{
	pen_go(pen, 0, 1);
	pen_text(pen, ROLE_PLAIN, title);
	bool bad = checks_worst(checks) != VERDICT_GOOD;
	if (pen->area.h == 1 || (pen->area.h == 2 && bad && checks->n > 1)) {
		pen->x = 9;
		pane_findings_line(pen, checks);
		return;
	}
	pen_go(pen, 1, 0);
	(void)pane_findings(pen, checks, pen->area.h - 1);
}

static struct wish
wish_checks(const struct pane *pane, const struct look *look, int width)
{
	(void)pane;
	/* They were about whether to begin. */
	if (look->view->busy != NULL)
		return (struct wish){ .least = 0 };
	struct checks own = { 0 };
	checks_beside(&own, look->view->checks, look->view->refusals);
	struct wish wanted = wish_for(&own, width);
	checks_done(&own);
	return wanted;
}

static void
draw_checks(struct pane *pane, const struct look *look, struct pen *pen)
{
	struct checks own = { 0 };

	(void)pane;
	/* What the guard says too stands there. */
	checks_beside(&own, look->view->checks, look->view->refusals);
	draw_titled("Checks", &own, pen);
	checks_done(&own);
}

static struct wish
wish_review(const struct pane *pane, const struct look *look, int width)
{
	(void)pane;
	return wish_for(look->view->refusals, width);
}

static void
draw_review(struct pane *pane, const struct look *look, struct pen *pen)
{
	(void)pane;
	draw_titled("Guard", look->view->refusals, pen);
}

const struct pane_ops pane_checks = {
	.name = "checks",
	.wish = wish_checks,
	.draw = draw_checks,
};

const struct pane_ops pane_review = {
	.name = "review",
	.wish = wish_review,
	.draw = draw_review,
};

/* ---- what speaks for the end of the old servers ---- */

static void
add_evidence(struct checks *checks, const struct look *look)
{
	static const enum verdict verdicts[LINE_KINDS] = {
		[LINE_GOOD] = VERDICT_GOOD, [LINE_LOOK] = VERDICT_LOOK,
		[LINE_BAD] = VERDICT_BAD, [LINE_UNKNOWN] = VERDICT_UNKNOWN,
	};
	struct lines lines = { 0 };

	evidence_add_servers(&lines, look);
	evidence_add(&lines, look);
	for (size_t i = 0; i < lines.n; i++)
		(void)checks_add(checks, verdicts[lines.list[i].kind], "%s",
		    lines.list[i].text);
	lines_done(&lines);
}

static struct wish
wish_evidence(const struct pane *pane, const struct look *look, int width)
{
	struct checks checks = { 0 };

	(void)pane;
	add_evidence(&checks, look);
	struct wish wanted = wish_for(&checks, width);
	checks_done(&checks);
	return wanted;
}

static void
draw_brief(struct pen *pen, const struct look *look)
{
	char text[TEXT_LEN];

	pen_go(pen, 0, 1);
	pen_in(pen, 8, ROLE_PLAIN, "Proof");
	pen_sign(pen, SIGN_GOOD);
	pen->x++;
	(void)pen_wrap(pen, ROLE_PLAIN, 1, evidence_brief(look, text,
	    sizeof(text)));
}

static void
draw_evidence(struct pane *pane, const struct look *look, struct pen *pen)
{
	struct checks checks = { 0 };

	(void)pane;
	add_evidence(&checks, look);
	/* The servers' own lines fold into the table above, where each balancer has
	 * "gone"; the others into a few words each. */
	if (pen->area.h <= 2 && checks_worst(&checks) == VERDICT_GOOD)
		draw_brief(pen, look);
	else
		draw_titled("Proof", &checks, pen);
	checks_done(&checks);
}

const struct pane_ops pane_evidence = {
	.name = "evidence",
	.wish = wish_evidence,
	.draw = draw_evidence,
};
