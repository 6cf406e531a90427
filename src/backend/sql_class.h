/*
 * Does a migration only add, so that the old servers go on working with the
 * schema?  Pure: text in, class out.  What is not known to add is not additive.
 */
#ifndef BACKEND_SQL_CLASS_H
#define BACKEND_SQL_CLASS_H

#include <stddef.h>

#include "model/facts.h"

/* The class of a whole file: DESTRUCTIVE before UNKNOWN before ADDITIVE.  why
 * gets a reason and the statement that made it so, made harmless; empty when
 * everything in it adds. */
enum sql_class sql_classify(const char *text, char *why, size_t size);

#endif
