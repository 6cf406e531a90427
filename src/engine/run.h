/* One run: opened by main, shown by a front end (front.h). */
#ifndef ENGINE_RUN_H
#define ENGINE_RUN_H

#include "engine/front.h"

struct run_options {
	bool dry_run;
	bool inputs_alone;		/* a new run that is over after step 6 */
	bool watching;			/* look only, beside whoever drives */
};

/* The loop ends with this when another run is to be watched: open it again. */
#define RUN_AGAIN (-2)

/* Starts a new run, or resumes the open one of this deployment.  Facts come in
 * once the loop turns; then EVENT_RUN is told and intents are taken. */
struct run *run_open(struct loop *loop, const struct config *config,
    const struct run_options *options, struct err *err);
void run_free(struct run *run);
/* self is the front end's; lent until run_free(). */
void run_set_front(struct run *run, const struct front_ops *front, void *self);

/* The newest run below config's state_dir that is open (has no end), or of this
 * id: its folder in dir.  False: there is none. */
bool run_find_open(const struct config *config, char *dir, size_t size);
bool run_find(const struct config *config, const char *id, char *dir,
    size_t size);
/* Every run's id, newest first; fn returns false to stop. */
void run_each_id(const struct config *config,
    bool (*fn)(const char *id, const char *dir, void *arg), void *arg);

#endif
