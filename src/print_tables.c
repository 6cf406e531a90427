/* What the manuals are compared with: one line an entry, fields by a tab. */

#include "print_tables.h"

#include <stdio.h>
#include <string.h>

#include "guard/rules.h"
#include "model/event.h"
#include "model/intent.h"
#include "plain/plain.h"
#include "runbook/runbook.h"
#include "ui/keys.h"

static void
print_steps(void)
{
	for (int i = 1; i <= STEP_COUNT; i++) {
		const struct step *step = runbook_step(i);

		(void)printf("%d\t%s\t%s\n", i, step->name, step->title);
	}
}

static void
print_rules(void)
{
	for (size_t i = 0; i < n_rules; i++)
		(void)printf("%s\t%s\t%s\n", rules[i].number, rules[i].name,
		    rules[i].text);
}

static void
print_intents(void)
{
	for (int i = 1; i < INTENT_COUNT; i++)
		(void)printf("%s\n", intent_word((enum intent_kind)i));
}

static void
print_events(void)
{
	for (int i = 1; i < EVENT_COUNT; i++)
		(void)printf("%s\n", event_word((enum event_kind)i));
}

static void
print_keys(void)
{
	const struct key *key;

	for (size_t i = 0; (key = keys_at(i)) != NULL; i++)
		if (key->shown != NULL && key->help != NULL)
			(void)printf("%s\t%s\n", key->shown, key->help);
}

static void
print_words(void)
{
	const char *word, *help;

	for (size_t i = 0; (word = plain_word(i, &help)) != NULL; i++)
		(void)printf("%s\t%s\n", word, help);
}

static const struct {
	const char *name;
	void (*fn)(void);
} tables[] = {
	{ "steps", print_steps },
	{ "rules", print_rules },
	{ "intents", print_intents },
	{ "events", print_events },
	{ "keys", print_keys },
	{ "words", print_words },
};

int
print_table(const char *what)
{
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		if (strcmp(tables[i].name, what) == 0) {
			tables[i].fn();
			return 0;
		}
	(void)fprintf(stderr, "cutover: --print steps, rules, intents, events, "
	    "keys or words\n");
	return 2;
}
