/*
 * What was done and is being done, on disk (SQLite): intent before effect, one
 * writer, append-only, hash-chained.  Only journal*.c see SQLite.
 */
#ifndef ENGINE_JOURNAL_H
#define ENGINE_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "model/action.h"
#include "model/server.h"

struct journal;

#define RECORD_LIST(X) \
	X(RUN, "run")			/* text: deployment and releases, arg: digest \
					 * and path of the configuration */ \
	X(RETURN_POINT, "return-point")	/* server: release, arg: template */ \
	X(MARK, "mark")			/* server, arg: id, lb: addr, verdict: mark */ \
	X(STATE, "state")		/* step, verdict: state name */ \
	X(PICK, "pick")			/* step, text: names with blanks */ \
	X(SET, "set")			/* step, server: key, text: value */ \
	X(CONFIRM, "confirm")		/* step, verdict: what the plan is for, text: what
					 * was typed, arg: digest of the plan, server:
					 * the place in the script that said it */ \
	X(GUARD, "guard")		/* verdict: allow or deny, arg: rule */ \
	X(INTENT, "intent") \
	X(OUTCOME, "outcome")		/* verdict: ok, failed, unknown */ \
	X(OBSERVED, "observed")		/* read back */ \
	X(FACT, "fact")			/* what facts alone would not tell in a next \
					 * life: verdict: kind of action that found it */ \
	X(RESOLVED, "resolved")		/* verdict: ok, absent; text: by whom, why */ \
	X(REFUSED, "refused")		/* a request that the guard refused: arg rule */ \
	X(SAVED, "saved")		/* arg: sealed digest, text: path */ \
	X(WITHDRAW, "withdraw")		/* server, text: reason */ \
	X(NOTE, "note") X(TAKEOVER, "takeover") X(RELOAD, "reload") \
	X(SURPRISE, "surprise") X(END, "end")

enum record_type {
	RECORD_NONE,
#define X(type, word) RECORD_##type,
	RECORD_LIST(X)
#undef X
	RECORD_COUNT
};
const char *record_word(enum record_type type);

struct record {
	int64_t seq;			/* filled by the journal */
	enum record_type type;
	int step;
	int64_t action_id;		/* 0: not about an action */
	int attempt;			/* from 1; for GUARD, INTENT, OUTCOME … */
	struct action action;		/* filled on reading when action_id != 0 */
	char verdict[32];
	char server[NAME_LEN], lb[NAME_LEN];
	char arg[TEXT_LEN];
	char text[TEXT_LEN];
	int64_t wall_ms, boot_ms;	/* filled: by both clocks (engine/age.h) */
	bool this_boot;			/* filled: the boot clock is still the same */
	int64_t epoch;			/* filled */
	char who[NAME_LEN];		/* filled: user@host pid */
};

/* A run's folder is state_dir/RUN_ID (0700) with journal.db (0600) and lock. */
struct journal *journal_create(const char *run_dir, const char *run_id,
    struct err *err);
/* Checks application_id, user_version, schema text, integrity and the chain;
 * takes the lock; raises the epoch (a TAKEOVER record).  ERR_REFUSED when another
 * process holds it: the sentence names it. */
struct journal *journal_open(const char *run_dir, struct err *err);
/* Reads only: no lock, no change; for status, report, verify, watch. */
struct journal *journal_peek(const char *run_dir, struct err *err);
void journal_close(struct journal *journal);

/* One transaction, on disk when it returns. -1: nothing was written, and nothing
 * may be done. */
int journal_add(struct journal *journal, const struct record *record,
    struct err *err);
/* Registers a planned action: its id, unique per (run, plan serial, action). */
int journal_action(struct journal *journal, int step, unsigned plan_serial,
    const struct action *action, int64_t *action_id, struct err *err);
/* Guard's verdict and the intent in one transaction; the triggers refuse what the
 * schema says (no repeat, one open, guard first, only old). */
int journal_intent(struct journal *journal, int step, int64_t action_id,
    int attempt, const char *guard_text, struct err *err);
/* The idempotency key of an action: run-serial-kind-target, at most 64 bytes. */
const char *journal_key(const struct journal *journal, int64_t action_id,
    char key[65]);

/* The highest plan serial so far, 0 at first: a resumed run counts on from it. */
int journal_newest_serial(struct journal *journal, unsigned *serial,
    struct err *err);

/* Every record in order; fn returns false to stop early. */
typedef bool journal_fn(const struct record *record, void *arg);
int journal_each(struct journal *journal, journal_fn *fn, void *arg,
    struct err *err);
/* Those that came after this one. */
int journal_each_after(struct journal *journal, int64_t seq, journal_fn *fn,
    void *arg, struct err *err);
/* The open intent that has no outcome ok/failed and is not resolved: 1 and the
 * record, 0 none, -1. */
int journal_unsettled(struct journal *journal, struct record *record,
    struct err *err);
/* 0: the chain is whole; head gets the newest hash.  A tail that was cut off
 * cannot be told from the file alone: keep the head elsewhere too.  head and
 * count may be NULL. */
int journal_verify(struct journal *journal, char head[65], int64_t *count,
    struct err *err);
/* Through SQLite's backup API, then checked. */
int journal_backup(struct journal *journal, const char *path, struct err *err);
const char *journal_run_id(const struct journal *journal);
/* Who holds the lock of this run: "maria@host pid 4711", or empty. */
void journal_holder(const char *run_dir, char *who, size_t size);

#endif
