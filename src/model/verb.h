/*
 * What a cloud of JSON questions can be asked (cutover-provider(7)): the word, how
 * many seconds an answer may take, who needs it.
 */
#ifndef MODEL_VERB_H
#define MODEL_VERB_H

#include <stddef.h>
#include <stdint.h>

#include "model/action.h"

enum verb_need {
	NEED_ALWAYS,
	NEED_ARRAY,			/* where there is an array */
	NEED_NOBODY,			/* else balancers, servers, database do it */
};

/*      verb            word              s    needed */
#define VERB_LIST(X) \
	X(LIST,           "list",           10,  ALWAYS) \
	X(MARK,           "mark",           20,  ALWAYS) \
	X(CLONE,          "clone",          60,  ALWAYS) \
	X(CONFIGURE,      "configure",      60,  ALWAYS) \
	X(SET_INPUT,      "set_input",      20,  ALWAYS) \
	X(LAUNCH,         "launch",         120, ALWAYS) \
	X(TERMINATE,      "terminate",      120, ALWAYS) \
	X(ARRAY,          "array",          120, ARRAY) \
	X(ARRAY_TEMPLATE, "array_template", 20,  ARRAY) \
	X(SNAPSHOT,       "snapshot",       600, NOBODY) \
	X(RUN,            "run",            600, NOBODY) \
	X(ATTACH,         "attach",         60,  NOBODY) \
	X(DETACH,         "detach",         60,  NOBODY) \
	X(DRAIN,          "drain",          60,  NOBODY) \
	X(UNDRAIN,        "undrain",        60,  NOBODY)

enum verb {
	VERB_NONE,
#define X(verb, word, limit_s, need) VERB_##verb,
	VERB_LIST(X)
#undef X
	VERB_COUNT
};

const char *verb_name(enum verb verb);
enum verb verb_of_name(const char *name);	/* else VERB_NONE */
int64_t verb_limit_ms(enum verb verb);		/* when nothing is configured */
enum verb_need verb_need(enum verb verb);
/* What an action is for the cloud; VERB_NONE: nothing that it is asked. */
enum verb verb_of_action(enum action_kind kind);

#endif
