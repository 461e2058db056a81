/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_message_side - the header facts that policy and notices need
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "message_dump.h"

static const struct pn_walk_limits roomy = {20, 1000, 1u << 20};

/* collect - walk MESSAGE and keep its side only */
static void
collect(const char *message, size_t n, struct pn_side *side)
{
	struct dump d = {.content_max = 0};

	dump_message(&d, message, n, &roomy, side);
	pn_buf_free(&d.out);
}

static void
same(const char *name, const char *got, const char *want)
{
	if ((got == NULL) != (want == NULL) ||
	    (got != NULL && strcmp(got, want) != 0))
		fail_msg("%s: got %s, wanted %s", name, got ? got : "NULL",
		    want ? want : "NULL");
}

static const struct {
	const char *name, *header, *subject;
} subjects[] = {
    {"none", "To: x\n", NULL},
    {"empty", "Subject:\n", ""},
    {"plain", "sUBJECT:  a  b \n", "a  b"},
    {"folded", "Subject: a\n b\n\tc\n", "a b\tc"},
    {"base64 word", "Subject: =?utf-8?B?w6TDtsO8?=\n",
	"\xc3\xa4\xc3\xb6\xc3\xbc"},
    {"blanks between words go", "Subject: =?utf-8?Q?a?= \n =?utf-8?Q?b?= c\n",
	"ab c"},
    {"word cut in the middle of a character",
	"Subject: =?utf-8?B?w6TD?=\n =?utf-8?B?tsO8?=\n",
	"\xc3\xa4\xc3\xb6\xc3\xbc"},
    {"quoted word cut in the middle of a character",
	"Subject: =?utf-8?Q?=C3?=\n =?utf-8?Q?=A4?=\n", "\xc3\xa4"},
    {"folded inside a word", "Subject: =?UTF-8?Q?a\n b?=\n", "a b"},
    {"words in two charsets",
	"Subject: =?utf-8?Q?=C3=A4?= =?iso-8859-1?Q?=E4?= x\n",
	"\xc3\xa4\xc3\xa4 x"},
    {"ISO-2022-JP", "Subject: =?iso-2022-jp?B?GyRCJDMbKEI=?=\n",
	"\xe3\x81\x93"},
    {"UTF-16 without a mark is big-endian", "Subject: =?UTF-16?B?AEEAQg==?=\n",
	"AB"},
    {"windows-1252 called ISO-8859-1", "Subject: =?iso-8859-1?Q?=93x=94?=\n",
	"\xe2\x80\x9cx\xe2\x80\x9d"},
    {"unknown charset loses no digit", "Subject: =?x-nobody?Q?943_476_5919?=\n",
	"943 476 5919"},
    {"UTF-16 with a mark", "Subject: =?utf-16?B?//5oAGkA?=\n", "hi"},
    {"UTF-16 with the other mark", "Subject: =?utf-16?B?/v8AaABp?=\n", "hi"},
    {"language", "Subject: =?utf-8*en?Q?hi?=\n", "hi"},
    {"not closed", "Subject: =?utf-8?B?w6TDtsO8\n", "=?utf-8?B?w6TDtsO8"},
    {"raw UTF-8", "Subject: \xc3\xa4\n", "\xc3\xa4"},
    {"raw windows-1252", "Subject: \xe4 \x80\n", "\xc3\xa4 \xe2\x82\xac"},
    {"several are joined", "Subject: a\nX: y\nSubject: =?utf-8?Q?b?=\n", "a b"},
};

static void
subject_is_decoded(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(subjects) / sizeof(subjects[0]); i++) {
		struct pn_side side;

		collect(subjects[i].header, strlen(subjects[i].header), &side);
		same(subjects[i].name, side.subject, subjects[i].subject);
		pn_side_free(&side);
	}
}

/* To in, addresses out, with a blank between. */
static const struct {
	const char *name, *to, *list;
} lists[] = {
    {"plain", "a@x.example", "a@x.example"},
    {"none", "", ""},
    {"no address", "root", ""},
    {"display names", "A <a@x.example>, \"B, C\" <b@x.example>",
	"a@x.example b@x.example"},
    {"encoded display name with a comma and an address",
	"=?utf-8?Q?x=2C_y=40z?= <a@x.example>", "a@x.example"},
    {"address as display name", "b@x.example <a@x.example>", "a@x.example"},
    {"quoted address as display name", "\"b@x.example\" <a@x.example>",
	"a@x.example"},
    {"comma in a name not quoted", "Smith, Jo <a@x.example>", "a@x.example"},
    {"comments", "a@x.example (Jo, b@x.example (c)), c@x.example (d)",
	"a@x.example c@x.example"},
    {"group", "G: a@x.example, B <b@x.example>;, c@x.example",
	"a@x.example b@x.example c@x.example"},
    {"empty group", "undisclosed-recipients:;", ""},
    {"group in a group", "A: B: a@x.example;;", "a@x.example"},
    {"semicolons", "a@x.example; b@x.example", "a@x.example b@x.example"},
    {"blanks", "a@x.example b@x.example", "a@x.example b@x.example"},
    {"no brackets after a name", "Jo Smith a@x.example", "a@x.example"},
    {"bracket not closed", "<a@x.example", "a@x.example"},
    {"two in brackets", "<a@x.example><b@x.example>",
	"a@x.example b@x.example"},
    {"empty members", "a@x.example, , ,b@x.example,",
	"a@x.example b@x.example"},
    {"route", "J <@r1.example,@r2.example:a@x.example>", "a@x.example"},
    {"quoted local part", "\"a b\"@x.example", "\"a b\"@x.example"},
    {"quoted local part in brackets", "J <\"a>b\"@x.example>",
	"\"a>b\"@x.example"},
    {"address literal", "a@[192.0.2.1], b@[IPv6:2001:db8::1]",
	"a@[192.0.2.1] b@[IPv6:2001:db8::1]"},
    {"mailto", "mailto:a@x.example", "a@x.example"},
    {"brackets and quotes that Outlook adds",
	"[a@x.example], 'b@x.example', \"'c@x.example'\" <c@x.example>",
	"a@x.example b@x.example c@x.example"},
    {"folded", "a@x.example,\n\tb@x.example", "a@x.example b@x.example"},
    {"8-bit", "\xc3\xa4@x.example", "\xc3\xa4@x.example"},
    {"quote not closed", "\"a, b@x.example", ""},
};

static void
addresses_of_a_list(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		struct pn_side side;
		char header[256], got[256] = "";

		snprintf(header, sizeof(header), "To: %s\n\n", lists[i].to);
		collect(header, strlen(header), &side);
		for (size_t k = 0; k < side.n_to; k++)
			snprintf(got + strlen(got), sizeof(got) - strlen(got),
			    "%s%s", k ? " " : "", side.to[k]);
		same(lists[i].name, got, lists[i].list);
		pn_side_free(&side);
	}
}

static void
fields_of_the_header(void **state)
{
	static const char message[] =
	    "From: Jo <jo@x.example>, al@x.example\nTo: a@x.example\n"
	    "Cc: b@x.example\nTo: c@x.example\nFrom: other@x.example\n"
	    "Message-ID: <1@x.example>\nMessage-ID: <2@x.example>\n\n";
	struct pn_side side;

	(void)state;
	collect(message, sizeof(message) - 1, &side);
	same("From", side.from, "jo@x.example");
	same("Message-ID", side.message_id, "1@x.example");
	assert_int_equal(side.n_to, 2);
	same("second To", side.to[1], "c@x.example");
	assert_int_equal(side.n_cc, 1);
	same("Cc", side.cc[0], "b@x.example");
	assert_false(side.automatic);
	pn_side_free(&side);
}

static void
long_lists_end_at_the_limit(void **state)
{
	struct pn_buf mail;
	struct pn_side side;

	(void)state;
	pn_buf_init(&mail, 1u << 20);
	assert_int_equal(pn_buf_adds(&mail, "To: a@x.example"), PN_OK);
	for (unsigned i = 0; i < PN_SIDE_MAX_ADDRESSES + 5; i++)
		assert_int_equal(
		    pn_buf_addf(&mail, ",\n a%u@x.example", i), PN_OK);
	collect(mail.data, mail.len, &side);
	assert_int_equal(side.n_to, PN_SIDE_MAX_ADDRESSES);
	pn_side_free(&side);
	pn_buf_free(&mail);
}

static void
automatic_mail(void **state)
{
	static const struct {
		const char *header;
		bool automatic;
	} cases[] = {
	    {"Auto-Submitted: auto-replied\n", true},
	    {"Auto-Submitted: auto-generated; x=y\n", true},
	    {"Auto-Submitted: No\n", false},
	    {"Auto-Submitted: no (really)\n", false},
	    {"Auto-Submitted:\n", false},
	    {"Subject: x\n", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct pn_side side;

		collect(cases[i].header, strlen(cases[i].header), &side);
		assert_int_equal(side.automatic, cases[i].automatic);
		pn_side_free(&side);
	}
}

static void
sealed_bodies_are_told(void **state)
{
	static const struct {
		const char *message;
		bool sealed;
	} cases[] = {
	    {"Content-Type: multipart/signed; boundary=b\n\n--b\n\nx\n--b--\n",
		true},
	    {"Content-Type: multipart/mixed; boundary=b\n\n--b\n"
	     "Content-Type: multipart/signed; boundary=c\n\n--c--\n--b--\n",
		true},
	    {"Content-Type: application/pkcs7-mime\n\nx\n", true},
	    {"Content-Type: multipart/encrypted; boundary=b\n\n--b--\n", true},
	    {"\n-----BEGIN PGP SIGNED MESSAGE-----\n\nx\n", true},
	    {"Content-Type: message/rfc822\n\n"
	     "Content-Type: multipart/signed; boundary=b\n\n--b--\n",
		false},
	    {"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n",
		false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct pn_side side;

		collect(cases[i].message, strlen(cases[i].message), &side);
		assert_int_equal(side.signed_body, cases[i].sealed);
		pn_side_free(&side);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(subject_is_decoded),
	    cmocka_unit_test(addresses_of_a_list),
	    cmocka_unit_test(fields_of_the_header),
	    cmocka_unit_test(long_lists_end_at_the_limit),
	    cmocka_unit_test(automatic_mail),
	    cmocka_unit_test(sealed_bodies_are_told),
	};

	pn_message_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
