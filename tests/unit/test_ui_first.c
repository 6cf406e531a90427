/* The first screen: where its buttons lead, and what no key does there. */

#include "test_ui_screen.h"
#include "ui/keys.h"

static void
ends_with(const char *keys, int status)
{
	struct shot shot = shot_take("first", keys, false, 80, 24);

	cr_expect_eq(shot.status, status, "%s: %d\n%s", keys, shot.status,
	    shot.text.data);
	shot_done(&shot);
}

Test(ui_first, buttons_and_keys_lead_on)
{
	ends_with("key q", FIRST_LEAVE);
	ends_with("key F10", FIRST_LEAVE);
	ends_with("key C-c", FIRST_LEAVE);
	ends_with("key BTab Enter", FIRST_LEAVE);
	ends_with("key Enter", FIRST_DEMO);
	/* Out of a text first, then out of it. */
	ends_with("key m q q", FIRST_LEAVE);
	ends_with("key Tab Enter q q", FIRST_LEAVE);
	/* Where nothing can be seen, nothing is begun. */
	ends_with("resize 60 20\nkey Enter q", FIRST_LEAVE);
}

/* Also those that mean something elsewhere: on the screen and in its texts. */
Test(ui_first, all_other_keys_are_none)
{
	static const unsigned here[] = { IN_FIRST, IN_FIRST_TEXT };
	static const char elsewhere[] = "adcgLnNrsuwyzb%";

	for (size_t i = 0; i < countof(here); i++)
		for (const char *c = elsewhere; *c != '\0'; c++) {
			enum command command = keys_command(*c, false, here[i]);
			cr_expect(command == CMD_NONE || command == CMD_FIND_NEXT ||
			    command == CMD_FIND_PREVIOUS, "%c", *c);
		}
	ends_with("key m y w L q\nkey a d c g L n N r s u w y z b % Space Up\n"
	    "wait first start", 0);
}

Test(ui_first, the_check_comes_back)
{
	struct shot shot = shot_take("first", "key Tab Enter\n"
	    "wait for the demo: haproxy\nkey Enter\ngone for the demo: haproxy",
	    false, 80, 24);

	cr_expect_eq(shot.status, 0);
	cr_expect(shot_has(&shot, "[ Check the set-up ]"));
	shot_done(&shot);
}
