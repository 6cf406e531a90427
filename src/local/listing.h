/* What the verb "list" tells: everything. */
#ifndef LOCAL_LISTING_H
#define LOCAL_LISTING_H

#include <cjson/cJSON.h>

#include "local/cloud.h"

void listing_add(cJSON *reply, const struct cloud *cloud);

#endif
