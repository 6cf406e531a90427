/*
 * Kinds of action: name, effect, who performs it, opposite.  A new kind without
 * an effect is refused by the guard.
 */
#ifndef MODEL_ACTION_H
#define MODEL_ACTION_H

#include <stdbool.h>
#include <stddef.h>

#include "model/names.h"

enum effect { EFFECT_UNKNOWN, EFFECT_SAFE, EFFECT_ADDS, EFFECT_TAKES_OUT };

enum performer { BY_NOBODY, BY_CLOUD, BY_LB, BY_HOST, BY_DB, BY_RUN };

/* How it is settled after a crash (the journal paper, 1.4). */
enum action_class { CLASS_IDEM, CLASS_TOKEN, CLASS_PROBE, CLASS_ONCE };

/* What it takes to confirm it, at least: a button and a question, or text that is
 * typed as well, where nothing brings it back. */
enum asking { ASKS_YES, ASKS_TYPED };

/*      kind           name             effect     by     opposite      class  asks */
#define ACTION_LIST(X) \
	X(SNAPSHOT,     "snapshot",      SAFE,      DB,    NONE,         TOKEN, YES) \
	X(MIGRATE,      "migrate",       SAFE,      DB,    NONE,         PROBE, YES) \
	X(MARK,         "mark-new",      SAFE,      CLOUD, NONE,         IDEM,  YES) \
	X(CLONE,        "clone",         SAFE,      CLOUD, DISCARD,      TOKEN, YES) \
	X(CONFIGURE,    "configure",     SAFE,      CLOUD, CONFIGURE,    IDEM,  YES) \
	X(SAVE_INPUTS,  "save-inputs",   SAFE,      CLOUD, NONE,         IDEM,  YES) \
	X(SET_INPUT,    "set-input",     SAFE,      CLOUD, SET_INPUT,    IDEM,  YES) \
	X(LAUNCH,       "launch",        SAFE,      CLOUD, DISCARD,      IDEM,  YES) \
	X(PROBE,        "probe",         SAFE,      HOST,  NONE,         IDEM,  YES) \
	X(ARRAY_OFF,    "array-off",     SAFE,      CLOUD, ARRAY_ON,     IDEM,  YES) \
	X(SAVE_LB,      "save-balancer", SAFE,      LB,    NONE,         IDEM,  YES) \
	X(ATTACH,       "attach",        ADDS,      LB,    DETACH,       IDEM,  YES) \
	X(DRAIN,        "drain",         TAKES_OUT, HOST,  UNDRAIN,      IDEM,  YES) \
	X(UNDRAIN,      "undrain",       ADDS,      HOST,  DRAIN,        IDEM,  YES) \
	X(AWAIT_EMPTY,  "await-empty",   SAFE,      RUN,   NONE,         IDEM,  YES) \
	X(DETACH,       "detach",        TAKES_OUT, LB,    ATTACH,       IDEM,  YES) \
	X(ARRAY_UPDATE, "array-update",  SAFE,      CLOUD, ARRAY_UPDATE, IDEM,  YES) \
	X(ARRAY_TRIAL,  "array-trial",   SAFE,      CLOUD, ARRAY_OFF,    TOKEN, YES) \
	X(ARRAY_ON,     "array-on",      SAFE,      CLOUD, ARRAY_OFF,    IDEM,  YES) \
	X(LOOK_SITE,    "look-site",     SAFE,      HOST,  NONE,         IDEM,  YES) \
	X(LOCK,         "lock",          SAFE,      CLOUD, UNLOCK,       IDEM,  YES) \
	X(UNLOCK,       "unlock",        SAFE,      CLOUD, LOCK,         IDEM,  YES) \
	X(LAST_LOOK,    "last-look",     SAFE,      HOST,  NONE,         IDEM,  YES) \
	X(TERMINATE,    "terminate",     TAKES_OUT, CLOUD, NONE,         IDEM,  TYPED) \
	X(DISCARD,      "discard",       TAKES_OUT, CLOUD, NONE,         IDEM,  TYPED) \
	X(WITHDRAW,     "withdraw",      SAFE,      RUN,   NONE,         IDEM,  TYPED)

enum action_kind {
	ACTION_NONE,
#define X(kind, name, effect, by, opposite, class, asks) ACTION_##kind,
	ACTION_LIST(X)
#undef X
	ACTION_COUNT
};

struct action {
	enum action_kind kind;
	char server[NAME_LEN];		/* name, as everywhere on screen; or empty */
	char lb[NAME_LEN];		/* which load balancer, if one */
	char arg[TEXT_LEN];		/* template, file, KEY=VALUE, source, reason;
					 * see action_sentence() */
	char former[TEXT_LEN];		/* what arg replaces: makes the undo */
	char shown[65];			/* facts_fingerprint() when it was shown */
};
/*
 * arg by kind: SNAPSHOT label; MIGRATE file; CLONE source server; CONFIGURE
 * template; SAVE_INPUTS path; SET_INPUT "KEY=VALUE" ("KEY" alone: unset; of a
 * secret the seal stands for the value, base/vault.h);
 * MARK "new"; ARRAY_UPDATE template; SAVE_LB path; ATTACH and DETACH "host:port"
 * of the server; DETACH may continue " cut N: reason" (the typed override of
 * GR-21); TERMINATE the cloud's id; DISCARD the cloud's id; WITHDRAW reason.
 */

const char *action_name(enum action_kind kind);
enum action_kind action_of_name(const char *name);
enum effect action_effect(enum action_kind kind);
enum performer action_performer(enum action_kind kind);
enum action_kind action_opposite(enum action_kind kind);
enum action_class action_class(enum action_kind kind);
/* A cut asks for more than the detach that it is part of. */
enum asking action_asks(const struct action *action);
/* "detach app-11 from lb1", "set input RELEASE to r42": imperative, for people. */
const char *action_sentence(const struct action *action, char *dst, size_t size);
/* Of a detach: "3: stuck", the sessions that were agreed to be cut, and why; else
 * NULL. */
const char *action_cut(const struct action *action);
bool action_equal(const struct action *a, const struct action *b);

#endif
