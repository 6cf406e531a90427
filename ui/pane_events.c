/* The newest events, newest below. */

#include "ui/pane.h"

#include "base/clock.h"
#include "base/str.h"

/* Output of the action in hand is the progress pane's. */
static bool
is_shown(const struct event *event)
{
	switch (event->kind) {
	case EVENT_NONE:
	case EVENT_OUTPUT:
	case EVENT_PLAN:
	case EVENT_ASK:
	case EVENT_CHECK:
		return false;
	default:
		return true;
	}
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

	(void)pane;
	(void)width;
	return (struct wish){ n > 0, n };
}

static void
draw_event(struct pen *pen, const struct event *event)
{
	char text[3 * TEXT_LEN], hms[16];

	pen->x = 1;
	pen_text(pen, ROLE_PLAIN, clock_hms(event->wall_ms, hms, sizeof(hms)));
	pen->x = 11;
	if (event->step != 0)
		pen_fmt(pen, ROLE_PLAIN, "step %d", event->step);
	pen->x = 20;
	pen_prose(pen, ROLE_PLAIN, event_sentence(event, text, sizeof(text)));
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
