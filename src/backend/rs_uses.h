/*
 * Which scripts use which input: a template's bindings name its scripts and recipes
 * and when they run; RightScripts tell their inputs, cookbooks tell those of their
 * recipes.  What RightScale does not tell is missing, and no error.
 */
#ifndef BACKEND_RS_USES_H
#define BACKEND_RS_USES_H

#include <cjson/cJSON.h>

#include "backend/rs_book.h"

struct rs_client;
struct rs_uses;

struct rs_use {
	size_t template;
	char name[TEXT_LEN];		/* of the RightScript or recipe */
	char phase[32];			/* "boot", "operational", "decommission" */
	char script[RS_HREF];		/* of the RightScript; a recipe: empty */
	cJSON *inputs;			/* of the RightScript; NULL: not told */
};

struct rs_uses *rs_uses_new(void);
void rs_uses_free(struct rs_uses *uses);	/* no callback; NULL is fine */
/* Templates are known by the order in which they are added. */
void rs_uses_add(struct rs_uses *uses, const char *template);
/* Exactly one callback, later. */
void rs_uses_start(struct rs_uses *uses, struct rs_client *client,
    void (*done)(void *arg), void *arg);
/* The next use of an input in a template, from prev on (NULL: the first); NULL. */
const struct rs_use *rs_uses_next(const struct rs_uses *uses, size_t template,
    const char *input, const struct rs_use *prev);

#endif
