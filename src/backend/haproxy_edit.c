/* The configuration file, changed the careful way. */

#include "config.h"

#include "backend/haproxy_edit.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/child.h"
#include "base/file.h"
#include "base/loop.h"
#include "base/str.h"
#include "base/xmalloc.h"

struct hap_edit {
	const struct provider_ctx *ctx;
	bool put;
	char path[PATH_MAX];		/* the file itself, links resolved */
	char beside[PATH_MAX];		/* the new one; empty: not written */
	struct stat st;
	struct buf before, after;
	struct child *child;
	struct loop_timer *timer;	/* ends without a child */
	struct err err;
	char complaint[TEXT_LEN];	/* what the checking command said */
	hap_edit_fn *done;
	void *arg;
};

void
hap_edit_cancel(struct hap_edit *edit)
{
	if (edit == NULL)
		return;
	child_cancel(edit->child);
	loop_del_timer(edit->timer);
	if (edit->beside[0] != '\0')
		(void)unlink(edit->beside);
	buf_done(&edit->before);
	buf_done(&edit->after);
	free(edit);
}

static void
end(struct hap_edit *edit)
{
	hap_edit_fn *done = edit->done;
	void *arg = edit->arg;
	struct err err = edit->err;

	hap_edit_cancel(edit);
	done(err.code == ERR_NONE ? NULL : &err, arg);
}

static void
on_timer(void *arg)
{
	struct hap_edit *edit = arg;

	edit->timer = NULL;
	end(edit);
}

/* "DIR/.NAME.cutover": hidden, and without ".cfg" at its end, so that HAProxy
 * does not read it when it is given the whole directory. */
static int
name_beside(struct hap_edit *edit)
{
	const char *slash = strrchr(edit->path, '/');

	if (!str_fmt(edit->beside, sizeof(edit->beside), "%.*s/.%s.cutover",
	    (int)(slash - edit->path), edit->path, slash + 1)) {
		edit->beside[0] = '\0';
		return err_set(&edit->err, ERR_IO, "path too long");
	}
	return 0;
}

static int
write_beside(struct hap_edit *edit)
{
	if (name_beside(edit) == -1 || file_write(edit->beside,
	    edit->after.data, edit->after.len, edit->st.st_mode & 07777,
	    &edit->err) == -1)
		return -1;
	/* Who could read it can read it again; chown() may take mode bits. */
	if (edit->st.st_uid == geteuid() && edit->st.st_gid == getegid())
		return 0;
	if (lchown(edit->beside, edit->st.st_uid, edit->st.st_gid) == -1 ||
	    chmod(edit->beside, edit->st.st_mode & 07777) == -1)
		return err_sys(&edit->err, "keep its owner");
	return 0;
}

static int
sync_directory(const char *path)
{
	char dir[PATH_MAX];
	int fd, rc;

	(void)str_copy(dir, sizeof(dir), path);
	strrchr(dir, '/')[1] = '\0';
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1)
		return -1;
	rc = fsync(fd) == -1 && errno != EINVAL ? -1 : 0;
	(void)close(fd);
	return rc;
}

static int
put_in_place(struct hap_edit *edit)
{
	struct buf now = { .data = NULL };
	int rc = file_read(edit->path, HAPROXY_FILE_MAX, &now, &edit->err);

	if (rc == 0 && (now.len != edit->before.len ||
	    memcmp(now.data, edit->before.data, now.len) != 0))
		rc = err_set(&edit->err, ERR_FAILED,
		    "somebody else has changed it just now");
	buf_done(&now);
	if (rc == -1)
		return -1;
	if (rename(edit->beside, edit->path) == -1)
		return err_sys(&edit->err, "put the new one in its place");
	edit->beside[0] = '\0';
	if (sync_directory(edit->path) == -1)
		return err_sys(&edit->err, "sync its directory");
	return 0;
}

static void
on_line(const char *line, bool is_err, void *arg)
{
	struct hap_edit *edit = arg;
	char shown[TEXT_LEN];

	(void)str_safe(shown, sizeof(shown), line);
	edit->ctx->output(shown, edit->ctx->output_arg);
	/* The first alert is the cause; what follows it are consequences. */
	if (is_err && strstr(edit->complaint, "[ALERT]") == NULL)
		(void)str_copy(edit->complaint, sizeof(edit->complaint), shown);
}

static void
on_end(const struct child_end *ended, void *arg)
{
	struct hap_edit *edit = arg;
	char text[200];

	edit->child = NULL;
	if (!ended->exited || ended->status != 0)
		(void)err_set(&edit->err, ERR_FAILED, "the check command does "
		    "not accept the new one: %s%s%.300s",
		    child_end_text(ended, text, sizeof(text)),
		    edit->complaint[0] == '\0' ? "" : ": ", edit->complaint);
	else if (edit->put)
		(void)put_in_place(edit);
	end(edit);
}

static int
check(struct hap_edit *edit)
{
	const struct argv *command = &edit->ctx->lb->check;
	struct argv filled;
	struct child_spec spec = {
		.timeout_ms = (int)edit->ctx->config->command_limit_ms,
	};

	if (command->words == NULL)
		return err_set(&edit->err, ERR_CONFIG, "no check command is "
		    "configured, so that nothing can prove the new one");
	filled = argv_fill(command, 'f', edit->beside);
	spec.argv = (const char *const *)filled.words;
	edit->child = child_start(edit->ctx->loop, &spec, on_line, on_end, edit,
	    &edit->err);
	argv_done(&filled);
	return edit->child == NULL ? -1 : 0;
}

/* 0: under way.  -1: it has ended, well or with err. */
static int
begin(struct hap_edit *edit, const struct hap_change *change)
{
	if (realpath(edit->ctx->lb->file, edit->path) == NULL ||
	    stat(edit->path, &edit->st) == -1)
		return err_sys(&edit->err, "open");
	if (file_read(edit->path, HAPROXY_FILE_MAX, &edit->before,
	    &edit->err) == -1)
		return -1;
	if (haproxy_file_change(edit->before.data, edit->before.len, change,
	    &edit->after, &edit->err) == -1)
		return -1;
	if (edit->before.len == edit->after.len && memcmp(edit->before.data,
	    edit->after.data, edit->after.len) == 0)
		return -1;			/* nothing to do */
	if (write_beside(edit) == -1)
		return -1;
	return check(edit);
}

struct hap_edit *
hap_edit_start(const struct provider_ctx *ctx, const struct hap_change *change,
    bool put, hap_edit_fn *done, void *arg)
{
	struct hap_edit *edit = xcalloc(1, sizeof(*edit));

	edit->ctx = ctx;
	edit->put = put;
	edit->done = done;
	edit->arg = arg;
	if (ctx->lb->file[0] == '\0' || begin(edit, change) == -1)
		edit->timer = loop_add_timer(ctx->loop, 0, on_timer, edit);
	return edit;
}
