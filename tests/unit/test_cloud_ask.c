/* backend/cloud_ask: each action as the question that it is, and those that are none. */

#include "backend/cloud_ask.h"

#include <criterion/criterion.h>

#include "base/str.h"
#include "model/facts.h"

static void
learn(struct facts *facts)
{
	struct sighting saw[] = {
		{ .kind = SAW_SERVER, .name = "app-21", .u.server = {
		    .id = "i-21", .name = "app-21", .addr = "10.0.0.1:80" } },
		{ .kind = SAW_MIGRATION, .u.migration = { .file = "1.sql",
		    .digest = "abc" } },
	};
	struct sightings batch = { saw, countof(saw), countof(saw) };

	facts_init(facts);
	facts_merge(facts, SOURCE_CLOUD, "cloud", &batch, false);
	(void)str_copy(facts->db.identity, TEXT_LEN, "shop 7c0f");
}

#define ID "\"id\":\"i-21\""
#define PLACE ID ",\"name\":\"app-21\",\"addr\":\"10.0.0.1:80\""

static const struct {
	struct action action;
	const char *text;		/* NULL: no question */
} cases[] = {
	{ { ACTION_MARK, "app-22", "", "NEW", "", "" },
	    "{\"verb\":\"mark\",\"name\":\"app-22\",\"tag\":\"cutover:new\"}" },
	{ { ACTION_MARK, "app-22", "", "OLD", "", "" }, NULL },
	{ { ACTION_CLONE, "app-22", "", "app-11", "", "" },
	    "{\"verb\":\"clone\",\"name\":\"app-22\",\"source\":\"app-11\","
	    "\"token\":\"cutover-app-22\"}" },
	{ { ACTION_CONFIGURE, "app-21", "", "r42", "", "" },
	    "{\"verb\":\"configure\"," ID ",\"template\":\"r42\"}" },
	{ { ACTION_LAUNCH, "app-21", "", "", "", "" },
	    "{\"verb\":\"launch\"," ID "}" },
	{ { ACTION_LAUNCH, "app-99", "", "", "", "" }, NULL },
	{ { ACTION_SET_INPUT, "", "", "A=b=\"c", "", "" },
	    "{\"verb\":\"set_input\",\"key\":\"A\",\"value\":\"b=\\\"c\","
	    "\"scope\":\"deployment\"}" },
	{ { ACTION_SET_INPUT, "", "", "A", "", "" },
	    "{\"verb\":\"set_input\",\"key\":\"A\",\"value\":null,"
	    "\"scope\":\"deployment\"}" },
	{ { ACTION_ARRAY_OFF, "", "", "", "", "" },
	    "{\"verb\":\"array\",\"enabled\":false,\"trial\":false}" },
	{ { ACTION_ARRAY_TRIAL, "", "", "", "", "" },
	    "{\"verb\":\"array\",\"enabled\":true,\"trial\":true}" },
	{ { ACTION_ARRAY_ON, "", "", "", "", "" },
	    "{\"verb\":\"array\",\"enabled\":true,\"trial\":false}" },
	{ { ACTION_ARRAY_UPDATE, "", "", "r42", "", "" },
	    "{\"verb\":\"array_template\",\"template\":\"r42\"}" },
	{ { ACTION_TERMINATE, "app-21", "", "i-21", "", "" },
	    "{\"verb\":\"terminate\"," ID "}" },
	{ { ACTION_DISCARD, "app-21", "", "i-21", "", "" },
	    "{\"verb\":\"terminate\"," ID "}" },
	/* The name has changed hands. */
	{ { ACTION_TERMINATE, "app-21", "", "i-20", "", "" }, NULL },
	{ { ACTION_SNAPSHOT, "", "", "before", "", "" },
	    "{\"verb\":\"snapshot\",\"label\":\"before\",\"of\":\"shop 7c0f\"}" },
	{ { ACTION_MIGRATE, "", "", "1.sql", "", "" },
	    "{\"verb\":\"run\",\"script\":\"1.sql\",\"digest\":\"abc\"}" },
	{ { ACTION_MIGRATE, "", "", "2.sql", "", "" }, NULL },
	{ { ACTION_ATTACH, "app-21", "lb1", "10.0.0.1:80", "", "" },
	    "{\"verb\":\"attach\"," PLACE ",\"lb\":\"lb1\"}" },
	{ { ACTION_DETACH, "app-21", "lb1", "10.0.0.1:80 cut 3: why", "", "" },
	    "{\"verb\":\"detach\"," PLACE ",\"lb\":\"lb1\"}" },
	{ { ACTION_DRAIN, "app-21", "", "", "", "" },
	    "{\"verb\":\"drain\"," PLACE "}" },
	{ { ACTION_UNDRAIN, "app-21", "", "", "", "" },
	    "{\"verb\":\"undrain\"," PLACE "}" },
	{ { ACTION_PROBE, "app-21", "", "", "", "" }, NULL },
	{ { ACTION_SAVE_INPUTS, "", "", "/tmp/x", "", "" }, NULL },
};

Test(cloud_ask, each_action)
{
	struct facts facts;

	learn(&facts);
	for (size_t i = 0; i < countof(cases); i++) {
		struct err err = { 0 };
		cJSON *ask = cloud_ask_action(&cases[i].action, &facts, &err);
		char *text = cJSON_PrintUnformatted(ask);

		if (cases[i].text != NULL)
			cr_expect_str_eq(text, cases[i].text);
		else
			cr_expect(ask == NULL && err.text[0] != '\0', "%zu: %s", i,
			    text);
		cJSON_free(text);
		cJSON_Delete(ask);
	}
	facts_done(&facts);
}
