/* Whole answers: the blocks of one and the same worker, one after the other. */

#include "config.h"

#include "backend/haproxy_csv.h"
#include "backend/haproxy_stat.h"
#include "base/str.h"
#include "model/traffic.h"

/* The blocks that both kinds of worker tell. */
static int
info_and_stat(struct hap_worker *worker, struct hap_text *text, const char *lb,
    const char *backend, bool leaving, struct err *err)
{
	struct hap_text block;

	if (!hap_block(text, &block))
		return hap_strange(err, "show info", *text);
	if (hap_read_info(worker, block, err) == -1)
		return -1;
	if (!hap_block(text, &block))
		return err_set(err, ERR_PARSE, "show stat: not a whole answer");
	return hap_read_stat(worker, block, lb, backend, leaving, err);
}

int
hap_parse_worker(const char *reply, size_t len, const char *lb,
    const char *backend, struct hap_worker *worker, struct err *err)
{
	struct hap_text text = { reply, reply + len }, whole = text, block;

	if (!hap_block(&text, &block) || !hap_level(block, &worker->admin))
		return hap_strange(err, "show cli level", whole);
	if (info_and_stat(worker, &text, lb, backend, false, err) == -1)
		return -1;
	if (!worker->has_backend)
		return err_set(err, ERR_FAILED, "it has no backend %s", backend);
	if (!hap_block(&text, &block) || text.at != text.end)
		return err_set(err, ERR_PARSE,
		    "show servers state: not a whole answer");
	return hap_read_state(worker, block, backend, err);
}

int
hap_parse_leaving(const char *reply, size_t len, const char *lb,
    const char *backend, struct hap_worker *worker, struct err *err)
{
	struct hap_text text = { reply, reply + len };

	if (info_and_stat(worker, &text, lb, backend, true, err) == -1)
		return -1;
	if (text.at != text.end)
		return err_set(err, ERR_PARSE, "show stat: not a whole answer");
	return 0;
}

int
hap_parse_traffic(const char *reply, size_t len, const char *lb,
    struct hap_worker *worker, struct traffic_rows *rows, struct err *err)
{
	struct hap_text text = { reply, reply + len }, block;

	if (!hap_block(&text, &block))
		return hap_strange(err, "show info", text);
	if (hap_read_info(worker, block, err) == -1)
		return -1;
	if (!hap_block(&text, &block) || text.at != text.end)
		return hap_strange(err, "show stat", text);
	return hap_read_traffic(rows, block, lb, err);
}
