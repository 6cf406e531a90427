/* The one table of keys: the key line, the help and the decoding are made of it. */
#ifndef UI_KEYS_H
#define UI_KEYS_H

#include <stdbool.h>
#include <stddef.h>

enum command {
	CMD_NONE,
	/* by keys */
	CMD_UP, CMD_DOWN, CMD_PAGE_UP, CMD_PAGE_DOWN, CMD_HOME, CMD_END,
	CMD_LEFT, CMD_RIGHT, CMD_NEXT, CMD_PREVIOUS, CMD_PRESS, CMD_MARK,
	CMD_MARK_ALL, CMD_BACK, CMD_LEAVE, CMD_SUSPEND, CMD_REDRAW, CMD_UNDO,
	CMD_HELP, CMD_STEPS, CMD_PAUSE, CMD_READ, CMD_LOG, CMD_NOTE, CMD_SAVE,
	CMD_BELL, CMD_SORT,
	CMD_MANUAL, CMD_FIND, CMD_FIND_NEXT, CMD_FIND_PREVIOUS, CMD_COPY,
	CMD_DRY_RUN, CMD_MOUSE, CMD_PAGER, CMD_CLICK,
	/* by buttons and panes */
	CMD_GO_STEP, CMD_OPEN_STEP, CMD_PLAN, CMD_CONFIRM, CMD_RETRY, CMD_SKIP,
	CMD_GO_BACK, CMD_OVERVIEW, CMD_REPORT, CMD_PRESENT, CMD_ABSENT,
	CMD_SESSIONS, CMD_EDIT, CMD_DISCARD, CMD_WITHDRAW, CMD_DROP_PLAN,
	CMD_WATCH, CMD_TRAFFIC, CMD_DEMO, CMD_CHECK,
	CMD_COUNT
};

/* Where a key works. */
enum where {
	IN_OVERVIEW = 1 << 0, IN_STEP = 1 << 1, IN_PICKS = 1 << 2,
	IN_SETTINGS = 1 << 3, IN_DRAIN = 1 << 4, IN_END = 1 << 5,
	IN_SMALL = 1 << 6, IN_LIST = 1 << 7,
	IN_WATCH = 1 << 8,		/* only looking: any page of `watch` */
	IN_DRIVER = IN_OVERVIEW | IN_STEP | IN_END,
	IN_SCREENS = IN_DRIVER | IN_WATCH,
	/* dialogs: rows to choose from, a text, buttons, a field; the find line */
	IN_CHOICE = 1 << 9, IN_TEXT = 1 << 10, IN_QUESTION = 1 << 11,
	IN_FIELD = 1 << 12, IN_FIND = 1 << 13,
	/* before there is a run: the screen, and a text on it */
	IN_FIRST = 1 << 14, IN_FIRST_TEXT = 1 << 15,
	IN_READING = IN_CHOICE | IN_TEXT | IN_QUESTION,
	IN_DIALOGS = IN_READING | IN_FIELD | IN_FIRST_TEXT,
	IN_ALL = IN_SCREENS | IN_SMALL,
};

struct key {
	int code;			/* character, or KEY_… of curses */
	bool special;			/* it is a KEY_… */
	enum command command;
	unsigned where;
	const char *shown;		/* "Space"; NULL: another key of the above */
	const char *does;		/* in the key line: "mark"; NULL: not there */
	const char *help;		/* in the help; NULL: not there */
};

/* NULL behind the last. */
const struct key *keys_at(size_t i);
enum command keys_command(int code, bool special, unsigned where);
/* " Space mark  Enter press … ? help  q leave": what fits in width cells, the
 * last two always.  calls back once a key. */
typedef void key_line_fn(const char *shown, const char *does, void *arg);
void keys_line(unsigned where, int width, key_line_fn *fn, void *arg);
/* For key scripts: "Enter", "Up", "C-c", "x"; false when unknown. */
bool keys_of_name(const char *name, int *code, bool *special);

#endif
