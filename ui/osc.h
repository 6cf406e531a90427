/*
 * What a terminal is told beside the picture: its title, a notice, the clipboard.
 * Pure: bytes out.  Within tmux and GNU screen the bytes are wrapped, so that the
 * terminal around them hears it.
 */
#ifndef UI_OSC_H
#define UI_OSC_H

#include <stdbool.h>

#include "base/str.h"

enum osc_wrap { OSC_BARE, OSC_TMUX, OSC_SCREEN };

/* TMUX and STY of the environment; NULL: not set. */
enum osc_wrap osc_wrap_of(const char *tmux, const char *sty);

/* More than terminals are known to take is not sent. */
#define OSC_COPY_MAX (56 * 1024)
/* False: it is too long, and nothing was added. */
bool osc_copy(struct buf *out, const char *text, size_t len, enum osc_wrap wrap);
/* Control characters of a text become blanks. */
void osc_title(struct buf *out, const char *text);
void osc_notice_9(struct buf *out, const char *text, enum osc_wrap wrap);
void osc_notice_777(struct buf *out, const char *title, const char *text,
    enum osc_wrap wrap);

#endif
