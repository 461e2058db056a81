/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_inspect - whole messages and files to reports: roles, statuses, locks,
 * counts, and every budget over all levels together
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/report.h"
#include "detect/detect.h"
#include "inspect/inspect.h"

#define CRLF "\r\n"
/* Made-up identifiers with valid check digits. */
#define NINO "QQ123456C"
#define UPN  "H801200001001"

struct fixture {
	struct pn_pack *pack;
	struct pn_patterns *patterns;
};

static int
setup(void **state)
{
	struct fixture *f = pn_alloc(sizeof(*f));
	struct pn_errinfo info = {0};
	const char *src = getenv("PN_SRCDIR");
	char *path = pn_printf("%s/patterns", src ? src : ".");

	pn_inspect_init();
	if (pn_pack_load(&path, 1, &f->pack, &info) != PN_OK ||
	    pn_patterns_compile(f->pack, &f->patterns, &info) != PN_OK) {
		fprintf(stderr, "%s:%u: %s\n", info.file, info.line, info.text);
		return -1;
	}
	free(path);
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	pn_patterns_free(&f->patterns);
	pn_pack_free(&f->pack);
	free(f);
	return 0;
}

static struct pn_report *
inspect_n(
    void **state, const char *msg, size_t n, const struct pn_limits *limits)
{
	struct fixture *f = *state;
	struct pn_report *r = NULL;
	struct pn_side side = {0};

	pn_inspect_message(f->patterns, limits ? limits : &pn_limits_default,
	    (struct pn_bytes){(const unsigned char *)msg, n}, &r, &side);
	pn_side_free(&side);
	return r;
}

static struct pn_report *
inspect(void **state, const char *msg)
{
	return inspect_n(state, msg, strlen(msg), NULL);
}

static const struct pn_finding *
found(const struct pn_report *r, const char *pattern, const char *part)
{
	for (size_t i = 0; i < r->n_findings; i++)
		if (strcmp(r->findings[i].pattern, pattern) == 0 &&
		    (!part || strcmp(r->findings[i].part, part) == 0))
			return &r->findings[i];
	return NULL;
}

static bool
limited(const struct pn_report *r, const char *limit)
{
	for (size_t i = 0; i < r->n_limits; i++)
		if (strcmp(r->limits[i].limit, limit) == 0)
			return true;
	return false;
}

static void
subject_body_and_attachment_are_told_apart(void **state)
{
	struct pn_report *r = inspect(state,
	    "From: a@school.example" CRLF "Subject: =?utf-8?q?UPN_" UPN
	    "?=" CRLF "MIME-Version: 1.0" CRLF
	    "Content-Type: multipart/mixed; boundary=b" CRLF CRLF "--b" CRLF
	    "Content-Type: text/plain" CRLF CRLF "NI number: " NINO CRLF
	    "--b" CRLF "Content-Type: text/csv" CRLF
	    "Content-Disposition: attachment; filename=list.csv" CRLF CRLF
	    "Name,NI number" CRLF "A,QQ123456A" CRLF "B," NINO CRLF
	    "--b--" CRLF);
	const struct pn_finding *f;

	assert_string_equal(r->parts[0].id, "subject");
	assert_int_equal(pn_report_find_part(r, "0")->role, PN_ROLE_BODY);
	assert_int_equal(pn_report_find_part(r, "1")->role, PN_ROLE_BODY);
	assert_int_equal(pn_report_find_part(r, "2")->role, PN_ROLE_ATTACHMENT);
	assert_string_equal(pn_report_find_part(r, "2")->name, "list.csv");
	assert_string_equal(pn_report_find_part(r, "2")->type, "text/csv");
	f = found(r, "uk-upn", "subject");
	assert_non_null(f);
	assert_int_equal(f->confidence, PN_HIGH);
	f = found(r, "uk-nino", "1");
	assert_non_null(f);
	assert_int_equal(f->confidence, PN_HIGH);
	assert_string_equal(f->where, "line 1");
	assert_null(strstr(f->masked, "123456"));
	f = found(r, "uk-nino", "2");
	assert_non_null(f);
	assert_int_equal(f->distinct, 2);
	pn_report_free(&r);
}

static void
types_are_told_by_content_and_never_in_the_senders_words(void **state)
{
	struct pn_report *r = inspect(state,
	    "MIME-Version: 1.0" CRLF
	    "Content-Type: multipart/x-anything; boundary=b" CRLF CRLF
	    "--b" CRLF "Content-Type: application/x-anything" CRLF CRLF
	    "some text" CRLF "--b--" CRLF);

	assert_string_equal(
	    pn_report_find_part(r, "0")->type, "multipart/mixed");
	assert_string_equal(pn_report_find_part(r, "1")->type, "text/plain");
	assert_string_equal(pn_report_find_part(r, "1")->declared_type,
	    "application/x-anything");
	pn_report_free(&r);
}

static void
both_sides_of_an_alternative_count_once(void **state)
{
	struct pn_report *r = inspect(state,
	    "MIME-Version: 1.0" CRLF
	    "Content-Type: multipart/alternative; boundary=b" CRLF CRLF
	    "--b" CRLF "Content-Type: text/plain" CRLF CRLF "two: " NINO
	    " and QQ123456A" CRLF "--b" CRLF "Content-Type: text/html" CRLF CRLF
	    "<p>two: <b>QQ12</b>3456C "
	    "and QQ<i>123456A</i></p>" CRLF "--b--" CRLF);
	uint32_t fresh = 0, distinct = 0;

	for (size_t i = 0; i < r->n_findings; i++) {
		if (strcmp(r->findings[i].pattern, "uk-nino") != 0)
			continue;
		fresh += r->findings[i].fresh;
		distinct += r->findings[i].distinct;
	}
	assert_int_equal(distinct, 4);
	assert_int_equal(fresh, 2);
	pn_report_free(&r);
}

static void
no_leaf_ends_as_a_silent_nothing(void **state)
{
#define BYTES(literal) literal, sizeof(literal) - 1
	static const struct {
		const char *name, *bytes;
		size_t n;
		enum pn_status status;
	} row[] = {
	    {"text", BYTES("hello"), PN_STATUS_SCANNED},
	    {"empty", BYTES(""), PN_STATUS_SCANNED},
	    {"png", BYTES("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1"),
		PN_STATUS_SKIPPED},
	    {"pdf",
		BYTES("%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF"),
		PN_STATUS_UNSCANNABLE},
	    {"rtf", BYTES("{\\rtf1\\ansi text}"), PN_STATUS_SCANNED},
	    {"7z", BYTES("7z\xbc\xaf\x27\x1c\0\4\0\0\0\0"),
		PN_STATUS_UNSCANNABLE},
	    {"random",
		BYTES("\x01\x8f\xfe\x00\x13\x99\x00\xde\xad\xbe\xef\x02"),
		PN_STATUS_UNSCANNABLE},
	    {"cut zip", BYTES("PK\3\4\x14\0\0\0\x08\0"), PN_STATUS_UNSCANNABLE},
	};
#undef BYTES
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		struct pn_report *r = NULL;

		pn_inspect_file(f->patterns, &pn_limits_default, "x.txt",
		    (struct pn_bytes){
			(const unsigned char *)row[i].bytes, row[i].n},
		    &r);
		if (r->parts[0].status != row[i].status)
			fail_msg("%s: %s", row[i].name,
			    pn_status_word(r->parts[0].status));
		if (row[i].status == PN_STATUS_UNSCANNABLE)
			assert_non_null(r->parts[0].status_why);
		pn_report_free(&r);
	}
}

/* a workbook that Excel opens without asking is read as one without a lock,
 * and is weakly locked all the same */
static void
a_lock_that_everybody_can_open_hides_nothing(void **state)
{
	static const char *const files[] = {"excel.xls", "excel.xlsx"};
	struct fixture *f = *state;

	for (size_t i = 0; i < 2; i++) {
		char *path = pn_printf("%s/tests/data/open/%s",
		    getenv("PN_SRCDIR") ? getenv("PN_SRCDIR") : ".", files[i]);
		FILE *file = fopen(path, "rb");
		unsigned char *bytes = pn_alloc(65536);
		struct pn_report *r = NULL;
		const struct pn_finding *nino;
		size_t n = 0;

		if (file) {
			n = fread(bytes, 1, 65536, file);
			fclose(file);
		}
		pn_inspect_file(f->patterns, &pn_limits_default, "book.xls",
		    (struct pn_bytes){bytes, n}, &r);
		nino = found(r, "uk-nino", "1");
		assert_non_null(nino);
		assert_string_equal(nino->where, "Sheet1!B2");
		assert_int_equal(r->parts[0].status, PN_STATUS_SCANNED);
		assert_int_equal(r->parts[0].protection, PN_PROT_WEAK);
		assert_string_equal(
		    r->parts[0].protection_why, "default-password");
		pn_report_free(&r);
		free(bytes);
		free(path);
	}
}

static void
an_attached_message_is_one_attachment_with_members(void **state)
{
	struct pn_report *r = inspect(state,
	    "MIME-Version: 1.0" CRLF
	    "Content-Type: multipart/mixed; boundary=b" CRLF CRLF "--b" CRLF
	    "Content-Type: text/plain" CRLF CRLF "see below" CRLF "--b" CRLF
	    "Content-Type: message/rfc822" CRLF CRLF "Subject: UPN " UPN CRLF
	    "Content-Type: text/plain" CRLF CRLF "NI number: " NINO CRLF
	    "--b--" CRLF);
	struct pn_part *message = pn_report_find_part(r, "2");

	assert_non_null(message);
	assert_int_equal(message->role, PN_ROLE_ATTACHMENT);
	assert_non_null(found(r, "uk-upn", "2"));
	assert_non_null(found(r, "uk-nino", "2.1"));
	assert_int_equal(pn_report_find_part(r, "2.1")->role, PN_ROLE_MEMBER);
	assert_string_equal(pn_report_find_part(r, "2.1")->parent, "2");
	pn_report_free(&r);
}

static void
text_that_nobody_sees_is_flagged_hidden(void **state)
{
	struct pn_report *r = inspect(state,
	    "MIME-Version: 1.0" CRLF
	    "Content-Type: multipart/mixed; boundary=b" CRLF CRLF "UPN " UPN
	    " in the preamble" CRLF "--b" CRLF
	    "Content-Type: text/html" CRLF CRLF
	    "<p>Hello</p><div style='display:none'>NI number: " NINO
	    "</div>" CRLF "--b--" CRLF);
	const struct pn_finding *f = found(r, "uk-nino", "1");

	assert_non_null(f);
	assert_true(f->hidden);
	f = found(r, "uk-upn", NULL);
	assert_non_null(f);
	assert_true(f->hidden);
	pn_report_free(&r);
}

static void
file_names_are_read_as_text(void **state)
{
	struct pn_report *r = inspect(state,
	    "MIME-Version: 1.0" CRLF
	    "Content-Type: text/csv; name=\"report_" UPN ".csv\"" CRLF
	    "Content-Disposition: attachment" CRLF CRLF "a,b" CRLF);

	assert_non_null(found(r, "uk-upn", "1"));
	pn_report_free(&r);
}

static void
what_does_not_decode_is_unscannable(void **state)
{
	struct pn_report *r = inspect(state,
	    "MIME-Version: 1.0" CRLF
	    "Content-Type: application/octet-stream; name=x.bin" CRLF
	    "Content-Transfer-Encoding: x-unknown" CRLF CRLF "data" CRLF);

	assert_int_equal(
	    pn_report_find_part(r, "1")->status, PN_STATUS_UNSCANNABLE);
	pn_report_free(&r);
	r = inspect(state,
	    "MIME-Version: 1.0" CRLF
	    "Content-Type: multipart/mixed; boundary=gone" CRLF CRLF
	    "NI number: " NINO CRLF);
	assert_int_equal(
	    pn_report_find_part(r, "0")->status, PN_STATUS_UNSCANNABLE);
	assert_non_null(found(r, "uk-nino", NULL));
	pn_report_free(&r);
}

static void
nesting_past_the_limit_is_told(void **state)
{
	struct pn_buf b;
	struct pn_report *r;
	const int deep = 1000;

	pn_buf_init(&b, 1u << 20);
	(void)!pn_buf_adds(&b, "MIME-Version: 1.0" CRLF);
	for (int i = 0; i < deep; i++)
		(void)!pn_buf_addf(&b,
		    "Content-Type: multipart/mixed; boundary=b%d" CRLF CRLF
		    "--b%d" CRLF,
		    i, i);
	(void)!pn_buf_adds(
	    &b, "Content-Type: text/plain" CRLF CRLF "NI number: " NINO CRLF);
	for (int i = deep - 1; i >= 0; i--)
		(void)!pn_buf_addf(&b, "--b%d--" CRLF, i);
	r = inspect_n(state, b.data, b.len, NULL);
	assert_true(limited(r, "nesting"));
	pn_report_free(&r);
	pn_buf_free(&b);
}

static void
parts_past_the_limit_are_told(void **state)
{
	struct pn_limits limits = pn_limits_default;
	struct pn_buf b;
	struct pn_report *r;

	limits.parts = 50;
	pn_buf_init(&b, 1u << 20);
	(void)!pn_buf_adds(&b,
	    "MIME-Version: 1.0" CRLF
	    "Content-Type: multipart/mixed; boundary=b" CRLF CRLF);
	for (int i = 0; i < 100; i++)
		(void)!pn_buf_adds(&b, "--b" CRLF CRLF "x" CRLF);
	(void)!pn_buf_adds(&b, "--b--" CRLF);
	r = inspect_n(state, b.data, b.len, &limits);
	assert_true(limited(r, "parts"));
	assert_true(r->n_parts <= 50);
	pn_report_free(&r);
	pn_buf_free(&b);
}

static void
a_message_over_the_size_is_told_and_not_read(void **state)
{
	struct pn_limits limits = pn_limits_default;
	struct pn_report *r;
	static const char msg[] = "Subject: x" CRLF CRLF "NI number: " NINO;

	limits.message = 20;
	r = inspect_n(state, msg, strlen(msg), &limits);
	assert_true(limited(r, "size"));
	assert_int_equal(r->n_findings, 0);
	assert_int_equal(r->parts[0].status, PN_STATUS_LIMIT);
	pn_report_free(&r);
}

static void
text_past_the_limit_is_told(void **state)
{
	struct pn_limits limits = pn_limits_default;
	struct pn_report *r;
	struct pn_buf b;

	limits.text = 1000;
	pn_buf_init(&b, 1u << 20);
	(void)!pn_buf_adds(&b, "Subject: x" CRLF CRLF);
	for (int i = 0; i < 1000; i++)
		(void)!pn_buf_adds(&b, "some text goes here" CRLF);
	r = inspect_n(state, b.data, b.len, &limits);
	assert_true(limited(r, "text"));
	assert_int_equal(pn_report_find_part(r, "1")->status, PN_STATUS_LIMIT);
	pn_report_free(&r);
	pn_buf_free(&b);
}

static void
any_bytes_give_a_report_that_the_wire_carries(void **state)
{
	static const char *const pieces[] = {"Content-Type: ", "multipart/",
	    "mixed; boundary=b", CRLF, "\r\n\r\n", "--b", "--b--", "\0",
	    "\xff\xfe", "=?utf-8?b?", "?=", "begin 644 x\r\n", "message/rfc822",
	    "Subject: ", "PK\3\4", "<html>", NINO, "filename*=utf-8''%00",
	    "base64", "Content-Transfer-Encoding: "};
	unsigned seed = 11;

	for (int round = 0; round < 300; round++) {
		struct pn_report *r, *back = NULL;
		struct pn_errinfo info = {0};
		struct pn_buf b, json;

		pn_buf_init(&b, 1u << 16);
		pn_buf_init(&json, PN_REPORT_MAX_JSON);
		for (int i = 0; i < 60; i++) {
			size_t k;

			seed = seed * 1103515245u + 12345u;
			k = (seed >> 16) % (sizeof(pieces) / sizeof(*pieces));
			(void)!pn_buf_add(
			    &b, pieces[k], k == 7 ? 1 : strlen(pieces[k]));
		}
		r = inspect_n(state, b.data, b.len, NULL);
		assert_true(r->n_parts > 0);
		assert_int_equal(pn_reply_to_json(r, NULL, &json), PN_OK);
		if (pn_reply_from_json(
			pn_buf_bytes(&json), &back, NULL, &info) != PN_OK)
			fail_msg("round %d: %s", round, info.text);
		pn_report_free(&back);
		pn_report_free(&r);
		pn_buf_free(&json);
		pn_buf_free(&b);
	}
}

/* a displayed calendar is what it says; a mailbox is a file like any other */
static void
calendars_and_mailboxes_are_read_as_what_they_hold(void **state)
{
	struct pn_report *r = inspect(state,
	    "MIME-Version: 1.0" CRLF
	    "Content-Type: multipart/mixed; boundary=b" CRLF CRLF "--b" CRLF
	    "Content-Type: text/calendar; charset=utf-8" CRLF CRLF
	    "BEGIN:VCALENDAR" CRLF "BEGIN:VEVENT" CRLF
	    "DESCRIPTION:NI number\\: QQ123" CRLF " 456C" CRLF "END:VEVENT" CRLF
	    "END:VCALENDAR" CRLF "--b" CRLF
	    "Content-Type: application/mbox" CRLF CRLF
	    "From a@x.example Mon 10:00" CRLF "Message-ID: <1@x.example>" CRLF
	    "From: a@x.example" CRLF "Subject: s" CRLF CRLF
	    "NI number: " NINO CRLF "--b--" CRLF);
	const struct pn_finding *f = found(r, "uk-nino", "1");

	assert_non_null(f);
	assert_string_equal(f->where, "event 1");
	assert_string_equal(pn_report_find_part(r, "2")->type,
	    "application/mbox");
	assert_string_equal(pn_report_find_part(r, "2.1")->type,
	    "message/rfc822");
	assert_non_null(found(r, "uk-nino", "2.1.1"));
	pn_report_free(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(subject_body_and_attachment_are_told_apart),
	    cmocka_unit_test(
		types_are_told_by_content_and_never_in_the_senders_words),
	    cmocka_unit_test(both_sides_of_an_alternative_count_once),
	    cmocka_unit_test(no_leaf_ends_as_a_silent_nothing),
	    cmocka_unit_test(a_lock_that_everybody_can_open_hides_nothing),
	    cmocka_unit_test(
		an_attached_message_is_one_attachment_with_members),
	    cmocka_unit_test(text_that_nobody_sees_is_flagged_hidden),
	    cmocka_unit_test(file_names_are_read_as_text),
	    cmocka_unit_test(what_does_not_decode_is_unscannable),
	    cmocka_unit_test(nesting_past_the_limit_is_told),
	    cmocka_unit_test(
		calendars_and_mailboxes_are_read_as_what_they_hold),
	    cmocka_unit_test(parts_past_the_limit_are_told),
	    cmocka_unit_test(a_message_over_the_size_is_told_and_not_read),
	    cmocka_unit_test(text_past_the_limit_is_told),
	    cmocka_unit_test(any_bytes_give_a_report_that_the_wire_carries),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
