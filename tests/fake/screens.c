/* Every screen. */

#include "screens.h"

#include "base/str.h"

#define MIDDLE	"resize 120 36\ndump\n"
#define WIDE	"resize 140 45\ndump\n"
#define BOTH	MIDDLE WIDE
#define SMALL	"resize 60 16\ndump\nresize 40 8\ndump\nresize 1 1\ndump\n"

const struct fake_screen fake_screens[] = {
	{ "first", "first", "", BOTH SMALL },
	{ "first-checked", "first", "key Tab Enter", "" },
	{ "first-help", "first", "key ?", "" },
	{ "overview", "overview", "", BOTH },
	{ "cloudless", "cloudless", "", WIDE },
	{ "differs", "differs", "", WIDE },
	{ "01-snapshot", "snapshot", "key Enter", "" },
	{ "02-migrate", "migrate", "key Enter", "" },
	{ "02-migrating", "migrating", "key Enter", BOTH },
	{ "03-clone", "clone", "key Enter", WIDE },
	{ "04-configure", "configure", "key Enter", "" },
	{ "05-save-inputs", "save-inputs", "key Enter", "" },
	{ "06-set-inputs", "set-inputs", "key Enter", BOTH },
	{ "07-launch", "launch", "key Enter", BOTH },
	{ "07-failed", "failed", "key Enter", "" },
	{ "08-launch-more", "launch-more", "key Enter", "" },
	{ "09-test", "test", "key Enter", "" },
	{ "09-testing", "testing", "key Enter", BOTH },
	{ "10-array-off", "array-off", "key Enter", "" },
	{ "11-attach", "attach", "key Enter", WIDE },
	{ "12-pick", "pick", "key Enter", BOTH },
	{ "13-drain", "drain", "key Enter", BOTH SMALL },
	{ "13-empty", "empty", "key Enter", "" },
	{ "13-silent", "silent", "key Enter", SMALL },
	{ "13-many", "many", "key Enter\nkey Tab Right", BOTH },
	{ "14-detach", "detach", "key Enter", BOTH },
	{ "15-array-update", "array-update", "key Enter", WIDE },
	{ "16-array-on", "array-on", "key Enter", "" },
	{ "17-test-site", "test-site", "key Enter", "" },
	{ "17-site", "site", "key Enter", BOTH },
	{ "17-judge", "judge", "key Enter", "" },
	{ "18-terminate", "terminate", "key Enter", WIDE },
	{ "18-terminating", "terminating", "key Enter", "" },
	{ "unsettled", "unsettled", "key Enter", "" },
	{ "ended", "ended", "", BOTH },
	{ "ended-straight", "straight", "", "" },
	{ "confirm", "detach", "key Enter\nkey Enter\nwait Cancel", "" },
	{ "typed", "terminate",
	    "key Enter\nkey Enter\nwait Type this\ntype 2 shop-p", "" },
	{ "sessions", "drain", "key Enter\nkey Down Enter\nwait lb-2 is asked", "" },
	{ "help", "drain", "key Enter\nkey ?", "" },
	{ "manual", "pick", "key Enter\nkey m\nwait Step drain", BOTH },
	{ "find", "drain", "key Enter\nkey ?\nkey /\ntype pause", "" },
	{ "found", "drain", "key Enter\nkey ?\nkey /\ntype pause\nkey Enter", "" },
	{ "steps", "overview", "key g", "" },
	{ "dry-run", "pick", "key Enter\nkey d\nwait That is all of it", WIDE },
	{ "note", "pick", "key Enter\nkey c\ntype all well", "" },
	{ "skip", "pick", "key Enter\nkey Right Enter\nwait Reason", "" },
	{ "leave", "launch", "key Enter\nkey q\nwait Leave now", "" },
	{ "found-row", "pick", "key Enter\nkey /\ntype 22\nkey Enter", "" },
	{ "watch-alone", "alone", "", "" },
	{ "watch", "watch", "key Down Down s", BOTH SMALL },
	{ "watch-silent", "watch-silent", "", "" },
	{ "watch-step", "watch", "key Tab Enter", BOTH },
	{ "watch-sessions", "watch", "key Down Down Enter\nwait is asked", "" },
	{ "watch-help", "watch", "key ?", "" },
	{ "guard", "refusing", "key Enter\nkey Enter\nwait Cancel\n"
	    "type 2 shop-prod\nkey Tab Enter\nwait Blocked by the guard", "" },
};

const size_t n_fake_screens = countof(fake_screens);
