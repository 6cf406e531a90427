/* What who only watches sees: the balancers alone, and a run of somebody else. */

#include "base/str.h"
#include "view_priv.h"

static void
add_traffic(struct traffic_rows *rows, const char *lb, enum traffic_kind kind,
    const char *pxname, const char *svname, const char *status, unsigned now)
{
	struct traffic_row *row = traffic_rows_add(rows);

	*row = (struct traffic_row){ .kind = kind, .scur = now, .smax = 2 * now,
		.slim = kind == TRAFFIC_SERVER ? 0 : 2000, .rate = now / 4,
		.lastchg_s = 7380, .lastsess_s = 1, .stot = 100 * now,
		.state = lb_state_of(status, "L7OK"), .weight = 1 };
	(void)str_copy(row->lb, NAME_LEN, lb);
	(void)str_copy(row->pxname, NAME_LEN, pxname);
	(void)str_copy(row->svname, NAME_LEN, svname);
	(void)str_copy(row->status, NAME_LEN, status);
	if (kind != TRAFFIC_SERVER)
		return;
	(void)str_copy(row->check, NAME_LEN, "L7OK");
	row->check_code = str_eq(status, "NOLB") ? 404 : str_eq(status, "DOWN") ?
	    503 : 200;
}

/* One answer: the run's backend, and one that is none of its business. */
static void
answer(struct run *run, size_t at, double part)
{
	static const struct { const char *name, *status; unsigned from, to; } www[] = {
		{ "app-11", "NOLB", 19, 3 }, { "app-12", "NOLB", 18, 2 },
		{ "app-21", "UP", 6, 31 }, { "app-22", "UP", 7, 30 } };
	struct traffic_lb *lb = &run->traffic.lbs[at];
	struct traffic_rows rows = { 0 };
	unsigned sum = 0, n[4];

	for (size_t i = 0; i < countof(www); i++) {
		n[i] = (unsigned)(www[i].to + (www[i].from - (double)www[i].to) * (1 - part) +
		    0.5);
		sum += n[i];
	}
	add_traffic(&rows, lb->name, TRAFFIC_FRONTEND, "site", "FRONTEND", "OPEN",
	    sum + 4);
	for (size_t i = 0; i < countof(www); i++)
		add_traffic(&rows, lb->name, TRAFFIC_SERVER, "www", www[i].name,
		    www[i].status, n[i]);
	add_traffic(&rows, lb->name, TRAFFIC_BACKEND, "www", "BACKEND", "UP", sum);
	add_traffic(&rows, lb->name, TRAFFIC_SERVER, "mail", "mx-1",
	    at == 0 ? "UP" : "DOWN", at == 0 ? 4 : 0);
	add_traffic(&rows, lb->name, TRAFFIC_BACKEND, "mail", "BACKEND", "UP",
	    at == 0 ? 4 : 0);
	if (at == 1 && part >= 1)
		rows.list[5].errors = 7;
	lb->pid = 100;
	lb->uptime_s = 90000;
	lb->curr_conns = sum + 4;
	(void)str_copy(lb->version, NAME_LEN, "2.6.12-1+deb12u4");
	traffic_merge(&run->traffic, lb, &rows, run->facts.now_ms);
	traffic_rows_done(&rows);
}

void
fake_alone(struct run *run)
{
	int64_t now = run->facts.now_ms;

	traffic_init(&run->traffic, 2);
	run->traffic.began_wall_ms = fake_wall_ms - 8 * MINUTE;
	for (int i = 0; i <= 240; i++) {
		run->facts.now_ms = now - (240 - i) * 2000;
		for (size_t at = 0; at < 2; at++) {
			(void)str_fmt(run->traffic.lbs[at].name, NAME_LEN, "lb-%zu",
			    at + 1);
			answer(run, at, i / 240.0);
		}
	}
	run->facts.now_ms = now;
	run->view.traffic = &run->traffic;
	run->view.watching = true;
	run->view.run_id = run->view.driver = "";
}

void
fake_watch(struct run *run)
{
	fake_alone(run);
	run->view.run_id = "20261124-1";
	run->view.driver = "maria@bastion";
}

void
fake_watch_silent(struct run *run)
{
	fake_watch(run);
	traffic_missed(&run->traffic, &run->traffic.lbs[1],
	    "lb-2: socket /run/lb-2: no answer in 2 s", run->facts.now_ms);
}
