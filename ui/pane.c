/* What panes share. */

#include "ui/pane.h"

#include "base/str.h"

static const struct { enum command command; enum list_move move; } moves[] = {
	{ CMD_UP, LIST_UP }, { CMD_DOWN, LIST_DOWN },
	{ CMD_PAGE_UP, LIST_PAGE_UP }, { CMD_PAGE_DOWN, LIST_PAGE_DOWN },
	{ CMD_HOME, LIST_HOME }, { CMD_END, LIST_END },
};

enum reply
pane_move(struct pane *pane, enum command command, const char *const *names,
    size_t n, int shown)
{
	for (size_t i = 0; i < countof(moves); i++) {
		if (moves[i].command != command)
			continue;
		(void)list_move(&pane->list, moves[i].move, names, n, shown);
		return PANE_USED;
	}
	return PANE_IGNORED;
}

static void
finding(struct pen *pen, const struct check *check, int lines)
{
	bool shout = check->verdict == VERDICT_LOOK || check->verdict == VERDICT_BAD;
	char text[TEXT_LEN + 48];

	(void)str_fmt(text, sizeof(text), "%s%s%s", check->rule,
	    check->rule[0] != '\0' ? "  " : "", check->text);
	/* What is good needs no help. */
	if (check->remedy != 0 && check->verdict != VERDICT_GOOD)
		(void)str_add(text, sizeof(text), " Step %d helps.", check->remedy);
	pen->x = 1;
	pen_sign(pen, sign_of_verdict(check->verdict));
	pen->x = 3;
	(void)pen_wrap(pen, shout ? ROLE_STRONG : ROLE_PLAIN, lines, text);
}

/* Bad before unknown before look before wait before good. */
static const enum verdict order[] = { VERDICT_BAD, VERDICT_UNKNOWN, VERDICT_LOOK,
	VERDICT_WAIT, VERDICT_GOOD };

static int
count_of(const struct checks *checks, enum verdict verdict)
{
	int n = 0;

	for (size_t i = 0; i < checks->n; i++)
		n += checks->list[i].verdict == verdict;
	return n;
}

/* The good ones come last: they are what is folded first. */
static void
draw_rest(struct pen *pen, const struct checks *checks, int rest)
{
	int good = count_of(checks, VERDICT_GOOD);

	pen->x = 1;
	pen_sign(pen, rest <= good ? SIGN_GOOD : SIGN_TODO);
	pen->x = 3;
	if (rest == (int)checks->n)
		pen_fmt(pen, ROLE_PLAIN, "all %d are good", rest);
	else if (rest <= good)
		pen_fmt(pen, ROLE_PLAIN, "%d more, all good", rest);
	else if (good == 0)
		pen_fmt(pen, ROLE_PLAIN, "%d more", rest);
	else
		pen_fmt(pen, ROLE_PLAIN, "%d more, %d of them good", rest, good);
	pen->y++;
}

int
pane_findings(struct pen *pen, const struct checks *checks, int lines)
{
	int start = pen->y, end = pen->y + lines;
	bool fold = (int)checks->n > lines;
	int shown = 0, n = (int)checks->n;

	for (size_t o = 0; o < countof(order); o++)
		for (size_t i = 0; i < checks->n; i++) {
			int room = end - pen->y - (fold ? 1 : 0);
			if (checks->list[i].verdict != order[o] || room < 1)
				continue;
			int rest = n - shown++ - 1;
			finding(pen, &checks->list[i],
			    room - rest < 1 ? 1 : room - rest);
		}
	if (fold && pen->y < end)
		draw_rest(pen, checks, n - shown);
	return pen->y - start;
}

/* One line for all of them: the first of the worst kind, or that all is well. */
void
pane_findings_line(struct pen *pen, const struct checks *checks)
{
	enum verdict worst = checks_worst(checks);
	int x = pen->x;

	pen_sign(pen, sign_of_verdict(worst));
	pen->x = x + 2;
	if (worst == VERDICT_GOOD && checks->n > 1) {
		pen_fmt(pen, ROLE_PLAIN, "all %zu are good", checks->n);
		return;
	}
	char more[24] = "";
	if (checks->n > 1)
		(void)str_fmt(more, sizeof(more), "  %zu more", checks->n - 1);
	/* What is cut says so before it. */
	struct pen first = *pen;
	first.area.w -= paint_width(pen->paint, more);
	(void)pen_wrap(&first, worst == VERDICT_GOOD ? ROLE_PLAIN : ROLE_STRONG, 1,
	    checks_first(checks, worst)->text);
	if (more[0] != '\0')
		pen_right(pen, pen->area.w - 1, ROLE_PLAIN, more);
}
