/* The checklist of servers.  The ticks are the run's, not the widget's. */

#include "ui/pane.h"
#include "ui/pick_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/xmalloc.h"
#include "talk/standing.h"

#define LBS_MOST 4
#define LB_W 12

static struct wish
wish(const struct pane *pane, const struct look *look, int width)
{
	int n = (int)pick_count(look->view);
	bool reason = pick_wants_reason(look->view);

	(void)pane;
	(void)width;
	return (struct wish){ .least = 1 + (n < 4 ? n : 4) + reason,
		.wanted = 1 + n + 2 * reason };
}

/* Beside the head, and the last line: reasons, and what is above and below. */
static int
rows_shown(const struct pane *pane, const struct view *view, int n)
{
	int room = pane->area.h - 1;

	if (room < n || pick_wants_reason(view))
		room--;
	return room < n ? room : n;
}

static int
name_width(const struct pick_rows *table)
{
	int width = 6;

	for (size_t i = 0; i < table->n; i++)
		if ((int)strlen(table->names[i]) > width)
			width = (int)strlen(table->names[i]);
	return width > 20 ? 20 : width;
}

/* "10.0.1.11:80" without its port, to be short. */
static void
host_of(const struct server *sv, char *dst, size_t size)
{
	const char *colon = strrchr(sv->addr, ':');

	(void)str_copy_n(dst, size, sv->addr, colon == NULL ? strlen(sv->addr) :
	    (size_t)(colon - sv->addr));
}

static int
addr_width(const struct pick_rows *table)
{
	char host[NAME_LEN];
	int width = 13;

	for (size_t i = 0; i < table->n; i++) {
		host_of(table->rows[i], host, sizeof(host));
		if ((int)strlen(host) > width)
			width = (int)strlen(host);
	}
	return width > 15 ? 15 : width;		/* an IPv4 address */
}

static enum role
role_of_mark(enum mark mark)
{
	return role_of_word(mark_name(mark), strlen(mark_name(mark)));
}

/* An OLD server was there, and is not any more: that is what step 18 goes by. */
static bool
is_gone(const struct view *view, const struct server *sv)
{
	return view->step->number == STEP_COUNT && sv->mark == MARK_OLD;
}

static void
draw_lb(struct pen *pen, const struct view *view, const struct server *sv,
    const struct lb_config *lb)
{
	const struct lb_row *row = facts_row(view->facts, sv->name, lb->name);
	long sessions = standing_sessions(view, sv->name, lb->name);
	int end = pen->x + LB_W - 3;

	if (standing_is_silent(view, lb->name)) {
		pen_in(pen, LB_W, ROLE_PLAIN, "?");
		return;
	}
	if (row == NULL) {
		pen_in(pen, LB_W, ROLE_PLAIN, is_gone(view, sv) ? "gone" : "–");
		return;
	}
	pen_text(pen, row->state == LB_UP ? ROLE_GOOD : row->state == LB_DOWN ?
	    ROLE_BAD : ROLE_DRAINING, row->state == LB_UP ? "✓ UP" :
	    lb_state_name(row->state));
	if (sessions >= 0) {
		char text[24];
		(void)str_fmt(text, sizeof(text), "%ld", sessions);
		pen_right(pen, end, ROLE_PLAIN, text);
	}
	pen->x = end + 3;
}

struct columns { int name, role, addr, lb, lbs; };

static struct columns
columns_of(const struct pick_rows *table, const struct view *view, int width)
{
	struct columns c = { .name = 7 };

	c.role = c.name + name_width(table) + 2;
	c.addr = c.role + 7;
	c.lb = c.addr + addr_width(table) + 1;
	if (width >= 100)
		c.lb += 8;
	c.lbs = (width - c.lb - 9) / LB_W;
	if (c.lbs > (int)view->config->n_lbs)
		c.lbs = (int)view->config->n_lbs;
	return c;
}

static void
draw_head(struct pen *pen, const struct view *view, struct columns c)
{
	pen_go(pen, 0, c.name);
	pen_text(pen, ROLE_PLAIN, "Server");
	pen->x = c.role;
	pen_text(pen, ROLE_PLAIN, "Role");
	pen->x = c.addr;
	pen_text(pen, ROLE_PLAIN, "Address");
	for (int i = 0; i < c.lbs; i++) {
		pen->x = c.lb + i * LB_W;
		pen_in(pen, LB_W - 1, ROLE_PLAIN, view->config->lbs[i].name);
	}
	pen_right(pen, pen->area.w - 1, ROLE_PLAIN, "sessions");
}

static void
draw_tick(struct pen *pen, const struct view *view, const struct server *sv)
{
	char why[TEXT_LEN];

	if (!pick_offered(view, sv, why, sizeof(why))) {
		pen_text(pen, ROLE_PLAIN, "[");
		pen_text(pen, ROLE_NEW, sign_text(SIGN_LOCKED));
		pen_text(pen, ROLE_PLAIN, "]");
		return;
	}
	pen_text(pen, ROLE_PLAIN, pick_ticked(view, sv) ? "[x]" : "[ ]");
}

/* Where no balancer lists it, and all of them answer, there is none. */
static long
sessions_of(const struct view *view, const struct server *sv)
{
	long sum = standing_sessions(view, sv->name, NULL);

	return sum < 0 && is_gone(view, sv) && standing_silent_lb(view) == NULL ?
	    0 : sum;
}

static void
draw_row(struct pen *pen, const struct view *view, const struct server *sv,
    struct columns c)
{
	char text[NAME_LEN];
	long sum = sessions_of(view, sv);

	pen->x = 3;
	draw_tick(pen, view, sv);
	pen->x = c.name;
	pen_in(pen, c.role - c.name - 2, ROLE_PLAIN, sv->name);
	pen->x = c.role;
	pen_in(pen, 6, role_of_mark(sv->mark), mark_name(sv->mark));
	pen->x = c.addr;
	host_of(sv, text, sizeof(text));
	pen_in(pen, c.lb - c.addr - 1, ROLE_PLAIN, text);
	for (int i = 0; i < c.lbs; i++) {
		pen->x = c.lb + i * LB_W;
		draw_lb(pen, view, sv, &view->config->lbs[i]);
	}
	if (sum >= 0)
		(void)str_fmt(text, sizeof(text), "%ld", sum);
	else
		(void)str_copy(text, sizeof(text),
		    standing_silent_lb(view) != NULL ? "?" : "");
	pen_right(pen, pen->area.w - 1, ROLE_PLAIN, text);
}

static void
draw_reason(struct pen *pen, const struct view *view, const struct pick_rows *table,
    int at)
{
	const char *unknown = facts_no_servers(view->facts);
	char why[TEXT_LEN];

	pen->x = 3;
	pick_reason(view, table, at, why, sizeof(why));
	if (unknown != NULL) {
		pen_text(pen, ROLE_STRONG, unknown);
	} else if (why[0] != '\0') {
		pen_sign(pen, SIGN_LOCKED);
		pen_text(pen, ROLE_PLAIN, " ");
		pen_prose(pen, ROLE_PLAIN, why);
	}
}

static void
draw_more(struct pen *pen, int above, int below)
{
	char text[48] = "";

	if (above > 0)
		(void)str_add(text, sizeof(text), "↑ %d more", above);
	if (below > 0)
		(void)str_add(text, sizeof(text), "%s↓ %d more", above > 0 ? "  " : "",
		    below);
	pen_right(pen, pen->area.w - 1, ROLE_PLAIN, text);
}

static void
draw(struct pane *pane, const struct look *look, struct pen *pen)
{
	struct pick_rows table = pick_rows_new(look->view);
	struct columns c = columns_of(&table, look->view, pen->area.w);
	int shown = rows_shown(pane, look->view, (int)table.n);
	int at = list_sync(&pane->list, table.names, table.n, shown);

	draw_head(pen, look->view, c);
	for (int i = 0; i < shown; i++) {
		int row = pane->list.first + i;
		pen_go(pen, 1 + i, 1);
		if (row == at)
			pen_sign(pen, SIGN_HERE);
		draw_row(pen, look->view, table.rows[row], c);
	}
	if (pane->area.h > 1 + shown) {
		pen_go(pen, pane->area.h - 1, 0);
		draw_reason(pen, look->view, &table, at);
		draw_more(pen, pane->list.first,
		    (int)table.n - pane->list.first - shown);
	}
	pick_rows_done(&table);
}

static void
name_it(struct intent *intent, const char *name)
{
	intent->names = xrealloc(intent->names, intent->n_names + 1,
	    sizeof(*intent->names));
	(void)str_copy(intent->names[intent->n_names++], NAME_LEN, name);
}

/* The whole choice goes down each time; flip turns the tick of one row. */
static void
fill(struct intent *intent, const struct view *view, const struct pick_rows *table,
    const struct server *flip)
{
	char why[TEXT_LEN];

	intent->kind = INTENT_PICK;
	for (size_t i = 0; i < table->n; i++) {
		const struct server *sv = table->rows[i];
		bool all = flip == NULL && pick_offered(view, sv, why, sizeof(why));
		if (all || (flip != NULL && pick_ticked(view, sv) != (sv == flip)))
			name_it(intent, sv->name);
	}
}

static enum reply
mark(struct pane *pane, const struct view *view, const struct pick_rows *table,
    struct intent *intent)
{
	int at = list_sync(&pane->list, table->names, table->n, 1);
	char why[TEXT_LEN];

	if (at < 0)
		return PANE_IGNORED;
	if (!pick_offered(view, table->rows[at], why, sizeof(why))) {
		(void)str_fmt(pane->say, sizeof(pane->say), "%s: %s",
		    table->rows[at]->name, why);
		return PANE_BELL;
	}
	fill(intent, view, table, table->rows[at]);
	if (intent->n_names > 0)
		return PANE_SUBMIT;
	(void)str_copy(pane->say, sizeof(pane->say),
	    "One must stay marked: no mark never means all.");
	return PANE_BELL;
}

static enum reply
mark_all(struct pane *pane, const struct view *view, const struct pick_rows *table,
    struct intent *intent)
{
	fill(intent, view, table, NULL);
	if (intent->n_names > 0)
		return PANE_SUBMIT;
	(void)str_copy(pane->say, sizeof(pane->say),
	    "No server may be marked in this step.");
	return PANE_BELL;
}

static enum reply
key(struct pane *pane, const struct look *look, enum command command,
    struct intent *intent)
{
	struct pick_rows table = pick_rows_new(look->view);
	enum reply reply;

	if (command == CMD_MARK)
		reply = mark(pane, look->view, &table, intent);
	else if (command == CMD_MARK_ALL)
		reply = mark_all(pane, look->view, &table, intent);
	else
		reply = pane_move(pane, command, table.names, table.n,
		    rows_shown(pane, look->view, (int)table.n));
	pick_rows_done(&table);
	return reply;
}

const struct pane_ops pane_pick = {
	.name = "pick",
	.where = IN_PICKS,
	.wish = wish,
	.draw = draw,
	.key = key,
};
