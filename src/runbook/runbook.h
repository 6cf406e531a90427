/* The table of steps, in order. */
#ifndef RUNBOOK_RUNBOOK_H
#define RUNBOOK_RUNBOOK_H

#include "runbook/step.h"

#define STEP_COUNT 18

const struct step *runbook_step(int number);		/* 1..18; NULL else */
const struct step *runbook_find(const char *name);	/* by name or number */
/* "Prepare" 1-6, "Build" 7-9, "Switch" 10-14, "Restore" 15-18 */
struct phase { const char *name; int first, last; };
#define PHASE_COUNT 4
const struct phase *runbook_phase(int index);		/* 0..3 */
/* The plan that returns traffic to the old servers, from anywhere before the
 * first termination; in this order: undrain, attach old, verify by the guard,
 * inputs, array as it was.  done: all that the run did so far. */
void runbook_back(const struct scene *scene, const struct plan *done,
    struct plan *plan);
/* Pick by the rules of a step: the picks, or the presets when none were made. */
bool runbook_is_picked(const struct step *step, const struct scene *scene,
    const struct server *sv);

#endif
