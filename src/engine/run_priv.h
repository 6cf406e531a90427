/* Private to the run's own files: what a run is made of. */
#ifndef ENGINE_RUN_PRIV_H
#define ENGINE_RUN_PRIV_H

#include "engine/age.h"
#include "engine/executor.h"
#include "engine/journal.h"
#include "engine/run.h"
#include "engine/watch.h"
#include "guard/guard.h"

struct loop_timer;

struct known {
	char name[NAME_LEN], id[NAME_LEN], addr[NAME_LEN];
	bool off;
	bool undecided;			/* ran at the start, and did not say its release */
};

/* What is done when the world has been read again. */
typedef void run_after_fn(struct run *run);

/* What is kept of a run that somebody else drives, or that nobody does. */
struct observed {
	struct traffic traffic;
	int64_t seq;			/* newest record that was read */
	int step;			/* which it was about */
	bool caught_up;			/* later ones are news */
	bool facts_due, open;		/* open: an intent has no outcome yet */
	size_t servers;
	char holder[NAME_LEN], newest[NAME_LEN], told[TEXT_LEN];
	struct err err;
};

struct run {
	struct loop *loop;
	const struct config *config;
	bool dry_run;
	bool scratch;				/* dir is a dry run's own */
	bool inputs_alone;			/* over after step 6 */
	char id[NAME_LEN], dir[TEXT_LEN], driver[NAME_LEN];
	struct journal *journal;
	struct guard *guard;
	struct watch *watch;
	struct backend *backend;
	struct executor *executor;
	const struct front_ops *front;
	void *front_self;

	/* Where we are. */
	const struct step *step;
	enum step_state states[STEP_COUNT + 1];
	struct step_times times[STEP_COUNT + 1];
	struct choices choices[STEP_COUNT + 1];
	struct plan done[STEP_COUNT + 1];	/* took effect, by step; 0: side */
	bool undoing[STEP_COUNT + 1];		/* an undo was begun, and not ended */
	unsigned undone[STEP_COUNT + 1];	/* how often one ended, in all lives */
	bool taken_back[STEP_COUNT + 1];	/* something of it, since it was done */
	struct { enum plan_purpose purpose; bool side; } told;	/* of the plan
					 * that was confirmed last, in any life */
	struct scene scene;
	bool array_was_on, has_return_point, attached_any, terminated_any;
	bool resumed, ready, ended, leaving;
	bool met;				/* the servers were known, and marked */
	bool confirmed_any;			/* the old servers are confirmed */
	int leave_status;

	/* The plan that is shown or being carried out. */
	struct plan plan;
	bool shown, side, judged, asked_judge;
	bool nothing;				/* the undo had nothing to take back */
	enum step_state before;			/* the step's state before the plan */
	char changed[TEXT_LEN];
	struct checks checks, refusals;
	unsigned refused, serial;
	int64_t verify_since_ms;

	/* Waiting for the world to be read again. */
	run_after_fn *after;
	int64_t after_ms;
	int64_t hear_until_ms;			/* 0: nobody was silent at the start */
	int after_rounds;
	char typed[TEXT_LEN];			/* of the confirm that waits */
	char place[NAME_LEN];			/* of the newest confirm */
	struct loop_timer *timer;

	/* An intent of an earlier life, or one whose outcome is unknown. */
	bool unsettled;
	struct record open_intent;
	char unsettled_text[TEXT_LEN];
	int settle_looks;
	int64_t settle_since_ms;
	int64_t life_ms;			/* boot clock when this life began */

	/* What the ledger knows of each server of this run: the identity that was
	 * written down, and whether it was seen off every balancer. */
	struct known *known;
	size_t n_known, cap_known;
	struct marking *markings;
	size_t n_markings, cap_markings;

	struct account account;
	struct usual usual;
	struct input *saved;			/* the values that step 5 saved */
	size_t n_saved;
	struct event_ring events;
	uint64_t seq;
	struct observed *observed;	/* NULL: this process drives it */
	struct view view;
};

/* run_find.c */
struct journal *run_create_folder(struct run *run, struct err *err);

/* run_state.c */
void run_set_state(struct run *run, int step, enum step_state state,
    const char *why);
/* What a state means for an undo that was begun. */
void run_note_undoing(struct run *run, int step);
void run_event(struct run *run, enum event_kind kind, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void run_event_full(struct run *run, struct event *event);
void run_changed(struct run *run);
/* 0, or the run cannot go on: told, and the loop is stopped. */
int run_journal(struct run *run, const struct record *record);
bool run_busy(const struct run *run);
struct clocks run_clocks(const struct run *run);
/* So many looks from now, or from then, at everything; the run is busy meanwhile. */
void run_after_look(struct run *run, run_after_fn *fn, int rounds);
void run_look_later(struct run *run, run_after_fn *fn, int rounds, int64_t in_ms);

/* run_house.c: guard, watch, executor, back end */
int run_open_house(struct run *run, struct err *err);

/* run_view.c */
const struct scene *run_scene(struct run *run, int step);

/* run.c */
/* At the start, or as soon as a cloud that was silent then has told who there is. */
void run_meet_servers(struct run *run);
const struct step *run_first_open_step(const struct run *run);

/* run_observe.c */
struct run *run_observe(struct run *run, struct err *err);
void run_observe_free(struct observed *observed);
void run_observe_view(const struct run *run, struct view *view);

/* What a plan was for, in the journal, when it stood beside the steps. */
#define RUN_ASIDE " aside"

/* run_plan.c: from facts to a plan that is shown */
void run_do_plan(struct run *run);
void run_show(struct run *run, struct plan *plan);
void run_plan_undo(struct run *run);
void run_plan_side(struct run *run, struct plan *plan);
void run_drop_plan(struct run *run);
void run_tell_check(struct run *run, const struct check *check);
void run_tell_checks(struct run *run);
bool run_refuse(struct run *run, const char *rule, const struct action *action,
    const char *why);

/* run_confirm.c */
void run_do_confirm(struct run *run);

/* run_end.c: what follows when it was carried out, or was not */
/* All steps are done or skipped: so is the run. */
void run_end_if_over(struct run *run);
void run_begin_verify(struct run *run);
void run_verify(struct run *run);
void run_executor_end(enum executor_end end, const char *text, void *arg);

/* run_reopen.c */
void run_reopen_steps(struct run *run, const char *why);

/* run_effects.c: what an effect means for ledger, journal, undo and resume */
void run_effect(const struct action *action, void *arg);
void run_remember(struct run *run, int step, const struct action *action,
    enum plan_purpose purpose);
/* A setting of a step, now or in an earlier life: the guard hears of some. */
void run_note_setting(struct run *run, int step, const char *key,
    const char *value);

/* run_servers.c */
/* Facts moved: identities are learned, detached servers begin to bake. */
void run_note_servers(struct run *run);
struct known *run_known(struct run *run, const char *name);

/* run_old.c */
void run_mark_old(struct run *run);
/* Somebody who may be OLD has not said its release yet. */
bool run_hears_too_few(const struct run *run);
/* Facts moved: who did not say its release at the start may say it now. */
void run_decide_late(struct run *run);
bool run_is_undecided(const struct run *run, const char *server);
void run_replay_silent(struct run *run, const struct record *record);

/* run_marks.c */
/* By the driver, now. */
void run_note_mark(struct run *run, const char *server, enum mark mark, int step);
void run_replay_mark(struct run *run, const struct record *record);

/* run_pick.c */
int run_pick(struct run *run, const struct intent *intent, struct err *err);

/* run_begin.c */
/* Of a run that only puts inputs back, in its first record. */
#define RUN_INPUTS_ALONE "inputs"
int run_begin_journal(struct run *run, struct err *err);

/* run_resume.c */
int run_replay(struct run *run, struct err *err);
/* One record of an earlier life, or of another process. */
int run_replay_record(struct run *run, const struct record *record,
    struct err *err);
/* Facts of an earlier life that a look cannot find: told again once the servers
 * that they are about are known. */
void run_retell(struct run *run);

/* run_settle.c */
void run_settle(struct run *run);
void run_begin_settle(struct run *run, const char *why);
int run_resolve(struct run *run, bool present, const char *who,
    const char *reason);

/* run_saved.c, run_usual.c: what is shown beside what is */
/* Is the file what was written?  Unknown when it cannot be read. */
enum tri run_read_saved(struct run *run, const char *path, const char *digest);
void run_read_usual(struct run *run);
/* run_dry.c: a journal of its own; gone, with its folder, at the end */
struct journal *run_open_dry(struct run *run, struct err *err);
void run_close_dry(struct run *run);
void run_confirm_dry(struct run *run);

/* run_secret.c: the values of secret inputs are in the vault, nowhere else */
int run_open_vault(struct run *run, struct err *err);
/* A copy of a run must make the seals that the run made. */
int run_copy_key(const char *from, const char *to, struct err *err);
/* A setting as it is kept and written down: the seal of a secret. */
const char *run_seal_setting(struct run *run, const char *key,
    const char *value, char *seal);
/* The former values, read from the file of step 5: an undo may want them. */
void run_seal_saved(struct run *run);

/* run_report.c */
/* What it came to, once it has ended: told from the journal of all its lives. */
void run_account(struct run *run);
void run_write_report(struct run *run);

#endif
