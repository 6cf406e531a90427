/* The local cloud: its inputs, and which of them are secret. */

#include "cloud_world.h"

#include "backend/inputs_csv.h"

TestSuite(cloud_local_inputs, .fini = tear_down, .timeout = 90);

Test(cloud_local_inputs, inputs_are_saved_and_equal)
{
	char path[128];
	struct buf csv = { 0 };
	struct stat st;
	char digest[65];
	struct input *inputs;
	size_t n;

	build("");
	(void)str_fmt(path, sizeof(path), "%s/inputs.csv", world.dir);
	cr_expect_eq(perform(ACTION_SET_INPUT, "", "SUM==1+1,\"x\"\r\n\xc3\xa4"),
	    OUTCOME_OK);
	cr_assert_eq(perform(ACTION_SAVE_INPUTS, "", path), OUTCOME_OK, "%s",
	    world.outcome);
	cr_expect_eq(world.facts.saved.equal, TRI_YES);
	cr_assert_eq(file_read(path, 1 << 20, &csv, NULL), 0);
	file_sha256(csv.data, csv.len, digest);
	cr_expect_str_eq(world.facts.saved.digest, digest);
	cr_expect_eq(stat(path, &st), 0);
	cr_expect_eq(st.st_mode & 0777, 0600);
	cr_assert_eq(inputs_csv_read(csv.data, csv.len, &inputs, &n, NULL), 0);
	cr_expect_eq(n, 3);
	cr_expect(inputs[1].secret);
	cr_expect_str_eq(inputs[2].value, "=1+1,\"x\"\r\n\xc3\xa4");
	free(inputs);
	buf_done(&csv);

	cr_expect_eq(perform(ACTION_SET_INPUT, "", "SUM"), OUTCOME_OK);
	cr_expect_null(facts_input(&world.facts, "SUM", INPUT_DEPLOYMENT));
	cr_expect_eq(perform(ACTION_SAVE_INPUTS, "", "/nowhere/inputs.csv"),
	    OUTCOME_FAILED);
	cr_expect_eq(perform(ACTION_DRAIN, "app-1", ""), OUTCOME_FAILED);
	cr_expect_not_null(strstr(world.outcome, "not for the cloud"));
}

/* Once secret, always secret: taken away and set again, or set for the array. */
Test(cloud_local_inputs, secrets_stay_secret)
{
	static const char unset[] = "{\"verb\":\"set_input\",\"key\":\"PASSWORD\","
	    "\"value\":null,\"scope\":\"deployment\"}";
	static const char set[] = "{\"verb\":\"set_input\",\"key\":\"PASSWORD\","
	    "\"value\":\"again\",\"scope\":\"deployment\"}";
	const struct input *input;

	build("");
	refresh();
	cr_expect(facts_input(&world.facts, "PASSWORD", INPUT_DEPLOYMENT)->secret);
	expect_ok(unset);
	refresh();
	cr_expect_null(facts_input(&world.facts, "PASSWORD", INPUT_DEPLOYMENT));
	kill_supervisor();
	start_supervisor();
	refresh();
	cr_expect_null(facts_input(&world.facts, "PASSWORD", INPUT_DEPLOYMENT));
	expect_ok(set);
	refresh();
	input = facts_input(&world.facts, "PASSWORD", INPUT_DEPLOYMENT);
	cr_assert_not_null(input);
	cr_expect_str_eq(input->value, "again");
	cr_expect(input->secret);
}
