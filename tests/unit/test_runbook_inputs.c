/* runbook, the steps save-inputs and set-inputs. */

#include "test_runbook_build.h"

#include "base/vault.h"

TestSuite(runbook_inputs, .init = begin, .fini = end);

Test(runbook_inputs, save_inputs)
{
	expect_plan(&w, "save-inputs", "1. save the inputs to /run/inputs.csv\n");
	cr_expect_eq(world_verify(&w, "save-inputs"), VERDICT_BAD);
	w.facts.saved = (struct saved_inputs){ .path = "/run/inputs.csv",
		.equal = TRI_YES, .at_ms = NOW };
	expect_plan(&w, "save-inputs", "");
	cr_expect_eq(world_verify(&w, "save-inputs"), VERDICT_GOOD);
	w.facts.saved.equal = TRI_NO;
	expect_plan(&w, "save-inputs", "1. save the inputs to /run/inputs.csv\n");
	cr_expect_eq(world_verify(&w, "save-inputs"), VERDICT_BAD);
}

static void
with_inputs(void)
{
	static char keys[2][8] = { "RELEASE", "POOL" };
	static char values[2][8] = { "r42", "8" };

	w.config.inputs = calloc(2, sizeof(*w.config.inputs));
	w.config.n_inputs = 2;
	w.config.inputs[0].key = keys[0];
	w.config.inputs[0].value = values[0];
	w.config.inputs[1].key = keys[1];
	w.config.inputs[1].value = values[1];
	world_input(&w, "RELEASE", "r41", INPUT_DEPLOYMENT);
	world_input(&w, "DEBUG", "1", INPUT_DEPLOYMENT);
	w.facts.saved = (struct saved_inputs){ .path = "/run/inputs.csv",
		.equal = TRI_YES, .at_ms = NOW };
}

Test(runbook_inputs, set_inputs)
{
	with_inputs();
	cr_expect_eq(world_precheck(&w, "set-inputs"), VERDICT_GOOD);
	expect_plan(&w, "set-inputs", "1. set input RELEASE to r42\n"
	    "2. set input POOL to 8\n");
	cr_expect_str_eq(w.plan.actions[0].former, "RELEASE=r41");
	cr_expect_str_eq(w.plan.actions[1].former, "POOL");
	cr_expect_eq(world_verify(&w, "set-inputs"), VERDICT_BAD);

	world_input(&w, "RELEASE", "r42", INPUT_DEPLOYMENT);
	expect_plan(&w, "set-inputs", "1. set input POOL to 8\n");
	world_input(&w, "POOL", "8", INPUT_DEPLOYMENT);
	expect_plan(&w, "set-inputs", "");
	cr_expect_eq(world_verify(&w, "set-inputs"), VERDICT_GOOD);

	choices_set(&w.choices, "input.POOL", "9");
	choices_set(&w.choices, "input.DEBUG", "!unset");
	expect_plan(&w, "set-inputs", "1. set input POOL to 9\n"
	    "2. unset input DEBUG\n");
	cr_expect_str_eq(w.plan.actions[1].former, "DEBUG=1");

	choices_set(&w.choices, "input.POOL", "!keep");
	choices_set(&w.choices, "input.RELEASE", "!keep");
	world_input(&w, "RELEASE", "", INPUT_DEPLOYMENT);
	expect_plan(&w, "set-inputs", "1. unset input DEBUG\n");
	free(w.config.inputs);
}

/* "RELEASE=" and a value of 507 bytes do not fit: half a value is no way back. */
Test(runbook_inputs, set_inputs_keeps_what_an_undo_can_put_back)
{
	char value[TEXT_LEN];

	with_inputs();
	memset(value, 'x', sizeof(value));
	value[507] = '\0';
	world_input(&w, "RELEASE", value, INPUT_DEPLOYMENT);
	cr_expect_eq(world_precheck(&w, "set-inputs"), VERDICT_BAD);
	expect_finding(&w, VERDICT_BAD, "GR-23", 0);
	expect_plan(&w, "set-inputs", "1. set input POOL to 8\n");
	world_input(&w, "RELEASE", "", INPUT_DEPLOYMENT);
	expect_plan(&w, "set-inputs", "1. set input RELEASE to r42\n"
	    "2. set input POOL to 8\n");
	cr_expect_str_eq(w.plan.actions[0].former, "RELEASE=");
	free(w.config.inputs);
}

/* A secret is compared, planned and shown by its seal; both ways. */
Test(runbook_inputs, set_inputs_that_are_secret)
{
	struct vault *vault = vault_new();
	char former[SEAL_LEN], wanted[SEAL_LEN], line[200], arg[TEXT_LEN];

	with_inputs();
	w.scene.vault = vault;
	vault_note_name(vault, "POOL");
	vault_seal(vault, "7", former);
	vault_seal(vault, "8", wanted);
	world_input(&w, "RELEASE", "r42", INPUT_DEPLOYMENT);
	world_input(&w, "POOL", former, INPUT_DEPLOYMENT);
	(void)str_fmt(line, sizeof(line), "1. set input POOL to a secret, %.8s\n",
	    wanted + strlen("(secret "));
	expect_plan(&w, "set-inputs", line);
	(void)str_fmt(arg, sizeof(arg), "POOL=%s", wanted);
	cr_expect_str_eq(w.plan.actions[0].arg, arg);
	(void)str_fmt(arg, sizeof(arg), "POOL=%s", former);
	cr_expect_str_eq(w.plan.actions[0].former, arg);

	/* As it was kept over a restart: known when it is set already, else not. */
	choices_set(&w.choices, "input.POOL", wanted);
	cr_expect_eq(world_precheck(&w, "set-inputs"), VERDICT_BAD);
	expect_finding(&w, VERDICT_BAD, "", 0);
	world_input(&w, "POOL", wanted, INPUT_DEPLOYMENT);
	cr_expect_eq(world_precheck(&w, "set-inputs"), VERDICT_GOOD);
	expect_plan(&w, "set-inputs", "");
	cr_expect_eq(world_verify(&w, "set-inputs"), VERDICT_GOOD);
	vault_free(vault);
	free(w.config.inputs);
}

/* Trap T-1. */
Test(runbook_inputs, set_inputs_stops_the_array_first)
{
	with_inputs();
	world_array(&w, TRI_YES);
	cr_expect_eq(world_precheck(&w, "set-inputs"), VERDICT_LOOK);
	expect_plan(&w, "set-inputs", "1. stop the server array\n"
	    "2. set input RELEASE to r42\n3. set input POOL to 8\n");

	choices_set(&w.choices, "freeze", "no");
	expect_plan(&w, "set-inputs", "1. set input RELEASE to r42\n"
	    "2. set input POOL to 8\n");
	choices_done(&w.choices);
	world_array(&w, TRI_NO);
	expect_plan(&w, "set-inputs", "1. set input RELEASE to r42\n"
	    "2. set input POOL to 8\n");
	free(w.config.inputs);
}

Test(runbook_inputs, set_inputs_refuses_blank_and_unsaved)
{
	with_inputs();
	choices_set(&w.choices, "input.POOL", "");
	cr_expect_eq(world_precheck(&w, "set-inputs"), VERDICT_BAD);
	expect_finding(&w, VERDICT_BAD, "GR-08", 0);
	choices_done(&w.choices);
	w.facts.saved.equal = TRI_NO;
	cr_expect_eq(world_precheck(&w, "set-inputs"), VERDICT_BAD);
	expect_finding(&w, VERDICT_BAD, "GR-07", 5);
	free(w.config.inputs);
}

/* A value that does not fit is never cut short. */
Test(runbook_inputs, set_inputs_refuses_a_value_too_long)
{
	char value[TEXT_LEN];

	with_inputs();
	memset(value, 'x', sizeof(value));
	value[sizeof(value) - 1] = '\0';
	choices_set(&w.choices, "input.POOL", value);
	cr_expect_eq(world_precheck(&w, "set-inputs"), VERDICT_BAD);
	expect_plan(&w, "set-inputs", "1. set input RELEASE to r42\n");
	free(w.config.inputs);
}

/* Back to what was before the first change, not before the last. */
Test(runbook_inputs, set_inputs_undo)
{
	struct plan done = { 0 };

	with_inputs();
	world_array(&w, TRI_NO);
	w.scene.array_was_on = true;
	plan_add(&done, ACTION_ARRAY_OFF, NULL, NULL, NULL);
	str_copy(plan_add(&done, ACTION_SET_INPUT, NULL, NULL,
	    "RELEASE=r42")->former, TEXT_LEN, "RELEASE=r41");
	str_copy(plan_add(&done, ACTION_SET_INPUT, NULL, NULL,
	    "POOL=8")->former, TEXT_LEN, "POOL");
	str_copy(plan_add(&done, ACTION_SET_INPUT, NULL, NULL,
	    "RELEASE=r43")->former, TEXT_LEN, "RELEASE=r42");
	world_input(&w, "RELEASE", "r43", INPUT_DEPLOYMENT);
	world_input(&w, "POOL", "8", INPUT_DEPLOYMENT);
	expect_undo(&w, "set-inputs", &done, "1. unset input POOL\n"
	    "2. set input RELEASE to r41\n3. enable the server array\n");
	w.scene.array_was_on = false;
	world_input(&w, "RELEASE", "r41", INPUT_DEPLOYMENT);
	expect_undo(&w, "set-inputs", &done, "1. unset input POOL\n");
	plan_done(&done);
	free(w.config.inputs);
}
