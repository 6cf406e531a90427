/* Answers that become the book: what is to be found at all. */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "backend/json_read.h"
#include "backend/rs_book.h"
#include "backend/rs_read.h"
#include "base/str.h"
#include "base/xmalloc.h"

int
rs_odd(const char *what, struct err *err)
{
	return err_set(err, ERR_PARSE, "RightScale's list of %s makes no sense",
	    what);
}

/* An href goes back into a path as it is. */
bool
rs_is_href(const char *href)
{
	static const char good[] = "abcdefghijklmnopqrstuvwxyz0123456789"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ_-./";

	return href != NULL && str_starts(href, "/api/") &&
	    strlen(href) < RS_HREF && href[strspn(href, good)] == '\0' &&
	    strstr(href, "..") == NULL;
}

const char *
rs_link(const cJSON *resource, const char *rel)
{
	const cJSON *link;

	cJSON_ArrayForEach(link, json_member(resource, "links")) {
		const char *is = json_text(link, "rel");
		const char *href = json_text(link, "href");

		if (is != NULL && strcmp(is, rel) == 0)
			return rs_is_href(href) ? href : NULL;
	}
	return NULL;
}

bool
rs_take_link(const cJSON *resource, const char *rel, char dst[RS_HREF])
{
	const char *href = rs_link(resource, rel);

	return href != NULL && str_copy(dst, RS_HREF, href);
}

const cJSON *
rs_only(const cJSON *list, const char *what, const char *name, struct err *err)
{
	const cJSON *item, *found = NULL;

	cJSON_ArrayForEach(item, list) {
		const char *is = json_text(item, "name");

		if (is == NULL || strcmp(is, name) != 0)
			continue;
		if (found != NULL) {
			(void)err_set(err, ERR_FAILED,
			    "RightScale has two %ss named \"%s\"", what, name);
			return NULL;
		}
		found = item;
	}
	if (found == NULL)
		(void)err_set(err, ERR_FAILED,
		    "RightScale has no %s named \"%s\"", what, name);
	return found;
}

int
rs_book_deployment(struct rs_book *book, const cJSON *list, const char *name,
    struct err *err)
{
	if (!cJSON_IsArray(list))
		return rs_odd("deployments", err);
	const cJSON *found = rs_only(list, "deployment", name, err);

	if (found == NULL)
		return -1;
	const char *scope = json_text(found, "server_tag_scope");
	book->account_wide = scope == NULL || strcmp(scope, "deployment") != 0;
	return rs_take_link(found, "self", book->deployment) ? 0 :
	    rs_odd("deployments", err);
}

int
rs_book_templates(struct rs_book *book, const cJSON *list, const char *name,
    struct err *err)
{
	const cJSON *item;

	if (!cJSON_IsArray(list))
		return rs_odd("templates", err);
	cJSON_ArrayForEach(item, list) {
		const char *is = json_text(item, "name");
		const cJSON *revision = json_member(item, "revision");
		struct rs_template template;

		if (is == NULL || strcmp(is, name) != 0)
			continue;
		if (!cJSON_IsNumber(revision) || revision->valuedouble < 0 ||
		    revision->valuedouble > 1e6 ||
		    !rs_take_link(item, "self", template.href))
			return rs_odd("templates", err);
		(void)str_fmt(template.label, sizeof(template.label), "rev%d",
		    revision->valueint);
		if (rs_book_template(book, template.label) != NULL)
			return err_set(err, ERR_FAILED, "two templates \"%s\" have "
			    "revision %d", name, revision->valueint);
		x_grow(book->templates, book->n_templates, book->cap_templates);
		book->templates[book->n_templates++] = template;
	}
	return book->n_templates > 0 ? 0 : err_set(err, ERR_FAILED,
	    "RightScale has no server template named \"%s\"", name);
}
