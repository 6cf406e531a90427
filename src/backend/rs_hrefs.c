/* Hrefs in a row. */

#include "config.h"

#include "backend/rs_hrefs.h"

#include <string.h>

#include "base/str.h"

/* The entry at *at, which is then behind it; one without its comma was cut. */
static bool
next(const char **at, char entry[RS_HREF])
{
	size_t len = strcspn(*at, ",");

	if ((*at)[len] != ',' || !str_copy_n(entry, RS_HREF, *at, len))
		return false;
	*at += len + 1;
	return true;
}

bool
rs_hrefs_have(const char *list, const char *href)
{
	char entry[RS_HREF];

	while (list != NULL && next(&list, entry))
		if (strcmp(entry, href) == 0)
			return true;
	return false;
}

bool
rs_hrefs_only_new(const char *before, const char *now, char href[RS_HREF])
{
	char entry[RS_HREF];

	href[0] = '\0';
	while (next(&now, entry)) {
		if (rs_hrefs_have(before, entry))
			continue;
		if (href[0] != '\0')
			return false;
		(void)str_copy(href, RS_HREF, entry);
	}
	return true;
}
