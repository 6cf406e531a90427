/*
 * Answers of the local cloud's supervisor, read strictly: what does not make
 * sense is no answer at all.  Pure.
 */
#ifndef BACKEND_LOCAL_REPLY_H
#define BACKEND_LOCAL_REPLY_H

#include <stddef.h>

#include "base/err.h"
#include "model/facts.h"

/* Tags as the cloud has them. */
#define LOCAL_TAG_NEW "cutover:new"
#define LOCAL_TAG_WITHDRAWN "cutover:withdrawn"

/* 0: done.  -1: err->code is ERR_REFUSED when the supervisor said no (for
 * certain, in its own words), ERR_PARSE when it cannot be understood. */
int local_reply_check(const char *text, size_t len, struct err *err);
/* The answer to "list": servers, names that only have a tag yet, inputs, array.
 * The batch is to be empty; it has something only when 0 is returned. */
int local_reply_list(const char *text, size_t len, struct sightings *batch,
    struct err *err);

#endif
