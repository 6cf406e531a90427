/*
 * A program on a pseudo terminal, as the picture that libvterm makes of its
 * bytes.  All waiting is for a condition on a whole picture; who waits in vain
 * fails the test and shows the picture.
 */
#ifndef TESTS_PTY_H
#define TESTS_PTY_H

#include <vterm.h>

#include "pty/tty.h"

struct pty {
	struct tty tty;
	int columns, rows;
	VTerm *vt;
	VTermScreen *screen;
	bool unmarked;			/* lines: whole whenever they are looked at */
	bool alternate, cursor;		/* cursor: it is visible */
	int mouse;			/* VTERM_PROP_MOUSE_NONE … */
	unsigned bells;
	size_t sent;			/* bytes that keys and answers took */
	size_t escapes;			/* ESC among what came */
	struct buf osc;			/* each OSC, a line each */
	struct buf found;		/* the text of pty_text() */
};

struct spot { int row, column; };

/* Colours are 0 to 255 of the palette, or PTY_DEFAULT. */
#define PTY_DEFAULT (-1)
struct look_of_cell { int fg, bg; bool bold, reverse; };

void pty_open(struct pty *pty, const struct tty_spec *spec);
void pty_close(struct pty *pty);

/* Words parted by blanks: "Tab", "Enter", "C-c", "x"; as the terminal sends them. */
void pty_keys(struct pty *pty, const char *names);
void pty_type(struct pty *pty, const char *text);
/* As the terminal pastes: in brackets when the program asked for them. */
void pty_paste(struct pty *pty, const char *text);
bool pty_brackets_pastes(struct pty *pty);
/* Press and release of a button, as the program asked to be told. */
void pty_click(struct pty *pty, int row, int column, int button);
void pty_resize(struct pty *pty, int columns, int rows);

bool pty_has(const struct pty *pty, const char *text);
bool pty_find(const struct pty *pty, const char *text, struct spot *spot);
struct spot pty_cursor(const struct pty *pty);
struct look_of_cell pty_cell(const struct pty *pty, int row, int column);
/* One row, or all of them (-1), UTF-8; valid until asked again. */
const char *pty_text(struct pty *pty, int row);

typedef bool pty_is(struct pty *pty, const void *arg);
void pty_wait(struct pty *pty, pty_is *is, const void *arg, const char *what);
void pty_sees(struct pty *pty, const char *text);
void pty_loses(struct pty *pty, const char *text);
/* One more frame than now. */
void pty_next(struct pty *pty);
void pty_rings(struct pty *pty, unsigned bells);
void pty_stops(struct pty *pty);
/* In the foreground again, and with the modes of a screen. */
void pty_goes_on(struct pty *pty);
/* Ended, with this exit status, and all it wrote is here. */
void pty_ends(struct pty *pty, int status);
void pty_dies(struct pty *pty, int signo);

#endif
