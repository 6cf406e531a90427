/* Parts that two panes draw: the list of steps, and the world as it is. */
#ifndef UI_PARTS_H
#define UI_PARTS_H

#include "ui/pane.h"

/* Phases, and the steps of the current one, or of all when they fit. */
int parts_steps_lines(const struct view *view, bool all);
void parts_steps(struct pen *pen, const struct look *look);
/* Balancers, servers, array, backup; as many lines as the pen's area has. */
int parts_world_lines(const struct view *view);
void parts_world(struct pen *pen, const struct look *look);

#endif
