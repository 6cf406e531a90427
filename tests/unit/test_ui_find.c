/* Find, and the manual of the step. */

#include <string.h>

#include "base/file.h"
#include "runbook/runbook.h"
#include "test_ui_screen.h"
#include "ui/mdoc.h"

/* ---- find ---- */

Test(ui_find, in_a_text_it_goes_from_one_to_the_next)
{
	struct shot shot = shot_take("drain", "key Enter\nkey ?\nkey /\n"
	    "wait Find:\ntype SESSION\nkey Enter\nwait \"SESSION\": 1 of\nkey n\n"
	    "wait \"SESSION\": 2 of\nkey N\nwait \"SESSION\": 1 of", false, 80, 24);

	cr_expect_eq(shot.status, 0, "%s", shot.text.data);
	shot_done(&shot);
}

/* What is far below comes into sight. */
Test(ui_find, what_is_below_is_shown)
{
	struct shot shot = shot_take("drain", "key Enter\nkey ?\n"
	    "gone No key by itself\nkey /\ntype no key by itself\nkey Enter\n"
	    "wait No key by itself", false, 80, 24);

	cr_expect_eq(shot.status, 0, "%s", shot.text.data);
	shot_done(&shot);
}

Test(ui_find, in_a_table_the_cursor_moves)
{
	struct shot shot = shot_take("pick", "key Enter\nkey /\ntype 22\n"
	    "key Enter\nwait ▸ [⊘] app-22\nkey /\ntype app-1\nkey Enter\n"
	    "wait ▸ [x] app-11\nkey n\nwait ▸ [x] app-12\nkey N\n"
	    "wait ▸ [x] app-11", false, 80, 24);

	cr_expect_eq(shot.status, 0, "%s", shot.text.data);
	shot_done(&shot);
}

Test(ui_find, what_is_not_there_moves_nothing)
{
	struct shot shot = shot_take("pick", "key Enter\nkey Down\n"
	    "wait ▸ [x] app-12\nkey /\ntype nowhere\nkey Enter\n"
	    "wait \"nowhere\" is not in it.\nwait ▸ [x] app-12", false, 80, 24);

	cr_expect_eq(shot.status, 0, "%s", shot.text.data);
	shot_done(&shot);
}

/* Where there is no table, one looks for a step. */
Test(ui_find, on_the_overview_it_finds_a_step)
{
	struct shot shot = shot_take("overview", "key /\ntype terminate\nkey Enter\n"
	    "wait ▸· 18\nkey Enter\nwait Step 18,", false, 80, 24);

	cr_expect_eq(shot.status, 0, "%s", shot.text.data);
	shot_done(&shot);
}

/* Letters are letters while one types, and Escape leaves all as it was. */
Test(ui_find, letters_are_letters)
{
	struct shot shot = shot_take("pick", "key Enter\nkey /\ntype aqu ?\n"
	    "wait Find: aqu ?\nkey Escape\ngone Find:\nkey Down\n"
	    "wait ▸ [x] app-12", false, 80, 24);

	cr_expect_eq(shot.status, 0, "%s", shot.text.data);
	cr_expect_eq(shot_count(&shot, "undo"), 0);
	shot_done(&shot);
}

/* ---- the manual ---- */

static void
read_page(struct buf *page)
{
	struct err err;

	cr_assert_eq(file_read(TOP_SRCDIR "/man/cutover-walkthrough.7", 1 << 20, page,
	    &err), 0, "%s", err.text);
}

static void
collect(enum mdoc_kind kind, const char *text, void *arg)
{
	(void)kind;
	buf_printf(arg, "%s\n", text);
}

/* U-32: one section a step, of its number and title, with something in it. */
Test(ui_manual, each_step_has_its_section)
{
	struct buf page = { 0 };

	read_page(&page);
	for (int i = 1; i <= STEP_COUNT; i++) {
		const struct step *step = runbook_step(i);
		struct buf text = { 0 };
		char title[TEXT_LEN];

		(void)str_fmt(title, sizeof(title), "%d. %s", i, step->title);
		cr_assert(mdoc_section(page.data, title, collect, &text), "%s", title);
		cr_expect_gt(text.len, 100, "%s", title);
		cr_expect_not_null(strstr(text.data, step->name), "%s", title);
		cr_expect_not_null(strstr(text.data, "Undo: "), "%s", title);
		cr_expect_null(strstr(text.data, "\n."), "%s", title);
		buf_done(&text);
	}
	cr_expect_not(mdoc_section(page.data, "19. Nothing", collect, &page));
	buf_done(&page);
}

/* A word of mdoc that is new to our pages is new to the reader of them, too. */
Test(ui_manual, every_macro_of_the_page_is_known)
{
	struct buf page = { 0 };
	char word[16];

	read_page(&page);
	for (const char *line = page.data; line != NULL;
	    line = strchr(line, '\n')) {
		line += *line == '\n';
		if (line[0] != '.' || line[1] == '\\')
			continue;
		(void)str_copy_n(word, sizeof(word), line + 1,
		    strcspn(line + 1, " \n"));
		cr_expect(mdoc_knows(word), "%s", word);
	}
	buf_done(&page);
}

static const struct { const char *source, *text; } samples[] = {
	{ "words\nand more .", "words and more .\n" },
	{ ".Cm drain , really", "drain, really\n" },
	{ "see\n.Xr cutover 1 .", "see cutover(1).\n" },
	{ "say\n.Fl -dry-run\nor\n.Fl h .", "say --dry-run or -h.\n" },
	{ "so\n.Dq not yet :\nthen", "so \"not yet\": then\n" },
	{ "a\n.Pq b c\nd", "a (b c) d\n" },
	{ "a\n.Cm to Ns No gether", "a together\n" },
	{ "a\\-b \\&.c", "a-b .c\n" },
	{ "a\n.Pp\nb", "a\n\nb\n" },
	{ ".Bl -tag\n.It Cm key\nits text\n.El\nrest", "key\nits text\nrest\n" },
	{ ".\\\" a comment\na", "a\n" },
	{ "a\n.Dl cutover demo\nb", "a\ncutover demo\nb\n" },
	{ "a\n.Bd -literal\n  x  y\n.Ed\nb", "a\n  x  y\nb\n" },
	{ "a\n.Sh Other\nnot this", "a\n" },
};

Test(ui_manual, becomes_plain_text)
{
	for (size_t i = 0; i < countof(samples); i++) {
		struct buf source = { 0 }, text = { 0 };

		buf_printf(&source, ".Sh This\n%s\n", samples[i].source);
		cr_assert(mdoc_section(source.data, "This", collect, &text));
		cr_expect_str_eq(text.data, samples[i].text);
		buf_done(&source);
		buf_done(&text);
	}
}

Test(ui_manual, is_shown_over_the_step_and_over_a_question)
{
	struct shot shot = shot_take("pick", "key Enter\nkey m\n"
	    "wait Manual: 12. Fail the old health checks\nwait Step drain.\n"
	    "key Escape\ngone Manual:\nkey Enter\nwait Cancel\nkey m\n"
	    "wait Manual: 12.\nkey m\nwait It is open already\nkey q\n"
	    "gone Manual:\nwait Cancel", false, 80, 24);

	cr_expect_eq(shot.status, 0, "%s", shot.text.data);
	cr_expect_eq(shot_count(&shot, "confirm"), 0);
	shot_done(&shot);
}

/* In a field m is a letter; F1 is the key there. */
Test(ui_manual, is_shown_over_a_field)
{
	struct shot shot = shot_take("terminate", "key Enter\nkey Enter\n"
	    "wait Type this\ntype m\nwait > m\nkey F1\n"
	    "wait Manual: 18. Terminate the old servers\nkey Escape\nwait > m", false,
	    80, 24);

	cr_expect_eq(shot.status, 0, "%s", shot.text.data);
	shot_done(&shot);
}

Test(ui_manual, on_the_overview_is_of_the_whole)
{
	struct shot shot = shot_take("overview", "key m\n"
	    "wait Manual: the upgrade\nkey / \ntype GOING BACK\nkey Enter\n"
	    "wait GOING BACK\"", false, 80, 24);

	cr_expect_eq(shot.status, 0, "%s", shot.text.data);
	shot_done(&shot);
}
