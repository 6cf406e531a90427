/* A program on a pseudo terminal, as a picture. */

#include "pty/pty.h"

#include <criterion/criterion.h>
#include <string.h>
#include <sys/wait.h>

#include "base/clock.h"

/* Ends a test that hangs, and judges nothing: a machine may be slow. */
#define LIMIT_MS 120000

/* ---- from the terminal's side ---- */

static int
on_property(VTermProp property, VTermValue *value, void *arg)
{
	struct pty *pty = arg;

	if (property == VTERM_PROP_ALTSCREEN)
		pty->alternate = value->boolean;
	else if (property == VTERM_PROP_CURSORVISIBLE)
		pty->cursor = value->boolean;
	else if (property == VTERM_PROP_MOUSE)
		pty->mouse = value->number;
	return 1;
}

static int
on_bell(void *arg)
{
	struct pty *pty = arg;

	pty->bells++;
	return 1;
}

static const VTermScreenCallbacks callbacks = {
	.settermprop = on_property, .bell = on_bell,
};

static void
on_output(const char *bytes, size_t len, void *arg)
{
	struct pty *pty = arg;

	pty->sent += len;
	tty_send(&pty->tty, bytes, len);
}

static void
on_feed(void *arg, const char *bytes, size_t len)
{
	struct pty *pty = arg;

	for (size_t i = 0; i < len; i++)
		pty->escapes += bytes[i] == '\033';
	(void)vterm_input_write(pty->vt, bytes, len);
}

/* Taken from the bytes: libvterm's callback for it differs between versions. */
static void
on_osc(void *arg, const char *text)
{
	struct pty *pty = arg;

	buf_printf(&pty->osc, "%s\n", text);
}

void
pty_open(struct pty *pty, const struct tty_spec *spec)
{
	*pty = (struct pty){ .columns = spec->columns, .rows = spec->rows,
		.cursor = true, .unmarked = spec->unmarked,
		.tty = { .feed = on_feed, .osc = on_osc, .arg = pty } };
	pty->vt = vterm_new(spec->rows, spec->columns);
	vterm_set_utf8(pty->vt, 1);
	vterm_output_set_callback(pty->vt, on_output, pty);
	pty->screen = vterm_obtain_screen(pty->vt);
	/* Without it a program on the alternate screen looks blank. */
	vterm_screen_enable_altscreen(pty->screen, 1);
	vterm_screen_set_callbacks(pty->screen, &callbacks, pty);
	vterm_screen_reset(pty->screen, 1);
	buf_puts(&pty->osc, "");
	tty_open(&pty->tty, spec);
}

void
pty_close(struct pty *pty)
{
	tty_close(&pty->tty);
	vterm_free(pty->vt);
	buf_done(&pty->osc);
	buf_done(&pty->found);
}

/* ---- keys ---- */

static const struct { const char *name; VTermKey key; } named[] = {
	{ "Enter", VTERM_KEY_ENTER }, { "Tab", VTERM_KEY_TAB },
	{ "Escape", VTERM_KEY_ESCAPE }, { "BSpace", VTERM_KEY_BACKSPACE },
	{ "Up", VTERM_KEY_UP }, { "Down", VTERM_KEY_DOWN },
	{ "Left", VTERM_KEY_LEFT }, { "Right", VTERM_KEY_RIGHT },
	{ "Home", VTERM_KEY_HOME }, { "End", VTERM_KEY_END },
	{ "PageUp", VTERM_KEY_PAGEUP }, { "PageDown", VTERM_KEY_PAGEDOWN },
	{ "Delete", VTERM_KEY_DEL }, { "F1", VTERM_KEY_FUNCTION(1) },
	{ "F10", VTERM_KEY_FUNCTION(10) },
};

static void
press(struct pty *pty, const char *name)
{
	for (size_t i = 0; i < countof(named); i++) {
		if (!str_eq(named[i].name, name))
			continue;
		vterm_keyboard_key(pty->vt, named[i].key, VTERM_MOD_NONE);
		return;
	}
	if (str_eq(name, "BTab"))
		vterm_keyboard_key(pty->vt, VTERM_KEY_TAB, VTERM_MOD_SHIFT);
	else if (str_eq(name, "Space"))
		pty_type(pty, " ");
	else if (str_starts(name, "C-"))
		vterm_keyboard_unichar(pty->vt, (uint32_t)name[2],
		    VTERM_MOD_CTRL);
	else
		pty_type(pty, name);
}

void
pty_keys(struct pty *pty, const char *names)
{
	char name[32];

	while (*names != '\0') {
		size_t len = strcspn(names, " ");

		cr_assert(str_copy_n(name, sizeof(name), names, len));
		press(pty, name);
		names += len + strspn(names + len, " ");
	}
}

void
pty_type(struct pty *pty, const char *text)
{
	tty_send(&pty->tty, text, strlen(text));
}

void
pty_paste(struct pty *pty, const char *text)
{
	vterm_keyboard_start_paste(pty->vt);
	pty_type(pty, text);
	vterm_keyboard_end_paste(pty->vt);
}

void
pty_click(struct pty *pty, int row, int column, int button)
{
	vterm_mouse_move(pty->vt, row, column, VTERM_MOD_NONE);
	vterm_mouse_button(pty->vt, button, true, VTERM_MOD_NONE);
	vterm_mouse_button(pty->vt, button, false, VTERM_MOD_NONE);
}

bool
pty_brackets_pastes(struct pty *pty)
{
	size_t before = pty->sent;

	vterm_keyboard_start_paste(pty->vt);
	vterm_keyboard_end_paste(pty->vt);
	return pty->sent > before;
}

void
pty_resize(struct pty *pty, int columns, int rows)
{
	pty->columns = columns;
	pty->rows = rows;
	vterm_set_size(pty->vt, rows, columns);
	tty_resize(&pty->tty, columns, rows);
}

/* ---- the picture ---- */

static void
add_utf8(struct buf *buf, uint32_t c)
{
	if (c < 0x80)
		buf_printf(buf, "%c", (char)c);
	else if (c < 0x800)
		buf_printf(buf, "%c%c", (int)(0xc0 | c >> 6),
		    (int)(0x80 | (c & 0x3f)));
	else
		buf_printf(buf, "%c%c%c", (int)(0xe0 | c >> 12),
		    (int)(0x80 | (c >> 6 & 0x3f)), (int)(0x80 | (c & 0x3f)));
}

/* The right half of a wide character is a cell without one of its own. */
static void
add_cell(const struct pty *pty, struct buf *buf, int row, int column)
{
	VTermScreenCell cell;

	(void)vterm_screen_get_cell(pty->screen,
	    (VTermPos){ .row = row, .col = column }, &cell);
	if (cell.chars[0] == 0)
		buf_puts(buf, " ");
	else if (cell.chars[0] != (uint32_t)-1)
		add_utf8(buf, cell.chars[0]);
}

const char *
pty_text(struct pty *pty, int row)
{
	buf_reset(&pty->found);
	buf_puts(&pty->found, "");
	for (int y = row < 0 ? 0 : row; y < pty->rows && (row < 0 || y == row);
	    y++) {
		for (int x = 0; x < pty->columns; x++)
			add_cell(pty, &pty->found, y, x);
		buf_puts(&pty->found, row < 0 ? "\n" : "");
	}
	return pty->found.data;
}

static bool
find_in_row(const struct pty *pty, const char *text, struct spot *spot)
{
	struct buf line = { 0 };
	bool found = false;

	buf_puts(&line, "");
	for (int x = pty->columns - 1; x >= 0 && !found; x--) {
		buf_reset(&line);
		for (int at = x; at < pty->columns && line.len < strlen(text); at++)
			add_cell(pty, &line, spot->row, at);
		found = str_starts(line.data, text);
		spot->column = x;
	}
	buf_done(&line);
	return found;
}

/* The first row that has it; in that row the last place. */
bool
pty_find(const struct pty *pty, const char *text, struct spot *spot)
{
	for (spot->row = 0; spot->row < pty->rows; spot->row++)
		if (find_in_row(pty, text, spot))
			return true;
	return false;
}

bool
pty_has(const struct pty *pty, const char *text)
{
	struct spot spot;

	return pty_find(pty, text, &spot);
}

struct spot
pty_cursor(const struct pty *pty)
{
	VTermPos at;

	vterm_state_get_cursorpos(vterm_obtain_state(pty->vt), &at);
	return (struct spot){ .row = at.row, .column = at.col };
}

static int
colour_of(const VTermColor *colour)
{
	if (VTERM_COLOR_IS_DEFAULT_FG(colour) || VTERM_COLOR_IS_DEFAULT_BG(colour))
		return PTY_DEFAULT;
	cr_assert(VTERM_COLOR_IS_INDEXED(colour), "a colour beside the palette");
	return colour->indexed.idx;
}

struct look_of_cell
pty_cell(const struct pty *pty, int row, int column)
{
	VTermScreenCell cell;

	cr_assert(vterm_screen_get_cell(pty->screen,
	    (VTermPos){ .row = row, .col = column }, &cell));
	return (struct look_of_cell){ .fg = colour_of(&cell.fg),
		.bg = colour_of(&cell.bg), .bold = cell.attrs.bold,
		.reverse = cell.attrs.reverse };
}

/* ---- waiting ---- */

/* Who has stopped or ended marks no more frames. */
static bool
is_whole(const struct pty *pty)
{
	return pty->unmarked || pty->tty.whole || pty->tty.stopped || pty->tty.ended;
}

/* True as soon as it is so in a whole picture, or at the end of all. */
static bool
comes_true(struct pty *pty, pty_is *is, const void *arg)
{
	int64_t until = clock_boot_ms() + LIMIT_MS;

	while (!(is_whole(pty) && is(pty, arg)))
		if (!tty_step(&pty->tty, until))
			return is(pty, arg);
	return true;
}

void
pty_wait(struct pty *pty, pty_is *is, const void *arg, const char *what)
{
	cr_assert(comes_true(pty, is, arg), "%s%s:\n%s", what,
	    pty->tty.ended ? " (it has ended)" : "", pty_text(pty, -1));
}

static bool
has(struct pty *pty, const void *text)
{
	return pty_has(pty, text);
}

static bool
has_not(struct pty *pty, const void *text)
{
	return !pty_has(pty, text);
}

static bool
has_frames(struct pty *pty, const void *n)
{
	return pty->tty.frames >= *(const unsigned long *)n;
}

static bool
has_rung(struct pty *pty, const void *n)
{
	return pty->bells >= *(const unsigned *)n;
}

void
pty_sees(struct pty *pty, const char *text)
{
	pty_wait(pty, has, text, text);
}

void
pty_loses(struct pty *pty, const char *text)
{
	pty_wait(pty, has_not, text, text);
}

void
pty_next(struct pty *pty)
{
	unsigned long n = pty->tty.frames + 1;

	pty_wait(pty, has_frames, &n, "no further frame");
}

void
pty_rings(struct pty *pty, unsigned bells)
{
	pty_wait(pty, has_rung, &bells, "no bell");
}

void
pty_stops(struct pty *pty)
{
	int64_t until = clock_boot_ms() + LIMIT_MS;

	while (!pty->tty.stopped)
		cr_assert(tty_step(&pty->tty, until), "it does not stop:\n%s",
		    pty_text(pty, -1));
	/* Its last frames may still lie there, and be taken for what it draws when
	 * it goes on.  Who has stopped writes no more. */
	while (tty_step(&pty->tty, 0))
		continue;
}

/* Until it has its modes again a key is the terminal's, a stop is lost, and a frame may
 * be one from before. */
static bool
has_screen(const struct pty *pty)
{
	return pty->alternate && (tty_modes(&pty->tty).c_lflag & ICANON) == 0;
}

void
pty_goes_on(struct pty *pty)
{
	int64_t until = clock_boot_ms() + LIMIT_MS;

	tty_foreground(&pty->tty);
	while (!has_screen(pty) && clock_boot_ms() < until)
		(void)tty_step(&pty->tty, clock_boot_ms() + 10);
	cr_assert(has_screen(pty), "it does not go on:\n%s", pty_text(pty, -1));
}

static void
expect_end(struct pty *pty, bool as_wanted(int status, int what), int what)
{
	cr_assert(tty_until_end(&pty->tty, clock_boot_ms() + LIMIT_MS),
	    "it does not end:\n%s", pty_text(pty, -1));
	cr_assert(as_wanted(pty->tty.status, what), "wanted %d, got %#x:\n%s", what,
	    (unsigned)pty->tty.status, pty_text(pty, -1));
}

static bool
has_exited(int status, int what)
{
	return WIFEXITED(status) && WEXITSTATUS(status) == what;
}

static bool
was_killed(int status, int what)
{
	return WIFSIGNALED(status) && WTERMSIG(status) == what;
}

void
pty_ends(struct pty *pty, int status)
{
	expect_end(pty, has_exited, status);
}

void
pty_dies(struct pty *pty, int signo)
{
	expect_end(pty, was_killed, signo);
}
