/* What a terminal says of its mouse: ESC [ < 0;12;7 M, as one special key and
 * letters behind it. */

#include "ui/mouse_report.h"

#include <stdint.h>
#include <string.h>

#include "base/str.h"

#define MOST 99999

static enum term_mouse
of_button(int64_t button)
{
	return button == 0 ? TERM_MOUSE_CLICK : button == 64 ? TERM_MOUSE_UP :
	    button == 65 ? TERM_MOUSE_DOWN : TERM_MOUSE_NONE;
}

/* "0;12;7": button, column and row, from 1. */
static enum term_mouse
read_text(struct mouse_report *report)
{
	char *rest = report->text;
	const char *words[3];
	int64_t n[3];

	for (size_t i = 0; i < countof(n); i++)
		if ((words[i] = strsep(&rest, ";")) == NULL ||
		    !str_to_i64(words[i], i > 0, MOST, &n[i]))
			return TERM_MOUSE_NONE;
	if (rest != NULL)
		return TERM_MOUSE_NONE;
	report->x = (int)n[1] - 1;
	report->y = (int)n[2] - 1;
	return of_button(n[0]);
}

bool
mouse_report_takes(struct mouse_report *report, int code, bool special)
{
	bool begins = special && code == TERM_MOUSE_BEGIN;
	bool more = !special && ((code >= '0' && code <= '9') || code == ';');

	report->what = TERM_MOUSE_NONE;
	if (!begins && !report->reading)
		return false;
	report->reading = begins ||
	    (more && report->n + 1 < sizeof(report->text));
	if (begins)
		report->n = 0;
	else if (report->reading)
		report->text[report->n++] = (char)code;
	report->text[report->n] = '\0';
	/* A small m ends the release of a button. */
	if (!special && code == 'M')
		report->what = read_text(report);
	return !special || begins;
}
