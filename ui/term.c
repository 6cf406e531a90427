/* The terminal: open, close, resize, suspend. */

#include "ui/term.h"

#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "base/crash.h"
#include "base/xmalloc.h"
#include "engine/front.h"
#include "ui/mouse_report.h"
#include "ui/signs.h"
#include "ui/spool.h"
#include "ui/term_curses.h"

/* Not curses' own: it waits for clicks to be double ones, and loses some. */
#define MOUSE_ON "\033[?1000h\033[?1006h"
#define MOUSE_OFF "\033[?1006l\033[?1000l"
#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"
#define TERM_LENT 4

struct term {
	struct spool *spool;		/* NULL: a replay */
	FILE *null;			/* of a replay */
	bool ascii, colour, marks;
	enum osc_wrap wrap;
	WINDOW *keys;			/* a pad: reading a key draws nothing */
	bool has_mouse;
	struct mouse_report mouse;
	struct sigaction aside[TERM_LENT];	/* of ours, while it is lent */
	bool titled;			/* the former title was put aside */
	char title[TEXT_LEN];
	unsigned long frames;
};

/* Out of memory ends the program in a place that knows no terminal, and the hook
 * that is called there is told nothing. */
static struct spool *to_restore;

static void
restore(void)
{
	if (to_restore != NULL)
		spool_let_go(to_restore);
	(void)endwin();
}

static void
restore_on_die(struct spool *spool)
{
	to_restore = spool;
	xmalloc_on_die(restore);
}

static void
tell(const struct term *term, const char *bytes)
{
	if (term->spool != NULL)
		spool_puts(term->spool, bytes);
}

/* ---- the title ---- */

#define TITLE_KEEP "\033[22;2t"
#define TITLE_BACK "\033[23;2t"

/* "XT" is ncurses' word for a terminal that takes xterm's titles. */
static bool
takes_titles(void)
{
	char name[] = "XT";

	return tigetflag(name) > 0;
}

void
term_title(struct term *term, const char *text)
{
	struct buf bytes = { 0 };

	if (str_eq(term->title, text) || !takes_titles())
		return;
	(void)str_copy(term->title, sizeof(term->title), text);
	if (!term->titled)
		buf_puts(&bytes, TITLE_KEEP);
	term->titled = true;
	osc_title(&bytes, text);
	tell(term, bytes.data);
	buf_done(&bytes);
}

/* It is the shell's again; and ours with the next picture. */
static void
give_title_back(struct term *term)
{
	if (term->titled)
		tell(term, TITLE_BACK);
	term->titled = false;
	term->title[0] = '\0';
}

/* As we found it. */
static void
give_back(struct term *term)
{
	give_title_back(term);
	if (term->has_mouse)
		tell(term, MOUSE_OFF);
	tell(term, PASTE_OFF);
	/* The cursor is curses' to show and to hide again: some terminals keep it
	 * hidden for the shell when it was hidden before their other screen came. */
	(void)endwin();
	if (term->spool != NULL)
		spool_finish(term->spool);
}

/* ---- open, close ---- */

static void
prepare(struct term *term, const struct front_options *options, const char *name)
{
	const char *marks = getenv("CUTOVER_FRAMES");

	term->ascii = signs_want_ascii(nl_langinfo(CODESET),
	    options->keys == NULL ? name : NULL, options->ascii);
	term->colour = signs_want_colour(getenv("NO_COLOR"), name,
	    options->no_colour);
	term->wrap = osc_wrap_of(getenv("TMUX"), getenv("STY"));
	term->marks = marks != NULL && str_eq(marks, "1");
}

static void
set_modes(struct term *term)
{
	(void)set_escdelay(25);	/* a lone Escape would hold getch() for a second */
	(void)raw();		/* Ctrl-C and Ctrl-Z are keys */
	(void)noecho();
	(void)nonl();
	(void)keypad(term->keys, TRUE);
	(void)nodelay(term->keys, TRUE);
	(void)curs_set(0);
	(void)define_key("\033[200~", TERM_PASTE_BEGIN);
	(void)define_key("\033[201~", TERM_PASTE_END);
	(void)define_key("\033[<", TERM_MOUSE_BEGIN);
	tell(term, PASTE_ON);
}

static int
no_screen(const char *name, struct err *err)
{
	return err_set(err, ERR_USAGE, "the terminal type \"%s\" (TERM) has no "
	    "screen: use --plain", name == NULL ? "" : name);
}

static int
open_replay(struct term *term, struct err *err)
{
	static const char name[] = "xterm-256color";

	if ((term->null = fopen("/dev/null", "r+")) == NULL)
		return err_sys(err, "/dev/null");
	return newterm(name, term->null, term->null) == NULL ?
	    no_screen(name, err) : 0;
}

/* What endwin() and we write at the end, for when neither can. */
static void
prepare_crash(const struct termios *found)
{
	char names[][6] = { "sgr0", "cnorm", "rmcup" };
	struct buf bytes = { 0 };

	buf_puts(&bytes, MOUSE_OFF PASTE_OFF);
	if (takes_titles())
		buf_puts(&bytes, TITLE_BACK);
	for (size_t i = 0; i < countof(names); i++) {
		const char *string = tigetstr(names[i]);
		if (string != NULL && string != (char *)-1)
			buf_puts(&bytes, string);
	}
	crash_gives_back(found, bytes.data);
	buf_done(&bytes);
}

static int
open_terminal(struct term *term, const char *name, struct err *err)
{
	struct termios found;
	bool terminal = tcgetattr(STDIN_FILENO, &found) == 0;

	if ((term->spool = spool_new(err)) == NULL)
		return -1;
	if (!term_curses(name, term->spool))
		return no_screen(name, err);
	if (terminal)
		prepare_crash(&found);
	return 0;
}

static void
term_free(struct term *term)
{
	if (term->null != NULL)
		(void)fclose(term->null);
	spool_free(term->spool);
	free(term);
}

int
term_open(struct term **out, const struct front_options *options, struct err *err)
{
	struct term *term = xcalloc(1, sizeof(*term));
	const char *name = getenv("TERM");

	(void)setlocale(LC_ALL, "");
	prepare(term, options, name);
	if ((options->keys != NULL ? open_replay(term, err) :
	    open_terminal(term, name, err)) == -1) {
		term_free(term);
		return -1;
	}
	restore_on_die(term->spool);
	term->keys = newpad(1, 1);
	set_modes(term);
	if (options->keys != NULL)
		term_resize(term, options->columns, options->rows);
	*out = term;
	return 0;
}

void
term_close(struct term *term)
{
	if (term == NULL)
		return;
	/* Whoever holds it back would hold back our last word, too. */
	(void)tcflow(STDOUT_FILENO, TCOOFF);
	(void)tcflow(STDOUT_FILENO, TCOON);
	give_back(term);
	/* No delscreen(): the panel library still has memory hung on the screen. */
	xmalloc_on_die(NULL);
	crash_is_harmless();
	term_free(term);
}

bool
term_is_ascii(const struct term *term)
{
	return term->ascii;
}

bool
term_wants_colour(const struct term *term)
{
	return term->colour;
}

/* ---- the mouse ---- */

bool
term_mouse(struct term *term, bool on)
{
	tell(term, on ? MOUSE_ON : MOUSE_OFF);
	return term->has_mouse = on;
}

enum term_mouse
term_mouse_event(const struct term *term, int *y, int *x)
{
	*y = term->mouse.y;
	*x = term->mouse.x;
	return term->mouse.what;
}

bool
term_key(struct term *term, int *code, bool *special)
{
	wint_t c;
	int got;

	while ((got = wget_wch(term->keys, &c)) != ERR) {
		*code = (int)c;
		*special = got == KEY_CODE_YES;
		if (*special && *code == KEY_RESIZE)
			continue;
		if (!mouse_report_takes(&term->mouse, *code, *special))
			return true;
		if (term->mouse.what == TERM_MOUSE_NONE)
			continue;
		*code = KEY_MOUSE;
		*special = true;
		return true;
	}
	return false;
}

bool
term_is_gone(const struct term *term)
{
	int waiting = 0;

	return term->spool != NULL &&
	    (ioctl(STDIN_FILENO, FIONREAD, &waiting) == -1 || waiting == 0);
}

void
term_resize(struct term *term, int columns, int rows)
{
	struct winsize size;

	if (term->spool != NULL) {
		if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == -1 ||
		    size.ws_col == 0 || size.ws_row == 0)
			return;
		columns = size.ws_col;
		rows = size.ws_row;
	}
	if (columns > 0 && rows > 0)
		(void)resizeterm(rows, columns);
}

/* All of our process group, so that a shell script around us is stopped too. */
void
term_suspend(struct term *term)
{
	struct sigaction stop = { .sa_handler = SIG_DFL }, ours;

	if (term->spool == NULL)
		return;
	give_back(term);
	(void)sigaction(SIGTSTP, &stop, &ours);
	(void)kill(0, SIGTSTP);
	(void)sigaction(SIGTSTP, &ours, NULL);
	term_redraw(term);
}

/* While it is lent Ctrl-C and Ctrl-\ are for whoever has it, Ctrl-Z stops us as it
 * stops any program, and we are not to draw when we go on. */
static const struct { int signo; void (*as)(int); } lent[TERM_LENT] = {
	{ SIGINT, SIG_IGN }, { SIGQUIT, SIG_IGN },
	{ SIGTSTP, SIG_DFL }, { SIGCONT, SIG_DFL },
};

void
term_lend(struct term *term)
{
	give_back(term);
	for (size_t i = 0; i < countof(lent); i++)
		(void)sigaction(lent[i].signo, &(struct sigaction){
		    .sa_handler = lent[i].as }, &term->aside[i]);
}

void
term_take_back(struct term *term)
{
	for (size_t i = 0; i < countof(lent); i++)
		(void)sigaction(lent[i].signo, &term->aside[i], NULL);
	term_redraw(term);
	(void)flushinp();
}

void
term_redraw(struct term *term)
{
	(void)reset_prog_mode();
	tell(term, PASTE_ON);
	if (term->has_mouse)
		tell(term, MOUSE_ON);
	term_resize(term, COLS, LINES);
	(void)clearok(curscr, TRUE);
}

bool
term_takes(struct term *term)
{
	return term->spool == NULL || spool_hand_over(term->spool);
}

int
term_out(const struct term *term)
{
	return term->spool == NULL ? -1 : spool_fd(term->spool);
}

void
term_update(struct term *term)
{
	char mark[48];

	(void)doupdate();
	term->frames++;
	(void)str_fmt(mark, sizeof(mark), "\033]7777;%lu\a", term->frames);
	if (term->marks)
		tell(term, mark);
	(void)term_takes(term);
}

void
term_bell(struct term *term)
{
	term_tell(term, "\a");
}

void
term_tell(struct term *term, const char *bytes)
{
	if (!term_takes(term))
		return;
	tell(term, bytes);
	(void)term_takes(term);
}

enum osc_wrap
term_wrap(const struct term *term)
{
	return term->wrap;
}
