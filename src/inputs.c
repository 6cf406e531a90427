/* `cutover inputs save|diff|restore FILE`: the runbook's steps 5 and 6 by
 * themselves.  Secrets are compared and never shown. */

#include "inputs.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "backend/inputs_csv.h"
#include "backend/secrets.h"
#include "base/file.h"
#include "base/xmalloc.h"
#include "place.h"

#define STATUS_SAME 0
#define STATUS_DIFFERS 1
#define STATUS_TROUBLE 2		/* as of diff(1) */
#define LOOK_MS 30000

/* ---- what the deployment has now ---- */

struct seen {
	struct inputs *now;
	char trouble[TEXT_LEN];
};

void
inputs_done(struct inputs *inputs)
{
	free(inputs->list);
	*inputs = (struct inputs){ 0 };
}

static void
on_world(const struct facts *facts, const struct vault *vault, void *arg)
{
	const struct source *cloud = facts_source(facts, SOURCE_CLOUD, "cloud");
	struct seen *seen = arg;
	struct inputs *now = seen->now;
	struct err err = { 0 };

	/* What is not known is not empty. */
	if (cloud == NULL || cloud->seen_ms == 0 || cloud->missed > 0) {
		(void)str_copy(seen->trouble, sizeof(seen->trouble),
		    cloud == NULL || cloud->trouble[0] == '\0' ?
		    "the cloud did not answer" : cloud->trouble);
		return;
	}
	now->n = facts->n_inputs;
	now->list = xcalloc(now->n + 1, sizeof(*now->list));
	if (now->n > 0)
		memcpy(now->list, facts->inputs, now->n * sizeof(*now->list));
	/* A copy with the seal of a secret in it could not be put back. */
	for (size_t i = 0; i < now->n; i++)
		if (secrets_open_input(vault, &now->list[i], &err) == -1)
			(void)str_copy(seen->trouble, sizeof(seen->trouble), err.text);
}

int
inputs_now(const struct config *config, struct inputs *now, struct err *err)
{
	struct seen seen = { .now = now };

	if (look_at_world(config, LOOK_MS, on_world, &seen, err) == -1)
		return -1;
	if (seen.trouble[0] != '\0')
		return err_set(err, ERR_FAILED, "the inputs cannot be read: %s",
		    seen.trouble);
	return 0;
}

int
inputs_load(const char *path, struct inputs *saved, struct err *err)
{
	struct buf text = { 0 };
	int status = file_read(path, INPUTS_CSV_MAX, &text, err);

	if (status == 0 && (status = inputs_csv_read(text.data, text.len,
	    &saved->list, &saved->n, err)) == -1)
		(void)err_prefix(err, "%s", path);
	buf_done(&text);
	return status;
}

/* ---- save ---- */

/* A copy that exists may be the only one of its time. */
static int
is_free(const char *path, struct err *err)
{
	struct stat st;

	if (lstat(path, &st) == 0)
		return err_set(err, ERR_USAGE, "%s is there already; name another "
		    "file", path);
	return errno == ENOENT ? 0 : err_sys(err, "%s", path);
}

static int
write_copy(const char *path, const struct inputs *now, struct err *err)
{
	struct buf csv = { 0 }, back = { 0 };
	struct input *inputs = NULL;
	size_t n = 0;
	int status = -1;

	inputs_csv_write(now->list, now->n, &csv);
	if (file_write(path, csv.data, csv.len, 0600, err) == -1 ||
	    file_read(path, INPUTS_CSV_MAX, &back, err) == -1 ||
	    inputs_csv_read(back.data, back.len, &inputs, &n, err) == -1)
		goto out;
	if (n != now->n || back.len != csv.len ||
	    memcmp(back.data, csv.data, csv.len) != 0)
		(void)err_set(err, ERR_IO, "%s was read back and is another", path);
	else
		status = 0;
out:
	free(inputs);
	buf_done(&csv);
	buf_done(&back);
	return status;
}

static int
save(const struct command_options *options, const struct config *config,
    struct err *err)
{
	struct inputs now = { 0 };
	int status = -1;

	if (is_free(options->file, err) == 0 &&
	    inputs_now(config, &now, err) == 0)
		status = write_copy(options->file, &now, err);
	if (status == 0 && options->json)
		(void)printf("{\"version\":1,\"saved\":%zu}\n", now.n);
	else if (status == 0)
		(void)printf("%zu input%s saved in %s, read back and equal\n",
		    now.n, str_s((int64_t)now.n), options->file);
	inputs_done(&now);
	return status;
}

/* ---- diff ---- */

const struct input *
inputs_find(const struct inputs *inputs, const struct input *like)
{
	for (size_t i = 0; i < inputs->n; i++)
		if (inputs->list[i].scope == like->scope &&
		    str_eq(inputs->list[i].key, like->key))
			return &inputs->list[i];
	return NULL;
}

static const char *
scope_name(const struct input *input)
{
	return input->scope == INPUT_ARRAY ? "array" : "deployment";
}

struct difference {
	const struct input *any;		/* one of the two */
	const struct input *saved, *now;	/* NULL: it is not there */
};

static const char *
shown(const struct difference *one, const struct input *input, char *dst,
    size_t size)
{
	bool secret = (one->saved != NULL && one->saved->secret) ||
	    (one->now != NULL && one->now->secret);

	(void)str_safe(dst, size, secret ? "***" : input->value);
	return dst;
}

static void
print_one(const struct difference *one)
{
	char value[4 * TEXT_LEN];

	if (one->saved != NULL)
		(void)printf("- %s %s=%s\n", scope_name(one->saved),
		    one->saved->key, shown(one, one->saved, value, sizeof(value)));
	if (one->now != NULL)
		(void)printf("+ %s %s=%s\n", scope_name(one->now), one->now->key,
		    shown(one, one->now, value, sizeof(value)));
}

static void
add_json(cJSON *list, const struct difference *one)
{
	cJSON *object = cJSON_CreateObject();
	char value[4 * TEXT_LEN];

	cJSON_AddStringToObject(object, "scope", scope_name(one->any));
	cJSON_AddStringToObject(object, "key", one->any->key);
	if (one->saved != NULL)
		cJSON_AddStringToObject(object, "saved",
		    shown(one, one->saved, value, sizeof(value)));
	if (one->now != NULL)
		cJSON_AddStringToObject(object, "now",
		    shown(one, one->now, value, sizeof(value)));
	cJSON_AddItemToArray(list, object);
}

static size_t
tell(cJSON *list, const struct inputs *saved, const struct inputs *now)
{
	size_t n = saved->n, differ = 0;

	for (size_t i = 0; i < n + now->n; i++) {
		const struct input *one = i < n ? &saved->list[i] :
		    &now->list[i - n];
		const struct difference pair = { one,
			i < n ? one : inputs_find(saved, one),
			i < n ? inputs_find(now, one) : one };

		/* Those that are in both were told when the saved one came. */
		if ((i >= n && pair.saved != NULL) || (pair.saved != NULL &&
		    pair.now != NULL && str_eq(pair.saved->value, pair.now->value)))
			continue;
		differ++;
		if (list != NULL)
			add_json(list, &pair);
		else
			print_one(&pair);
	}
	return differ;
}

size_t
inputs_print(const struct inputs *saved, const struct inputs *now)
{
	return tell(NULL, saved, now);
}

static size_t
tell_json(const struct inputs *saved, const struct inputs *now)
{
	cJSON *object = cJSON_CreateObject();

	cJSON_AddNumberToObject(object, "version", 1);
	size_t differ = tell(cJSON_AddArrayToObject(object, "differences"), saved,
	    now);
	char *text = cJSON_PrintUnformatted(object);
	(void)printf("%s\n", text);
	cJSON_free(text);
	cJSON_Delete(object);
	return differ;
}

static int
diff(const struct command_options *options, const struct config *config,
    struct err *err)
{
	struct inputs saved = { 0 }, now = { 0 };
	int status = -1;

	if (inputs_load(options->file, &saved, err) == 0 &&
	    inputs_now(config, &now, err) == 0)
		status = (options->json ? tell_json(&saved, &now) :
		    inputs_print(&saved, &now)) == 0 ? STATUS_SAME : STATUS_DIFFERS;
	inputs_done(&saved);
	inputs_done(&now);
	return status;
}

/* ---- the command ---- */

static const struct {
	const char *name;
	int (*fn)(const struct command_options *, const struct config *,
	    struct err *);
	int trouble;			/* exit status when it cannot be done */
} verbs[] = {
	{ "save", save, 1 },
	{ "diff", diff, STATUS_TROUBLE },
	{ "restore", inputs_restore, 1 },
};

int
command_inputs(const struct command_options *options)
{
	struct config config;
	struct err err = { 0 };
	int status;

	for (size_t i = 0; i < countof(verbs); i++) {
		if (options->run == NULL || options->file == NULL ||
		    !str_eq(options->run, verbs[i].name))
			continue;
		if (load_config(options->config, &config) == -1)
			return 2;
		status = verbs[i].fn(options, &config, &err);
		if (status == -1)
			(void)fprintf(stderr, "cutover: %s\n", err.text);
		config_done(&config);
		return status == -1 ? verbs[i].trouble : status;
	}
	(void)fprintf(stderr, "cutover: say inputs save, diff or restore, and "
	    "FILE.csv\n");
	return 2;
}
