/*
 * A plan being carried out: done, now, to do; what each took and usually takes,
 * and until when it may.
 */

#include "ui/pane.h"

#include "base/clock.h"
#include "base/str.h"
#include "model/settle.h"
#include "talk/standing.h"
#include "talk/text.h"

#define BAR_W 14
#define TOOK_W 10

static int
actions_of(const struct view *view)
{
	return view->plan == NULL ? 0 : (int)view->plan->n;
}

/* ---- what the cloud tells of a launch ---- */

static const struct { enum cloud_state from; const char *text; } boots[] = {
	{ CLOUD_PENDING, "machine is requested" },
	{ CLOUD_BOOTING, "machine is up" },
	{ CLOUD_OPERATIONAL, "boot scripts are done" },
};

static const struct server *
launched(const struct view *view)
{
	return view->busy != NULL && view->busy->kind == ACTION_LAUNCH ?
	    facts_server(view->facts, view->busy->server) : NULL;
}

static int
boot_lines(const struct view *view)
{
	return launched(view) == NULL ? 0 : (int)countof(boots);
}

static void
draw_boots(struct pen *pen, const struct server *sv)
{
	bool before = true;

	for (size_t i = 0; i < countof(boots); i++) {
		bool done = sv->state >= boots[i].from &&
		    sv->state <= CLOUD_OPERATIONAL;
		pen->x = 5;
		pen_sign(pen, done ? SIGN_GOOD : before ? SIGN_HERE : SIGN_TODO);
		pen->x = 7;
		pen_text(pen, ROLE_PLAIN, boots[i].text);
		before = done;
		pen->y++;
	}
}

/* The sentence below: so far, usually, at most. */
static int
pace_lines(const struct view *view)
{
	return view->busy == NULL ? 0 : 2;
}

static const char *
undo_line(const struct look *look, char *dst, size_t size)
{
	(void)str_fmt(dst, size, "Undo: %s", look->view->step->undo_text);
	return dst;
}

static struct wish
wish(const struct pane *pane, const struct look *look, int width)
{
	int n = actions_of(look->view);
	int more = boot_lines(look->view) + pace_lines(look->view);
	char undo[TEXT_LEN];

	(void)pane;
	if (n == 0) {
		int lines = 1 + text_lines(undo_line(look, undo, sizeof(undo)),
		    width - 4);
		return (struct wish){ .least = lines, .wanted = lines };
	}
	return (struct wish){ .least = (n < 4 ? n : 4) + more, .wanted = n + more };
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

static int64_t
took_ms(const struct look *look, const struct action *action, bool busy)
{
	return busy ? look->now_ms - look->view->busy_since_ms :
	    standing_action_took_ms(look->view, action);
}

static const struct usual_span *
usual_of(const struct view *view, const struct action *action)
{
	const struct usual_span *span = view->usual == NULL ? NULL :
	    &view->usual->of[action->kind];

	/* What is over within a second needs no comparison. */
	return span == NULL || span->most_ms < 1000 ? NULL : span;
}

/* Cells for the widest "usual …" of this plan and two blanks before; 0: none. */
static int
usual_width(const struct pen *pen, const struct view *view)
{
	char text[64];
	int width = 0;

	for (size_t i = 0; i < view->plan->n; i++) {
		const struct usual_span *span = usual_of(view,
		    &view->plan->actions[i]);
		if (span == NULL)
			continue;
		int one = 2 + paint_width(pen->paint, standing_usual_text(span, text,
		    sizeof(text)));
		width = one > width ? one : width;
	}
	return width;
}

/* "2 m 31 s  usual 2 m 05 s – 3 m 10 s": blank where nothing is known.  Where it
 * begins. */
static int
draw_pace(struct pen *pen, const struct look *look, const struct action *action,
    bool busy)
{
	const struct usual_span *span = usual_of(look->view, action);
	int64_t took = took_ms(look, action, busy);
	int end = pen->area.w - 1 - usual_width(pen, look->view);
	char text[64];

	if (span != NULL) {
		pen->x = end + 2;
		pen_text(pen, ROLE_PLAIN, standing_usual_text(span, text,
		    sizeof(text)));
	}
	if (took < 0)
		return end;
	pen_right(pen, end, busy ? ROLE_STRONG : ROLE_PLAIN,
	    clock_span(took, text, sizeof(text)));
	return end - paint_width(pen->paint, text);
}

/* Where there is a number to divide by, and room. */
static void
draw_bar(struct pen *pen, const struct look *look, const struct action *action)
{
	const struct usual_span *span = usual_of(look->view, action);
	int x = pen->area.w - 1 - usual_width(pen, look->view) - TOOK_W - BAR_W;
	char bar[4 * BAR_W + 1];

	if (span == NULL || span->most_ms == 0 || pen->x + 2 > x)
		return;
	pen->x = x;
	pen_text(pen, ROLE_BAR, sign_bar(bar, sizeof(bar), (double)took_ms(look,
	    action, true) / (double)span->most_ms, BAR_W));
	while (pen->x < x + BAR_W)
		pen_text(pen, ROLE_DIM, "░");
}

static void
draw_action(struct pen *pen, const struct look *look, size_t i)
{
	const struct view *view = look->view;
	const struct action *action = &view->plan->actions[i];
	bool busy = view->busy != NULL && view->busy_index == i;
	char text[TEXT_LEN + 2 * NAME_LEN];

	int end = draw_pace(pen, look, action, busy);
	pen->x = 1;
	pen_sign(pen, sign_of(standing_event(view, action), busy));
	pen->x = 3;
	pen_middle(pen, end - 3 - 2, busy ? ROLE_STRONG : ROLE_PLAIN,
	    standing_action_text(view, action, text, sizeof(text)));
	if (busy)
		draw_bar(pen, look, action);
	pen->y++;
	if (busy && launched(view) != NULL)
		draw_boots(pen, launched(view));
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

/* What happens at the limit is asked, not guessed. */
static void
draw_limit(struct pen *pen, const struct look *look)
{
	const struct view *view = look->view;
	int64_t limit = settle_limit_ms(view->config, view->busy->kind);
	char text[TEXT_LEN], one[64];

	(void)str_fmt(text, sizeof(text), "%s so far.", clock_span(look->now_ms -
	    view->busy_since_ms, one, sizeof(one)));
	if (limit > 0)
		(void)str_add(text, sizeof(text), " At %s cutover stops and asks "
		    "you.", standing_round_span(limit, one, sizeof(one)));
	pen->x = 1;
	(void)pen_wrap(pen, ROLE_PLAIN, 1, text);
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
	pen_text(pen, ROLE_STRONG, standing_waits_for_word(look->view) ?
	    "All that can be read is good; the last word is yours." :
	    sentences[state]);
	if (standing_took_ms(look->view, look->view->step->number,
	    look->wall_ms) > 0)
		pen_fmt(pen, ROLE_PLAIN, " It took %s.", clock_span(
		    standing_took_ms(look->view, look->view->step->number,
		    look->wall_ms), span, sizeof(span)));
	pen_go(pen, 1, 3);
	(void)pen_wrap(pen, ROLE_PLAIN, pen->area.h - 1,
	    undo_line(look, text, sizeof(text)));
}

static void
draw(struct pane *pane, const struct look *look, struct pen *pen)
{
	int more = boot_lines(look->view) + pace_lines(look->view);

	if (actions_of(look->view) == 0) {
		draw_state(pen, look);
		return;
	}
	pen_go(pen, 0, 1);
	draw_actions(pen, look, pane->area.h - more);
	if (look->view->busy == NULL)
		return;
	pen_go(pen, pane->area.h - 1, 1);
	draw_limit(pen, look);
}

const struct pane_ops pane_progress = {
	.name = "progress",
	.wish = wish,
	.draw = draw,
};
