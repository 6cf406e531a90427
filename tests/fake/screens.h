/*
 * Every screen: a made-up moment and the keys to press there.  The golden texts of
 * tests/screen and `make pictures` are made from this one table.
 */
#ifndef FAKE_SCREENS_H
#define FAKE_SCREENS_H

#include <stddef.h>

struct fake_screen {
	const char *name, *moment;
	const char *keys;		/* a key script, see ui/replay.h */
	const char *sizes;		/* more of it, for the golden texts */
};

extern const struct fake_screen fake_screens[];
extern const size_t n_fake_screens;

#endif
