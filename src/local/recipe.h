/* template.json and server.json: how a server is run. */
#ifndef LOCAL_RECIPE_H
#define LOCAL_RECIPE_H

#include "base/err.h"
#include "local/render.h"
#include "local/template.h"

/* On failure nothing is left to free. */
int recipe_read(const char *path, struct recipe *recipe, struct err *err);
int recipe_write(const char *path, const struct recipe *recipe, struct err *err);
/* Fill in all words, and the environment from the inputs. */
int recipe_fill(struct recipe *recipe, const struct render_pair *names,
    const struct render_pair *inputs, struct err *err);

#endif
