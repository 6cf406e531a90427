/* The frame that never moves: where am I, how is it, what now. */

#include "ui/ui_priv.h"

#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "talk/standing.h"
#include "talk/text.h"

#define WIDE 120
#define DEPLOYMENT_W 24
#define DATE_LEN 11		/* "2026-11-24T" */

/* ---- line 1 ---- */

static void
draw_badge(struct pen *pen, enum role role, const char *text)
{
	pen_fmt(pen, role, " %s ", text);
	pen->x++;
}

static void
draw_badges(struct pen *pen, const struct ui *ui, const struct view *view)
{
	const char *environment = view->config->environment;
	char name[NAME_LEN];

	pen->x = 1;
	pen_text(pen, ROLE_HEAD_STRONG, "cutover");
	if (ui->page == PAGE_FIRST)
		return;
	pen->x += 2;
	pen_text(pen, ROLE_HEAD, text_middle(name, sizeof(name),
	    view->config->deployment, DEPLOYMENT_W));
	pen->x += 1;
	draw_badge(pen, role_of_environment(environment),
	    environment[0] == '\0' ? "PROD?" : environment);
	if (view->dry_run)
		draw_badge(pen, ROLE_SAFE, "DRY RUN");
	if (view->watching)
		draw_badge(pen, ROLE_SAFE, "WATCHING");
}

static void
title_of(const struct ui *ui, const struct view *view, char *text, size_t size)
{
	if (ui->page == PAGE_FIRST)
		(void)str_copy(text, size, "first start");
	else if (ui->page == PAGE_WATCH)
		(void)str_copy(text, size, "all sessions");
	else if (view->ended)
		(void)str_copy(text, size, "finished");
	else if (ui->page == PAGE_OVERVIEW)
		(void)str_copy(text, size, "overview");
	else
		(void)str_fmt(text, size, "%d of %d  %s",
		    view->step->number, STEP_COUNT, view->step->title);
}

/* In the middle while there is room; the number of the step is never what is cut. */
static void
draw_title(struct pen *pen, const struct ui *ui, const struct view *view, int end)
{
	char text[TEXT_LEN];
	int free_x = pen->x + 1;

	title_of(ui, view, text, sizeof(text));
	if (ui->page == PAGE_STEP && paint_width(pen->paint, text) > end - 2 - free_x)
		(void)str_fmt(text, sizeof(text), "%d/%d %s", view->step->number,
		    STEP_COUNT, view->step->title);
	int width = paint_width(pen->paint, text);
	int x = (pen->area.w - width) / 2;
	if (x + width > end - 2)
		x = end - 2 - width;
	pen->x = x > free_x ? x : free_x;
	pen_in(pen, end - 1 - pen->x, ROLE_HEAD, text);
}

/* Where it begins. */
static int
draw_clock(struct pen *pen, const struct look *look)
{
	char hms[16], iso[40], clock[48];
	int x = pen->x;

	(void)str_fmt(clock, sizeof(clock), "%.*s%s UTC", pen->area.w < WIDE ? 0 :
	    DATE_LEN, clock_iso(look->wall_ms, iso, sizeof(iso)),
	    clock_hms(look->wall_ms, hms, sizeof(hms)));
	/* The "T" of the ISO form, where the time follows. */
	if (pen->area.w >= WIDE)
		clock[DATE_LEN - 1] = ' ';
	pen_right(pen, pen->area.w - 1, ROLE_HEAD, clock);
	pen->x = x;
	return pen->area.w - 1 - paint_width(pen->paint, clock);
}

static void
draw_line_1(struct pen *pen, const struct ui *ui, const struct look *look)
{
	int end = pen->area.w;

	pen_fill(pen, 0, ROLE_HEAD);
	pen_go(pen, 0, 0);
	draw_badges(pen, ui, look->view);
	/* Where nothing is watched, nothing ages. */
	if (ui->page != PAGE_FIRST)
		end = draw_clock(pen, look);
	draw_title(pen, ui, look->view, end);
}

/* ---- line 2 ---- */

static void
draw_run(struct pen *pen, const struct view *view)
{
	pen_go(pen, 1, 1);
	pen_fmt(pen, ROLE_PLAIN, "Upgrade %s → %s", view->config->release_from,
	    view->config->release_to);
	pen_fmt(pen, ROLE_PLAIN, "    run %s", view->run_id);
	if (view->config->ticket[0] != '\0')
		pen_fmt(pen, ROLE_PLAIN, "    ticket %s", view->config->ticket);
	pen_fmt(pen, ROLE_PLAIN, "    driver %s", view->driver);
}

/* "lb-1 ✓ 2.6.12, 64 open, up 3 h 04 m": each balancer, and the run if any. */
static void
draw_balancers(struct pen *pen, const struct look *look)
{
	const struct traffic *traffic = look->view->traffic;
	char span[32];

	pen_go(pen, 1, 1);
	for (size_t i = 0; i < traffic->n_lbs; i++) {
		const struct traffic_lb *lb = &traffic->lbs[i];
		bool answers = lb->seen_ms != 0 && lb->missed == 0;

		pen_fmt(pen, ROLE_PLAIN, "%s ", lb->name);
		pen_sign(pen, answers ? SIGN_GOOD : lb->asked_ms == 0 ||
		    (lb->missed == 0 && lb->seen_ms == 0) ? SIGN_TODO : SIGN_LOOK);
		if (answers)
			pen_fmt(pen, ROLE_PLAIN, " %.*s, %u open, up %s",
			    (int)strcspn(lb->version, "-+"), lb->version,
			    lb->curr_conns, clock_span(
			    lb->uptime_s * 1000, span, sizeof(span)));
		else if (lb->missed > 0)
			pen_text(pen, ROLE_STRONG, "  silent");
		pen_text(pen, ROLE_PLAIN, "    ");
	}
}

static void
draw_purpose(struct pen *pen)
{
	pen_go(pen, 1, 1);
	pen_text(pen, ROLE_PLAIN, "Upgrades application servers behind HAProxy "
	    "without losing a session");
}

static void
draw_step_signs(struct pen *pen, const struct view *view, const struct phase *phase)
{
	for (int n = phase->first; n <= phase->last; n++) {
		bool here = n == view->step->number;
		enum sign sign = here && !standing_is_over(view->states[n]) &&
		    view->states[n] != STATE_FAILED ? SIGN_HERE :
		    sign_of_state(view->states[n]);
		pen_text(pen, ROLE_PLAIN, " ");
		pen_text(pen, sign_role(sign), sign_text(sign));
		pen_fmt(pen, here ? ROLE_STRONG : ROLE_PLAIN, "%d", n);
	}
}

static void
draw_phases(struct pen *pen, const struct view *view)
{
	int here = standing_phase_of(view->step->number);

	pen_go(pen, 1, 1);
	for (int i = 0; i < PHASE_COUNT; i++) {
		const struct phase *phase = runbook_phase(i);
		bool over = standing_over_in(view, phase) ==
		    phase->last - phase->first + 1;
		pen_sign(pen, over ? SIGN_GOOD : i == here ? SIGN_HERE : SIGN_TODO);
		pen_text(pen, ROLE_PLAIN, " ");
		pen_text(pen, i == here ? ROLE_STRONG : ROLE_PLAIN, phase->name);
		if (i == here)
			draw_step_signs(pen, view, phase);
		pen_text(pen, ROLE_PLAIN, "   ");
	}
}

/* ---- the two last lines ---- */

/* How old the news is; where it begins. */
static int
draw_age(struct pen *pen, const struct look *look)
{
	char age[48];
	int64_t age_ms = standing_age_ms(look->view, look->now_ms);

	(void)standing_age_text(age_ms, age, sizeof(age));
	pen_right(pen, pen->area.w - 1, age_ms < 0 || age_ms > 10000 ? ROLE_STRONG :
	    ROLE_PLAIN, age);
	return pen->area.w - 1 - paint_width(pen->paint, age);
}

static const char *
how_it_is(const struct ui *ui, const struct look *look, char *text, size_t size)
{
	if (look->first != NULL)
		return "Nothing has been changed.";
	if (look->reading)
		return "Reading how things are, before anything is decided.";
	(void)standing_sentence(look->view, look->now_ms, text, size);
	/* The button that it speaks of is on the step's page, and below a question. */
	if (ui->dialog != NULL && str_eq(text, STANDING_ASKS))
		return "Nothing has been sent.";
	if (ui->page == PAGE_OVERVIEW && str_eq(text, STANDING_ASKS))
		(void)str_fmt(text, size, "The plan of step %d waits for your word. "
		    "Nothing has been sent.", look->view->step->number);
	return text;
}

static void
draw_message(struct pen *pen, struct ui *ui, const struct look *look)
{
	char text[TEXT_LEN];

	pen_go(pen, 1, 0);
	int room = (look->first != NULL ? pen->area.w : draw_age(pen, look)) - 1;
	struct pen left = *pen;
	left.area.w = room;
	left.x = 1;
	if (ui->find.asking) {
		find_draw(ui, &left);
		return;
	}
	if (ui->message[0] == '\0') {
		pen_middle(&left, room - left.x - 1, ROLE_PLAIN, how_it_is(ui, look, text,
		    sizeof(text)));
		return;
	}
	if (ui->message_sign != SIGN_NONE) {
		pen_sign(&left, ui->message_sign);
		left.x = 3;
	}
	(void)pen_wrap(&left, ui->message_sign == SIGN_NONE ? ROLE_PLAIN :
	    ROLE_STRONG, 1, ui->message);
}

static void
draw_key(const char *shown, const char *does, void *arg)
{
	struct pen *pen = arg;

	pen_text(pen, ROLE_STRONG, shown);
	pen_fmt(pen, ROLE_PLAIN, " %s  ", does);
}

static void
draw_keys(struct pen *pen, const struct ui *ui)
{
	unsigned where = ui->find.asking ? IN_FIND : ui->dialog != NULL ?
	    dialog_where(ui->dialog) : ui_where(ui);

	pen_go(pen, 2, 1);
	if ((where & (IN_FIELD | IN_FIND)) != 0)
		draw_key("type", "the text", pen);
	keys_line(where, pen->area.w - pen->x + 1, draw_key, pen);
}

void
frame_draw(struct ui *ui, const struct look *look, struct frame frame)
{
	struct pen head = pen_on(&ui->paint, ui->base, frame.head);
	struct pen foot = pen_on(&ui->paint, ui->base, frame.foot);

	draw_line_1(&head, ui, look);
	if (ui->page == PAGE_FIRST)
		draw_purpose(&head);
	else if (ui->page == PAGE_WATCH && look->view->run_id[0] == '\0')
		draw_balancers(&head, look);
	/* Wide, the phases stand on the left with all their steps. */
	else if (ui->page == PAGE_OVERVIEW || look->view->ended || frame.side.w > 0)
		draw_run(&head, look->view);
	else
		draw_phases(&head, look->view);
	pen_rule(&head, 2);
	pen_rule(&foot, 0);
	draw_message(&foot, ui, look);
	draw_keys(&foot, ui);
}
