/* A start without a configuration: where one was looked for, what can be done. */

#include "ui/ask.h"

#include "base/str.h"
#include "talk/first.h"
#include "talk/text.h"

static void
add_lines(struct lines *lines, const struct look *look)
{
	first_add_places(lines, look->first);
	lines_add(lines, LINE_TEXT, "%s", "");
	first_add_choices(lines, look->first);
}

/* An empty one is a line too. */
static int
rows_of(const struct line *line, int width)
{
	int rows = text_lines(line->text, width - 2 - ask_look(line->kind).indent);

	return rows == 0 ? 1 : rows;
}

static struct wish
wish(const struct pane *pane, const struct look *look, int width)
{
	struct lines lines = { 0 };
	int rows = 0;

	(void)pane;
	add_lines(&lines, look);
	for (size_t i = 0; i < lines.n; i++)
		rows += rows_of(&lines.list[i], width);
	lines_done(&lines);
	return (struct wish){ .least = 1, .wanted = rows };
}

static void
draw_line(struct pen *pen, const struct line *line)
{
	struct line_look look = ask_look(line->kind);

	pen->x = 1;
	if (look.sign != SIGN_NONE)
		pen_sign(pen, look.sign);
	pen->x = 1 + look.indent;
	if (pen_wrap(pen, look.role, pen->area.h, line->text) == 0)
		pen->y++;
}

static void
draw(struct pane *pane, const struct look *look, struct pen *pen)
{
	struct lines lines = { 0 };

	(void)pane;
	add_lines(&lines, look);
	pen_go(pen, 0, 1);
	for (size_t i = 0; i < lines.n; i++)
		draw_line(pen, &lines.list[i]);
	lines_done(&lines);
}

const struct pane_ops pane_first = {
	.name = "first",
	.wish = wish,
	.draw = draw,
};
