/* Hrefs in a row, as text and in a tag: "HREF,HREF,".  Pure. */
#ifndef BACKEND_RS_HREFS_H
#define BACKEND_RS_HREFS_H

#include <stdbool.h>

#include "backend/rs_book.h"

/* Is it there, whole?  An href may begin or end like another. */
bool rs_hrefs_have(const char *list, const char *href);
/* The only one of now that is not in before, or ""; false: there are several. */
bool rs_hrefs_only_new(const char *before, const char *now, char href[RS_HREF]);

#endif
