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
#include <unistd.h>

#include "base/xmalloc.h"
#include "engine/front.h"
#include "ui/signs.h"

struct term {
	SCREEN *screen;
	FILE *null;			/* of a replay; NULL: a real terminal */
	bool ascii, colour, marks;
	enum osc_wrap wrap;
	bool titled;			/* the former title was put aside */
	char title[TEXT_LEN];
	unsigned long frames;
};

/* Out of memory ends the program in a place that knows no terminal. */
static void
restore(void)
{
	(void)endwin();
}

static void
tell(const struct term *term, const char *bytes)
{
	if (term->null != NULL)
		return;
	/* A terminal that does not take them is about to be noticed anyhow. */
	(void)fputs(bytes, stdout);
	(void)fflush(stdout);
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
	(void)keypad(stdscr, TRUE);
	(void)nodelay(stdscr, TRUE);
	(void)curs_set(0);
	(void)define_key("\033[200~", TERM_PASTE_BEGIN);
	(void)define_key("\033[201~", TERM_PASTE_END);
	tell(term, "\033[?2004h");
}

static int
open_screen(struct term *term, const struct front_options *options,
    const char *name, struct err *err)
{
	bool replay = options->keys != NULL;

	if (replay && (term->null = fopen("/dev/null", "r+")) == NULL)
		return err_sys(err, "/dev/null");
	/* Not initscr(): that ends the program on a TERM that it does not know. */
	term->screen = newterm(replay ? "xterm-256color" : name,
	    replay ? term->null : stdout, replay ? term->null : stdin);
	if (term->screen == NULL)
		return err_set(err, ERR_USAGE, "the terminal type \"%s\" (TERM) has "
		    "no screen: use --plain", name == NULL ? "" : name);
	return 0;
}

int
term_open(struct term **out, const struct front_options *options, struct err *err)
{
	struct term *term = xcalloc(1, sizeof(*term));
	const char *name = getenv("TERM");

	(void)setlocale(LC_ALL, "");
	prepare(term, options, name);
	if (open_screen(term, options, name, err) == -1) {
		if (term->null != NULL)
			(void)fclose(term->null);
		free(term);
		return -1;
	}
	xmalloc_on_die(restore);
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
	give_title_back(term);
	tell(term, "\033[?2004l");
	(void)endwin();
	/* No delscreen(): the panel library still has memory hung on the screen. */
	xmalloc_on_die(NULL);
	if (term->null != NULL)
		(void)fclose(term->null);
	free(term);
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

bool
term_key(struct term *term, int *code, bool *special)
{
	wint_t c;
	int got = wget_wch(stdscr, &c);

	(void)term;
	if (got == ERR)
		return false;
	*code = (int)c;
	*special = got == KEY_CODE_YES;
	return !(*special && *code == KEY_RESIZE) || term_key(term, code, special);
}

bool
term_is_gone(const struct term *term)
{
	int waiting = 0;

	return term->null == NULL &&
	    (ioctl(STDIN_FILENO, FIONREAD, &waiting) == -1 || waiting == 0);
}

void
term_resize(struct term *term, int columns, int rows)
{
	struct winsize size;

	if (term->null == NULL) {
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

	if (term->null != NULL)
		return;
	give_title_back(term);
	tell(term, "\033[?2004l");
	/* The cursor is curses' to show and to hide again: some terminals keep it
	 * hidden for the shell when it was hidden before their other screen came. */
	(void)endwin();
	(void)sigaction(SIGTSTP, &stop, &ours);
	(void)kill(0, SIGTSTP);
	(void)sigaction(SIGTSTP, &ours, NULL);
	term_redraw(term);
}

void
term_redraw(struct term *term)
{
	(void)reset_prog_mode();
	tell(term, "\033[?2004h");
	term_resize(term, COLS, LINES);
	(void)clearok(curscr, TRUE);
}

void
term_update(struct term *term)
{
	char mark[48];

	(void)doupdate();
	term->frames++;
	if (!term->marks)
		return;
	(void)str_fmt(mark, sizeof(mark), "\033]7777;%lu\a", term->frames);
	tell(term, mark);
}

void
term_bell(struct term *term)
{
	tell(term, "\a");
}

void
term_tell(struct term *term, const char *bytes)
{
	tell(term, bytes);
}

enum osc_wrap
term_wrap(const struct term *term)
{
	return term->wrap;
}

/* ---- the mouse ---- */

/* A press and a release that come together are a click to curses, however short
 * the time that it is given for one. */
#define MOUSE_CLICK (BUTTON1_PRESSED | BUTTON1_CLICKED | \
    BUTTON1_DOUBLE_CLICKED | BUTTON1_TRIPLE_CLICKED)
#define MOUSE_EVENTS (MOUSE_CLICK | BUTTON4_PRESSED | BUTTON5_PRESSED)

bool
term_mouse(struct term *term, bool on)
{
	(void)term;
	(void)mouseinterval(0);		/* a press is told at once */
	return mousemask(on ? MOUSE_EVENTS : 0, NULL) != 0;
}

enum term_mouse
term_mouse_event(struct term *term, int *y, int *x)
{
	MEVENT event;

	(void)term;
	if (getmouse(&event) == ERR)
		return TERM_MOUSE_NONE;
	*y = event.y;
	*x = event.x;
	return (event.bstate & MOUSE_CLICK) != 0 ? TERM_MOUSE_CLICK :
	    (event.bstate & BUTTON4_PRESSED) != 0 ? TERM_MOUSE_UP :
	    (event.bstate & BUTTON5_PRESSED) != 0 ? TERM_MOUSE_DOWN :
	    TERM_MOUSE_NONE;
}
