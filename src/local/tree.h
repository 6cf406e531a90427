/* Rendering a template's directory into a server's, and who we are. */
#ifndef LOCAL_TREE_H
#define LOCAL_TREE_H

#include <stddef.h>

#include "base/err.h"
#include "local/render.h"

/* Over what is there already.  Files with a NUL in them are copied as they are; links and other special files
 * are refused; template.json is left out.  What can be executed, or begins with
 * "#!", can be executed. */
int tree_render(const char *from, const char *to,
    const struct render_pair *names, const struct render_pair *inputs,
    struct err *err);
/* The names of our user and group; their numbers when they have none. */
void tree_user(char *user, size_t user_size, char *group, size_t group_size);

#endif
