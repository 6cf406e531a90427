/*
 * Where the world is not as the finished steps left it: what a start shows
 * first.  Pure.
 */
#ifndef TALK_FOUND_H
#define TALK_FOUND_H

#include "engine/front.h"

/* One sentence a difference, each a thing to look at.  What is not known is no
 * difference, and neither is what moves while an action is under way. */
void found_differences(const struct view *view, struct checks *checks);

#endif
