/* engine/tally: what the records of a run prove, and no more. */

#include <criterion/criterion.h>
#include <string.h>

#include "base/str.h"
#include "engine/tally.h"

#define MARIA "maria@bastion pid 4711"
#define JON "jon@bastion pid 4712"
#define AT(hours, minutes) (((hours) * INT64_C(60) + (minutes)) * 60000)

#define A1 "10.0.0.1:80"
#define BEGIN(kind, server, lb, arg) \
	{ .type = RECORD_INTENT, .who = MARIA, .wall_ms = AT(14, 12), .action_id = 1, \
	    .action = { ACTION_##kind, server, lb, arg, "", "" } }
#define COUNTED(kind, n) \
	{ .type = RECORD_FACT, .who = MARIA, .wall_ms = AT(14, 12), .verdict = kind, \
	    .arg = n }
#define END(kind, server, lb, arg, how, at) \
	{ .type = RECORD_OUTCOME, .who = MARIA, .wall_ms = at, .action_id = 1, \
	    .action = { ACTION_##kind, server, lb, arg, "", "" }, .verdict = how }
#define RESOLVED(kind, server, lb, arg, how) \
	{ .type = RECORD_RESOLVED, .who = JON, .wall_ms = AT(15, 0), .action_id = 1, \
	    .action = { ACTION_##kind, server, lb, arg, "", "" }, .verdict = how }
#define DRAINED(server, n) BEGIN(DRAIN, server, "", ""), COUNTED("drain", n), \
	END(DRAIN, server, "", "", "ok", AT(14, 12))
#define CUT A1 " cut 3: stuck"
#define DETACHED(server, arg, how) BEGIN(DETACH, server, "lb1", arg), \
	END(DETACH, server, "lb1", arg, how, AT(14, 30))
#define EMPTY(server) BEGIN(AWAIT_EMPTY, server, "", ""), \
	END(AWAIT_EMPTY, server, "", "", "ok", AT(14, 28))

static struct account
account_of(const struct record *records, size_t n)
{
	struct tally tally = { 0 };
	struct account account;

	for (size_t i = 0; i < n && records[i].type != RECORD_NONE; i++)
		tally_record(&tally, &records[i]);
	tally_tell(&tally, &account);
	tally_done(&tally);
	return account;
}

#define MOST 12
struct told {
	struct record records[MOST];
	const char *text;
	long cut;
};

static void
expect_sessions(const struct told *all, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct account got = account_of(all[i].records, MOST);
		cr_expect_str_eq(got.sessions, all[i].text, "case %zu: %s", i,
		    got.sessions);
		cr_expect_eq(got.cut, all[i].cut, "case %zu", i);
	}
}

Test(tally, sessions_are_what_is_proven)
{
	static const struct told all[] = {
		{ { { .type = RECORD_RUN, .who = MARIA } }, "none cut off", 0 },
		{ { DRAINED("app-11", "36"), DRAINED("app-12", "37"),
		    EMPTY("app-11"), EMPTY("app-12") },
		  "73 open when drained (14:12), 0 at 14:28; none cut off", 0 },
		/* Not all of them were waited for. */
		{ { DRAINED("app-11", "36"), DRAINED("app-12", "0"),
		    EMPTY("app-11") },
		  "36 open when drained (14:12); none cut off", 0 },
		/* A balancer was silent, or an older cutover did not count. */
		{ { DRAINED("app-11", "36"), DRAINED("app-12", "?") },
		  "? open when drained (14:12); none cut off", 0 },
		{ { DRAINED("app-11", "36"), BEGIN(DRAIN, "app-12", "", ""),
		    END(DRAIN, "app-12", "", "", "ok", AT(14, 13)) },
		  "? open when drained (14:12); none cut off", 0 },
		/* Undone, it was not drained; drained again, the new count holds. */
		{ { DRAINED("app-11", "36"), BEGIN(UNDRAIN, "app-11", "", ""),
		    END(UNDRAIN, "app-11", "", "", "ok", AT(14, 20)) },
		  "none cut off", 0 },
		{ { DRAINED("app-11", "36"), EMPTY("app-11"),
		    DRAINED("app-11", "9") },
		  "9 open when drained (14:12); none cut off", 0 },
		{ { DRAINED("app-11", "0"), DETACHED("app-11", A1, "ok") },
		  "0 open when drained (14:12), 0 at 14:30; none cut off", 0 },
		{ { DRAINED("app-11", "3"), DETACHED("app-11", CUT, "ok") },
		  "3 open when drained (14:12); ? cut off: not known of app-11",
		  -1 },
		/* The guard lets nobody be detached who is not proven empty. */
		{ { DETACHED("app-11", A1, "ok") }, "none cut off", 0 },
	};

	expect_sessions(all, countof(all));
}

#define CUT_BEGUN(n) BEGIN(DETACH, "app-11", "lb1", CUT), COUNTED("detach", n)
#define CUT_ENDED(how) END(DETACH, "app-11", "lb1", CUT, how, AT(14, 30))
#define UNKNOWN "? cut off: not known of app-11"

Test(tally, what_was_agreed_to_be_cut_is_counted_or_not_known)
{
	static const struct told all[] = {
		{ { CUT_BEGUN("2"), CUT_ENDED("ok") },
		  "2 cut off, as agreed to: app-11", 2 },
		/* Agreed to, and then nobody was there any more. */
		{ { CUT_BEGUN("0"), CUT_ENDED("ok") }, "none cut off", 0 },
		{ { CUT_BEGUN("2"), CUT_ENDED("ok"),
		    BEGIN(DETACH, "app-11", "lb2", CUT), COUNTED("detach", "1"),
		    END(DETACH, "app-11", "lb2", CUT, "ok", AT(14, 31)) },
		  "3 cut off, as agreed to: app-11", 3 },
		{ { CUT_BEGUN("?"), CUT_ENDED("ok") }, UNKNOWN, -1 },
		{ { CUT_BEGUN("2"), CUT_ENDED("failed") }, UNKNOWN, -1 },
		{ { CUT_BEGUN("2"), CUT_ENDED("unknown") }, UNKNOWN, -1 },
		{ { CUT_BEGUN("2") }, UNKNOWN, -1 },
		/* The count of another action counts for none. */
		{ { CUT_BEGUN("2"), CUT_ENDED("ok"),
		    BEGIN(DETACH, "app-12", "lb1", CUT),
		    END(DETACH, "app-12", "lb1", CUT, "ok", AT(14, 31)) },
		  "? cut off: not known of app-12", -1 },
		/* Looked up in a later life. */
		{ { CUT_BEGUN("2"), CUT_ENDED("unknown"),
		    RESOLVED(DETACH, "app-11", "lb1", CUT, "ok") },
		  "2 cut off, as agreed to: app-11", 2 },
		{ { CUT_BEGUN("2"), RESOLVED(DETACH, "app-11", "lb1", CUT,
		    "absent") }, "none cut off", 0 },
	};

	expect_sessions(all, countof(all));
}

#define LAUNCH(how) BEGIN(LAUNCH, "app-22", "", ""), \
	END(LAUNCH, "app-22", "", "", how, AT(13, 20))
#define INPUT(arg, how) BEGIN(SET_INPUT, "", "", arg), \
	END(SET_INPUT, "", "", arg, how, AT(13, 10))

Test(tally, tried_again_is_what_did_not_succeed_at_once)
{
	static const struct told all[] = {
		{ { LAUNCH("ok") }, "none", 0 },
		{ { LAUNCH("failed") }, "none", 0 },
		{ { LAUNCH("failed"), LAUNCH("unknown"), LAUNCH("ok") },
		  "launch app-22 (3 times)", 0 },
		/* In a later life, after it was looked up. */
		{ { BEGIN(LAUNCH, "app-22", "", ""),
		    RESOLVED(LAUNCH, "app-22", "", "", "absent"), LAUNCH("ok") },
		  "launch app-22 (2 times)", 0 },
		{ { LAUNCH("unknown"), RESOLVED(LAUNCH, "app-22", "", "", "ok"),
		    LAUNCH("ok") }, "none", 0 },
		/* Done, undone and done again is no second attempt. */
		{ { DRAINED("app-11", "3"), BEGIN(UNDRAIN, "app-11", "", ""),
		    END(UNDRAIN, "app-11", "", "", "ok", AT(14, 20)),
		    DRAINED("app-11", "3") }, "none", 0 },
		/* A wait that was left is no attempt at all. */
		{ { BEGIN(AWAIT_EMPTY, "app-11", "", ""),
		    END(AWAIT_EMPTY, "app-11", "", "", "failed", AT(14, 20)),
		    EMPTY("app-11") }, "none", 0 },
		/* Inputs are told apart by what they are set to. */
		{ { INPUT("A=1", "failed"), INPUT("B=1", "ok"), INPUT("A=1", "ok") },
		  "set input A to 1 (2 times)", 0 },
		{ { CUT_BEGUN("2"), CUT_ENDED("failed"), BEGIN(DETACH, "app-11",
		    "lb1", A1) }, "detach app-11 from lb1 and cut sessions (3: "
		  "stuck) (2 times)", 0 },
	};

	for (size_t i = 0; i < countof(all); i++) {
		struct account got = account_of(all[i].records, MOST);
		cr_expect_str_eq(got.again, all[i].text, "case %zu: %s", i,
		    got.again);
	}
}

#define RECORD(of, name, at, from) \
	{ .type = RECORD_##of, .who = name, .wall_ms = at, .server = from }

Test(tally, people_drove_confirmed_and_took_over)
{
	static const struct told all[] = {
		{ { RECORD(RUN, MARIA, AT(13, 0), "") }, "maria@bastion drove", 0 },
		{ { RECORD(RUN, MARIA, AT(13, 0), ""),
		    RECORD(CONFIRM, MARIA, AT(13, 1), ""),
		    RECORD(CONFIRM, MARIA, AT(13, 2), "full.script:12") },
		  "maria@bastion drove, confirmed 2 plans, 1 by script", 0 },
		{ { RECORD(RUN, MARIA, AT(13, 0), ""),
		    RECORD(TAKEOVER, MARIA, AT(13, 5), ""),
		    RECORD(TAKEOVER, JON, AT(14, 10), ""),
		    RECORD(CONFIRM, JON, AT(14, 11), "") },
		  "maria@bastion drove, took it up again 1 time; jon@bastion took "
		  "over at 14:10, confirmed 1 plan", 0 },
		{ { RECORD(CONFIRM, MARIA, AT(13, 2), "full.script:12") },
		  "maria@bastion drove, confirmed 1 plan by script", 0 },
		/* Her other processes are her. */
		{ { RECORD(RUN, MARIA, AT(13, 0), ""),
		    RECORD(NOTE, "maria@bastion pid 9", AT(13, 5), "") },
		  "maria@bastion drove", 0 },
	};

	for (size_t i = 0; i < countof(all); i++) {
		struct account got = account_of(all[i].records, MOST);
		cr_expect_str_eq(got.people, all[i].text, "case %zu: %s", i,
		    got.people);
	}
}
