/* A made-up moment, keys, and what was on the screen then. */
#ifndef TEST_UI_SCREEN_H
#define TEST_UI_SCREEN_H

#include <criterion/criterion.h>

#include "base/loop.h"
#include "base/str.h"
#include "fake/view.h"
#include "ui/ui.h"

struct shot {
	struct buf text;		/* all dumps, one after the other */
	int status;			/* of the loop */
	struct run *run;		/* what was asked of it */
	struct loop *loop;
};

/* keys: a key script; a last "dump" is added.  Ended with shot_done(). */
struct shot shot_take(const char *moment, const char *keys, bool ascii,
    int columns, int rows);
/* As these options have it; keys and dump in them are not used. */
struct shot shot_take_as(const char *moment, const char *keys,
    struct front_options options);
void shot_done(struct shot *shot);
bool shot_has(const struct shot *shot, const char *text);
/* Was an intent of this kind asked, "confirm", with this text behind it? */
bool shot_asked(const struct shot *shot, const char *intent);
size_t shot_count(const struct shot *shot, const char *word);

#endif
