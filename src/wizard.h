/* The wizard: a run, and a window on it.  Each returns the exit status. */
#ifndef WIZARD_H
#define WIZARD_H

struct options;

/* Starts a run, or resumes the open one; without a configuration and with somebody
 * there to see it, the first screen. */
int wizard_run(struct options *options);
/* Goes on with the open run; nothing new is begun. */
int wizard_resume(struct options *options);

#endif
