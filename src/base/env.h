/* The environment that we are started in: what is not on the list goes. */
#ifndef BASE_ENV_H
#define BASE_ENV_H

/* Before anything else looks at it: the locale, curses, curl, SQLite. */
void env_clean(void);

#endif
