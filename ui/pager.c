/* o: what is read is opened in $PAGER.  The terminal is the pager's until it goes;
 * the run goes on behind it. */

#include "ui/ui_priv.h"

#include <stdlib.h>
#include <string.h>

#include "base/child.h"
#include "base/guest.h"
#include "base/loop.h"
#include "ui/term.h"

#define WORDS_MOST 16

struct words {
	char text[TEXT_LEN];
	const char *list[WORDS_MOST + 1];
};

/* Parted by blanks; no shell reads it. */
static const char *const *
pager_words(struct words *words)
{
	const char *pager = getenv("PAGER");
	char *save = NULL;
	size_t n = 0;

	(void)str_copy(words->text, sizeof(words->text),
	    pager == NULL ? "" : pager);
	for (char *word = strtok_r(words->text, " \t", &save);
	    word != NULL && n < WORDS_MOST; word = strtok_r(NULL, " \t", &save))
		words->list[n++] = word;
	if (n == 0)
		words->list[n++] = "less";
	words->list[n] = NULL;
	return words->list;
}

/* ---- what is opened ---- */

static void
add_log(struct ui *ui, struct buf *text)
{
	struct dialog *log = dialog_new("Log of this session: time, step, event",
	    NULL);

	show_log_lines(ui, log);
	dialog_dump(text, log);
	dialog_free(log);
}

static bool
add_output(const struct view *view, struct buf *text)
{
	bool any = false;

	for (size_t i = 0; i < view->events->n; i++) {
		const struct event *event = event_ring_at(view->events, i);

		if (event->kind != EVENT_OUTPUT ||
		    event->step != view->step->number)
			continue;
		buf_printf(text, "%s\n", event->text);
		any = true;
	}
	return any;
}

/* The text that is open, at the end the report, in a step what it put out, else
 * the log. */
static void
take(struct ui *ui, struct buf *text)
{
	const struct view *view = ui_view(ui);

	if (ui->dialog != NULL)
		dialog_dump(text, ui->dialog);
	else if (view->ended && !view->watching)
		run_report(ui->run, text);
	else if (ui->page != PAGE_STEP || !add_output(view, text))
		add_log(ui, text);
}

/* C1 as UTF-8 writes it acts on a terminal as an escape does. */
static bool
is_c1(const char *at)
{
	unsigned char next = (unsigned char)at[1];

	return (unsigned char)at[0] == 0xc2 && next >= 0x80 && next < 0xa0;
}

/* A pager may pass on what acts on a terminal: lines are all that it gets. */
static void
make_safe(struct buf *text)
{
	struct buf raw = *text;

	*text = (struct buf){ 0 };
	buf_puts(text, "");
	buf_puts(&raw, "");
	for (const char *at = raw.data; *at != '\0'; at++) {
		unsigned char c = (unsigned char)*at;

		if (is_c1(at))
			buf_printf(text, "\\x%02x", (unsigned char)*++at);
		else if ((c < ' ' && c != '\n') || c == 0x7f)
			buf_printf(text, "\\x%02x", c);
		else
			buf_add(text, at, 1);
	}
	buf_done(&raw);
}

/* ---- the terminal goes and comes ---- */

static void
take_back(struct ui *ui)
{
	ui->pager = NULL;
	term_take_back(ui->term);
	ui_listen_keys(ui, true);
	ui_resize(ui, COLS, LINES);
}

static void
on_left(const struct child_end *end, void *arg)
{
	struct ui *ui = arg;
	char how[TEXT_LEN];

	take_back(ui);
	if (!end->exited || end->status != 0)
		ui_say(ui, SIGN_LOOK, "The pager: %s.", child_end_text(end, how,
		    sizeof(how)));
}

static void
lend(struct ui *ui, const char *const *argv, const struct buf *text)
{
	/* Nothing is left of it in anybody's home. */
	static const char *const env[] = { "LESSHISTFILE=-", NULL };
	struct err err = { 0 };

	ui_listen_keys(ui, false);
	term_lend(ui->term);
	ui->pager = guest_invite(ui->loop, argv, env, text, on_left, ui, &err);
	if (ui->pager != NULL)
		return;
	take_back(ui);
	ui_say(ui, SIGN_LOOK, "%s", err.text);
}

void
pager_open(struct ui *ui)
{
	struct words words;
	const char *const *argv = pager_words(&words);
	struct buf text = { 0 };
	char path[TEXT_LEN];
	struct err err;

	if (child_find(argv[0], path, sizeof(path), &err) == -1) {
		ui_say(ui, SIGN_LOOK, "There is no pager \"%s\" here; PAGER names "
		    "another, L shows the log.", argv[0]);
		return;
	}
	if (ui->replay != NULL) {
		ui_say(ui, SIGN_NONE, "A replay has no terminal for a pager.");
		return;
	}
	take(ui, &text);
	make_safe(&text);
	lend(ui, argv, &text);
	buf_done(&text);
}

void
pager_done(struct ui *ui)
{
	if (ui->pager == NULL)
		return;
	guest_dismiss(ui->pager);
	ui->pager = NULL;
	term_take_back(ui->term);
}
