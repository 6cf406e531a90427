/* The newest events, newest below. */

#include "ui/pane.h"

#include "base/clock.h"
#include "base/str.h"
#include "talk/standing.h"

#define WHERE_W 12

/* How a step came out; that it is under way is seen. */
static bool
is_outcome(const struct event *event)
{
	static const enum step_state ends[] = { STATE_DONE, STATE_FAILED,
		STATE_SKIPPED, STATE_UNDONE };

	for (size_t i = 0; i < countof(ends); i++)
		if (str_starts(event->text, step_state_name(ends[i])))
			return true;
	return false;
}

/* What other panes show is not told twice: output and the state of the action in
 * hand are the progress pane's, findings have their own. */
static bool
is_shown(const struct event *event)
{
	switch (event->kind) {
	case EVENT_NONE:
	case EVENT_STEP:
	case EVENT_OUTPUT:
	case EVENT_PLAN:
	case EVENT_PLANNED:
	case EVENT_ASK:
	case EVENT_CHECK:
	case EVENT_STARTED:
		return false;
	case EVENT_STATE:
		return is_outcome(event);
	default:
		return true;
	}
}

/* "lb-1 app-12", or the step. */
static void
draw_where(struct pen *pen, const struct event *event)
{
	char text[2 * NAME_LEN + 2];

	(void)str_fmt(text, sizeof(text), "%s%s%s", event->lb,
	    event->lb[0] != '\0' && event->server[0] != '\0' ? " " : "",
	    event->server);
	if (text[0] == '\0' && event->step != 0)
		(void)str_fmt(text, sizeof(text), "step %d", event->step);
	pen_in(pen, WHERE_W, ROLE_PLAIN, text);
}

/* The place stands before it already. */
static const char *
what(const struct event *event, char *dst, size_t size)
{
	bool placed = event->lb[0] != '\0' || event->server[0] != '\0';

	if (placed && event->action.kind == ACTION_NONE && event->rule[0] == '\0' &&
	    event->text[0] != '\0')
		return event->text;
	return event_told(event, dst, size);
}

static int
count(const struct view *view, int most)
{
	int n = 0;

	for (size_t i = view->events->n; i-- > 0 && n < most;)
		n += is_shown(event_ring_at(view->events, i));
	return n;
}

static struct wish
wish(const struct pane *pane, const struct look *look, int width)
{
	int n = count(look->view, 10);
	/* Beside a question, and at the end, only where there is room to spare. */
	bool spare = standing_asks(look->view) || look->view->ended;

	(void)pane;
	(void)width;
	return (struct wish){ .least = n > 0 && !spare, .wanted = n };
}

static void
draw_event(struct pen *pen, const struct event *event)
{
	char text[3 * TEXT_LEN], hms[16];

	pen->x = 1;
	pen_text(pen, ROLE_PLAIN, clock_hms(event->wall_ms, hms, sizeof(hms)));
	pen->x = 11;
	draw_where(pen, event);
	pen->x++;
	/* A sentence says most where it begins, an action alone also where it ends. */
	if (event->action.kind != ACTION_NONE && event->text[0] == '\0')
		pen_middle(pen, pen->area.w - pen->x - 1, ROLE_PLAIN,
		    what(event, text, sizeof(text)));
	else
		(void)pen_wrap(pen, ROLE_PLAIN, 1, what(event, text, sizeof(text)));
}

static void
draw(struct pane *pane, const struct look *look, struct pen *pen)
{
	int y = count(look->view, pen->area.h) - 1;

	(void)pane;
	for (size_t i = look->view->events->n; i-- > 0 && y >= 0;) {
		const struct event *event = event_ring_at(look->view->events, i);
		if (!is_shown(event))
			continue;
		pen_go(pen, y--, 1);
		draw_event(pen, event);
	}
}

const struct pane_ops pane_events = {
	.name = "events",
	.wish = wish,
	.draw = draw,
};
