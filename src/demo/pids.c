/* The processes of a world. */

#include "demo/pids.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/str.h"
#include "base/xmalloc.h"

uint64_t
pid_started(pid_t pid)
{
	char path[40];
	struct buf buf = { 0 };
	uint64_t started = 0;

	(void)str_fmt(path, sizeof(path), "/proc/%ld/stat", (long)pid);
	if (pid > 1 && file_read(path, 4096, &buf, NULL) == 0) {
		/* The name in brackets may hold anything: count from its end. */
		const char *field = strrchr(buf.data, ')');
		if (field != NULL && strchr("ZX", field[2]) != NULL)
			field = NULL;
		for (int n = 2; n < 22 && field != NULL; n++)
			field = strchr(field + 1, ' ');
		if (field != NULL)
			started = strtoull(field, NULL, 10);
	}
	buf_done(&buf);
	return started;
}

static void
list_path(const char *dir, char *dst, size_t size)
{
	(void)str_fmt(dst, size, "%s/pids", dir);
}

int
pids_note(const char *dir, pid_t pid, const char *what, struct err *err)
{
	char path[512], line[80];

	list_path(dir, path, sizeof(path));
	(void)str_fmt(line, sizeof(line), "%ld %" PRIu64 " %s\n", (long)pid,
	    pid_started(pid), what);
	int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW |
	    O_CLOEXEC, 0600);

	if (fd == -1)
		return err_sys(err, "%s", path);
	ssize_t n = write(fd, line, strlen(line));

	(void)close(fd);
	return n == (ssize_t)strlen(line) ? 0 : err_sys(err, "%s", path);
}

static void
take_line(struct pid_notes *notes, const char *line)
{
	struct pid_note note = { 0 };
	long pid;

	if (sscanf(line, "%ld %" SCNu64 " %31s", &pid, &note.started,
	    note.what) != 3 || pid <= 1)
		return;
	note.pid = (pid_t)pid;
	x_grow(notes->list, notes->n, notes->cap);
	notes->list[notes->n++] = note;
}

int
pids_read(const char *dir, struct pid_notes *notes, struct err *err)
{
	char path[512];
	struct buf buf = { 0 };

	list_path(dir, path, sizeof(path));
	if (access(path, F_OK) == -1 && errno == ENOENT)
		return 0;
	if (file_read(path, 65536, &buf, err) == -1)
		return -1;
	for (char *line = buf.data, *end; *line != '\0'; line = end) {
		end = line + strcspn(line, "\n");
		if (*end != '\0')
			*end++ = '\0';
		take_line(notes, line);
	}
	buf_done(&buf);
	return 0;
}

void
pids_done(struct pid_notes *notes)
{
	free(notes->list);
	*notes = (struct pid_notes){ 0 };
}

bool
pid_alive(const struct pid_note *note)
{
	return note->started != 0 && pid_started(note->pid) == note->started;
}

void
pid_signal(const struct pid_note *note, int signo)
{
	if (pid_alive(note))
		(void)kill(note->pid, signo);
}
