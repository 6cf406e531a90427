/*
 * Answers of a cloud that is spoken to in JSON (cutover-provider(7)), read strictly:
 * what does not make sense is no answer at all.  Pure.
 */
#ifndef BACKEND_CLOUD_REPLY_H
#define BACKEND_CLOUD_REPLY_H

#include <stddef.h>

#include "base/err.h"
#include "model/facts.h"

/* Tags as the cloud has them. */
#define CLOUD_TAG_NEW "cutover:new"
#define CLOUD_TAG_WITHDRAWN "cutover:withdrawn"

/* 0: done.  -1: err->code is ERR_REFUSED when the cloud said no (for
 * certain, in its own words), ERR_PARSE when it cannot be understood. */
int cloud_reply_check(const char *text, size_t len, struct err *err);
/* The answer to "list": servers, names that only have a tag yet, inputs, array.  It
 * may say whose they are, and then that must be this deployment.  The batch is to be
 * empty; it has something only when 0 is returned. */
int cloud_reply_list(const char *text, size_t len, const char *deployment,
    struct sightings *batch, struct err *err);
/* The answer to "snapshot" is put into what is known already, whole or not at all. */
int cloud_reply_snapshot(const char *text, size_t len, struct snapshot *snapshot,
    struct err *err);

#endif
