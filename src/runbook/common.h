/* What several steps ask, plan and check.  Private to this floor. */
#ifndef RUNBOOK_COMMON_H
#define RUNBOOK_COMMON_H

#include "runbook/runbook.h"

extern const struct step step_snapshot, step_migrate, step_clone,
    step_configure, step_save_inputs, step_set_inputs, step_launch,
    step_launch_more, step_test, step_array_off, step_attach, step_drain,
    step_sessions, step_detach, step_array_update, step_array_on,
    step_test_site, step_terminate;

/* OLD, and it runs: array members too. */
bool common_is_old(const struct server *sv);
/* NEW, and it is or can still become a server that serves. */
bool common_is_new(const struct server *sv);
/* The same, and it was launched. */
bool common_is_new_running(const struct server *sv);
/* Only its tag is there: marked, not yet cloned. */
bool common_is_tag(const struct server *sv);
/* NEW, operational, and it passed its test. */
bool common_is_proven(const struct server *sv);
/* May be taken out: OLD, or withdrawn from the new ones; and it runs.  What steps
 * that take servers out offer, and what they tick beforehand. */
bool common_may_go(const struct scene *scene, const struct server *sv, char *why,
    size_t size);
/* Why a server that is not OLD is not offered: perhaps that is not known yet. */
void common_why_not_old(const struct server *sv, const char *otherwise, char *why,
    size_t size);
bool common_is_marked_old(const struct scene *scene, const struct server *sv);
/* The servers that are picked in this step, one after another; start with NULL. */
const struct server *common_next_picked(const struct step *step,
    const struct scene *scene, const struct server *after);
/* Some balancer's current worker has it, and not in MAINT. */
bool common_is_listed(const struct scene *scene, const struct server *sv);
size_t common_count(const struct facts *facts,
    bool (*is)(const struct server *sv));
const struct server *common_first(const struct facts *facts,
    bool (*is)(const struct server *sv));

/* The next free name: "app-21" after "app-11" when a new ten begins, else the
 * next number.  Names that the plan makes are taken. */
void common_free_name(const struct scene *scene, const struct plan *plan,
    const char *source, bool new_ten, char name[NAME_LEN]);
/* What the setting says, or the default. */
const char *common_setting(const struct scene *scene, const char *key,
    const char *otherwise);

/* Does this action still have something to do, as the facts show it? */
bool common_is_missing(const struct scene *scene, const struct action *action);
/* Adds the action when it is missing; NULL when it is not. */
struct action *common_add(const struct scene *scene, struct plan *plan,
    enum action_kind kind, const char *server, const char *lb, const char *arg);
void common_append(struct plan *plan, const struct action *action);
/* One SAVE_LB for each balancer that the plan from here on touches and whose state
 * was not saved in this run. */
void common_add_save_lb(const struct scene *scene, struct plan *plan,
    bool (*touches)(const struct scene *scene, const char *lb));
/* The same before an undo, for those whose state was never saved (GR-18). */
void common_add_save_never(const struct scene *scene, const struct plan *done,
    struct plan *plan);
/* The opposites, newest first, of what is still in effect; former values are
 * those from before the first change. */
void common_undo(const struct scene *scene, const struct plan *done,
    struct plan *plan);

/* A finding with its rule ("" none) and the step that helps (0 none). */
void common_say(struct checks *checks, enum verdict verdict, const char *rule,
    int remedy, const char *fmt, ...) __attribute__((format(printf, 5, 6)));
/* Every configured balancer has answered freshly. */
bool common_check_lbs(const struct scene *scene, struct checks *checks);
/* Healthy new servers = old ones (GR-10). */
void common_check_equal(const struct scene *scene, struct checks *checks);
/* Every server that is() serves on every balancer; what is not uniform is
 * "split" (GR-15). */
void common_check_serving(const struct scene *scene, struct checks *checks,
    bool (*is)(const struct scene *scene, const struct server *sv));
/* When OLD servers are picked, NEW ones must have been attached, and serve on
 * every balancer (GR-17). */
void common_check_successors(const struct step *step, const struct scene *scene,
    struct checks *checks);
/* Its own version is the one that this run is about (GR-14). */
void common_check_version(const struct scene *scene, struct checks *checks,
    const struct server *sv);
/* Until when restoring the snapshot is, or was, without loss (GR-04). */
void common_say_loss(const struct scene *scene, struct checks *checks);
/* Who is not on the new release, by name; none of them may be NEW (GR-14). */
void common_check_complement(const struct scene *scene, struct checks *checks);
/* The array's inputs that hide what step 6 changed, as findings (GR-08). */
void common_check_shadows(const struct scene *scene, struct checks *checks,
    enum verdict verdict);
/* What the cloud remarks about this, each as something to look at. */
void common_say_remarks(const struct scene *scene, struct checks *checks,
    enum remark_about about);
/* Is there an array in this deployment?  why: the reason to skip. */
bool common_has_array(const struct scene *scene, char *why, size_t size);
bool common_check_array(const struct scene *scene, struct checks *checks);
/* A pick was made: it is not empty, and everything in it is offered (GR-03). */
void common_check_picks(const struct step *step, const struct scene *scene,
    struct checks *checks);

#endif
