/* Keys from a file, screens into a file. */

#include "ui/replay.h"

#include <curses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/loop.h"
#include "base/xmalloc.h"
#include "ui/looks.h"
#include "ui/term.h"
#include "talk/text.h"
#include "ui/ui_priv.h"

#define SCRIPT_MAX (1024 * 1024)
#define WAIT_MS (30 * 1000)

struct replay {
	struct loop *loop;
	struct loop_timer *limit, *again;
	struct buf script;
	char *rest;			/* what is still to be done */
	char *waits;			/* the order that waits; NULL: none */
	bool ended;
	FILE *out;
};

struct replay *
replay_new(struct loop *loop, const struct front_options *options, struct err *err)
{
	struct replay *replay = xcalloc(1, sizeof(*replay));

	replay->loop = loop;
	if (file_read(options->keys, SCRIPT_MAX, &replay->script, err) == -1)
		goto fail;
	buf_puts(&replay->script, "");
	replay->rest = replay->script.data;
	replay->out = options->dump == NULL ? stdout : fopen(options->dump, "w");
	if (replay->out == NULL) {
		(void)err_sys(err, "%s", options->dump);
		goto fail;
	}
	return replay;
fail:
	replay_free(replay);
	return NULL;
}

void
replay_free(struct replay *replay)
{
	if (replay == NULL)
		return;
	loop_del_timer(replay->limit);
	loop_del_timer(replay->again);
	if (replay->out != NULL && replay->out != stdout)
		(void)fclose(replay->out);
	buf_done(&replay->script);
	free(replay);
}

static void
dump(struct replay *replay)
{
	struct buf text = { 0 };

	term_dump(&text);
	(void)fprintf(replay->out, "== %dx%d\n%s", COLS, LINES, text.data);
	(void)fflush(replay->out);
	buf_done(&text);
}

static void
dump_looks(struct replay *replay)
{
	struct buf text = { 0 };

	looks_dump(&text);
	(void)fprintf(replay->out, "== looks\n%s", text.data);
	buf_done(&text);
}

static void
finish(struct replay *replay, struct ui *ui, int status)
{
	replay->ended = true;
	loop_del_timer(replay->limit);
	replay->limit = NULL;
	ui_end(ui, status);
	loop_stop(replay->loop, status);
}

static void
fail(struct replay *replay, struct ui *ui, const char *order, const char *why)
{
	(void)fprintf(replay->out, "== %s: %s\n", order, why);
	dump(replay);
	finish(replay, ui, 1);
}

static bool
is_on_screen(const char *text)
{
	struct buf screen = { 0 };

	term_dump(&screen);
	bool found = strstr(screen.data, text) != NULL;
	buf_done(&screen);
	return found;
}

/* ---- orders ---- */

static bool
do_key(struct ui *ui, char *names)
{
	char *name;

	while ((name = strsep(&names, " ")) != NULL) {
		int code;
		bool special;
		if (name[0] == '\0')
			continue;
		if (!keys_of_name(name, &code, &special))
			return false;
		ui_key(ui, code, special, false);
	}
	return true;
}

static bool
do_type(struct ui *ui, char *text)
{
	const char *p = text;
	wchar_t c;

	while ((c = text_next(&p)) != 0)
		ui_key(ui, (int)c, false, false);
	return true;
}

static bool
do_resize(struct ui *ui, char *size)
{
	int columns, rows;

	if (sscanf(size, "%d %d", &columns, &rows) != 2)
		return false;
	ui_resize(ui, columns, rows);
	return true;
}

static const struct {
	const char *word;
	bool (*fn)(struct ui *ui, char *rest);
} orders[] = {
	{ "key", do_key }, { "type", do_type }, { "resize", do_resize },
};

/* Is what it waits for there? */
static bool
is_met(const char *order)
{
	if (str_starts(order, "wait "))
		return is_on_screen(order + 5);
	return !is_on_screen(order + 5);
}

static bool
waits(const char *order)
{
	return str_starts(order, "wait ") || str_starts(order, "gone ");
}

static bool
carry_out(struct ui *ui, char *order)
{
	char *rest = order;
	const char *word = strsep(&rest, " ");

	for (size_t i = 0; i < countof(orders); i++)
		if (str_eq(orders[i].word, word))
			return orders[i].fn(ui, rest == NULL ? order +
			    strlen(order) : rest);
	return false;
}

static void
on_again(void *arg)
{
	struct replay *replay = arg;

	replay->again = NULL;
}

static void
on_limit(void *arg)
{
	struct replay *replay = arg;

	replay->limit = NULL;
}

/* Comes back at the next picture, or soon; until the limit. */
static void
wait_for(struct replay *replay, struct ui *ui, char *order)
{
	if (replay->waits == NULL)
		replay->limit = loop_add_timer(replay->loop, WAIT_MS, on_limit, replay);
	replay->waits = order;
	if (replay->limit == NULL) {
		fail(replay, ui, order, "not in 30 s; the screen is");
		return;
	}
	if (replay->again == NULL)
		replay->again = loop_add_timer(replay->loop, 50, on_again, replay);
}

static void
met(struct replay *replay)
{
	loop_del_timer(replay->limit);
	replay->limit = NULL;
	replay->waits = NULL;
}

static bool
next_order(struct replay *replay, char **order)
{
	do {
		*order = strsep(&replay->rest, "\n");
	} while (*order != NULL && ((*order)[0] == '\0' || (*order)[0] == '#'));
	return *order != NULL && !str_eq(*order, "end");
}

void
replay_go(struct replay *replay, struct ui *ui)
{
	char *order = replay->waits;

	/* Where there is no run, leaving is at once. */
	while (!replay->ended && !(ui->leaving && ui->run == NULL)) {
		if (order == NULL && !next_order(replay, &order)) {
			finish(replay, ui, 0);
			return;
		}
		if (waits(order)) {
			if (!is_met(order)) {
				wait_for(replay, ui, order);
				return;
			}
			met(replay);
		} else if (str_eq(order, "dump")) {
			dump(replay);
		} else if (str_eq(order, "looks")) {
			dump_looks(replay);
		} else if (!carry_out(ui, order)) {
			fail(replay, ui, order, "is not an order");
			return;
		}
		order = NULL;
		if (ui->dirty)
			ui_draw(ui);
	}
}
