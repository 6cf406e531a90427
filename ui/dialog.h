/*
 * A question or a text on top of the screen.  It gets all keys; the loop goes on
 * beneath.  What it says and asks is filled in by its maker (ask.c, show.c).
 */
#ifndef UI_DIALOG_H
#define UI_DIALOG_H

#include <panel.h>

#include "ui/field.h"
#include "ui/keys.h"
#include "ui/paint.h"

struct dialog;
struct ui;

/* A button was pressed; -1: cancelled.  The dialog is closed and freed after. */
typedef void dialog_chosen_fn(struct ui *ui, struct dialog *dialog, int button);
/* Before each drawing: what it shows may have changed. */
typedef void dialog_renew_fn(struct ui *ui, struct dialog *dialog);

struct dialog_line {
	enum sign sign;
	enum role role;
	int indent;
	int number;			/* of a list: what the row stands for */
	char *text;
};

#define DIALOG_FIELDS 2
#define DIALOG_BUTTONS 3

struct dialog {
	struct dialog *below;
	char title[TEXT_LEN];
	bool danger;			/* cannot be undone: said in red too */
	bool no_run;			/* a text on the first screen */
	bool newest_below;		/* a log: starts at its end */
	bool is_list;			/* the lines have a cursor */
	int cursor, first;		/* line; first screen row shown */
	int found;			/* line that was found last; -1: none */
	bool go;			/* into sight with it */
	enum command command;		/* DIALOG_COMMAND: to be done by others */
	struct dialog_line *lines;
	size_t n_lines, cap_lines;
	struct { char label[TEXT_LEN]; struct field *field; } fields[DIALOG_FIELDS];
	size_t n_fields;
	/* Called before the fields are drawn; may be NULL. */
	void (*prepare)(struct dialog *dialog);
	const struct vault *vault;	/* for that */
	struct {
		char label[TEXT_LEN];
		bool needs_text;	/* closed until the fields are right */
	} buttons[DIALOG_BUTTONS];
	size_t n_buttons;
	size_t focus;			/* fields first, then buttons */
	bool typing;			/* the keys go into a field, whatever has
					 * the focus */
	char say[TEXT_LEN];		/* what the last key has to say; empty: nothing */
	char wanted[TEXT_LEN];		/* the text that opens; empty: any */
	unsigned serial;		/* of the plan that it asks about */
	char about[NAME_LEN];		/* server or key that it is about */
	int number;			/* step that it is about */
	dialog_chosen_fn *chosen;
	dialog_renew_fn *renew;
	bool pasting;
	WINDOW *win;
	PANEL *panel;
	int rows_shown, rows_all;	/* of the lines, when last drawn */
	int width;			/* of a line */
	struct rect button_rects[DIALOG_BUTTONS];	/* in the window */
};

struct dialog *dialog_new(const char *title, dialog_chosen_fn *chosen);
void dialog_free(struct dialog *dialog);	/* this one, not those below */
void dialog_line(struct dialog *dialog, enum sign sign, enum role role,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
void dialog_text(struct dialog *dialog, int indent, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void dialog_clear(struct dialog *dialog);	/* lines only */
/* Its title and its lines, as text. */
void dialog_dump(struct buf *text, const struct dialog *dialog);
void dialog_field(struct dialog *dialog, const char *text, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void dialog_button(struct dialog *dialog, bool needs_text, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* Do the fields hold what opens the buttons that need text? */
bool dialog_is_right(struct dialog *dialog);
bool dialog_is_closed(struct dialog *dialog, size_t button);
/* The field that the keys go into; n_fields: none. */
size_t dialog_field_in_use(const struct dialog *dialog);

/* Before the terminal changes its size. */
void dialog_hide(struct dialog *dialog);
void dialog_draw(struct dialog *dialog, const struct paint *paint);
/* Moves cursor or focus to what stands there on the screen; presses nothing. */
void dialog_click(struct dialog *dialog, int y, int x);
void dialog_place_cursor(struct dialog *dialog);

/* Brings a line into sight and marks it. */
void dialog_go(struct dialog *dialog, int line);
/* IN_…: which keys it takes. */
unsigned dialog_where(const struct dialog *dialog);

enum { DIALOG_COMMAND = -4, DIALOG_STAYS = -3, DIALOG_BELL = -2, DIALOG_CANCELLED = -1 };
/* What came of it: one of the above, or the button that was pressed.  burst: the
 * key came together with text, as a paste does. */
int dialog_key(struct dialog *dialog, int code, bool special, bool burst);

#endif
