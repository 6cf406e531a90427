/* The overview: steps on the left, the world as it is on the right; the same
 * two above each other beside a step when the screen is wide. */

#include "ui/parts.h"

#include "base/clock.h"
#include "base/str.h"
#include "talk/standing.h"
#include "talk/text.h"

#define TALL 36			/* room for all eighteen steps */

static struct wish
wish(const struct pane *pane, const struct look *look, int width)
{
	int steps = 1 + parts_steps_lines(look->view, false);
	int world = parts_world_lines(look->view);

	(void)pane;
	(void)width;
	int all = 1 + parts_steps_lines(look->view, true);
	int least = steps > world ? steps : world;
	return (struct wish){ .least = least, .wanted = LINES >= TALL ? all : least };
}

static struct pen
part_of(const struct pen *pen, int y, int x, int w)
{
	struct pen part = *pen;

	part.area.y += y;
	part.area.x += x;
	part.area.h -= y;
	part.area.w = w;
	return part;
}

static void
draw(struct pane *pane, const struct look *look, struct pen *pen)
{
	int left = pen->area.w * 46 / 80 < 64 ? pen->area.w * 46 / 80 : 64;
	struct pen steps = part_of(pen, 1, 0, left);
	int right = pen->area.w - left - 2 < 50 ? pen->area.w - left - 2 : 50;
	struct pen world = part_of(pen, 0, left + 2, right);

	(void)pane;
	pen_go(pen, 0, 1);
	pen_text(pen, ROLE_PLAIN, "Steps");
	parts_steps(&steps, look);
	pen_upright(pen, left);
	parts_world(&world, look);
}

const struct pane_ops pane_overview = {
	.name = "overview",
	.wish = wish,
	.draw = draw,
};

/* ---- beside a step ---- */

static struct wish
wish_side(const struct pane *pane, const struct look *look, int width)
{
	(void)pane;
	(void)look;
	(void)width;
	return (struct wish){ .least = 1, .wanted = 1000 };
}

static void
draw_side(struct pane *pane, const struct look *look, struct pen *pen)
{
	struct pen steps = part_of(pen, 0, 0, pen->area.w - 1);
	int world_h = parts_world_lines(look->view);
	int lines = parts_steps_lines(look->view,
	    parts_steps_lines(look->view, true) + 1 + world_h <= pen->area.h);

	(void)pane;
	steps.area.h = lines;
	parts_steps(&steps, look);
	if (lines + 1 < pen->area.h) {
		struct pen world = part_of(pen, lines + 1, 1, pen->area.w - 3);
		parts_world(&world, look);
	}
	pen_upright(pen, pen->area.w - 1);
}

const struct pane_ops pane_side = {
	.name = "side",
	.wish = wish_side,
	.draw = draw_side,
};

/* ---- the sentence about what comes next ---- */

/* Without the advice where that leaves no line for the undo. */
static void
next_text(const struct view *view, bool advises, char *dst, size_t size)
{
	const struct step *next = standing_next(view);
	char advice[2 * TEXT_LEN], undo[TEXT_LEN];

	if (view->unsettled != NULL)
		(void)str_copy(dst, size, "An action of an earlier session is "
		    "unsettled: it is not known whether it took effect. Look at it "
		    "first; nothing is sent before.");
	else if (facts_no_servers(view->facts) != NULL)
		(void)str_copy(dst, size, facts_no_servers(view->facts));
	else if (next != NULL)
		(void)str_fmt(dst, size, "Next: step %d, %s. %s%sUndo: %s.",
		    next->number, next->title, !advises ? "" : text_flow(advice,
		    sizeof(advice), next->advice), advises ? " " : "",
		    text_flow(undo, sizeof(undo), next->undo_text));
	else
		dst[0] = '\0';
}

static struct wish
wish_next(const struct pane *pane, const struct look *look, int width)
{
	char text[4 * TEXT_LEN];

	(void)pane;
	next_text(look->view, true, text, sizeof(text));
	int lines = text_lines(text, width - 2);
	return (struct wish){ .least = lines < 4 ? lines : 4,
		.wanted = lines < 6 ? lines : 6 };
}

static void
draw_next(struct pane *pane, const struct look *look, struct pen *pen)
{
	char text[4 * TEXT_LEN];

	next_text(look->view, true, text, sizeof(text));
	if (text_lines(text, pen->area.w - 2) > pane->area.h)
		next_text(look->view, false, text, sizeof(text));
	pen_go(pen, 0, 1);
	(void)pen_wrap(pen, ROLE_PLAIN, pane->area.h, text);
}

const struct pane_ops pane_next = {
	.name = "next",
	.wish = wish_next,
	.draw = draw_next,
};
