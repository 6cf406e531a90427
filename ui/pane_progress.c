/* A plan being carried out: done, now, to do, and the last lines of output. */

#include "ui/pane.h"

#include "base/clock.h"
#include "base/str.h"
#include "talk/standing.h"

#define OUTPUT_LINES 4

static int
output_lines(const struct view *view, int most)
{
	int n = 0;

	for (size_t i = view->events->n; i-- > 0 && n < most;) {
		const struct event *event = event_ring_at(view->events, i);
		if (event->kind == EVENT_PLANNED)
			break;
		n += event->kind == EVENT_OUTPUT;
	}
	return n;
}

static int
actions_of(const struct view *view)
{
	return view->plan == NULL ? 0 : (int)view->plan->n;
}

static struct wish
wish(const struct pane *pane, const struct look *look, int width)
{
	int n = actions_of(look->view), out = output_lines(look->view, OUTPUT_LINES);

	(void)pane;
	(void)width;
	if (n == 0)
		return (struct wish){ .least = 2, .wanted = 3 };
	return (struct wish){ .least = n < 4 ? n : 4, .wanted = n + (out > 0 ? out + 1 : 0) };
}

static enum sign
sign_of(const struct event *event, bool busy)
{
	if (busy)
		return SIGN_HERE;
	if (event == NULL)
		return SIGN_TODO;
	switch (event->kind) {
	case EVENT_DONE:
		return SIGN_GOOD;
	case EVENT_FAILED:
	case EVENT_REFUSED:
		return SIGN_BAD;
	case EVENT_UNCERTAIN:
		return SIGN_UNKNOWN;
	default:
		return SIGN_TODO;
	}
}

static void
draw_action(struct pen *pen, const struct look *look, size_t i)
{
	const struct view *view = look->view;
	const struct action *action = &view->plan->actions[i];
	bool busy = view->busy != NULL && view->busy_index == i;
	const struct event *event = standing_event(view, action);
	enum sign sign = sign_of(event, busy);
	char text[TEXT_LEN + 2 * NAME_LEN], span[32];

	pen->x = 1;
	pen_sign(pen, sign);
	pen->x = 3;
	pen_prose(pen, busy ? ROLE_STRONG : ROLE_PLAIN,
	    standing_action_text(view, action, text, sizeof(text)));
	if (busy)
		pen_right(pen, pen->area.w - 1, ROLE_PLAIN,
		    clock_span(look->now_ms - view->busy_since_ms, span,
		    sizeof(span)));
	else if (event != NULL && sign != SIGN_TODO)
		pen_right(pen, pen->area.w - 1, ROLE_PLAIN,
		    clock_hms(event->wall_ms, span, sizeof(span)));
	pen->y++;
}

/* The one being done is always among those shown. */
static void
draw_actions(struct pen *pen, const struct look *look, int lines)
{
	int n = actions_of(look->view);
	int now = look->view->busy == NULL ? n - 1 : (int)look->view->busy_index;
	int first = layout_scroll(0, now + 1 < n ? now + 1 : now, lines, n);

	for (int i = first; i < n && i < first + lines; i++)
		draw_action(pen, look, (size_t)i);
}

static void
draw_output(struct pen *pen, const struct view *view, int lines)
{
	int y = pen->y + lines - 1;
	char hms[16];

	for (size_t i = view->events->n; i-- > 0 && y >= pen->y;) {
		const struct event *event = event_ring_at(view->events, i);
		if (event->kind != EVENT_OUTPUT)
			continue;
		int here = pen->y;
		pen_go(pen, y--, 3);
		pen_text(pen, ROLE_PLAIN, clock_hms(event->wall_ms, hms, sizeof(hms)));
		pen_text(pen, ROLE_PLAIN, "  ");
		pen_text(pen, ROLE_PLAIN, event->text);
		pen->y = here;
	}
}

static const char *const sentences[STATE_COUNT] = {
	[STATE_TODO] = "This step was not begun.",
	[STATE_CHECKED] = "This step is checked.",
	[STATE_PLANNED] = "This step has a plan.",
	[STATE_RUNNING] = "This step is being carried out.",
	[STATE_VERIFYING] = "What was done is read back.",
	[STATE_DONE] = "This step is done.",
	[STATE_FAILED] = "This step failed.",
	[STATE_SKIPPED] = "This step was skipped.",
	[STATE_UNDOING] = "This step is being undone.",
	[STATE_UNDONE] = "This step was undone.",
};

/* No plan any more: done, skipped or failed says it all. */
static void
draw_state(struct pen *pen, const struct look *look)
{
	enum step_state state = standing_state(look->view);
	char span[32], text[2 * TEXT_LEN];

	pen_go(pen, 0, 1);
	pen_sign(pen, sign_of_state(state));
	pen->x = 3;
	pen_text(pen, ROLE_STRONG, sentences[state]);
	if (standing_took_ms(look->view, look->view->step->number,
	    look->wall_ms) > 0)
		pen_fmt(pen, ROLE_PLAIN, " It took %s.", clock_span(
		    standing_took_ms(look->view, look->view->step->number,
		    look->wall_ms), span, sizeof(span)));
	(void)str_fmt(text, sizeof(text), "Undo: %s", look->view->step->undo_text);
	pen_go(pen, 1, 3);
	(void)pen_wrap(pen, ROLE_PLAIN, 2, text);
}

static void
draw(struct pane *pane, const struct look *look, struct pen *pen)
{
	int n = actions_of(look->view);
	int out = output_lines(look->view, OUTPUT_LINES);

	(void)pane;
	if (n == 0) {
		draw_state(pen, look);
		return;
	}
	int spare = pen->area.h - n - 1;
	out = out < spare ? out : spare;
	pen_go(pen, 0, 1);
	draw_actions(pen, look, out > 0 ? pen->area.h - out - 1 : pen->area.h);
	if (out > 0) {
		pen->y++;
		draw_output(pen, look->view, out);
	}
}

const struct pane_ops pane_progress = {
	.name = "progress",
	.wish = wish,
	.draw = draw,
};
