/* How the other tests of the screens take their pictures. */

#include "test_ui_screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "fake/first.h"

static void
write_file(char *path, const char *text)
{
	int fd = mkstemp(path);
	FILE *file = fd == -1 ? NULL : fdopen(fd, "w");

	cr_assert_not_null(file);
	(void)fputs(text, file);
	(void)fclose(file);
}

struct shot
shot_take(const char *moment, const char *keys, bool ascii, int columns, int rows)
{
	return shot_take_as(moment, keys, (struct front_options){ .ascii = ascii,
	    .columns = columns, .rows = rows });
}

static void
play(struct shot *shot, const char *moment, const struct front_options *options)
{
	struct err err = { 0 };
	void *self = NULL;

	shot->loop = loop_new(&err);
	shot->run = fake_run_new(shot->loop, moment);
	cr_assert_eq(front_curses.open(&self, shot->loop, shot->run, options, &err),
	    0, "%s", err.text);
	fake_set_front(shot->run, &front_curses, self);
	shot->status = loop_run(shot->loop);
	front_curses.close(self);
	fake_set_front(shot->run, NULL, NULL);
}

struct shot
shot_take_as(const char *moment, const char *keys, struct front_options options)
{
	char keys_path[] = "/tmp/cutover-keys-XXXXXX";
	char dump_path[] = "/tmp/cutover-dump-XXXXXX";
	struct shot shot = { .status = -1 };
	struct err err = { 0 };
	struct buf script = { 0 };

	options.keys = keys_path;
	options.dump = dump_path;
	buf_printf(&script, "%s\ndump\nend\n", keys);
	write_file(keys_path, script.data);
	write_file(dump_path, "");
	if (fake_is_first(moment))
		shot.status = fake_first(&options, &err);
	else
		play(&shot, moment, &options);
	cr_assert_eq(file_read(dump_path, 1 << 20, &shot.text, &err), 0, "%s",
	    err.text);
	buf_puts(&shot.text, "");
	(void)unlink(keys_path);
	(void)unlink(dump_path);
	buf_done(&script);
	return shot;
}

void
shot_done(struct shot *shot)
{
	buf_done(&shot->text);
	if (shot->run != NULL)
		fake_run_free(shot->run);
	loop_free(shot->loop);
}

bool
shot_has(const struct shot *shot, const char *text)
{
	return strstr(shot->text.data, text) != NULL;
}

bool
shot_asked(const struct shot *shot, const char *intent)
{
	for (size_t i = 0; i < fake_intents(shot->run); i++)
		if (str_eq(fake_intent(shot->run, i), intent))
			return true;
	return false;
}

size_t
shot_count(const struct shot *shot, const char *word)
{
	size_t n = 0;

	for (size_t i = 0; i < fake_intents(shot->run); i++)
		n += str_starts(fake_intent(shot->run, i), word);
	return n;
}
