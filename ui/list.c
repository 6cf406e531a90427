/* A list whose cursor belongs to a name. */

#include "ui/list.h"

#include "base/str.h"
#include "ui/layout.h"

static int
place_of(const struct list *list, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(list->cursor, names[i]))
			return (int)i;
	return list->at < (int)n ? list->at : (int)n - 1;
}

static void
put(struct list *list, int at, const char *const *names, size_t n, int shown)
{
	list->at = at;
	(void)str_copy(list->cursor, sizeof(list->cursor), names[at]);
	list->first = layout_scroll(list->first, at, shown, (int)n);
}

int
list_sync(struct list *list, const char *const *names, size_t n, int shown)
{
	if (n == 0)
		return -1;
	put(list, place_of(list, names, n), names, n, shown);
	return list->at;
}

bool
list_move(struct list *list, enum list_move move, const char *const *names,
    size_t n, int shown)
{
	int at = list_sync(list, names, n, shown);
	int by = shown > 1 ? shown - 1 : 1;
	int to = at;

	if (at < 0)
		return false;
	switch (move) {
	case LIST_UP: to = at - 1; break;
	case LIST_DOWN: to = at + 1; break;
	case LIST_PAGE_UP: to = at - by; break;
	case LIST_PAGE_DOWN: to = at + by; break;
	case LIST_HOME: to = 0; break;
	case LIST_END: to = (int)n - 1; break;
	}
	to = to < 0 ? 0 : to >= (int)n ? (int)n - 1 : to;
	put(list, to, names, n, shown);
	return to != at;
}
