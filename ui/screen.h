/* Which panes and buttons a moment of the run has.  Pure: tables and questions. */
#ifndef UI_SCREEN_H
#define UI_SCREEN_H

#include "ui/pane.h"

/* PAGE_FIRST: there is no configuration, and no run. */
enum page { PAGE_OVERVIEW, PAGE_STEP, PAGE_WATCH, PAGE_FIRST };

#define SCREEN_PANES 11
size_t screen_panes(enum page page, const struct view *view,
    const struct pane_ops *out[SCREEN_PANES]);

#define SCREEN_BUTTONS 6
struct button {
	char label[TEXT_LEN];
	enum command command;
	bool closed;
	char opens[64];			/* closed: what opens it */
};
/* The first is the one that leads on. */
size_t screen_buttons(enum page page, const struct look *look,
    struct button out[SCREEN_BUTTONS]);
/* IN_…: which keys work here, beside those of the focused pane. */
unsigned screen_where(enum page page, const struct view *view);

#endif
