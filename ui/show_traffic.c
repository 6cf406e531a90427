/* All that is known of one line of the session monitor. */

#include "ui/ui_priv.h"

#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "ui/watch_lines.h"

static void
add_bytes(struct dialog *dialog, const struct traffic_row *row)
{
	dialog_text(dialog, 2, "in all        %llu sessions, %llu kB in, %llu kB out",
	    (unsigned long long)row->stot, (unsigned long long)row->bin / 1024,
	    (unsigned long long)row->bout / 1024);
}

static void
add_errors(struct dialog *dialog, const struct traffic_row *row)
{
	dialog_text(dialog, 2, "errors        %llu connect, %llu answer, %llu "
	    "request, %llu of 5xx, %llu retries", (unsigned long long)row->econ,
	    (unsigned long long)row->eresp, (unsigned long long)row->ereq,
	    (unsigned long long)row->hrsp_5xx, (unsigned long long)row->wretr);
}

static void
add_row(struct dialog *dialog, const struct traffic_row *row)
{
	char span[32], limit[24] = "none";

	if (row->lastchg_s >= 0)
		dialog_text(dialog, 2, "status        %s for %s", row->status,
		    clock_span(row->lastchg_s * 1000, span, sizeof(span)));
	else
		dialog_text(dialog, 2, "status        %s", row->status);
	if (row->kind == TRAFFIC_SERVER) {
		dialog_text(dialog, 2, "address       %s, weight %u",
		    row->addr[0] == '\0' ? "not told to us" : row->addr,
		    row->weight);
		dialog_text(dialog, 2, "check         %s %u %s",
		    row->check[0] == '\0' ? "none" : row->check, row->check_code,
		    row->last_chk);
	}
	if (row->slim > 0)
		(void)str_fmt(limit, sizeof(limit), "%u", row->slim);
	dialog_text(dialog, 2, "sessions      %u now, %u at most, limit %s",
	    row->scur, row->smax, limit);
	dialog_text(dialog, 2, "new           %u/s now, %u/s at most; queue %u",
	    row->rate, row->rate_max, row->qcur);
	add_bytes(dialog, row);
	add_errors(dialog, row);
}

static void
add_backend(struct dialog *dialog, const struct traffic *traffic,
    const char *name)
{
	bool front = str_eq(name, "frontends");

	for (size_t i = 0; i < traffic->rows.n; i++) {
		const struct traffic_row *row = &traffic->rows.list[i];

		if (front ? row->kind != TRAFFIC_FRONTEND :
		    row->kind != TRAFFIC_BACKEND || !str_eq(row->pxname, name))
			continue;
		dialog_line(dialog, SIGN_NONE, ROLE_STRONG, "%s%s%s", row->lb,
		    front ? ", " : "", front ? row->pxname : "");
		add_row(dialog, row);
	}
}

void
show_traffic(struct ui *ui, const char *line)
{
	const struct traffic *traffic = run_view(ui->run)->traffic;
	const struct traffic_row *row = watch_row(traffic, line);
	char title[TEXT_LEN], name[2 * NAME_LEN];
	struct dialog *dialog;

	if (row == NULL || row->kind != TRAFFIC_SERVER) {
		(void)str_copy(title, sizeof(title), row == NULL ? line : row->pxname);
		if ((dialog = show_text(ui, title)) == NULL)
			return;
		if (row == NULL)
			add_backend(dialog, traffic, line);
		else
			add_row(dialog, row);
		return;
	}
	(void)str_fmt(title, sizeof(title), "Sessions on %s, %s",
	    traffic_name(row, name), row->lb);
	if ((dialog = show_text(ui, title)) == NULL)
		return;
	add_row(dialog, row);
	dialog_text(dialog, 0, "%s", "");
	dialog_text(dialog, 0, "%s is asked who is connected.", row->lb);
	run_ask_sessions(ui->run, row->lb, name, show_got_sessions, ui);
}
