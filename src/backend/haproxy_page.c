/* The statistics by HTTP: the page, which says who the worker is, and its CSV. */

#include "config.h"

#include <string.h>

#include "backend/haproxy_stat.h"
#include "base/str.h"

/* The number right after these words. */
static bool
number_after(struct hap_text page, const char *words, int64_t max, int64_t *n)
{
	const char *at = memmem(page.at, (size_t)(page.end - page.at), words,
	    strlen(words));
	char digits[20];
	size_t len = 0;

	if (at == NULL)
		return false;
	at += strlen(words);
	while (at + len < page.end && at[len] >= '0' && at[len] <= '9')
		len++;
	return str_copy_n(digits, sizeof(digits), at, len) &&
	    str_to_i64(digits, 0, max, n);
}

/* "HAProxy version 2.6.12-1+deb12u4, released …"; a page may hide it. */
static void
read_version(struct hap_text page, struct hap_worker *worker)
{
	static const char words[] = "HAProxy version ";
	const char *at = memmem(page.at, (size_t)(page.end - page.at), words,
	    strlen(words));
	char raw[64];
	size_t len = 0;

	(void)str_copy(worker->version, sizeof(worker->version), "?");
	if (at == NULL)
		return;
	at += strlen(words);
	while (at + len < page.end && strchr(", <\n", at[len]) == NULL)
		len++;
	if (str_copy_n(raw, sizeof(raw), at, len) &&
	    hap_version(raw, &worker->major, &worker->minor))
		(void)str_safe(worker->version, sizeof(worker->version), raw);
}

int
hap_parse_page(const char *html, size_t len, struct hap_worker *worker,
    struct err *err)
{
	struct hap_text page = { html, html + len };
	int64_t pid, conns = 0;

	if (!number_after(page, "Statistics Report for pid ", INT32_MAX, &pid) ||
	    pid < 1)
		return err_set(err, ERR_PARSE, "it is not the page of HAProxy's "
		    "statistics: it names no pid");
	read_version(page, worker);
	(void)number_after(page, "current conns = ", INT32_MAX, &conns);
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
	for (size_t i = 0; i < worker->n; i++) {
		if (worker->servers[i].row.addr[0] == '\0')
			return err_set(err, ERR_REFUSED, "the statistics leave out "
			    "addresses; write \"stats show-legends\" beside "
			    "\"stats uri\"");
		read_status(&worker->servers[i]);
	}
	return 0;
}
