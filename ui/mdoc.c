/* From the source of our manuals to plain text. */

#include "ui/mdoc.h"

#include <string.h>

#include "base/str.h"

struct page {
	mdoc_fn *fn;
	void *arg;
	struct buf text;		/* the paragraph so far */
	bool inside;			/* the section that is wanted */
	bool glued;			/* no blank before the next word */
	bool item;			/* the paragraph belongs to an item */
	bool code;			/* lines are kept as they are */
};

/* ---- a paragraph ---- */

static void
flush(struct page *page, enum mdoc_kind kind)
{
	if (page->text.len > 0 && page->inside)
		page->fn(kind, page->text.data, page->arg);
	buf_reset(&page->text);
	page->glued = false;
}

static void
blank(struct page *page)
{
	flush(page, page->item ? MDOC_ITEM : MDOC_TEXT);
	if (page->inside)
		page->fn(MDOC_TEXT, "", page->arg);
}

/* "\-" and its like: what they stand for, and how many bytes they are. */
static const struct { const char *from, *to; } escapes[] = {
	{ "\\&", "" }, { "\\-", "-" }, { "\\e", "\\" }, { "\\ ", " " },
	{ "\\(en", "–" }, { "\\(em", "–" }, { "\\(bu", "·" }, { "\\(aq", "'" },
	{ "\\(dq", "\"" },
};

static size_t
add_escape(struct buf *text, const char *at)
{
	for (size_t i = 0; i < countof(escapes); i++) {
		if (!str_starts(at, escapes[i].from))
			continue;
		buf_puts(text, escapes[i].to);
		return strlen(escapes[i].from);
	}
	return 1;
}

static void
add_plain(struct page *page, const char *text, size_t len)
{
	size_t i = 0;

	while (i < len) {
		if (text[i] == '\\') {
			i += add_escape(&page->text, text + i);
		} else {
			buf_add(&page->text, text + i, 1);
			i++;
		}
	}
}

static bool
closes(const char *word, size_t len)
{
	return len == 1 && strchr(".,:;)]?!", word[0]) != NULL;
}

static bool
opens(const char *word, size_t len)
{
	return len == 1 && strchr("([", word[0]) != NULL;
}

static void
add_word(struct page *page, const char *word, size_t len)
{
	if (page->text.len > 0 && !page->glued && !closes(word, len))
		buf_puts(&page->text, " ");
	page->glued = opens(word, len);
	add_plain(page, word, len);
}

/* ---- words of a line ---- */

/* The next word, quotes taken off; NULL at the end. */
static const char *
next_word(const char **rest, size_t *len)
{
	const char *word = *rest + strspn(*rest, " ");
	bool quoted = *word == '"';

	if (*word == '\0')
		return NULL;
	word += quoted;
	*len = strcspn(word, quoted ? "\"" : " ");
	*rest = word + *len + (quoted && word[*len] == '"');
	return word;
}

enum style { PLAIN, OPTION, MANUAL, NAME, GLUE, QUOTE, COLUMN };

/* Words that may stand within a line. */
static const struct {
	const char *word;
	enum style style;
	const char *before, *after;	/* QUOTE: what stands around the rest */
} inlines[] = {
	{ "Ad", PLAIN, "", "" }, { "Ar", PLAIN, "", "" }, { "Cm", PLAIN, "", "" },
	{ "Em", PLAIN, "", "" }, { "Ev", PLAIN, "", "" }, { "Ic", PLAIN, "", "" },
	{ "Li", PLAIN, "", "" }, { "No", PLAIN, "", "" }, { "Pa", PLAIN, "", "" },
	{ "Sx", PLAIN, "", "" }, { "Sy", PLAIN, "", "" }, { "Va", PLAIN, "", "" },
	{ "Fl", OPTION, "", "" }, { "Xr", MANUAL, "", "" }, { "Nm", NAME, "", "" },
	{ "Ns", GLUE, "", "" }, { "Ta", COLUMN, "", "" },
	{ "Dq", QUOTE, "\"", "\"" }, { "Sq", QUOTE, "'", "'" },
	{ "Ql", QUOTE, "'", "'" }, { "Pq", QUOTE, "(", ")" },
	{ "Op", QUOTE, "[", "]" },
};

static size_t
find_inline(const char *word, size_t len)
{
	size_t i = 0;

	while (i < countof(inlines) && (strlen(inlines[i].word) != len ||
	    strncmp(inlines[i].word, word, len) != 0))
		i++;
	return i;
}

static void add_line(struct page *page, const char *line);

static void
add_manual(struct page *page, const char **rest)
{
	size_t len;
	const char *word = next_word(rest, &len);

	if (word == NULL)
		return;
	add_word(page, word, len);
	if ((word = next_word(rest, &len)) == NULL)
		return;
	buf_puts(&page->text, "(");
	add_plain(page, word, len);
	buf_puts(&page->text, ")");
}

/* Around the rest of the line, but for the punctuation at its end. */
static void
add_quote(struct page *page, size_t i, const char *rest)
{
	size_t len = strlen(rest);
	const char *end = len >= 2 && rest[len - 2] == ' ' &&
	    closes(rest + len - 1, 1) ? rest + len - 1 : "";
	char inner[512];

	(void)str_copy_n(inner, sizeof(inner), rest, len - 2 * (*end != '\0'));
	add_word(page, inlines[i].before, strlen(inlines[i].before));
	page->glued = true;
	add_line(page, inner);
	buf_puts(&page->text, inlines[i].after);
	buf_puts(&page->text, end);
	page->glued = false;
}

static void
add_option(struct page *page)
{
	add_word(page, "-", 1);
	page->glued = true;
}

/* A line of words, some of which are macros. */
static void
add_line(struct page *page, const char *line)
{
	const char *rest = line, *word;
	size_t len;

	while ((word = next_word(&rest, &len)) != NULL) {
		size_t i = find_inline(word, len);
		if (i == countof(inlines)) {
			add_word(page, word, len);
			continue;
		}
		switch (inlines[i].style) {
		case PLAIN: break;
		case OPTION: add_option(page); break;
		case MANUAL: add_manual(page, &rest); break;
		case NAME: add_word(page, "cutover", 7); break;
		case GLUE: page->glued = true; break;
		case COLUMN: add_word(page, " ", 1); break;
		case QUOTE: add_quote(page, i, rest); return;
		}
	}
}

/* ---- lines that begin with a dot ---- */

static void
do_paragraph(struct page *page, const char *rest)
{
	(void)rest;
	blank(page);
}

static void
do_item(struct page *page, const char *rest)
{
	flush(page, page->item ? MDOC_ITEM : MDOC_TEXT);
	add_line(page, rest);
	flush(page, MDOC_TEXT);
	page->item = true;
}

static void
do_list_end(struct page *page, const char *rest)
{
	(void)rest;
	flush(page, MDOC_ITEM);
	page->item = false;
}

static void
do_example(struct page *page, const char *rest)
{
	flush(page, MDOC_TEXT);
	add_line(page, rest);
	flush(page, MDOC_CODE);
}

static void
do_head(struct page *page, const char *rest)
{
	blank(page);
	add_line(page, rest);
	flush(page, MDOC_HEAD);
}

static void
do_display(struct page *page, const char *rest)
{
	(void)rest;
	flush(page, MDOC_TEXT);
	page->code = true;
}

static void
do_display_end(struct page *page, const char *rest)
{
	(void)rest;
	page->code = false;
}

static void
do_nothing(struct page *page, const char *rest)
{
	(void)rest;
	flush(page, page->item ? MDOC_ITEM : MDOC_TEXT);
}

static const struct {
	const char *word;
	void (*fn)(struct page *page, const char *rest);
} blocks[] = {
	{ "Pp", do_paragraph }, { "It", do_item }, { "El", do_list_end },
	{ "Bl", do_nothing }, { "Dl", do_example }, { "D1", do_example },
	{ "Ss", do_head }, { "Bd", do_display }, { "Ed", do_display_end },
	{ "Dd", do_nothing }, { "Dt", do_nothing }, { "Os", do_nothing },
	{ "Nd", do_nothing }, { "Sh", do_nothing },
};

static size_t
find_block(const char *word, size_t len)
{
	size_t i = 0;

	while (i < countof(blocks) && (strlen(blocks[i].word) != len ||
	    strncmp(blocks[i].word, word, len) != 0))
		i++;
	return i;
}

bool
mdoc_knows(const char *word)
{
	size_t len = strlen(word);

	return find_inline(word, len) < countof(inlines) ||
	    find_block(word, len) < countof(blocks);
}

/* Steps have a number; these are for readers of the page, not of the screen. */
static bool
is_general(const char *title)
{
	static const char *const others[] = { "NAME", "SEE ALSO", "AUTHORS" };

	for (size_t i = 0; i < countof(others); i++)
		if (str_eq(title, others[i]))
			return false;
	return title[0] < '0' || title[0] > '9';
}

static bool
enter_section(struct page *page, const char *title, const char *wanted)
{
	flush(page, MDOC_TEXT);
	page->item = page->code = false;
	page->inside = wanted == NULL ? is_general(title) : str_eq(title, wanted);
	if (page->inside && wanted == NULL)
		page->fn(MDOC_HEAD, title, page->arg);
	return page->inside;
}

static void
do_line(struct page *page, const char *line)
{
	if (page->code && line[0] != '.') {
		add_plain(page, line, strlen(line));
		flush(page, MDOC_CODE);
		return;
	}
	if (line[0] != '.') {
		add_word(page, line, strlen(line));
		return;
	}
	size_t len = strcspn(line + 1, " ");
	size_t i = find_block(line + 1, len);
	if (i < countof(blocks))
		blocks[i].fn(page, line + 1 + len);
	else if (line[1] != '\\')		/* not a comment */
		add_line(page, line + 1);
}

bool
mdoc_section(const char *source, const char *title, mdoc_fn *fn, void *arg)
{
	struct page page = { .fn = fn, .arg = arg };
	bool found = false;
	char line[1024];

	for (size_t len; *source != '\0'; source += len + (source[len] == '\n')) {
		len = strcspn(source, "\n");
		(void)str_copy_n(line, sizeof(line), source, len);
		if (str_starts(line, ".Sh "))
			found = enter_section(&page, line + 4, title) || found;
		else if (page.inside)
			do_line(&page, line);
	}
	flush(&page, MDOC_TEXT);
	buf_done(&page.text);
	return found;
}
