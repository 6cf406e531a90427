/* The table of servers by balancers: its columns, heads and rows. */

#include "ui/server_table.h"

#include <string.h>

#include "base/str.h"
#include "talk/standing.h"

#define LB_W 12
#define RELEASE_W 9
#define SUM_W 8				/* "sessions" */

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

/* The release fills what is left beside all balancers. */
struct server_columns
server_columns(const struct pick_rows *rows, const struct view *view, int x,
    int width)
{
	struct server_columns c = { .name = x };
	int all = (int)view->config->n_lbs;

	c.role = c.name + name_width(rows) + 2;
	c.addr = c.role + 7;
	c.lb = c.addr + addr_width(rows) + 2;
	c.lbs = (width - 1 - SUM_W - c.lb) / LB_W;
	if (c.lbs >= all && c.lb + RELEASE_W + all * LB_W + SUM_W < width) {
		c.release = c.lb;
		c.lb += RELEASE_W;
	}
	c.lbs = c.lbs > all ? all : c.lbs;
	c.sum = c.lb + c.lbs * LB_W + SUM_W;
	return c;
}

static void
draw_at(struct pen *pen, int x, const char *text)
{
	pen->x = x;
	pen_text(pen, ROLE_PLAIN, text);
}

void
server_table_head(struct pen *pen, const struct view *view,
    const struct server_columns *c)
{
	pen_go(pen, 0, 0);
	draw_at(pen, c->name, "Server");
	draw_at(pen, c->role, "Role");
	draw_at(pen, c->addr, "Address");
	if (c->release > 0)
		draw_at(pen, c->release, "Release");
	for (int i = 0; i < c->lbs; i++) {
		pen->x = c->lb + i * LB_W;
		pen_in(pen, LB_W - 1, ROLE_PLAIN, view->config->lbs[i].name);
	}
	pen_right(pen, c->sum, ROLE_PLAIN, "sessions");
}

/* What it says itself; before it runs it says nothing. */
static const char *
release_of(const struct server *sv)
{
	if (!server_runs(sv))
		return "–";
	return sv->self.answers != TRI_YES || sv->self.version[0] == '\0' ? "?" :
	    sv->self.version;
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
draw_sum(struct pen *pen, const struct view *view, const struct server *sv, int end)
{
	long sum = sessions_of(view, sv);
	char text[24] = "";

	if (sum >= 0)
		(void)str_fmt(text, sizeof(text), "%ld", sum);
	else if (standing_silent_lb(view) != NULL)
		(void)str_copy(text, sizeof(text), "?");
	pen_right(pen, end, ROLE_PLAIN, text);
}

void
server_table_row(struct pen *pen, const struct view *view, const struct server *sv,
    const struct server_columns *c)
{
	char host[NAME_LEN];

	pen->x = c->name;
	pen_in(pen, c->role - c->name - 2, ROLE_PLAIN, sv->name);
	pen->x = c->role;
	pen_in(pen, 6, role_of_mark(sv->mark), mark_name(sv->mark));
	pen->x = c->addr;
	host_of(sv, host, sizeof(host));
	pen_in(pen, (c->release > 0 ? c->release : c->lb) - c->addr - 1, ROLE_PLAIN,
	    host);
	if (c->release > 0) {
		pen->x = c->release;
		pen_in(pen, RELEASE_W - 2, ROLE_PLAIN, release_of(sv));
	}
	for (int i = 0; i < c->lbs; i++) {
		pen->x = c->lb + i * LB_W;
		draw_lb(pen, view, sv, &view->config->lbs[i]);
	}
	draw_sum(pen, view, sv, c->sum);
}
