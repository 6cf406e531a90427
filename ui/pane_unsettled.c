/* An intent that was open when an earlier session ended. */

#include "ui/pane.h"
#include "talk/text.h"

static struct wish
wish(const struct pane *pane, const struct look *look, int width)
{
	int lines = look->view->unsettled_text == NULL ? 0 :
	    text_lines(look->view->unsettled_text, width - 4);

	(void)pane;
	return (struct wish){ .least = 6 + lines, .wanted = 9 + lines };
}

static void
draw(struct pane *pane, const struct look *look, struct pen *pen)
{
	const struct view *view = look->view;
	char text[TEXT_LEN + 2 * NAME_LEN];

	(void)pane;
	pen_go(pen, 0, 1);
	pen_sign(pen, SIGN_LOOK);
	pen->x = 3;
	pen_text(pen, ROLE_STRONG, "It is not known how this ended:");
	pen_go(pen, 1, 5);
	(void)pen_wrap(pen, ROLE_STRONG, 2, action_sentence(view->unsettled, text,
	    sizeof(text)));
	pen->y++;
	pen->x = 1;
	pen_text(pen, ROLE_PLAIN, "Looking found");
	pen->y++;
	pen->x = 3;
	(void)pen_wrap(pen, ROLE_PLAIN, 4, view->unsettled_text == NULL ||
	    view->unsettled_text[0] == '\0' ? "nothing yet; cutover goes on looking." :
	    view->unsettled_text);
	pen->y++;
	pen->x = 1;
	(void)pen_wrap(pen, ROLE_PLAIN, 3, "Nothing is sent until it is settled. "
	    "When looking cannot tell, look yourself and say what is there; your "
	    "reason goes into the journal.");
}

const struct pane_ops pane_unsettled = {
	.name = "unsettled",
	.wish = wish,
	.draw = draw,
};
