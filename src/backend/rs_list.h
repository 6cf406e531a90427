/* Reads all of our deployment, one call after the other. */
#ifndef BACKEND_RS_LIST_H
#define BACKEND_RS_LIST_H

#include "backend/rs_book.h"

struct rs_client;
struct rs_list;

/* book is lent, and may be taken (leaving {0}); NULL exactly when err is not. */
typedef void rs_list_fn(struct rs_book *book, const struct err *err, void *arg);

/* Exactly one callback, later. */
struct rs_list *rs_list_start(struct rs_client *client,
    const struct config *config, rs_list_fn *done, void *arg);
void rs_list_cancel(struct rs_list *list);	/* no callback; NULL is fine */

#endif
