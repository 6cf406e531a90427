/* The newest lines of what a command, a server or a log says; newest below. */

#include "ui/pane.h"

#include "base/clock.h"
#include "base/str.h"
#include "talk/standing.h"

#define LINES_LEAST 3
#define LINES_MOST 60

static bool
is_line(const struct event *event, int step)
{
	return event->kind == EVENT_OUTPUT && event->step == step;
}

/* Of this step, since its newest plan. */
static int
count(const struct view *view)
{
	int n = 0;

	for (size_t i = view->events->n; i-- > 0 && n < LINES_MOST;) {
		const struct event *event = event_ring_at(view->events, i);
		if (event->kind == EVENT_PLANNED)
			break;
		n += is_line(event, view->step->number);
	}
	return n;
}

static struct wish
wish(const struct pane *pane, const struct look *look, int width)
{
	int n = count(look->view);

	(void)pane;
	(void)width;
	return (struct wish){ .least = n == 0 ? 0 : 1 + (n < LINES_LEAST ? n :
	    LINES_LEAST), .wanted = n == 0 ? 0 : n + 1 };
}

static void
draw_title(struct pen *pen, const struct view *view)
{
	char text[TEXT_LEN];

	if (view->step->number == 17)
		(void)str_copy(text, sizeof(text), "Site and logs of the new servers");
	else if (view->busy != NULL && view->busy->server[0] != '\0')
		(void)str_fmt(text, sizeof(text), "Log of %s", view->busy->server);
	else
		(void)str_copy(text, sizeof(text), "Output");
	pen_go(pen, 0, 1);
	pen_prose(pen, ROLE_PLAIN, text);
	pen_right(pen, pen->area.w - 1, ROLE_PLAIN, "newest below");
}

static void
draw(struct pane *pane, const struct look *look, struct pen *pen)
{
	const struct view *view = look->view;
	int n = count(view), y = n < pane->area.h - 1 ? n : pane->area.h - 1;
	char hms[16];

	draw_title(pen, view);
	for (size_t i = view->events->n; i-- > 0 && y > 0;) {
		const struct event *event = event_ring_at(view->events, i);
		if (!is_line(event, view->step->number))
			continue;
		pen_go(pen, y--, 3);
		pen_text(pen, ROLE_PLAIN, clock_hms(event->wall_ms, hms,
		    sizeof(hms)));
		pen->x = 13;
		(void)pen_wrap(pen, ROLE_PLAIN, 1, event->text);
	}
}

const struct pane_ops pane_output = {
	.name = "output",
	.wish = wish,
	.draw = draw,
};
