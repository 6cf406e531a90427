/*
 * Asks the providers in their rhythm and merges what they saw: the only writer
 * of facts.  Also keeps the proofs, the history, and the marks' copies.
 */
#ifndef ENGINE_WATCH_H
#define ENGINE_WATCH_H

#include "backend/backend.h"
#include "model/event.h"
#include "model/facts.h"
#include "model/history.h"

struct guard;
struct loop;
struct watch;

struct watch_tell {
	/* Something happened by itself: RELOAD, SILENT, ANSWERS, SESSIONS. */
	void (*event)(enum event_kind kind, const char *server, const char *lb,
	    const char *text, void *arg);
	/* A source told (or was missed): facts moved. */
	void (*changed)(void *arg);
	void *arg;
};

struct watch *watch_new(struct loop *loop, const struct config *config,
    struct guard *guard, const struct watch_tell *tell);
void watch_free(struct watch *watch);
/* The back end's backend_saw_fn; arg is the watch. */
backend_saw_fn watch_saw;
/* From here on it asks.  The back end is lent until watch_free(). */
void watch_start(struct watch *watch, struct backend *backend);
/* Ask all now, without waiting for the rhythm. */
void watch_look(struct watch *watch);
/* Has each source answered, or been missed, with a question put after t? */
bool watch_looked_since(const struct watch *watch, int64_t t_ms);
bool watch_lb_looked_since(const struct watch *watch, const char *lb,
    int64_t t_ms);
const struct facts *watch_facts(struct watch *watch);
const struct history *watch_history(const struct watch *watch);
/* What the journal knows from an earlier life: merged as an action's result. */
void watch_tell_again(struct watch *watch, enum source_kind kind,
    const char *name, const struct sighting *saw);
/* This migration ended well: what a database without a marker cannot tell. */
void watch_tell_migrated(struct watch *watch, const char *file);
/* Copies the guard's marks again; after the ledger was written. */
void watch_copy_marks(struct watch *watch);

#endif
