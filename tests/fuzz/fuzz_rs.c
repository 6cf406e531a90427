/* Fuzzer of all that reads RightScale's answers.  The first byte chooses what the
 * rest is: an answer in JSON for one of the book's readers, a head, a value of an
 * input, where a redirect leads, or two lists of hrefs. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "backend/json_read.h"
#include "backend/rs_answer.h"
#include "backend/rs_book.h"
#include "backend/rs_head.h"
#include "backend/rs_hrefs.h"
#include "backend/rs_look_priv.h"
#include "backend/rs_own.h"
#include "backend/rs_pass.h"
#include "backend/rs_task.h"
#include "backend/rs_where.h"
#include "base/http.h"

#define HEAD "Content-Type: application/vnd.rightscale.x+json\r\n"
#define LINK(rel, href) "{\"rel\":\"" rel "\",\"href\":\"" href "\"}"
#define T42 LINK("server_template", "/api/server_templates/42")

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static const struct config config = { .deployment = "shop", .array = "web",
	.cloud.rs = { .server_template = "Shop", .pool = "shop",
	.attach = "recipe:lb::do_attach_request", .address = "private",
	.port = "8000" } };

static void
must(bool holds)
{
	if (!holds)
		abort();
}

static bool
is_text(const char *text, size_t size)
{
	return memchr(text, '\0', size) != NULL;
}

/* What the book tells is fit for facts: good names, and addresses that are some. */
static void
must_be_sound(const struct rs_book *book)
{
	struct sightings batch = { 0 };

	rs_book_sightings(book, &config, &batch);
	for (size_t i = 0; i < batch.n; i++) {
		const struct sighting *saw = &batch.list[i];

		if (saw->kind != SAW_SERVER)
			continue;
		must(str_is_name(saw->u.server.name));
		must(saw->u.server.row[0] == '\0' ||
		    str_is_name(saw->u.server.row));
		must(strspn(saw->u.server.addr, "abcdefghijklmnopqrstuvwxyz"
		    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:") ==
		    strlen(saw->u.server.addr));
	}
	for (size_t i = 0; i < book->n; i++) {
		must(rs_is_href(book->servers[i].href));
		must(book->servers[i].current[0] == '\0' ||
		    rs_is_href(book->servers[i].current));
	}
	sightings_done(&batch);
}

/* A book with something in it: a template, a server, an array. */
static void
begin(struct rs_book *book)
{
	static const char *const texts[] = {
		"[{\"name\":\"shop\",\"links\":[" LINK("self", "/api/deployments/1")
		"]}]",
		"[{\"name\":\"Shop\",\"revision\":42,\"links\":["
		LINK("self", "/api/server_templates/42") "]}]",
		"[{\"name\":\"a\",\"state\":\"operational\",\"links\":["
		LINK("self", "/api/servers/1") "],\"next_instance\":{\"links\":["
		LINK("self", "/api/clouds/1/instances/N") "," T42 "]},"
		"\"current_instance\":{\"links\":["
		LINK("self", "/api/clouds/1/instances/C") "," T42 "]}}]",
	};
	static const struct json_bounds bounds = { .depth = 12, .list = 100 };

	for (size_t i = 0; i < countof(texts); i++) {
		cJSON *json = json_read(texts[i], strlen(texts[i]), bounds, NULL);

		must((i == 0 ? rs_book_deployment(book, json, "shop", NULL) :
		    i == 1 ? rs_book_templates(book, json, "Shop", NULL) :
		    rs_book_servers(book, json, &config, NULL)) == 0);
		cJSON_Delete(json);
	}
}

static void
read_one(struct rs_book *book, unsigned which, const cJSON *json)
{
	switch (which % 8) {
	case 0:
		(void)rs_book_deployment(book, json, "shop", NULL);
		break;
	case 1:
		(void)rs_book_templates(book, json, "Shop", NULL);
		break;
	case 2:
		(void)rs_book_servers(book, json, &config, NULL);
		break;
	case 3:
		(void)rs_book_array(book, json, "web", NULL);
		break;
	case 4:
		(void)rs_book_members(book, json, &config, NULL);
		break;
	case 5:
		(void)rs_book_tags(book, json, NULL);
		break;
	case 6:
		(void)rs_book_inputs(book, json, INPUT_DEPLOYMENT, NULL);
		break;
	default:
		(void)rs_book_inputs(book, json, INPUT_ARRAY, NULL);
		break;
	}
}

/* What is remarked stands on a screen; what is named is counted. */
static void
look_around(const struct rs_book *book, const cJSON *json)
{
	struct rs_look *look = calloc(1, sizeof(*look));
	char names[TEXT_LEN];

	if (look == NULL)
		return;
	rs_look_gather(look, book);
	(void)rs_look_take_alerts(look, 0, json, NULL);
	(void)rs_look_take_audits(look, 0, json, NULL);
	for (size_t i = 0; i < look->looks.n; i++)
		must(strpbrk(look->looks.list[i].text, "\033\n\r") == NULL);
	must((rs_own_names(json, &config, book->inputs, book->n_inputs, names,
	    sizeof(names)) == 0) == (names[0] == '\0'));
	rs_looks_done(&look->looks);
	free(look);
}

static void
fuzz_answer(unsigned which, const char *text, size_t len)
{
	const struct http_reply reply = { .status = 200, .head = HEAD,
		.head_len = strlen(HEAD), .body = text, .body_len = len };
	struct rs_book book = { 0 };
	cJSON *json;

	if (rs_answer_json(&reply, &json, NULL) == -1)
		must(json == NULL);
	begin(&book);
	read_one(&book, which, json);
	must_be_sound(&book);
	look_around(&book, json);
	double mean;
	if (json != NULL && rs_graph_mean(json, &mean))
		must(!isnan(mean));
	if (json != NULL && json_text(json, "summary") != NULL)
		(void)rs_task_state(json_text(json, "summary"));
	cJSON_Delete(json);
	rs_book_done(&book);
}

/* A body is terminated (http.h), a head is not. */
static void
fuzz_head(const char *head, const char *body, size_t len)
{
	const struct http_reply reply = { .status = 204, .head = head,
		.head_len = len, .body = body, .body_len = len };
	char value[64], header[256];
	struct err err = { 0 };
	double life_s;

	must(!rs_head_get(&reply, "Location", value, sizeof(value)) ||
	    is_text(value, sizeof(value)));
	must(!rs_head_cookie(&reply, "_session_id", value, sizeof(value)) ||
	    is_text(value, sizeof(value)));
	must(rs_answer_wait_ms(&reply) >= 0);
	(void)rs_answer_verdict(&reply);
	(void)rs_answer_refused(&reply, &err);
	must(strpbrk(err.text, "\033\n\r") == NULL);
	/* What becomes a line of ours has one line only. */
	if (rs_pass_cookies(&reply, header, sizeof(header)))
		must(strpbrk(header, "\r\n") == NULL);
	if (rs_pass_token(&reply, header, sizeof(header), &life_s))
		must(strpbrk(header, "\r\n") == NULL && life_s > 0);
}

/* What is read is written so that the same is read again. */
static void
fuzz_value(const char *text)
{
	char value[TEXT_LEN], again[TEXT_LEN];
	struct buf back = { 0 };
	bool set;

	if (!rs_value_read(text, value, sizeof(value), &set) || !set)
		return;
	rs_value_write(value, &back);
	must(rs_value_read(back.data, again, sizeof(again), &set));
	must(strcmp(again, value) == 0);
	buf_done(&back);
}

static void
fuzz_where(const char *text)
{
	char base[TEXT_LEN] = "https://us-3.rightscale.com";
	struct err err = { 0 };

	if (rs_where_follow(base, text, &err) == 0)
		must(strncmp(base, "https://", 8) == 0 &&
		    rs_where_check(base, NULL) == 0 &&
		    strstr(base, "@") == NULL);
	else
		must(strcmp(base, "https://us-3.rightscale.com") == 0);
	(void)rs_is_href(text);
}

/* Two lists, a line each: who is the only new one is new. */
static void
fuzz_hrefs(const char *before)
{
	const char *now = strchr(before, '\n');
	char href[RS_HREF];

	if (now == NULL || !rs_hrefs_only_new(before, now + 1, href) ||
	    href[0] == '\0')
		return;
	must(is_text(href, sizeof(href)) && rs_hrefs_have(now + 1, href));
	must(!rs_hrefs_have(before, href));
}

int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	if (size == 0)
		return 0;
	char *text = malloc(size);

	if (text == NULL)
		return 0;
	memcpy(text, data + 1, size - 1);
	text[size - 1] = '\0';

	switch (data[0]) {
	case 'h':
		fuzz_head((const char *)data + 1, text, size - 1);
		break;
	case 'v':
		fuzz_value(text);
		break;
	case 'w':
		fuzz_where(text);
		break;
	case 'l':
		fuzz_hrefs(text);
		break;
	/* A recorded answer begins with its bracket; its length chooses. */
	case '[':
	case '{':
		fuzz_answer((unsigned)size, (const char *)data, size);
		break;
	default:
		fuzz_answer(data[0], (const char *)data + 1, size - 1);
		break;
	}
	free(text);
	return 0;
}
