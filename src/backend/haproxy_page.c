/* The statistics by HTTP: the page, which says who the worker is, and its CSV. */

#include "config.h"

#include <string.h>

#include "backend/haproxy_stat.h"
#include "base/str.h"

/* Goes past the first of these words. */
static bool
past(struct hap_text *page, const char *words)
{
	const char *at = memmem(page->at, (size_t)(page->end - page->at), words,
	    strlen(words));

	if (at != NULL)
		page->at = at + strlen(words);
	return at != NULL;
}

/* Goes past the number that stands here. */
static bool
number_at(struct hap_text *page, int64_t max, int64_t *n)
{
	char digits[20];
	size_t len = 0;

	while (page->at + len < page->end && page->at[len] >= '0' &&
	    page->at[len] <= '9')
		len++;
	if (!str_copy_n(digits, sizeof(digits), page->at, len) ||
	    !str_to_i64(digits, 0, max, n))
		return false;
	page->at += len;
	return true;
}

/* The number between these words, whole: a page that ends in it has another. */
static bool
number_between(struct hap_text page, const char *before, const char *after,
    int64_t max, int64_t *n)
{
	return past(&page, before) && number_at(&page, max, n) &&
	    hap_past(&page, after);
}

/* "<b>uptime = </b> 1d 2h03m04s;" */
static bool
read_uptime(struct hap_text page, int64_t *uptime_s)
{
	static const struct { const char *words; int64_t unit_s; } parts[] = {
		{ "uptime = </b> ", 24 * 3600 }, { "d ", 3600 }, { "h", 60 },
		{ "m", 1 },
	};
	int64_t n;

	*uptime_s = 0;
	for (size_t i = 0; i < countof(parts); i++) {
		if (!past(&page, parts[i].words) || !number_at(&page, 99999, &n))
			return false;
		*uptime_s += n * parts[i].unit_s;
	}
	return hap_past(&page, "s");
}

/* "HAProxy version 2.6.12-1+deb12u4, released …"; a page may hide it. */
static void
read_version(struct hap_text page, struct hap_worker *worker)
{
	char raw[64];
	size_t len = 0;

	(void)str_copy(worker->version, sizeof(worker->version), "?");
	if (!past(&page, "HAProxy version "))
		return;
	while (page.at + len < page.end &&
	    memchr(", <\n", page.at[len], strlen(", <\n")) == NULL)
		len++;
	if (str_copy_n(raw, sizeof(raw), page.at, len) &&
	    hap_version(raw, &worker->major, &worker->minor))
		(void)str_safe(worker->version, sizeof(worker->version), raw);
}

int
hap_parse_page(const char *html, size_t len, struct hap_worker *worker,
    struct err *err)
{
	struct hap_text page = { html, html + len };
	int64_t pid, conns;

	/* A page may go on with its node and description. */
	if (!number_between(page, "Statistics Report for pid ", "", INT32_MAX,
	    &pid) || pid < 1)
		return err_set(err, ERR_PARSE, "it is not the page of HAProxy's "
		    "statistics: it names no pid");
	if (!read_uptime(page, &worker->uptime_s) ||
	    !number_between(page, "current conns = ", ";", INT32_MAX, &conns))
		return err_set(err, ERR_PARSE, "the page of HAProxy's statistics "
		    "names no uptime or no connections");
	read_version(page, worker);
	worker->pid = (int)pid;
	worker->curr_conns = (unsigned)conns;
	return 0;
}

/* What "show servers state" would have told, as far as the status does. */
static void
read_status(struct hap_server *server)
{
	struct lb_row *row = &server->row;

	row->admin = row->state == LB_MAINT ? HAP_ADMIN_FMAINT :
	    row->state == LB_DRAIN ? HAP_ADMIN_FDRAIN : 0;
	row->in_service = row->state == LB_UP || row->state == LB_UNPROVEN;
}

/* Without, one server under two names could not be told from two.  A name that is
 * not resolved has none in any case. */
static bool
tells_addresses(const struct hap_worker *worker)
{
	for (size_t i = 0; i < worker->n; i++)
		if (worker->servers[i].row.addr[0] != '\0')
			return true;
	return worker->n == 0;
}

int
hap_parse_csv(const char *csv, size_t len, const char *lb, const char *backend,
    struct hap_worker *worker, struct err *err)
{
	struct hap_text block = { csv, csv + len };

	if (len == 0 || csv[len - 1] != '\n')
		return err_set(err, ERR_PARSE, "the statistics are not whole");
	if (hap_read_stat(worker, block, lb, backend, false, err) == -1)
		return -1;
	if (!worker->has_backend)
		return err_set(err, ERR_FAILED, "it has no backend %s", backend);
	if (!tells_addresses(worker))
		return err_set(err, ERR_REFUSED, "the statistics leave out "
		    "addresses; write \"stats show-legends\" beside "
		    "\"stats uri\"");
	for (size_t i = 0; i < worker->n; i++)
		read_status(&worker->servers[i]);
	return 0;
}
