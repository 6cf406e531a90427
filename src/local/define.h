/* The definition of a cloud: DIR/cloud.json, read once, before there is a state. */
#ifndef LOCAL_DEFINE_H
#define LOCAL_DEFINE_H

#include <stddef.h>

#include "base/err.h"
#include "local/cloud.h"
#include "local/strict.h"

/* The servers to start with are pending afterwards; nothing runs yet. */
int define_cloud(struct cloud *cloud, const char *text, size_t len,
    struct err *err);

/* What definition and state have in common: deployment, socket, templates,
 * servers, addresses, boot_ms.  Relative paths are below cloud->dir. */
#define DEFINE_HEAD \
	{ "deployment", STRICT_NAME, false }, \
	{ "socket", STRICT_TEXT, false }, \
	{ "templates", STRICT_TEXT, false }, \
	{ "servers", STRICT_TEXT, false }, \
	{ "addresses", STRICT_LIST, false }, \
	{ "boot_ms", STRICT_COUNT, false }
int define_head(struct cloud *cloud, const cJSON *json, struct err *err);

#endif
