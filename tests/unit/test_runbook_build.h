/* What the tests of steps 1 to 9 share: a deployment of old servers only. */
#ifndef TEST_RUNBOOK_BUILD_H
#define TEST_RUNBOOK_BUILD_H

#include "test_runbook_world.h"

static struct world w;

static inline void
begin(void)
{
	world_with_old(&w);
}

static inline void
end(void)
{
	world_end(&w);
}

#endif
