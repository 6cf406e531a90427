/* Under 80x24: the numbers and nothing else; only looking. */

#include "ui/ui_priv.h"

#include "base/clock.h"
#include "base/str.h"
#include "talk/standing.h"
#include "ui/drain_table.h"

static void
draw_row(struct pen *pen, const struct look *look, const struct server *sv)
{
	char text[32];

	pen->x = 1;
	pen_in(pen, 11, ROLE_PLAIN, sv->name);
	for (size_t i = 0; i < look->view->config->n_lbs && i < 3; i++) {
		long n = standing_sessions(look->view, sv->name,
		    look->view->config->lbs[i].name);
		/* Not listed is not the same as not known. */
		(void)str_fmt(text, sizeof(text), n >= 0 ? "%ld" :
		    standing_is_silent(look->view, look->view->config->lbs[i].name) ?
		    "?" : "–", n);
		pen_right(pen, 18 + 6 * (int)i, ROLE_PLAIN, text);
	}
	if (sv->mark == MARK_OLD) {
		enum role role = drain_left_role(drain_left_text(look, sv, text,
		    sizeof(text)));
		pen->x = pen->area.w - 11;
		pen_text(pen, role, text);
	}
	pen->y++;
}

static void
draw_rows(struct pen *pen, const struct look *look, const char *what,
    const struct server *const *servers, size_t n)
{
	pen->x = 1;
	pen_prose(pen, ROLE_STRONG, what);
	for (size_t i = 0; i < look->view->config->n_lbs && i < 3; i++) {
		char text[8];
		(void)str_copy(text, sizeof(text), look->view->config->lbs[i].name);
		pen_right(pen, 18 + 6 * (int)i, ROLE_PLAIN, text);
	}
	pen->y++;
	for (size_t i = 0; i < n && pen->y < pen->area.h - 2; i++)
		draw_row(pen, look, servers[i]);
}

static void
draw_top(struct pen *pen, const struct ui *ui, const struct look *look)
{
	const struct view *view = look->view;
	char hms[16], text[TEXT_LEN];

	(void)ui;
	pen_fill(pen, 0, ROLE_HEAD);
	pen_go(pen, 0, 1);
	pen_text(pen, ROLE_HEAD, view->config->deployment);
	pen->x++;
	pen_fmt(pen, role_of_environment(view->config->environment), " %s ",
	    view->config->environment);
	pen->x++;
	pen_fmt(pen, ROLE_HEAD, "%d/%d %s", view->step->number, STEP_COUNT,
	    view->step->name);
	pen_right(pen, pen->area.w - 1, ROLE_HEAD, clock_hms(look->wall_ms, hms,
	    sizeof(hms)));
	pen_go(pen, 1, 1);
	pen_middle(pen, pen->area.w - 2, ROLE_PLAIN, standing_sentence(view,
	    look->now_ms, text, sizeof(text)));
}

/* Nothing goes on, and nothing has a number. */
static void
draw_first(struct pen *pen)
{
	static const char *const lines[] = { "cutover: no configuration yet",
		"Make it 80×24 to see what can be done.", "q leave" };

	for (int i = 0; i < (int)countof(lines); i++) {
		pen_go(pen, i, 0);
		pen_text(pen, ROLE_PLAIN, lines[i]);
	}
}

static void
draw_line(struct pen *pen, const struct look *look)
{
	pen_go(pen, 0, 0);
	pen_fmt(pen, ROLE_PLAIN, "%d/%d cutover goes on; make it 80×24",
	    look->view->step->number, STEP_COUNT);
}

void
small_draw(struct ui *ui, const struct look *look)
{
	struct pen pen = pen_on(&ui->paint, ui->base,
	    (struct rect){ 0, 0, LINES, COLS });
	struct drain drain;
	char text[TEXT_LEN];

	if (ui->page == PAGE_FIRST) {
		draw_first(&pen);
		return;
	}
	if (layout_class(COLS, LINES) == SIZE_LINE) {
		draw_line(&pen, look);
		return;
	}
	draw_top(&pen, ui, look);
	drain_read(&drain, look);
	if (look->view->step->number >= 11 && look->view->step->number <= 14) {
		pen_go(&pen, 2, 1);
		drain_head(&drain, text, sizeof(text));
		pen_prose(&pen, ROLE_PLAIN, text);
	}
	pen_go(&pen, 3, 1);
	draw_rows(&pen, look, "OLD", drain.old, drain.n_old);
	draw_rows(&pen, look, "NEW", drain.new, drain.n_new);
	pen_go(&pen, pen.area.h - 2, 1);
	pen_text(&pen, ROLE_STRONG, ui->message[0] != '\0' ? ui->message :
	    ui->dialog != NULL ? "A question waits: make it 80×24 to act." :
	    "Make it 80×24 to act.");
	pen_go(&pen, pen.area.h - 1, 1);
	pen_text(&pen, ROLE_PLAIN, "z pause  w save  q leave");
}
