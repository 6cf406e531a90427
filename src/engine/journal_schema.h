/* The journal's tables and what they refuse. */
#ifndef ENGINE_JOURNAL_SCHEMA_H
#define ENGINE_JOURNAL_SCHEMA_H

#include <sqlite3.h>

#include "base/err.h"

/* Makes the tables in an empty database. */
int schema_make(sqlite3 *db, struct err *err);
/* Is this a journal, of this version, with these tables and no others?  Asked
 * before anything else, and before anything is written. */
int schema_check(sqlite3 *db, struct err *err);

#endif
