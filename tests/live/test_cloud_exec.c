/*
 * The commands of cloud.exec for real: each way in which one can answer, and what
 * it is taken for.
 */

#include "live.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"

#define PROVIDER TOP_SRCDIR "/tests/live/hostile-provider"

static struct live live;

static void
begin(void)
{
	struct sighting saw = { .kind = SAW_SERVER, .name = "app-21",
		.u.server = { .id = "i-21", .name = "app-21",
		    .addr = "127.0.0.1:80" } };
	struct sightings batch = { 0 };

	live_begin(&live);
	(void)str_fmt(live.config.path, sizeof(live.config.path),
	    "%s/cutover.conf", live.dir);
	(void)str_copy(live.config.cloud.provider, NAME_LEN, "exec");
	for (int verb = 0; verb < VERB_COUNT; verb++)
		live.config.cloud.exec.limit_ms[verb] = 20000;
	sightings_add(&batch, &saw);
	facts_merge(&live.facts, SOURCE_CLOUD, "cloud", &batch, true);
	sightings_done(&batch);
	live_open(&live, &cloud_exec);
}

static void
end(void)
{
	struct exec_config *exec = &live.config.cloud.exec;

	argv_done(&exec->command);
	for (int verb = 0; verb < VERB_COUNT; verb++)
		argv_done(&exec->verbs[verb]);
	live_end(&live);
}

TestSuite(cloud_exec, .init = begin, .fini = end, .timeout = 120);

static void
answer_to(enum verb verb, const char *how)
{
	struct argv *argv = &live.config.cloud.exec.verbs[verb];

	argv_done(argv);
	*argv = LIVE_ARGV(PROVIDER, how);
}

/* What the provider left behind. */
static const char *
left(const char *name)
{
	static struct buf text;
	char path[256];

	buf_reset(&text);
	(void)str_fmt(path, sizeof(path), "%s/%s", live.dir, name);
	if (file_read(path, 1 << 16, &text, NULL) == -1)
		return NULL;
	buf_puts(&text, "");
	return text.data;
}

static const struct answer {
	const char *how;
	enum outcome outcome;
	const char *text;		/* in what is said about it */
} answers[] = {
	{ "good", OUTCOME_OK, "accepted" },
	{ "deaf-to-questions", OUTCOME_OK, "accepted" },
	{ "helper", OUTCOME_OK, "accepted" },
	{ "no", OUTCOME_FAILED, "the quota is used up" },
	{ "refused", OUTCOME_FAILED, "the quota is used up" },
	{ "refused-and-done", OUTCOME_FAILED, "no reason" },
	{ "nothing", OUTCOME_UNKNOWN, "it is not JSON" },
	{ "garbage", OUTCOME_UNKNOWN, "it is not JSON" },
	{ "half", OUTCOME_UNKNOWN, "it is not JSON" },
	{ "twice", OUTCOME_UNKNOWN, "not JSON alone" },
	{ "more", OUTCOME_UNKNOWN, "\"sorry\" is missing, unknown" },
	{ "twins", OUTCOME_UNKNOWN, "has a member twice" },
	{ "list-of-answers", OUTCOME_UNKNOWN, "it has no \"ok\"" },
	{ "nul", OUTCOME_UNKNOWN, "makes no sense" },
	{ "deep", OUTCOME_UNKNOWN, "makes no sense" },
	{ "endless", OUTCOME_UNKNOWN, "launch: " },
	{ "flood", OUTCOME_UNKNOWN, "launch: " },
	{ "failed", OUTCOME_UNKNOWN, "exit status 1: and then something broke" },
	{ "signal", OUTCOME_UNKNOWN, "signal 9" },
};

static void
expect(const struct answer *answer)
{
	cr_expect_eq(live.outcome, answer->outcome, "%s: %s", answer->how,
	    live.text);
	cr_expect_not_null(strstr(live.text, answer->text), "%s: %s",
	    answer->how, live.text);
}

Test(cloud_exec, each_answer_is_taken_for_what_it_is)
{
	for (size_t i = 0; i < countof(answers); i++) {
		answer_to(VERB_LAUNCH, answers[i].how);
		live_perform(&live, ACTION_LAUNCH, "app-21", "");
		expect(&answers[i]);
		cr_expect_lt(live.output.len, 1100 * TEXT_LEN, "%s",
		    answers[i].how);
	}
}

/* They are killed, the stubborn one too, and nothing is known. */
Test(cloud_exec, time_is_limited)
{
	static const char *const slow[] = { "hang", "stubborn", "late" };

	live.config.cloud.exec.limit_ms[VERB_LAUNCH] = 300;
	for (size_t i = 0; i < countof(slow); i++) {
		const struct answer answer = { slow[i], OUTCOME_UNKNOWN,
			"took too long" };

		answer_to(VERB_LAUNCH, slow[i]);
		live_perform(&live, ACTION_LAUNCH, "app-21", "");
		expect(&answer);
	}
}

/* A listing that is none is trouble, and never an empty one. */
Test(cloud_exec, no_listing_is_not_an_empty_one)
{
	for (size_t i = 0; i < countof(answers); i++) {
		answer_to(VERB_LIST, answers[i].how);
		live_refresh(&live);
		cr_expect_eq(live.outcome, OUTCOME_FAILED, "%s", answers[i].how);
		cr_expect_str_not_empty(live.text, "%s", answers[i].how);
		cr_expect_eq(live.output.len, 0, "%s", answers[i].how);
	}
}

/* Certainly not done: it did not even begin. */
Test(cloud_exec, what_cannot_be_started_was_not_done)
{
	live.config.cloud.exec.command = LIVE_ARGV("./is-not-there");
	live_perform(&live, ACTION_LAUNCH, "app-21", "");
	cr_expect_eq(live.outcome, OUTCOME_FAILED, "%s", live.text);
	cr_expect_not_null(strstr(live.text, "launch: "), "%s", live.text);
}

Test(cloud_exec, the_question_and_all_that_comes_with_it)
{
	(void)setenv("DATABASE_URL", "postgres://elsewhere", 1);
	answer_to(VERB_LAUNCH, "good");
	live_perform(&live, ACTION_LAUNCH, "app-21", "");
	cr_expect_str_eq(left("asked"), "{\"verb\":\"launch\",\"id\":\"i-21\"}\n");
	cr_expect_null(strstr(left("environment"), "DATABASE_URL"));
	cr_expect_str_eq(live.output.data, "one\n\\x1b[2Jtwo\n");
}

/* The default: its words, and the verb as the last one; started beside the
 * configuration. */
Test(cloud_exec, one_command_for_all)
{
	char path[256];

	live_write(&live, "provider", "#!/bin/sh\necho \"$#:$*\" >words\n"
	    "echo '{\"ok\":true}'\n");
	(void)str_fmt(path, sizeof(path), "%s/provider", live.dir);
	cr_assert_eq(chmod(path, 0755), 0);
	live.config.cloud.exec.command = LIVE_ARGV("./provider", "a b", "$(id)");
	live_perform(&live, ACTION_MARK, "app-22", "new");
	cr_expect_eq(live.outcome, OUTCOME_OK, "%s", live.text);
	cr_expect_str_eq(left("words"), "3:a b $(id) mark\n");
}

/* Balancers, servers and the database do theirs, unless there is a command of its
 * own; the one for all does not count, nor does another provider's. */
Test(cloud_exec, what_others_do_is_taken_over_by_name)
{
	struct exec_config *exec = &live.config.cloud.exec;

	(void)str_copy(live.config.cloud.provider, NAME_LEN, "exec");
	exec->command = LIVE_ARGV("./provider");
	cr_expect_not(config_cloud_performs(&live.config, ACTION_ATTACH));
	cr_expect_not(config_cloud_performs(&live.config, ACTION_SNAPSHOT));
	answer_to(VERB_ATTACH, "good");
	answer_to(VERB_RUN, "good");
	cr_expect(config_cloud_performs(&live.config, ACTION_ATTACH));
	cr_expect(config_cloud_performs(&live.config, ACTION_MIGRATE));
	cr_expect_not(config_cloud_performs(&live.config, ACTION_DETACH));
	cr_expect_not(config_cloud_performs(&live.config, ACTION_PROBE));
	(void)str_copy(live.config.cloud.provider, NAME_LEN, "local");
	cr_expect_not(config_cloud_performs(&live.config, ACTION_ATTACH));
}

/* ---- listings ---- */

static unsigned answered;

static void
saw_one(const struct sightings *batch, const char *trouble, void *arg)
{
	(void)arg;
	cr_expect_not_null(batch, "%s", trouble);
	answered++;
	loop_stop(live.ctx.loop, 0);
}

static void
saved_one(enum outcome outcome, const char *text, const struct sightings *batch,
    void *arg)
{
	(void)arg, (void)batch;
	cr_expect_eq(outcome, OUTCOME_OK, "%s", text);
	answered++;
	loop_stop(live.ctx.loop, 0);
}

Test(cloud_exec, never_two_listings_at_once)
{
	struct action save = { .kind = ACTION_SAVE_INPUTS };

	answer_to(VERB_LIST, "list");
	(void)str_fmt(save.arg, sizeof(save.arg), "%s/inputs.csv", live.dir);
	live.ops->refresh(live.self, &live.facts, saw_one, NULL);
	live.ops->perform(live.self, &save, &live.facts, saved_one, NULL);
	int64_t end_ms = clock_boot_ms() + 20000;
	while (answered < 2 && clock_boot_ms() < end_ms)
		live_pause(&live, 20);
	cr_expect_eq(answered, 2);
	cr_expect_null(left("overlap"));
	cr_expect_not_null(strstr(left("inputs.csv"), "A"));
}

/* Leaving in the middle: nothing of it is left, and nobody is called. */
Test(cloud_exec, leaving_ends_what_is_asked)
{
	struct action launch = { .kind = ACTION_LAUNCH, .server = "app-21" };

	answer_to(VERB_LIST, "hang");
	answer_to(VERB_LAUNCH, "stubborn");
	live.ops->refresh(live.self, &live.facts, saw_one, NULL);
	live.ops->perform(live.self, &launch, &live.facts, saved_one, NULL);
	live.ops->close(live.self);
	live.ops = NULL;
	live_pause(&live, 100);
	cr_expect_eq(answered, 0);
}
