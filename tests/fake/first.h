/* A made-up start without a configuration. */
#ifndef FAKE_FIRST_H
#define FAKE_FIRST_H

#include "ui/ui.h"

/* The moment at which there is no run yet. */
bool fake_is_first(const char *moment);
/* ui_first(), until it is left. */
int fake_first(const struct front_options *options, struct err *err);

#endif
