/* Rounds of questions. */

#include "config.h"

#include "backend/rs_round.h"

#include <stdlib.h>

#include "backend/rs_client.h"
#include "base/loop.h"
#include "base/xmalloc.h"

struct rs_round {
	struct rs_client *client;
	const struct rs_question *at;
	bool strict;
	size_t i;			/* times that this row was asked */
	struct rs_call *call;
	struct loop_timer *later;	/* nothing was to be asked */
	void *self;
	rs_round_fn *done;
};

void
rs_round_cancel(struct rs_round *round)
{
	if (round == NULL)
		return;
	rs_call_cancel(round->call);
	loop_del_timer(round->later);
	free(round);
}

static void
end(struct rs_round *round, const struct err *err)
{
	rs_round_fn *done = round->done;
	void *self = round->self;

	rs_round_cancel(round);
	done(self, err);
}

static void answered(const struct rs_reply *reply, const struct err *failed,
    void *arg);

/* False: there is no more to ask. */
static bool
ask(struct rs_round *round)
{
	struct buf path = { 0 }, form = { 0 };
	bool asks = false;

	while (round->at->ask != NULL &&
	    !(asks = round->at->ask(round->self, round->i, &path, &form))) {
		round->at++;
		round->i = 0;
		buf_reset(&path);
		buf_reset(&form);
	}
	if (asks)
		round->call = rs_call_start(round->client,
		    form.len > 0 ? "POST" : "GET", path.data, &form, answered,
		    round);
	buf_done(&path);
	buf_done(&form);
	return asks;
}

static void
answered(const struct rs_reply *reply, const struct err *failed, void *arg)
{
	struct rs_round *round = arg;
	struct err err = { 0 };

	round->call = NULL;
	if (reply == NULL && round->strict) {
		end(round, failed);
	} else if (round->at->take(round->self, round->i, reply == NULL ? NULL :
	    reply->json, &err) == -1) {
		end(round, &err);
	} else {
		round->i++;
		if (!round->at->each) {
			round->at++;
			round->i = 0;
		}
		if (!ask(round))
			end(round, NULL);
	}
}

static void
on_timer(void *arg)
{
	struct rs_round *round = arg;

	round->later = NULL;
	end(round, NULL);
}

struct rs_round *
rs_round_start(struct rs_client *client, const struct rs_question *questions,
    bool strict, void *self, rs_round_fn *done)
{
	struct rs_round *round = xcalloc(1, sizeof(*round));

	round->client = client;
	round->at = questions;
	round->strict = strict;
	round->self = self;
	round->done = done;
	if (!ask(round))
		round->later = loop_add_timer(rs_client_loop(client), 0, on_timer,
		    round);
	return round;
}
