/*
 * Additive or not, by the first words of each statement.  It reads no grammar:
 * it knows a few statements that only add, a few that take away, and calls the
 * rest unknown.  Dialects differ in what ends a string or a comment, so
 * whatever two of them read differently is unknown as well.
 */

#include "backend/sql_class.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/xmalloc.h"

#define WORD_MAX 32

enum token_kind { TOKEN_WORD, TOKEN_QUOTED, TOKEN_OTHER };

struct token {
	enum token_kind kind;
	char word[WORD_MAX];		/* upper case; of OTHER the one byte */
	int depth;			/* how many open parentheses around it */
};

struct statement {
	const char *begin, *end;	/* its text */
	struct token *tokens;
	size_t n, cap;
};

struct verdict_of {
	enum sql_class class;
	const char *why;
};

static const struct verdict_of adds = { SQL_ADDITIVE, "" };
static const struct verdict_of not_known = { SQL_UNKNOWN,
	"not known to be additive" };

/* The tokenizer: at a quote, a comment or a blank, go behind it. NULL: cannot
 * be read for certain. */

static const char *
skip_quoted(const char *p)
{
	char quote = *p;

	for (p++; *p != '\0'; p++) {
		/* MySQL escapes with it, the standard does not. */
		if (*p == '\\')
			return NULL;
		if (*p != quote)
			continue;
		if (p[1] != quote)
			return p + 1;
		p++;
	}
	return NULL;
}

static bool
is_word_byte(char c)
{
	return isalnum((unsigned char)c) || c == '_' || (c & 0x80) != 0;
}

/* [name] of SQLite, [1] of PostgreSQL's arrays: only what is both. */
static const char *
skip_brackets(const char *p)
{
	for (p++; is_word_byte(*p); p++)
		continue;
	return *p == ']' ? p + 1 : NULL;
}

static const char *
skip_comment(const char *p)
{
	if (p[0] == '-') {
		/* Without the blank MySQL reads two signs. */
		if (p[2] != '\0' && !isspace((unsigned char)p[2]))
			return NULL;
		return p + strcspn(p, "\n");
	}
	/* MySQL carries out what stands in a comment with a ! */
	if (p[2] == '!' || (p[2] == 'M' && p[3] == '!'))
		return NULL;
	const char *end = strstr(p + 2, "*/");
	const char *nested = strstr(p + 2, "/*");
	/* PostgreSQL nests comments, the others do not. */
	if (end == NULL || (nested != NULL && nested < end))
		return NULL;
	return end + 2;
}

static const char *
skip_word(const char *p, char *word)
{
	size_t n = 0;

	for (; is_word_byte(*p); p++)
		if (n < WORD_MAX - 1)
			word[n++] = (char)toupper((unsigned char)*p);
	word[n] = '\0';
	return p;
}

static const char *
skip_token(const char *p, struct token *token)
{
	if (strchr("'\"`[", *p) != NULL) {
		token->kind = TOKEN_QUOTED;
		return *p == '[' ? skip_brackets(p) : skip_quoted(p);
	}
	if (is_word_byte(*p)) {
		token->kind = TOKEN_WORD;
		return skip_word(p, token->word);
	}
	/* A shell's own commands, MySQL comments, dollar quotes. */
	if (strchr("\\#$@", *p) != NULL)
		return NULL;
	token->kind = TOKEN_OTHER;
	token->word[0] = *p;
	return p + 1;
}

static const char *
skip_blank(const char *p)
{
	while (p != NULL && *p != '\0') {
		if (isspace((unsigned char)*p))
			p++;
		else if (str_starts(p, "--") || str_starts(p, "/*"))
			p = skip_comment(p);
		else
			break;
	}
	return p;
}

static void
add_token(struct statement *st, const struct token *token)
{
	x_grow(st->tokens, st->n, st->cap);
	st->tokens[st->n++] = *token;
}

/* Reads one statement to its ';' or the end; NULL: cannot be read. */
static const char *
read_statement(const char *p, struct statement *st)
{
	int depth = 0;

	st->n = 0;
	st->begin = st->end = p;
	p = skip_blank(p);
	if (p != NULL)
		st->begin = st->end = p;
	while (p != NULL && *p != '\0' && *p != ';') {
		struct token token = { .depth = depth };
		p = skip_token(p, &token);
		if (p == NULL)
			return NULL;
		depth += token.word[0] == '(';
		depth -= token.word[0] == ')';
		if (depth < 0)
			return NULL;
		add_token(st, &token);
		st->end = p;
		p = skip_blank(p);
	}
	if (depth != 0)
		return NULL;
	return p != NULL && *p == ';' ? p + 1 : p;
}

/* What the statements mean. */

static bool
is(const struct statement *st, size_t i, const char *word)
{
	return i < st->n && st->tokens[i].kind == TOKEN_WORD &&
	    strcmp(st->tokens[i].word, word) == 0;
}

static bool
is_comma(const struct statement *st, size_t i)
{
	return st->tokens[i].kind == TOKEN_OTHER &&
	    st->tokens[i].word[0] == ',' && st->tokens[i].depth == 0;
}

/* Position of the word in [from, to), outside parentheses; to when absent. */
static size_t
find(const struct statement *st, size_t from, size_t to, const char *word)
{
	for (; from < to; from++)
		if (is(st, from, word) && st->tokens[from].depth == 0)
			return from;
	return to;
}

static bool
has(const struct statement *st, size_t from, size_t to, const char *word)
{
	return find(st, from, to, word) < to;
}

static struct verdict_of
judge_create(const struct statement *st)
{
	size_t i = 1;

	if (is(st, i, "OR"))
		return (struct verdict_of){ SQL_DESTRUCTIVE, "replaces" };
	if (is(st, i, "UNIQUE"))
		return (struct verdict_of){ SQL_UNKNOWN,
			"may refuse what old servers write" };
	if (is(st, i, "TEMP") || is(st, i, "TEMPORARY"))
		i++;
	if (is(st, i, "TABLE") || is(st, i, "INDEX") || is(st, i, "VIEW"))
		return adds;
	return not_known;
}

/* One "ADD COLUMN name type …" of an ALTER TABLE: tokens [from, to). */
static struct verdict_of
judge_add_column(const struct statement *st, size_t from, size_t to)
{
	static const char *const narrows[] = { "UNIQUE", "PRIMARY", "CHECK",
		"GENERATED", "AS", "AUTO_INCREMENT", "IDENTITY", "FIRST", "AFTER" };
	static const char *const others[] = { "CONSTRAINT", "FOREIGN", "INDEX",
		"KEY", "PARTITION", "CHECK", "PRIMARY", "UNIQUE", "FULLTEXT" };

	for (size_t i = 0; i < countof(others); i++)
		if (is(st, from, others[i]))
			return (struct verdict_of){ SQL_DESTRUCTIVE,
				"may refuse what old servers write" };
	if (is(st, from, "COLUMN"))
		from++;
	if (from < to && st->tokens[from].kind == TOKEN_OTHER)
		return not_known;	/* a list of columns in parentheses */
	for (size_t i = 0; i < countof(narrows); i++)
		if (has(st, from, to, narrows[i]))
			return not_known;
	size_t not = find(st, from, to, "NOT");
	/* "IF NOT EXISTS" stands before the name. */
	if (is(st, not + 1, "EXISTS"))
		not = find(st, not + 1, to, "NOT");
	if (not < to && is(st, not + 1, "NULL") && !has(st, from, to, "DEFAULT"))
		return (struct verdict_of){ SQL_DESTRUCTIVE,
			"NOT NULL without a default" };
	return adds;
}

static struct verdict_of
judge_alteration(const struct statement *st, size_t from, size_t to)
{
	static const char *const takes[] = { "DROP", "RENAME", "ALTER", "MODIFY",
		"CHANGE" };

	if (is(st, from, "ADD"))
		return judge_add_column(st, from + 1, to);
	for (size_t i = 0; i < countof(takes); i++)
		if (is(st, from, takes[i]))
			return (struct verdict_of){ SQL_DESTRUCTIVE,
				"changes what old servers use" };
	return not_known;
}

static struct verdict_of
worse(struct verdict_of a, struct verdict_of b)
{
	static const int rank[] = { [SQL_ADDITIVE] = 0, [SQL_UNKNOWN] = 1,
		[SQL_DESTRUCTIVE] = 2 };

	return rank[b.class] > rank[a.class] ? b : a;
}

/* ALTER TABLE [IF EXISTS] [ONLY] [schema.]name change, change, … */
static struct verdict_of
judge_alter(const struct statement *st)
{
	struct verdict_of all = adds;
	size_t i = 2;

	if (!is(st, 1, "TABLE"))
		return not_known;
	if (is(st, i, "IF"))
		i += 2;
	if (is(st, i, "ONLY"))
		i++;
	i++;
	while (i < st->n && st->tokens[i].kind == TOKEN_OTHER &&
	    st->tokens[i].word[0] == '.')
		i += 2;
	if (i >= st->n)
		return not_known;
	while (i < st->n) {
		size_t to = i;
		while (to < st->n && !is_comma(st, to))
			to++;
		all = worse(all, judge_alteration(st, i, to));
		i = to + 1;
	}
	return all;
}

static struct verdict_of
judge_insert(const struct statement *st)
{
	if (has(st, 1, st->n, "REPLACE") || has(st, 1, st->n, "UPDATE"))
		return (struct verdict_of){ SQL_DESTRUCTIVE,
			"overwrites rows" };
	return is(st, 1, "INTO") || is(st, 1, "OR") ? adds : not_known;
}

static struct verdict_of
judge_removal(const struct statement *st)
{
	(void)st;
	return (struct verdict_of){ SQL_DESTRUCTIVE,
		"takes away or overwrites" };
}

static const struct {
	const char *word;
	struct verdict_of (*judge)(const struct statement *st);
} heads[] = {
	{ "CREATE", judge_create },
	{ "ALTER", judge_alter },
	{ "INSERT", judge_insert },
	{ "DROP", judge_removal },
	{ "DELETE", judge_removal },
	{ "UPDATE", judge_removal },
	{ "TRUNCATE", judge_removal },
	{ "REPLACE", judge_removal },
	{ "RENAME", judge_removal },
};

static struct verdict_of
judge(const struct statement *st)
{
	for (size_t i = 0; i < countof(heads); i++)
		if (is(st, 0, heads[i].word))
			return heads[i].judge(st);
	return not_known;
}

static void
explain(char *why, size_t size, const char *reason, const struct statement *st)
{
	char text[160], safe[320];
	size_t len = (size_t)(st->end - st->begin);

	(void)str_copy_n(text, sizeof(text), st->begin,
	    len < sizeof(text) ? len : sizeof(text) - 1);
	for (char *p = text; *p != '\0'; p++)
		if (isspace((unsigned char)*p))
			*p = ' ';
	(void)str_safe(safe, sizeof(safe), text);
	(void)str_fmt(why, size, "%s: %s", reason, safe);
}

enum sql_class
sql_classify(const char *text, char *why, size_t size)
{
	struct statement st = { .begin = text, .end = text };
	struct verdict_of all = adds;
	bool any = false;

	why[0] = '\0';
	while (text != NULL && *text != '\0') {
		text = read_statement(text, &st);
		if (text != NULL && st.n == 0)
			continue;
		struct verdict_of one = text == NULL ? (struct verdict_of){
			SQL_UNKNOWN, "cannot be read for certain" } : judge(&st);
		any = true;
		if (worse(all, one).class == all.class)
			continue;
		all = one;
		explain(why, size, one.why, &st);
	}
	free(st.tokens);
	if (!any) {
		(void)str_copy(why, size, "no statement in it");
		return SQL_UNKNOWN;
	}
	return all.class;
}
