/* The checklist of servers.  The ticks are the run's, not the widget's. */

#include "ui/pane.h"
#include "ui/pick_rows.h"
#include "ui/server_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/xmalloc.h"
#include "talk/standing.h"

#define NAME_X 7		/* behind cursor and tick */

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
	struct server_columns c = server_columns(&table, look->view, NAME_X,
	    pen->area.w);
	int shown = rows_shown(pane, look->view, (int)table.n);
	int at = list_sync(&pane->list, table.names, table.n, shown);

	server_table_head(pen, look->view, &c);
	for (int i = 0; i < shown; i++) {
		int row = pane->list.first + i;
		pen_go(pen, 1 + i, 1);
		if (row == at)
			pen_sign(pen, SIGN_HERE);
		pen->x = 3;
		draw_tick(pen, look->view, table.rows[row]);
		server_table_row(pen, look->view, table.rows[row], &c);
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
