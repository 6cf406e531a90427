/* A start without a configuration, on a screen. */
#ifndef FIRST_H
#define FIRST_H

struct front_options;

/* Until it is left, or to the end of the demo; the exit status. */
int first_run(const struct front_options *options);

#endif
