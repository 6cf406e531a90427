/* Names of what a server can be. */

#include "model/server.h"

#include <strings.h>

#include "base/str.h"

static const char *const marks[MARK_COUNT] = {
	[MARK_UNKNOWN] = "?",
	[MARK_OLD] = "OLD",
	[MARK_NEW] = "NEW",
	[MARK_WITHDRAWN] = "WITHDRAWN",
};

static const char *const states[CLOUD_STATE_COUNT] = {
	[CLOUD_UNKNOWN] = "unknown",
	[CLOUD_INACTIVE] = "inactive",
	[CLOUD_PENDING] = "pending",
	[CLOUD_BOOTING] = "booting",
	[CLOUD_OPERATIONAL] = "operational",
	[CLOUD_STRANDED] = "stranded",
	[CLOUD_DECOMMISSIONING] = "decommissioning",
	[CLOUD_TERMINATED] = "terminated",
};

const char *
mark_name(enum mark mark)
{
	return marks[(unsigned)mark < MARK_COUNT ? mark : MARK_UNKNOWN];
}

enum mark
mark_of_name(const char *name)
{
	for (int i = MARK_OLD; i < MARK_COUNT; i++)
		if (strcasecmp(marks[i], name) == 0)
			return i;
	return MARK_UNKNOWN;
}

const char *
cloud_state_name(enum cloud_state state)
{
	return states[(unsigned)state < CLOUD_STATE_COUNT ? state :
	    CLOUD_UNKNOWN];
}

enum cloud_state
cloud_state_of_name(const char *name)
{
	for (int i = 0; i < CLOUD_STATE_COUNT; i++)
		if (str_eq(states[i], name))
			return i;
	return CLOUD_UNKNOWN;
}

const char *
tri_name(enum tri tri)
{
	switch (tri) {
	case TRI_YES:
		return "yes";
	case TRI_NO:
		return "no";
	case TRI_UNKNOWN:
		break;
	}
	return "unknown";
}

bool
server_runs(const struct server *sv)
{
	switch (sv->state) {
	case CLOUD_PENDING:
	case CLOUD_BOOTING:
	case CLOUD_OPERATIONAL:
	case CLOUD_STRANDED:
	case CLOUD_DECOMMISSIONING:
		return true;
	case CLOUD_UNKNOWN:
	case CLOUD_INACTIVE:
	case CLOUD_TERMINATED:
	case CLOUD_STATE_COUNT:
		break;
	}
	return false;
}
