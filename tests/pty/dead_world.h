/*
 * A world in which nobody answers: the sockets of a cloud and of two balancers
 * that take connections and are silent ever after, as processes do that were
 * stopped.  And the program itself in it.
 */
#ifndef TESTS_DEAD_WORLD_H
#define TESTS_DEAD_WORLD_H

#include <criterion/criterion.h>

#include "pty/pty.h"

#define DEAD_SOCKETS 5

struct dead_world {
	char dir[40];
	char conf[64];
	int sockets[DEAD_SOCKETS];
};

void dead_world_make(struct dead_world *world, const char *environment);
void dead_world_remove(struct dead_world *world);
/* cutover run, on 80x24; its first picture is there. */
void dead_world_run(struct dead_world *world, struct pty *pty);
/* Does the file of its run ("screen-*.txt") hold this text? */
bool dead_world_wrote(const struct dead_world *world, const char *file,
    const char *text);

/* A suite of tests that have one each, in `world`. */
#define DEAD_WORLD_SUITE(suite)						\
	static struct dead_world world;					\
	static void make(void) { dead_world_make(&world, "TEST"); }	\
	static void make_away(void) { dead_world_remove(&world); }	\
	TestSuite(suite, .init = make, .fini = make_away)

#endif
