/* Private to ui/: what the front end is made of. */
#ifndef UI_UI_PRIV_H
#define UI_UI_PRIV_H

#include "ui/dialog.h"
#include "ui/pane.h"
#include "ui/screen.h"
#include "ui/who.h"

struct child;
struct guest;
struct loop;
struct loop_fd;
struct loop_timer;
struct replay;
struct term;

#define UI_PANES 32		/* at least as many as pane.h names */

/* How long a message is true: until the next key, or shorter. */
enum lasts { LASTS_UNTIL_KEY, LASTS_WHILE_CLOSED, LASTS_WHILE_READING };

/* What a person is called back for. */
struct called {
	char event[NAME_LEN];
	int step;
	int64_t wall_ms;
	char text[TEXT_LEN];
};

struct ui {
	struct loop *loop;
	struct run *run;		/* NULL: the first screen, before there is any */
	const struct first_start *first;	/* of that; else NULL */
	struct term *term;
	struct paint paint;
	struct replay *replay;		/* NULL: a person is there */
	struct loop_fd *keys;
	struct loop_fd *room;		/* the terminal has not taken all yet */
	struct loop_timer *tick, *soon;

	WINDOW *base;
	PANEL *base_panel;
	enum page page;
	struct pane panes[UI_PANES];	/* their cursors outlive a drawing */
	size_t n_panes;
	struct pane *shown[SCREEN_PANES];
	size_t n_shown;
	struct button buttons[SCREEN_BUTTONS];
	struct rect button_rects[SCREEN_BUTTONS];
	size_t n_buttons;
	struct rect foot;		/* where they stand */
	int pane, button;		/* which of them have the keys */
	bool on_button;
	bool at_row;			/* the last key moved or marked a row, whoever
					 * has Enter */
	int step_seen;			/* the focus starts anew in another step */

	struct dialog *dialog;		/* the topmost; NULL: none */
	char message[TEXT_LEN];		/* empty: how the run stands */
	enum lasts message_lasts;
	enum sign message_sign;
	unsigned asked_serial;		/* the plan that was confirmed last */
	bool plan_due;			/* a step was opened before all was read */
	bool read_asked;		/* by r: that it was read is said */
	int step_due;			/* it was asked for before all was read */

	struct {
		int64_t last_ms;		/* 0: never yet */
		struct loop_timer *timer;	/* NULL: none waits */
		struct called next;
		struct child *child;		/* notify_command */
		bool stuck, word;		/* as it was looked at last */
	} call;
	struct { bool asking; struct field *field; char text[TEXT_LEN]; } find;

	struct guest *pager;		/* it has the terminal; NULL: we have */
	struct who who;			/* who keeps a drain waiting */
	bool mouse;			/* it is ours */
	bool pasting;			/* where there is no field for it */
	bool dirty, now, paused, bell, leaving;
	int64_t drawn_ms;
};

const struct view *ui_view(const struct ui *ui);
struct look ui_look(const struct ui *ui);
void ui_dirty(struct ui *ui);
void ui_say(struct ui *ui, enum sign sign, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* The same, and gone as soon as it is not true any more. */
void ui_say_while(struct ui *ui, enum lasts lasts, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void ui_bell(struct ui *ui);
/* 0, or the reason is on the screen: the guard's dialog or the message line. */
int ui_submit(struct ui *ui, const struct intent *intent);
int ui_submit_kind(struct ui *ui, enum intent_kind kind, const char *word,
    const char *text);
void ui_push(struct ui *ui, struct dialog *dialog);
void ui_pop(struct ui *ui);
void ui_leave(struct ui *ui, int status);
/* The same, and not a word. */
void ui_end(struct ui *ui, int status);

/* draw.c */
void ui_draw(struct ui *ui);
/* The screen beneath the dialogs, in memory alone. */
void ui_paint(struct ui *ui);
void ui_resize(struct ui *ui, int columns, int rows);

/* events.c: what the run tells (front.h). */
void ui_on_event(void *self, const struct event *event);
void ui_on_changed(void *self);

/* listen.c: from here on, to the end. */
void ui_listen(struct ui *ui);
void ui_listen_end(struct ui *ui);
/* Keys are read, or are somebody else's. */
void ui_listen_keys(struct ui *ui, bool on);

/* input.c: where keys go; act.c: what they and buttons do */
void ui_key(struct ui *ui, int code, bool special, bool burst);
void ui_focus_button(struct ui *ui, int button);
void ui_act(struct ui *ui, enum command command);
/* Short enough for the message line. */
const char *act_path_text(struct ui *ui, const char *path, char *dst, size_t size);
/* At once, or when all is read. */
void act_plan_soon(struct ui *ui);
void act_open_step(struct ui *ui, int number);
unsigned ui_where(const struct ui *ui);

/* ask.c: questions */
void ask_confirm(struct ui *ui);
void ask_again_if_changed(struct ui *ui);
void ask_guard(struct ui *ui, const struct event *event);
void ask_leave(struct ui *ui);
void ask_note(struct ui *ui);
void ask_skip(struct ui *ui);
void ask_resolve(struct ui *ui, bool present);
void ask_setting(struct ui *ui, const char *key);
void ask_give_up(struct ui *ui, enum intent_kind kind);

/* find.c */
void find_ask(struct ui *ui);
void find_next(struct ui *ui);
void find_previous(struct ui *ui);
void find_key(struct ui *ui, int code, bool special);
void find_draw(struct ui *ui, struct pen *pen);

/* rows.c.  Where the mark of the row with the cursor was drawn; false: the pane with
 * the keys shows none. */
bool rows_mark(struct ui *ui, int *y, int *x);
/* The line of it, drawn anew; -1: none. */
int rows_cursor(struct ui *ui);
/* False when there is no row that way. */
bool rows_step(struct ui *ui, struct pane *pane, enum command move);

/* call.c: a person is wanted.  event: a word for notify_command. */
void call_person(struct ui *ui, const char *event, int step, const char *text);
void call_look(struct ui *ui);		/* is there anything that no event told? */
void call_heard(struct ui *ui);		/* somebody is here */
void call_title(struct ui *ui);
void call_done(struct ui *ui);
void copy_text(struct ui *ui);		/* copy.c */
/* pager.c */
void pager_open(struct ui *ui);
void pager_done(struct ui *ui);
void show_dry_run(struct ui *ui);	/* dry_run.c */
/* mouse.c */
void mouse_switch(struct ui *ui);
void mouse_event(struct ui *ui);

/* show.c: texts to read */
/* An empty text with a button to close it; NULL: it is open already. */
struct dialog *show_text(struct ui *ui, const char *title);
void show_help(struct ui *ui);
void show_log(struct ui *ui);
/* What the log holds, in a dialog or to be read otherwise. */
void show_log_lines(struct ui *ui, struct dialog *dialog);
void show_report(struct ui *ui);
void show_sessions(struct ui *ui, const char *server);
void show_steps(struct ui *ui);
void show_guard(struct ui *ui);
void show_got_sessions(const char *const *lines, size_t n, const char *trouble,
    void *arg);
/* show_traffic.c */
void show_traffic(struct ui *ui, const char *line);
void show_manual(struct ui *ui);	/* manual.c */

/* first.c */
const struct view *first_view(void);
void first_check(struct ui *ui);

/* frame.c */
void frame_draw(struct ui *ui, const struct look *look, struct frame frame);
/* Under 80x24: numbers only. */
void small_draw(struct ui *ui, const struct look *look);

#endif
