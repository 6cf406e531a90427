/* The one table of keys. */

#include "ui/keys.h"

#include <curses.h>

#include "base/str.h"
#include "talk/text.h"

#define ESCAPE 27
#define CTRL(c) ((c) & 0x1f)
#define ROWS (IN_PICKS | IN_SETTINGS | IN_DRAIN | IN_LIST)
#define IN_CANCEL (IN_QUESTION | IN_FIELD | IN_FIND)
#define IN_EVERYWHERE (IN_ALL | IN_FIRST | IN_DIALOGS | IN_FIND)
#define ANY_SCREEN (IN_SCREENS | IN_FIRST)
#define ANY_TEXT (IN_TEXT | IN_FIRST_TEXT)
#define ANY_READING (IN_READING | IN_FIRST_TEXT)

/* In the order of the key line.  No key changes a server: what does has a
 * button and a question. */
static const struct key keys[] = {
	{ KEY_UP, true, CMD_UP, ROWS, "↑↓", "row", "move in the table (also j k)" },
	{ KEY_DOWN, true, CMD_DOWN, ROWS | IN_DIALOGS, NULL, NULL, NULL },
	{ 'k', false, CMD_UP, ROWS | ANY_READING, NULL, NULL, NULL },
	{ 'j', false, CMD_DOWN, ROWS | ANY_READING, NULL, NULL, NULL },
	{ KEY_UP, true, CMD_UP, IN_CHOICE, "↑↓", "move", NULL },
	{ KEY_UP, true, CMD_UP, ANY_TEXT | IN_QUESTION | IN_FIELD, "↑↓", "scroll",
	    NULL },
	{ KEY_PPAGE, true, CMD_PAGE_UP, ROWS | IN_DIALOGS, "PgUp PgDn", NULL,
	    "a page up, down; Home End" },
	{ KEY_NPAGE, true, CMD_PAGE_DOWN, ROWS | IN_DIALOGS, NULL, NULL, NULL },
	{ KEY_HOME, true, CMD_HOME, ROWS | IN_DIALOGS, NULL, NULL, NULL },
	{ KEY_END, true, CMD_END, ROWS | IN_DIALOGS, NULL, NULL, NULL },
	{ ' ', false, CMD_MARK, IN_PICKS, "Space", "mark", "mark the row" },
	{ 'a', false, CMD_MARK_ALL, IN_PICKS, "a", "all",
	    "mark all that may be marked" },
	{ '\r', false, CMD_PRESS, IN_FIND, "Enter", "find", NULL },
	{ '\r', false, CMD_PRESS, ANY_SCREEN | IN_DIALOGS, "Enter", "press",
	    "press the button, open the row" },
	{ '\n', false, CMD_PRESS, ANY_SCREEN | IN_DIALOGS | IN_FIND, NULL, NULL,
	    NULL },
	{ KEY_ENTER, true, CMD_PRESS, ANY_SCREEN | IN_DIALOGS | IN_FIND, NULL, NULL,
	    NULL },
	{ '\t', false, CMD_NEXT, ANY_SCREEN | IN_CHOICE | IN_QUESTION | IN_FIELD,
	    "Tab", "next", "next table or button" },
	{ '\t', false, CMD_NEXT, ANY_TEXT, NULL, NULL, NULL },
	{ KEY_BTAB, true, CMD_PREVIOUS, ANY_SCREEN | IN_DIALOGS, NULL, NULL, NULL },
	{ KEY_LEFT, true, CMD_LEFT, ANY_SCREEN | IN_DIALOGS, "←→", NULL,
	    "button; other balancers" },
	{ KEY_RIGHT, true, CMD_RIGHT, ANY_SCREEN | IN_DIALOGS, NULL, NULL, NULL },
	{ 's', false, CMD_SORT, IN_WATCH, "s", "sort",
	    "sort the servers; they stay put until then" },
	{ KEY_F(1), true, CMD_MANUAL, IN_FIELD, "F1", "manual", NULL },
	{ ESCAPE, false, CMD_BACK, ANY_TEXT | IN_CHOICE, "Esc", "close", NULL },
	{ ESCAPE, false, CMD_BACK, IN_CANCEL, "Esc", "cancel", NULL },
	{ 'u', false, CMD_UNDO, IN_STEP, "u", "undo",
	    "show what would undo this step" },
	{ 'm', false, CMD_MANUAL, IN_SCREENS | IN_READING, "m", "manual",
	    "the manual of this step" },
	{ 'm', false, CMD_MANUAL, IN_FIRST, "m", "manual",
	    "at a first start: the upgrade, step by step" },
	{ ESCAPE, false, CMD_BACK, IN_STEP | IN_WATCH, "Esc", "overview",
	    "back to the overview; close" },
	{ 'z', false, CMD_PAUSE, IN_STEP | IN_SMALL | IN_WATCH, "z", "pause",
	    "pause the picture, not the readings" },
	{ '/', false, CMD_FIND, IN_SCREENS | IN_READING, "/", "find",
	    "find in a text, a list, a table" },
	{ '/', false, CMD_FIND, IN_FIRST_TEXT, "/", "find", NULL },
	{ 'd', false, CMD_DRY_RUN, IN_OVERVIEW | IN_STEP, "d", "dry run",
	    "the plan of this step, only to read" },
	{ 'n', false, CMD_FIND_NEXT, IN_SCREENS | ANY_READING, "n N", NULL,
	    "find the next, the one before" },
	{ 'N', false, CMD_FIND_PREVIOUS, IN_SCREENS | ANY_READING, NULL, NULL, NULL },
	{ 'L', false, CMD_LOG, IN_SCREENS | IN_READING, "L", "log",
	    "what happened so far" },
	{ 'o', false, CMD_PAGER, IN_SCREENS | IN_TEXT, "o", "pager",
	    "open the text, the report, the output or the log in $PAGER" },
	{ 'y', false, CMD_COPY, IN_SCREENS | IN_READING, "y", "copy",
	    "copy the text, the row or the screen" },
	{ 'g', false, CMD_STEPS, IN_SCREENS, "g", "steps", "look at any step" },
	{ 'r', false, CMD_READ, IN_SCREENS, "r", "read", "read all again now" },
	{ 'c', false, CMD_NOTE, IN_DRIVER, "c", "comment",
	    "a comment for the journal" },
	{ 'w', false, CMD_SAVE, IN_ALL | IN_READING, "w", "save",
	    "save the screen as text" },
	{ 'b', false, CMD_BELL, IN_SCREENS, "b", NULL,
	    "bell when something needs you" },
	{ '%', false, CMD_MOUSE, IN_SCREENS | IN_READING, "%", NULL,
	    "mouse on, off; it never presses" },
	{ KEY_MOUSE, true, CMD_CLICK, IN_SCREENS | IN_DIALOGS, NULL, NULL, NULL },
	{ CTRL('l'), false, CMD_REDRAW, IN_EVERYWHERE, "Ctrl-L", NULL,
	    "draw again" },
	{ CTRL('z'), false, CMD_SUSPEND, IN_EVERYWHERE, "Ctrl-Z", NULL,
	    "to the shell; fg comes back" },
	{ '?', false, CMD_HELP, IN_ALL | IN_FIRST | ANY_READING, "?", "help",
	    "this help (also h F1)" },
	{ 'h', false, CMD_HELP, IN_ALL | IN_FIRST | ANY_READING, NULL, NULL, NULL },
	{ KEY_F(1), true, CMD_HELP, IN_ALL | IN_FIRST | ANY_READING, NULL, NULL, NULL },
	{ 'q', false, CMD_LEAVE, IN_ALL, "q", "leave",
	    "leave; the run can be resumed" },
	{ 'q', false, CMD_LEAVE, IN_FIRST, "q", "leave",
	    "at a first start: leave; nothing is changed" },
	{ 'q', false, CMD_BACK, ANY_READING, NULL, NULL, NULL },
	{ KEY_F(10), true, CMD_LEAVE, IN_ALL | IN_FIRST, NULL, NULL, NULL },
	{ KEY_F(10), true, CMD_BACK, IN_DIALOGS | IN_FIND, NULL, NULL, NULL },
	{ CTRL('c'), false, CMD_LEAVE, IN_ALL | IN_FIRST, NULL, NULL, NULL },
	{ CTRL('c'), false, CMD_BACK, IN_DIALOGS | IN_FIND, NULL, NULL, NULL },
};

const struct key *
keys_at(size_t i)
{
	return i < countof(keys) ? &keys[i] : NULL;
}

enum command
keys_command(int code, bool special, unsigned where)
{
	for (size_t i = 0; i < countof(keys); i++)
		if (keys[i].code == code && keys[i].special == special &&
		    (keys[i].where & where) != 0)
			return keys[i].command;
	return CMD_NONE;
}

static int
width_of(const struct key *key)
{
	return text_width(key->shown) + 1 + text_width(key->does) + 2;
}

static bool
in_line(const struct key *key, unsigned where)
{
	return key->shown != NULL && key->does != NULL && (key->where & where) != 0;
}

static bool
always(const struct key *key)
{
	return key->command == CMD_HELP || key->command == CMD_LEAVE;
}

void
keys_line(unsigned where, int width, key_line_fn *fn, void *arg)
{
	int left = width - 1;

	for (size_t i = 0; i < countof(keys); i++)
		if (in_line(&keys[i], where) && always(&keys[i]))
			left -= width_of(&keys[i]);
	for (size_t i = 0; i < countof(keys); i++) {
		if (!in_line(&keys[i], where))
			continue;
		if (!always(&keys[i]) && left < width_of(&keys[i]))
			continue;
		left -= always(&keys[i]) ? 0 : width_of(&keys[i]);
		fn(keys[i].shown, keys[i].does, arg);
	}
}

static const struct { const char *name; int code; bool special; } names[] = {
	{ "Enter", '\r', false }, { "KPEnter", KEY_ENTER, true },
	{ "Space", ' ', false },
	{ "Tab", '\t', false }, { "BTab", KEY_BTAB, true },
	{ "Escape", ESCAPE, false }, { "Up", KEY_UP, true },
	{ "Down", KEY_DOWN, true }, { "Left", KEY_LEFT, true },
	{ "Right", KEY_RIGHT, true }, { "PageUp", KEY_PPAGE, true },
	{ "PageDown", KEY_NPAGE, true }, { "Home", KEY_HOME, true },
	{ "End", KEY_END, true }, { "BSpace", KEY_BACKSPACE, true },
	{ "Delete", KEY_DC, true }, { "F1", KEY_F(1), true },
	{ "F2", KEY_F(2), true }, { "F3", KEY_F(3), true },
	{ "F4", KEY_F(4), true }, { "F5", KEY_F(5), true },
	{ "F6", KEY_F(6), true }, { "F7", KEY_F(7), true },
	{ "F8", KEY_F(8), true }, { "F9", KEY_F(9), true },
	{ "F10", KEY_F(10), true }, { "F11", KEY_F(11), true },
	{ "F12", KEY_F(12), true },
};

bool
keys_of_name(const char *name, int *code, bool *special)
{
	for (size_t i = 0; i < countof(names); i++) {
		if (!str_eq(names[i].name, name))
			continue;
		*code = names[i].code;
		*special = names[i].special;
		return true;
	}
	*special = false;
	if (str_starts(name, "C-") && name[2] >= 'a' && name[2] <= 'z' &&
	    name[3] == '\0') {
		*code = CTRL(name[2]);
		return true;
	}
	*code = (unsigned char)name[0];
	return name[0] != '\0' && name[1] == '\0';
}
