/* What a terminal says of its mouse, among its keys.  Pure. */
#ifndef UI_MOUSE_REPORT_H
#define UI_MOUSE_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/term.h"

/* Zeroed at first. */
struct mouse_report {
	bool reading;
	char text[24];
	size_t n;
	enum term_mouse what;		/* when the last key ended a report */
	int y, x;			/* from 0 */
};

/* Was this key a part of a report? */
bool mouse_report_takes(struct mouse_report *report, int code, bool special);

#endif
