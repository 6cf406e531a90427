/* A start without a configuration, on a screen: what its buttons lead to. */

#include "first.h"

#include <stdio.h>

#include "demo/demo.h"
#include "doctor.h"
#include "place.h"
#include "talk/first.h"
#include "ui/ui.h"

static void
add_finding(struct lines *lines, const struct finding *finding)
{
	static const enum line_kind kinds[] = {
		[VERDICT_GOOD] = LINE_GOOD, [VERDICT_LOOK] = LINE_LOOK,
		[VERDICT_BAD] = LINE_BAD };

	lines_add(lines, kinds[finding->verdict], "%s: %s%s%s", finding->what,
	    finding->text, finding->remedy[0] == '\0' ? "" : "; ",
	    finding->remedy);
}

/* What `cutover doctor` finds of this machine, and what the demo needs of it. */
static void
check(struct lines *lines)
{
	struct findings findings = { 0 };
	struct config none = { 0 };

	doctor_terminal(&findings);
	if (place_state_dir(&none) == -1)
		finding_add(&findings, VERDICT_LOOK, "state folder",
		    "write state_dir in the configuration",
		    "there is no $HOME to keep runs in");
	else
		doctor_state(&findings, &none);
	doctor_demo(&findings);
	for (size_t i = 0; i < findings.n; i++)
		add_finding(lines, &findings.list[i]);
	lines_add(lines, LINE_TEXT, "%s", "");
	lines_add(lines, LINE_TEXT, "With a configuration cutover doctor asks all that "
	    "it names: load balancers, servers, cloud and database.");
	lines_add(lines, LINE_TEXT, "Nothing has been changed.");
	findings_done(&findings);
}

int
first_run(const struct front_options *options)
{
	struct first_start first = { .check = check };
	char demo[] = "demo", *argv[] = { demo, NULL };
	struct err err = { 0 };

	place_look(&first);
	int status = ui_first(&first, options, &err);
	if (status == FIRST_DEMO)
		return demo_main(1, argv);
	if (status != -1)
		return status;
	(void)fprintf(stderr, "cutover: %s\n", err.text);
	return 1;
}
