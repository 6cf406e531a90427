/* What a terminal is told beside the picture. */

#include "ui/osc.h"

#include <string.h>

enum osc_wrap
osc_wrap_of(const char *tmux, const char *sty)
{
	if (tmux != NULL && tmux[0] != '\0')
		return OSC_TMUX;
	return sty != NULL && sty[0] != '\0' ? OSC_SCREEN : OSC_BARE;
}

/* A text of ours may hold names from outside: no byte of it ends the sequence. */
static void
add_text(struct buf *out, const char *text)
{
	for (; *text != '\0'; text++) {
		bool control = (unsigned char)*text < ' ' || *text == 0x7f;
		buf_add(out, control ? " " : text, 1);
	}
}

/* ---- wrapping ---- */

/* tmux wants each escape twice. */
static void
wrap_tmux(struct buf *out, const char *bytes, size_t len)
{
	buf_puts(out, "\033Ptmux;");
	for (size_t i = 0; i < len; i++) {
		if (bytes[i] == '\033')
			buf_puts(out, "\033");
		buf_add(out, bytes + i, 1);
	}
	buf_puts(out, "\033\\");
}

/* screen takes only so much at once. */
#define SCREEN_PART 240

static void
wrap_screen(struct buf *out, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i += SCREEN_PART) {
		buf_puts(out, "\033P");
		buf_add(out, bytes + i, len - i < SCREEN_PART ? len - i : SCREEN_PART);
		buf_puts(out, "\033\\");
	}
}

static void
wrap(struct buf *out, const struct buf *bytes, enum osc_wrap how)
{
	switch (how) {
	case OSC_BARE: buf_add(out, bytes->data, bytes->len); break;
	case OSC_TMUX: wrap_tmux(out, bytes->data, bytes->len); break;
	case OSC_SCREEN: wrap_screen(out, bytes->data, bytes->len); break;
	}
}

/* ---- the clipboard ---- */

static void
add_base64(struct buf *out, const char *text, size_t len)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *p = (const unsigned char *)text;

	for (size_t i = 0; i < len; i += 3) {
		unsigned long v = (unsigned long)p[i] << 16 |
		    (i + 1 < len ? (unsigned long)p[i + 1] << 8 : 0) |
		    (i + 2 < len ? p[i + 2] : 0);
		char four[4] = { digits[v >> 18 & 63], digits[v >> 12 & 63],
			i + 1 < len ? digits[v >> 6 & 63] : '=',
			i + 2 < len ? digits[v & 63] : '=' };
		buf_add(out, four, sizeof(four));
	}
}

bool
osc_copy(struct buf *out, const char *text, size_t len, enum osc_wrap how)
{
	struct buf bytes = { 0 };

	if (len > OSC_COPY_MAX)
		return false;
	buf_puts(&bytes, "\033]52;c;");
	add_base64(&bytes, text, len);
	buf_puts(&bytes, "\a");
	wrap(out, &bytes, how);
	/* tmux answers to one of the two, by how it is set up. */
	if (how == OSC_TMUX)
		buf_add(out, bytes.data, bytes.len);
	buf_done(&bytes);
	return true;
}

/* ---- title, notices ---- */

void
osc_title(struct buf *out, const char *text)
{
	buf_puts(out, "\033]2;");
	add_text(out, text);
	buf_puts(out, "\a");
}

void
osc_notice_9(struct buf *out, const char *text, enum osc_wrap how)
{
	struct buf bytes = { 0 };

	buf_puts(&bytes, "\033]9;");
	add_text(&bytes, text);
	buf_puts(&bytes, "\a");
	wrap(out, &bytes, how);
	buf_done(&bytes);
}

/* A semicolon would end the title. */
void
osc_notice_777(struct buf *out, const char *title, const char *text,
    enum osc_wrap how)
{
	struct buf bytes = { 0 };

	buf_puts(&bytes, "\033]777;notify;");
	for (const char *c = title; *c != '\0'; c++) {
		bool bad = (unsigned char)*c < ' ' || *c == 0x7f || *c == ';';
		buf_add(&bytes, bad ? " " : c, 1);
	}
	buf_puts(&bytes, ";");
	add_text(&bytes, text);
	buf_puts(&bytes, "\a");
	wrap(out, &bytes, how);
	buf_done(&bytes);
}
