/* The plan: what will happen, line by line, and how it is undone. */

#include "ui/pane.h"

#include <stdlib.h>

#include "base/str.h"
#include "base/xmalloc.h"
#include "talk/standing.h"
#include "talk/text.h"

static const char *const titles[] = {
	[PLAN_FORWARD] = "What will happen",
	[PLAN_UNDO] = "What the undo will do",
	[PLAN_BACK] = "What going back will do",
};

static bool
is_shown(const struct view *view)
{
	return standing_asks(view);
}

/* What the plan says of its own undo, else what the step says; the notes of steps
 * are written to stand behind a word. */
static const char *
note_of(const struct view *view, char *dst, size_t size)
{
	const char *note = view->plan->note;

	if (note[0] == '\0' && view->plan->purpose == PLAN_FORWARD)
		note = view->step->undo_text;
	(void)str_fmt(dst, size, "%s%s", note[0] == '\0' ||
	    view->plan->purpose != PLAN_FORWARD ? "" : "Undo: ", note);
	return dst;
}

static int
note_lines(const struct view *view, int width)
{
	char text[TEXT_LEN + 16];

	if (note_of(view, text, sizeof(text))[0] == '\0')
		return 0;
	return text_lines(text, width - 4) > 1 ? 2 : 1;
}

static int
actions_of(const struct view *view)
{
	return view->plan->n == 0 ? 1 : (int)view->plan->n;
}

static struct wish
wish(const struct pane *pane, const struct look *look, int width)
{
	const struct view *view = look->view;

	(void)pane;
	if (!is_shown(view))
		return (struct wish){ .least = 0, .wanted = 0 };
	int lines = 1 + actions_of(view) + (view->changed != NULL ? 2 : 0);
	return (struct wish){ .least = lines < 3 ? lines : 3,
		.wanted = lines + note_lines(view, width) };
}

static void
draw_actions(struct pane *pane, const struct view *view, struct pen *pen,
    int lines)
{
	char text[TEXT_LEN + 2 * NAME_LEN];
	const struct plan *plan = view->plan;
	int n = (int)plan->n, first = pane->shift;

	first = first > n - lines ? n - lines : first;
	pane->shift = first = first < 0 ? 0 : first;
	for (int i = first; i < n && i < first + lines; i++) {
		if (i == first + lines - 1 && i + 1 < n) {
			pen->x = 3;
			pen_fmt(pen, ROLE_PLAIN, "↓ %d more", n - i);
			return;
		}
		pen->x = 3;
		pen_middle(pen, pen->area.w - pen->x - 1, ROLE_PLAIN,
		    standing_action_text(view, &plan->actions[i], text,
		    sizeof(text)));
		pen->y++;
	}
}

/* Below the actions, else behind the title: the actions are worth more lines, and
 * the question has the whole of it. */
static void
draw_note(struct pen *pen, const struct view *view, int lines)
{
	char text[TEXT_LEN + 16];

	if (lines == 0)
		pen_go(pen, 0, 4 + paint_width(pen->paint,
		    titles[view->plan->purpose]));
	else
		pen_go(pen, pen->area.h - lines, 3);
	(void)pen_wrap(pen, ROLE_PLAIN, lines == 0 ? 1 : lines,
	    note_of(view, text, sizeof(text)));
}

static void
draw(struct pane *pane, const struct look *look, struct pen *pen)
{
	const struct view *view = look->view;
	int note = note_lines(view, pen->area.w);

	pen_go(pen, 0, 1);
	pen_text(pen, ROLE_PLAIN, titles[view->plan->purpose]);
	pen_go(pen, 1, 0);
	if (view->changed != NULL) {
		pen->x = 1;
		pen_sign(pen, SIGN_LOOK);
		pen->x = 3;
		(void)pen_wrap(pen, ROLE_STRONG, 2, view->changed);
	}
	int spare = pen->area.h - pen->y - actions_of(view);
	note = note < spare ? note : spare < 0 ? 0 : spare;
	if (view->plan->n == 0) {
		pen->x = 3;
		pen_text(pen, ROLE_PLAIN,
		    "Nothing is missing: all of it has taken effect already.");
	} else {
		draw_actions(pane, view, pen, pen->area.h - pen->y - note);
	}
	draw_note(pen, view, note);
}

static enum reply
key(struct pane *pane, const struct look *look, enum command command,
    struct intent *intent)
{
	(void)intent;
	(void)look;
	if (command == CMD_DOWN || command == CMD_PAGE_DOWN)
		pane->shift++;
	else if ((command == CMD_UP || command == CMD_PAGE_UP) && pane->shift > 0)
		pane->shift--;
	else
		return PANE_IGNORED;
	return PANE_USED;
}

const struct pane_ops pane_plan = {
	.name = "plan",
	.where = IN_LIST,
	.wish = wish,
	.draw = draw,
	.key = key,
};
