/* Questions that are waited for. */

#include "demo/ask.h"

#include "base/child.h"
#include "base/clock.h"
#include "base/http.h"
#include "base/loop.h"
#include "base/sock.h"

struct wait {
	struct world *world;
	bool done;
	int status;
	struct buf *buf;
	char complaint[200];
	struct err *err;
};

static void
end_wait(struct wait *wait, int status)
{
	wait->done = true;
	wait->status = status;
	loop_stop(wait->world->loop, 0);
}

/* False when we were asked to stop instead. */
static bool
wait_for(struct wait *wait)
{
	while (!wait->done && !wait->world->stopping)
		(void)loop_run(wait->world->loop);
	if (!wait->done)
		(void)err_set(wait->err, ERR_STOPPED, "stopped");
	return wait->done;
}

static void
pause_over(void *arg)
{
	end_wait(arg, 0);
}

int
ask_pause(struct world *world, int ms, struct err *err)
{
	struct wait wait = { .world = world, .err = err };
	struct loop_timer *timer = loop_add_timer(world->loop, ms, pause_over,
	    &wait);

	if (wait_for(&wait))
		return 0;
	loop_del_timer(timer);
	return -1;
}

static void
http_answered(const struct http_reply *reply, const struct err *err, void *arg)
{
	struct wait *wait = arg;

	if (reply == NULL) {
		(void)err_set(wait->err, err->code, "%s", err->text);
		end_wait(wait, -1);
		return;
	}
	if (wait->buf != NULL)
		buf_add(wait->buf, reply->body, reply->body_len);
	end_wait(wait, (int)reply->status);
}

int
ask_http(struct world *world, const char *url, struct buf *body,
    struct err *err)
{
	struct wait wait = { .world = world, .buf = body, .err = err };
	struct http_ask ask = { .url = url, .timeout_ms = 5000 };
	struct http *http = http_start(world->loop, &ask, http_answered, &wait,
	    err);

	if (http == NULL)
		return -1;
	if (wait_for(&wait))
		return wait.status;
	http_cancel(http);
	return -1;
}

static void
socket_answered(const char *reply, size_t len, const struct err *err, void *arg)
{
	struct wait *wait = arg;

	if (err != NULL)
		(void)err_set(wait->err, err->code, "%s", err->text);
	else
		buf_add(wait->buf, reply, len);
	end_wait(wait, err != NULL ? -1 : 0);
}

int
ask_socket(struct world *world, const char *path, const char *request,
    struct buf *reply, struct err *err)
{
	struct wait wait = { .world = world, .buf = reply, .err = err };
	struct sock_ask ask = { .address = path, .request = request,
		.timeout_ms = 10000 };
	struct sock *sock = sock_start(world->loop, &ask, socket_answered,
	    &wait);

	if (wait_for(&wait))
		return wait.status;
	sock_cancel(sock);
	return -1;
}

static void
command_said(const char *line, bool is_err, void *arg)
{
	struct wait *wait = arg;

	if (is_err && wait->complaint[0] == '\0')
		(void)str_safe(wait->complaint, sizeof(wait->complaint), line);
}

static void
command_ended(const struct child_end *end, void *arg)
{
	struct wait *wait = arg;
	char text[80];
	bool good = end->exited && end->status == 0;

	if (!good)
		(void)err_set(wait->err, ERR_FAILED, "%s: %s",
		    child_end_text(end, text, sizeof(text)), wait->complaint);
	end_wait(wait, good ? 0 : -1);
}

int
ask_command(struct world *world, const char *const *argv, const char *input,
    struct err *err)
{
	struct wait wait = { .world = world, .err = err };
	struct child_spec spec = { .argv = argv, .input = input,
		.timeout_ms = 20000 };
	struct child *child = child_start(world->loop, &spec, command_said,
	    command_ended, &wait, err);

	if (child == NULL)
		return err_prefix(err, "%s", argv[0]);
	if (!wait_for(&wait)) {
		child_cancel(child);
		return -1;
	}
	return wait.status == 0 ? 0 : err_prefix(err, "%s", argv[0]);
}

int
ask_until(struct world *world, int limit_ms, ask_fn *is_so, void *arg,
    const char *what, struct err *err)
{
	int64_t until_ms = clock_boot_ms() + limit_ms;

	while (!is_so(world, arg)) {
		if (clock_boot_ms() > until_ms)
			return err_set(err, ERR_TIMEOUT, "%s: did not come"
			    " within %d s", what, limit_ms / 1000);
		if (ask_pause(world, 100, err) == -1)
			return -1;
	}
	return world->stopping ? err_set(err, ERR_STOPPED, "stopped") : 0;
}
