/* Chains of elements with the same hash, each in the order of the array. */

#include "base/index.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/xmalloc.h"

#define NONE UINT32_MAX

static const char *
text_at(struct texts texts, size_t i)
{
	return texts.first + i * texts.stride;
}

/* FNV-1a */
static size_t
chain_of(const struct index *index, const char *text)
{
	uint32_t hash = UINT32_C(2166136261);

	for (; *text != '\0'; text++)
		hash = (hash ^ (unsigned char)*text) * UINT32_C(16777619);
	return hash % index->cap;
}

static void
append(struct index *index, const char *text)
{
	size_t chain = chain_of(index, text);
	uint32_t i = (uint32_t)index->n++;

	index->next[i] = NONE;
	if (index->head[chain] == NONE)
		index->head[chain] = i;
	else
		index->next[index->tail[chain]] = i;
	index->tail[chain] = i;
}

static void
make_room(struct index *index, size_t n)
{
	if (n > index->cap) {
		index->cap = n < 8 ? 16 : 2 * n;
		index->head = xrealloc(index->head, index->cap,
		    sizeof(*index->head));
		index->tail = xrealloc(index->tail, index->cap,
		    sizeof(*index->tail));
		index->next = xrealloc(index->next, index->cap,
		    sizeof(*index->next));
	}
	/* All ones: NONE. */
	if (index->cap > 0)
		memset(index->head, 0xff, index->cap * sizeof(*index->head));
	index->n = 0;
}

void
index_make(struct index *index, struct texts texts)
{
	assert(texts.n < NONE / 2);
	make_room(index, texts.n);
	for (size_t i = 0; i < texts.n; i++)
		append(index, text_at(texts, i));
}

void
index_add(struct index *index, struct texts texts)
{
	assert(texts.n == index->n + 1);
	if (texts.n > index->cap)
		index_make(index, texts);
	else
		append(index, text_at(texts, texts.n - 1));
}

static size_t
search_all(struct texts texts, const char *text, size_t from)
{
	while (from < texts.n && !str_eq(text_at(texts, from), text))
		from++;
	return from < texts.n ? from : texts.n;
}

size_t
index_find(const struct index *index, struct texts texts, const char *text,
    size_t from)
{
	if (index->n != texts.n)
		return search_all(texts, text, from);
	if (texts.n == 0)
		return 0;
	for (uint32_t i = index->head[chain_of(index, text)]; i != NONE;
	    i = index->next[i])
		if (i >= from && str_eq(text_at(texts, i), text))
			return i;
	return texts.n;
}

void
index_done(struct index *index)
{
	free(index->head);
	free(index->tail);
	free(index->next);
	*index = (struct index){ 0 };
}
