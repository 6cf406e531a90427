/* The newest events, newest below. */

#include "ui/pane.h"

#include "base/clock.h"
#include "base/str.h"
#include "talk/standing.h"
#include "talk/text.h"

#define WHERE_X 11
#define WHERE_W 12
#define TEXT_X (WHERE_X + WHERE_W + 1)
#define LINES_MOST 10

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

/* An action alone is one line, cut in its middle; a sentence is read whole. */
static bool
is_action_alone(const struct event *event)
{
	return event->action.kind != ACTION_NONE && event->text[0] == '\0';
}

static int
lines_of(const struct event *event, int width)
{
	char text[3 * TEXT_LEN];

	return is_action_alone(event) ? 1 :
	    text_lines(what(event, text, sizeof(text)), width - TEXT_X - 1);
}

/* The newest that stand in `lines` lines, each whole, but for one that has to be cut
 * because it is alone; their lines. */
static int
count(const struct view *view, int width, int lines)
{
	int used = 0;

	for (size_t i = view->events->n; i-- > 0 && used < lines;) {
		const struct event *event = event_ring_at(view->events, i);
		int n = is_shown(event) ? lines_of(event, width) : 0;
		if (used > 0 && used + n > lines)
			break;
		used += n;
	}
	return used < lines ? used : lines;
}

static struct wish
wish(const struct pane *pane, const struct look *look, int width)
{
	int n = count(look->view, width, LINES_MOST);
	/* Beside a question, and at the end, only where there is room to spare. */
	bool spare = standing_asks(look->view) || look->view->ended;

	(void)pane;
	return (struct wish){ .least = n > 0 && !spare, .wanted = n };
}

static void
draw_event(struct pen *pen, const struct event *event, int lines)
{
	char text[3 * TEXT_LEN], hms[16];

	pen_text(pen, ROLE_PLAIN, clock_hms(event->wall_ms, hms, sizeof(hms)));
	pen->x = WHERE_X;
	draw_where(pen, event);
	pen->x = TEXT_X;
	const char *told = what(event, text, sizeof(text));
	if (is_action_alone(event))
		pen_middle(pen, pen->area.w - TEXT_X - 1, ROLE_PLAIN, told);
	else
		(void)pen_wrap(pen, ROLE_PLAIN, lines, told);
}

static void
draw(struct pane *pane, const struct look *look, struct pen *pen)
{
	int y = count(look->view, pen->area.w, pen->area.h);

	(void)pane;
	for (size_t i = look->view->events->n; i-- > 0 && y > 0;) {
		const struct event *event = event_ring_at(look->view->events, i);
		if (!is_shown(event))
			continue;
		int lines = lines_of(event, pen->area.w);
		lines = lines < y ? lines : y;
		y -= lines;
		pen_go(pen, y, 1);
		draw_event(pen, event, lines);
	}
}

const struct pane_ops pane_events = {
	.name = "events",
	.wish = wish,
	.draw = draw,
};
