/* Tables that the manuals show, written by the program itself. */
#ifndef PRINT_TABLES_H
#define PRINT_TABLES_H

/* what: "steps", "rules", "intents", "events", "keys".  Returns the exit status. */
int print_table(const char *what);

#endif
