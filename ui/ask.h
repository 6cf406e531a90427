/* A question of talk/ as a dialog. */
#ifndef UI_ASK_H
#define UI_ASK_H

#include "talk/question.h"
#include "ui/ui_priv.h"

/* How a line of this kind looks on the screen. */
struct line_look { enum sign sign; enum role role; int indent; };
struct line_look ask_look(enum line_kind kind);
void ask_lines(struct dialog *dialog, const struct lines *lines);
struct dialog *ask_begin(const struct question *question,
    dialog_chosen_fn *chosen);
/* The last button; the question is done with, and the dialog stands. */
void ask_end(struct ui *ui, struct dialog *dialog, struct question *question);

#endif
