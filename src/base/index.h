/*
 * Where in an array of structs a text stands, without going through all of it.
 *
 * An index that was made for another number of elements is passed over: the
 * search is then slow, but right.  Who changes a text in place makes it again.
 */
#ifndef BASE_INDEX_H
#define BASE_INDEX_H

#include <stddef.h>
#include <stdint.h>

/* One text of each element of an array. */
struct texts {
	const char *first;
	size_t stride, n;
};

#define TEXTS(array, member, count)					\
	((struct texts){ (count) == 0 ? NULL : (array)[0].member,	\
	    sizeof((array)[0]), (count) })

struct index {
	uint32_t *head, *tail;		/* of the elements with one hash */
	uint32_t *next;
	size_t n, cap;			/* as many chains as there is room for */
};

void index_make(struct index *index, struct texts texts);
/* One element came to the end of the array; texts.n counts it already. */
void index_add(struct index *index, struct texts texts);
/* The first element from `from` on with this text; texts.n: none. */
size_t index_find(const struct index *index, struct texts texts,
    const char *text, size_t from);
void index_done(struct index *index);

#endif
