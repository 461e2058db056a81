/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_report - the report over the wire and back, and what is refused
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/report.h"

static struct pn_report *
sample(void)
{
	struct pn_report *r = pn_report_new();
	struct pn_part *p;
	struct pn_finding *f;

	p = pn_report_part(r, "2", NULL);
	p->type = pn_strdup("application/zip");
	p->role = PN_ROLE_ATTACHMENT;
	p->protection = PN_PROT_STRONG;
	p->protection_kind = pn_strdup("zip-aes256");
	p->status = PN_STATUS_ENCRYPTED;
	p = pn_report_part(r, "2.1", "2");
	p->name = pn_strdup("class \"7\".xlsx");
	p->type = pn_strdup("text/plain");
	p->role = PN_ROLE_MEMBER;
	pn_part_hidden(p, "sheet");
	pn_part_hidden(p, "sheet");
	f = pn_report_finding(r);
	f->pattern = pn_strdup("uk-nino");
	f->category = PN_CAT_IDENTIFIER;
	f->confidence = PN_HIGH;
	f->count = 3;
	f->distinct = 2;
	f->fresh = 2;
	f->part = pn_strdup("2.1");
	f->where = pn_strdup("Contacts!B3");
	f->hidden = true;
	f->masked = pn_strdup("QQ\u2022\u2022C");
	pn_report_limit(r, "parts", NULL);
	pn_report_limit(r, "parts", NULL);
	pn_report_limit(r, "nesting", "2.1");
	r->us = 1234;
	return r;
}

static void
a_report_survives_the_wire(void **state)
{
	struct pn_report *r = sample(), *back = NULL;
	char a[] = "a@x.example", c[] = "b@x.example", subject[] = "S";
	char *to[] = {a, c};
	struct pn_side side = {
	    .to = to, .n_to = 2, .bcc = to, .n_bcc = 1, .subject = subject,
	    .automatic = true};
	struct pn_side got = {0};
	struct pn_errinfo info = {0};
	struct pn_buf b;

	(void)state;
	pn_buf_init(&b, PN_REPORT_MAX_JSON);
	assert_int_equal(pn_reply_to_json(r, &side, &b), PN_OK);
	assert_int_equal(
	    pn_reply_from_json(pn_buf_bytes(&b), &back, &got, &info), PN_OK);
	assert_int_equal(back->n_parts, 2);
	assert_int_equal(back->parts[0].protection, PN_PROT_STRONG);
	assert_string_equal(back->parts[1].parent, "2");
	assert_string_equal(back->parts[1].name, "class \"7\".xlsx");
	assert_int_equal(back->parts[1].n_hidden, 1);
	assert_int_equal(back->n_findings, 1);
	assert_string_equal(back->findings[0].where, "Contacts!B3");
	assert_int_equal(back->findings[0].fresh, 2);
	assert_true(back->findings[0].hidden);
	assert_int_equal(back->n_limits, 2);
	assert_int_equal(back->us, 1234);
	assert_int_equal(got.n_to, 2);
	assert_int_equal(got.n_cc, 0);
	assert_int_equal(got.n_bcc, 1);
	assert_string_equal(got.bcc[0], a);
	assert_string_equal(got.subject, "S");
	assert_true(got.automatic);
	pn_side_free(&got);
	pn_report_free(&back);
	pn_report_free(&r);
	pn_buf_free(&b);
}

/* change - S with its first FROM replaced by TO, for free() */
static char *
change(const char *s, const char *from, const char *to)
{
	const char *at = strstr(s, from);

	assert_non_null(at);
	return pn_printf("%.*s%s%s", (int)(at - s), s, to, at + strlen(from));
}

static void
a_hostile_answer_is_refused(void **state)
{
	static const struct {
		const char *name, *from, *to;
	} row[] = {
	    {"not JSON", "{\"report\"", "report"},
	    {"no report", "\"report\"", "\"rapport\""},
	    {"parts no list", "\"parts\":[", "\"parts\":7,\"x\":["},
	    {"unknown role", "\"role\":\"member\"", "\"role\":\"boss\""},
	    {"unknown grade", "\"protection\":\"strong\"",
		"\"protection\":\"iron\""},
	    {"status a number", "\"status\":\"encrypted\"", "\"status\":2"},
	    {"id twice", "\"id\":\"2.1\"", "\"id\":\"2\""},
	    {"empty id", "\"id\":\"2\"", "\"id\":\"\""},
	    {"parent unknown", "\"parent\":\"2\"", "\"parent\":\"9\""},
	    {"parent is itself", "\"parent\":\"2\"", "\"parent\":\"2.1\""},
	    {"part of a finding unknown", "\"part\":\"2.1\"", "\"part\":\"3\""},
	    {"negative count", "\"count\":3", "\"count\":-3"},
	    {"huge count", "\"count\":3", "\"count\":99999999999"},
	    {"count a string", "\"count\":3", "\"count\":\"3\""},
	    {"real count", "\"count\":3", "\"count\":3.5"},
	    {"hidden no boolean", "\"hidden\":true", "\"hidden\":1"},
	    {"pattern null", "\"pattern\":\"uk-nino\"", "\"pattern\":null"},
	    {"duplicate key", "\"count\":3", "\"count\":3,\"count\":4"},
	    {"NUL in a name", "class ", "cl\\u0000ass "},
	    {"trailing bytes", "\"us\":1234}}", "\"us\":1234}}{}"},
	    {"missing us", "\"us\"", "\"use\""},
	};
	struct pn_report *r = sample();
	struct pn_buf b;

	(void)state;
	pn_buf_init(&b, PN_REPORT_MAX_JSON);
	assert_int_equal(pn_reply_to_json(r, NULL, &b), PN_OK);
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		char *bad = change(b.data, row[i].from, row[i].to);
		struct pn_report *back = (void *)1;
		struct pn_errinfo info = {0};

		if (pn_reply_from_json(
			(struct pn_bytes){(unsigned char *)bad, strlen(bad)},
			&back, NULL, &info) != PN_ERR_PEER)
			fail_msg("accepted: %s", row[i].name);
		assert_null(back);
		assert_true(info.text[0] != '\0');
		free(bad);
	}
	pn_report_free(&r);
	pn_buf_free(&b);
}

static void
long_fields_are_refused(void **state)
{
	struct pn_report *r = sample(), *back = NULL;
	struct pn_errinfo info = {0};
	struct pn_buf b;

	(void)state;
	free(r->parts[1].name);
	r->parts[1].name = pn_alloc(PN_REPORT_MAX_NAME + 2);
	memset(r->parts[1].name, 'n', PN_REPORT_MAX_NAME + 1);
	pn_buf_init(&b, PN_REPORT_MAX_JSON);
	assert_int_equal(pn_reply_to_json(r, NULL, &b), PN_OK);
	assert_int_equal(
	    pn_reply_from_json(pn_buf_bytes(&b), &back, NULL, &info),
	    PN_ERR_PEER);
	assert_non_null(strstr(info.text, "name"));
	pn_report_free(&r);
	pn_buf_free(&b);
}

static void
ten_thousand_parts_are_read(void **state)
{
	struct pn_report *r = pn_report_new(), *back = NULL;
	struct pn_errinfo info = {0};
	struct pn_buf b;

	(void)state;
	for (int i = 0; i < 10000; i++) {
		char id[16];
		struct pn_part *p;

		snprintf(id, sizeof(id), "%d", i);
		p = pn_report_part(r, id, i ? "0" : NULL);
		p->type = pn_strdup("text/plain");
	}
	pn_buf_init(&b, PN_REPORT_MAX_JSON);
	assert_int_equal(pn_reply_to_json(r, NULL, &b), PN_OK);
	assert_int_equal(
	    pn_reply_from_json(pn_buf_bytes(&b), &back, NULL, &info), PN_OK);
	assert_int_equal(back->n_parts, 10000);
	pn_report_free(&back);
	pn_report_free(&r);
	pn_buf_free(&b);
}

static void
json_is_always_utf8(void **state)
{
	struct pn_json *o = pn_json_object(), *back = NULL;
	struct pn_errinfo info = {0};
	struct pn_buf b;

	(void)state;
	pn_buf_init(&b, 1000);
	pn_json_put_str(o, "bad",
	    "a\xff"
	    "b");
	pn_json_put_str(o, "null", NULL);
	pn_json_put_real(o, "r", 1.9);
	pn_json_put_int(o, "i", 5);
	assert_int_equal(pn_json_write(o, &b), PN_OK);
	assert_string_equal(b.data, "{\"bad\":\"a\xef\xbf\xbd"
				    "b\",\"null\":null,\"r\":1.9,\"i\":5}");
	assert_int_equal(pn_json_parse(pn_buf_bytes(&b), &back, &info), PN_OK);
	assert_true(pn_json_is_null(pn_json_get(back, "null")));
	pn_json_free(back);
	pn_json_free(o);
	pn_buf_free(&b);
}

static void
deep_json_is_refused(void **state)
{
	struct pn_json *v = NULL;
	struct pn_errinfo info = {0};
	char deep[400];

	(void)state;
	memset(deep, '[', 200);
	memset(deep + 200, ']', 200);
	assert_int_equal(
	    pn_json_parse(
		(struct pn_bytes){(unsigned char *)deep, 400}, &v, &info),
	    PN_ERR_SYNTAX);
	assert_null(v);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_report_survives_the_wire),
	    cmocka_unit_test(a_hostile_answer_is_refused),
	    cmocka_unit_test(long_fields_are_refused),
	    cmocka_unit_test(ten_thousand_parts_are_read),
	    cmocka_unit_test(json_is_always_utf8),
	    cmocka_unit_test(deep_json_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
