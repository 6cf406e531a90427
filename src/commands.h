/* The commands that only read: status, history, report, verify, check, watch. */
#ifndef COMMANDS_H
#define COMMANDS_H

#include <stdbool.h>

struct config;
struct vault;
struct err;
struct facts;

struct command_options {
	const char *config;		/* -c FILE; NULL: where XDG says */
	bool json, once, ascii, dry_run;
	bool porcelain;			/* status: lines that never change */
	bool text;			/* report: plain text, not Markdown */
	const char *file;		/* inputs: what is written or read */
	const char *run;		/* inputs: the verb; else the run's id; NULL: the open or newest one */
};

/* Each prints on standard output and returns the exit status. */
int command_status(const struct command_options *options);
int command_history(const struct command_options *options);
int command_report(const struct command_options *options);
int command_verify(const struct command_options *options);
int command_check(const struct command_options *options);
int command_doctor(const struct command_options *options);
int command_watch_once(const struct command_options *options);

/* One whole look at everything, of limit_ms at most; then fn, once.  -1: not even
 * that could be begun.  The vault opens the seals of secret inputs. */
typedef void look_fn(const struct facts *facts, const struct vault *vault,
    void *arg);
int look_at_world(const struct config *config, int limit_ms, look_fn *fn,
    void *arg, struct err *err);

#endif
