/* Which panes and buttons a moment of the run has. */

#include "ui/screen.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "talk/standing.h"
#include "talk/text.h"

#define DRAIN_STEP 12
#define WATCH_STEP 13
#define LABEL_MOST 36

/* The first that fits is shown. */
static bool
is_ended(const struct view *view)
{
	return view->ended;
}

static bool
is_unsettled(const struct view *view)
{
	return view->unsettled != NULL;
}

/* While an undo is asked about, its plan is what matters, not the watch. */
static bool
is_drain(const struct view *view)
{
	return view->step->number == WATCH_STEP && (!standing_asks(view) ||
	    view->plan->purpose == PLAN_FORWARD);
}

static bool
always(const struct view *view)
{
	(void)view;
	return true;
}

static bool
is_preparing(const struct view *view)
{
	if (standing_asks(view))
		return view->plan->purpose == PLAN_FORWARD;
	return !standing_runs(view) && !standing_is_over(standing_state(view)) &&
	    standing_state(view) != STATE_FAILED;
}

static bool
asks_other(const struct view *view)
{
	return standing_asks(view) && view->plan->purpose != PLAN_FORWARD;
}

static const struct {
	enum page page;
	bool (*fits)(const struct view *view);
	const struct pane_ops *panes[SCREEN_PANES];
} shows[] = {
	{ PAGE_WATCH, always, { &pane_watch, &pane_traffic_curve, &pane_events } },
	{ PAGE_FIRST, always, { &pane_first } },
	{ PAGE_OVERVIEW, is_ended, { &pane_end, &pane_events } },
	{ PAGE_OVERVIEW, always, { &pane_overview, &pane_found, &pane_next,
	    &pane_servers, &pane_events } },
	{ PAGE_STEP, is_unsettled, { &pane_unsettled, &pane_checks, &pane_events } },
	{ PAGE_STEP, is_drain, { &pane_drain, &pane_who, &pane_checks,
	    &pane_curve, &pane_events } },
	{ PAGE_STEP, asks_other, { &pane_plan, &pane_review, &pane_events } },
	{ PAGE_STEP, is_preparing, { &pane_advice, &pane_pick, &pane_inputs,
	    &pane_tests, &pane_settings, &pane_plan, &pane_review, &pane_evidence,
	    &pane_checks, &pane_servers, &pane_events } },
	{ PAGE_STEP, always, { &pane_advice, &pane_progress, &pane_checks,
	    &pane_tests, &pane_site, &pane_inputs, &pane_output,
	    &pane_servers, &pane_events } },
};

static bool
applies(const struct pane_ops *ops, enum page page, const struct view *view)
{
	int number = view->step->number;

	if (ops == &pane_pick)
		return view->step->offers != NULL;
	/* Where they are marked they stand with their ticks. */
	if (ops == &pane_servers && page == PAGE_STEP && is_preparing(view))
		return view->step->offers == NULL;
	if (ops == &pane_settings)
		return view->step->settings != NULL;
	if (ops == &pane_inputs)
		return number == 5 || number == 6 || number == 15;
	if (ops == &pane_tests)
		return number >= 7 && number <= 9;
	if (ops == &pane_site)
		return number == 17;
	return true;
}

size_t
screen_panes(enum page page, const struct view *view,
    const struct pane_ops *out[SCREEN_PANES])
{
	size_t n = 0, show = 0;

	while (shows[show].page != page || !shows[show].fits(view))
		show++;
	for (size_t i = 0; i < SCREEN_PANES; i++)
		if (shows[show].panes[i] != NULL &&
		    applies(shows[show].panes[i], page, view))
			out[n++] = shows[show].panes[i];
	return n;
}

unsigned
screen_where(enum page page, const struct view *view)
{
	if (page == PAGE_FIRST)
		return IN_FIRST;
	if (view->watching)
		return IN_WATCH;
	if (view->ended)
		return IN_END;
	return page == PAGE_OVERVIEW ? IN_OVERVIEW : IN_STEP;
}

/* ---- buttons ---- */

struct row_of_buttons {
	struct button *list;
	size_t n;
};

static struct button *add(struct row_of_buttons *row, enum command command,
    const char *fmt, ...) __attribute__((format(printf, 3, 4)));

static struct button *
add(struct row_of_buttons *row, enum command command, const char *fmt, ...)
{
	struct button *button = &row->list[row->n];
	va_list ap;

	*button = (struct button){ .command = command };
	va_start(ap, fmt);
	(void)vsnprintf(button->label, sizeof(button->label), fmt, ap);
	va_end(ap);
	row->n += row->n + 1 < SCREEN_BUTTONS;
	return button;
}

/* A run cannot be started from here: it wants a configuration. */
static void
buttons_first(struct row_of_buttons *row)
{
	add(row, CMD_DEMO, "Try it on a demo");
	add(row, CMD_CHECK, "Check the set-up");
	add(row, CMD_MANUAL, "Read the manual");
	add(row, CMD_LEAVE, "Leave");
}

static void
buttons_overview(const struct view *view, struct row_of_buttons *row)
{
	const struct step *next = standing_next(view);

	if (view->ended) {
		add(row, CMD_REPORT, "Read the report");
		add(row, CMD_COPY, "Copy for the ticket");
		add(row, CMD_LEAVE, "Leave");
		return;
	}
	if (view->unsettled != NULL)
		add(row, CMD_OPEN_STEP, "Look at what is unsettled");
	else if (next != NULL)
		add(row, CMD_GO_STEP, "Go to step %d", next->number);
	add(row, CMD_STEPS, "Look at a step");
	if (standing_may_go_back(view))
		add(row, CMD_GO_BACK, "Go back…");
}

static void
buttons_unsettled(struct row_of_buttons *row)
{
	add(row, CMD_RETRY, "Look again");
	add(row, CMD_PRESENT, "It took effect…");
	add(row, CMD_ABSENT, "It did not…");
}

/* Whole when it fits beside others; the question repeats it whole. */
static void
shorten(char *label)
{
	char *effect = strstr(label, " - ");

	if (effect != NULL && text_width(label) > LABEL_MOST)
		*effect = '\0';
}

static void
buttons_asks(const struct view *view, struct row_of_buttons *row)
{
	char label[TEXT_LEN - 8];

	(void)plan_label(view->plan, view->facts, label, sizeof(label));
	shorten(label);
	if (view->plan->n == 0)
		add(row, CMD_CONFIRM, "Nothing is left to do: check it and go on…");
	else
		add(row, CMD_CONFIRM, "%s…", label);
}

static void
button_next(const struct view *view, struct row_of_buttons *row)
{
	const struct step *next = standing_next(view);

	if (next != NULL && next != view->step)
		add(row, CMD_GO_STEP, "Next: step %d, %s", next->number,
		    next->title);
}

static void
buttons_running(const struct view *view, struct row_of_buttons *row)
{
	struct button *button;

	if (standing_waits_for_word(view)) {
		add(row, CMD_CONFIRM, "I have looked, it is good…");
		return;
	}
	if (view->step->number == WATCH_STEP) {
		button = add(row, CMD_NONE, "Next: step 14");
		(void)str_copy(button->opens, sizeof(button->opens), "opens at 0");
		button->closed = true;
		return;
	}
	button = add(row, CMD_NONE, "Next");
	(void)str_copy(button->opens, sizeof(button->opens),
	    "opens when all is done");
	button->closed = true;
}

static void
buttons_new_servers(const struct view *view, struct row_of_buttons *row)
{
	if (standing_may_discard(view))
		add(row, CMD_DISCARD, "Discard…");
	if (standing_may_withdraw(view))
		add(row, CMD_WITHDRAW, "Withdraw…");
}

static void
buttons_open(const struct view *view, struct row_of_buttons *row)
{
	enum step_state state = standing_state(view);

	if (standing_asks(view))
		buttons_asks(view, row);
	else if (state == STATE_FAILED)
		add(row, CMD_RETRY, "Try again");
	else if (standing_is_over(state))
		button_next(view, row);
	else
		add(row, CMD_PLAN, "Show the plan");
}

/* What would only be turned down waits until everything is read. */
static void
close_while_reading(struct row_of_buttons *row)
{
	for (size_t i = 0; i < row->n; i++) {
		struct button *button = &row->list[i];
		if (button->command != CMD_PLAN)
			continue;
		button->closed = true;
		(void)str_copy(button->opens, sizeof(button->opens),
		    "opens when all is read");
	}
}

static void
button_undo(const struct view *view, struct row_of_buttons *row)
{
	if (view->step->number == WATCH_STEP)
		add(row, CMD_UNDO, "Undo step %d…", DRAIN_STEP);
	else if (standing_may_undo(view))
		add(row, CMD_UNDO, "Undo…");
}

static void
buttons_step(const struct view *view, struct row_of_buttons *row)
{
	enum step_state state = standing_state(view);

	if (view->unsettled != NULL) {
		buttons_unsettled(row);
		return;
	}
	if (standing_runs(view))
		buttons_running(view, row);
	else
		buttons_open(view, row);
	if (standing_asks(view) && (view->plan->purpose != PLAN_FORWARD ||
	    standing_is_over(state))) {
		add(row, CMD_DROP_PLAN, "Leave it as it is");
		return;
	}
	button_undo(view, row);
	if (!standing_runs(view)) {
		buttons_new_servers(view, row);
		if (!standing_is_over(state))
			add(row, CMD_SKIP, "Skip…");
	}
}

/* Only other places to look from. */
static void
buttons_watching(enum page page, const struct view *view,
    struct row_of_buttons *row)
{
	if (page != PAGE_WATCH)
		add(row, CMD_WATCH, "All sessions");
	if (view->run_id[0] == '\0')
		return;
	if (page != PAGE_STEP)
		add(row, CMD_OPEN_STEP, "Step %d, %s", view->step->number,
		    view->step->title);
	if (page != PAGE_OVERVIEW)
		add(row, CMD_OVERVIEW, "Overview of the run");
	else
		add(row, CMD_STEPS, "Look at a step");
}

size_t
screen_buttons(enum page page, const struct look *look,
    struct button out[SCREEN_BUTTONS])
{
	struct row_of_buttons row = { .list = out };
	const struct view *view = look->view;

	if (page == PAGE_FIRST) {
		buttons_first(&row);
		return row.n;
	}
	if (view->watching) {
		buttons_watching(page, view, &row);
		return row.n;
	}

	if (page == PAGE_OVERVIEW || view->ended)
		buttons_overview(view, &row);
	else
		buttons_step(view, &row);
	/* What leaves the plan goes back too. */
	if (page == PAGE_STEP && (row.n == 0 ||
	    out[row.n - 1].command != CMD_DROP_PLAN))
		add(&row, CMD_OVERVIEW, "Back");
	if (look->reading)
		close_while_reading(&row);
	return row.n;
}
