/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_message_limits - nesting, parts and decoded bytes: told, bounded, and
 * nothing else is lost
 *
 * The time allowed is many times what is needed, and a fraction of what code
 * that is quadratic in the input would take.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

#include "message_dump.h"

#define SECONDS_ALLOWED 5.0

struct made {
	struct pn_buf mail;
	struct dump d;
	struct pn_side side;
	double seconds;
};

static double
cpu_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
add(struct made *m, const char *text)
{
	assert_int_equal(pn_buf_adds(&m->mail, text), PN_OK);
}

static void
start(struct made *m)
{
	memset(m, 0, sizeof(*m));
	m->d.content_max = 40;
	pn_buf_init(&m->mail, 64u << 20);
}

static void
walk(struct made *m, unsigned depth, unsigned parts, size_t decoded)
{
	struct pn_walk_limits limits = {depth, parts, decoded};
	double before = cpu_seconds();

	dump_message(&m->d, m->mail.data, m->mail.len, &limits, &m->side);
	m->seconds = cpu_seconds() - before;
	assert_null(strchr(m->d.out.data, '?'));
	assert_true(m->seconds < SECONDS_ALLOWED);
}

static void
finish(struct made *m)
{
	pn_side_free(&m->side);
	pn_buf_free(&m->d.out);
	pn_buf_free(&m->mail);
}

static void
has(struct made *m, const char *line)
{
	if (strstr(m->d.out.data, line) == NULL)
		fail_msg("%s is not in:\n%.2000s", line, m->d.out.data);
}

/* nest - N multiparts in each other beside a part before and one after */
static void
nest(struct made *m, unsigned n)
{
	start(m);
	add(m, "Content-Type: multipart/mixed; boundary=top\n\n");
	add(m, "--top\n\nfirst\n--top\n");
	for (unsigned i = 1; i <= n; i++)
		assert_int_equal(pn_buf_addf(&m->mail,
				     "Content-Type: multipart/mixed; "
				     "boundary=b%u\n\n--b%u\n",
				     i, i),
		    PN_OK);
	add(m, "\ninnermost\n--top\n\nlast\n--top--\n");
}

static void
nesting_within_the_limit_is_walked(void **state)
{
	struct made m;

	(void)state;
	nest(&m, 19);
	walk(&m, 20, 1000, 1u << 20);
	assert_null(strchr(m.d.out.data, '!'));
	has(&m, "|innermost|");
	finish(&m);
}

static void
nesting_over_the_limit_is_told_and_the_rest_walked(void **state)
{
	static const unsigned depths[] = {20, 1000, 1500, 50000};

	(void)state;
	for (size_t i = 0; i < sizeof(depths) / sizeof(depths[0]); i++) {
		struct made m;

		nest(&m, depths[i]);
		walk(&m, 20, 1000, 1u << 20);
		has(&m, "1 Ld text/plain |first|\n");
		has(&m, "Mc multipart/mixed\n!nesting 2.1");
		has(&m, "3 Ld text/plain |last|\n");
		assert_null(strstr(m.d.out.data, "innermost"));
		assert_int_equal(m.d.nodes, 23);
		finish(&m);
	}
}

static void
nesting_has_a_ceiling_of_its_own(void **state)
{
	struct made m;

	(void)state;
	nest(&m, 50000);
	walk(&m, 100000, 1000, 1u << 20);
	has(&m, "!nesting 2.1");
	assert_int_equal(m.d.nodes, 3 + PN_WALK_DEPTH_MAX);
	finish(&m);
}

static void
messages_in_messages_count_as_nesting(void **state)
{
	struct made m;

	(void)state;
	start(&m);
	for (unsigned i = 0; i < 1000; i++)
		add(&m, "Content-Type: message/rfc822\n\n");
	walk(&m, 20, 1000, 1u << 20);
	has(&m, "Ranc message/rfc822 {}\n!nesting 1.1");
	assert_int_equal(m.d.nodes, 21);
	finish(&m);
}

static void
flat(struct made *m, unsigned n)
{
	start(m);
	add(m, "Content-Type: multipart/mixed; boundary=b\n\n");
	for (unsigned i = 1; i <= n; i++)
		assert_int_equal(
		    pn_buf_addf(&m->mail, "--b\n\npart %u\n", i), PN_OK);
	add(m, "--b--\n");
}

static void
ten_thousand_parts_are_walked(void **state)
{
	struct made m;

	(void)state;
	flat(&m, 9999);
	walk(&m, 20, 10000, 64u << 20);
	assert_null(strchr(m.d.out.data, '!'));
	has(&m, "9999 Ld text/plain |part 9999|\n");
	finish(&m);
}

static void
a_hundred_thousand_parts_end_at_the_limit(void **state)
{
	struct made m;

	(void)state;
	flat(&m, 100000);
	walk(&m, 20, 10000, 64u << 20);
	has(&m, "9999 Ld text/plain |part 9999|\n!parts 0\n");
	assert_int_equal(m.d.nodes, 10000);
	finish(&m);
}

static void
content_over_the_budget_is_cut_and_told(void **state)
{
	struct made m;

	(void)state;
	flat(&m, 3);
	walk(&m, 20, 1000, 8);
	assert_string_equal(m.d.out.data, "0 M multipart/mixed\n"
					  "1 Ld text/plain |part 1|\n"
					  "2 Ldc text/plain |pa|\n"
					  "!decoded 2\n"
					  "3 Ldc text/plain ||\n"
					  "!decoded 3\n");
	finish(&m);
}

static void
encoded_messages_count_as_decoded(void **state)
{
	struct made m;

	(void)state;
	start(&m);
	add(&m, "Content-Type: message/rfc822\n");
	add(&m, "Content-Transfer-Encoding: base64\n\nCmhlbGxvCg==\n");
	walk(&m, 20, 1000, 4);
	has(&m, "1 Rac message/rfc822 {}\n!decoded 1\n");
	finish(&m);
}

/* Shapes that make careless parsers slow. */
static void
hostile_shapes_take_linear_time(void **state)
{
	static const struct {
		const char *name, *head, *line;
	} shapes[] = {
	    {"header lines", "", "X: y\n"},
	    {"header lines that are none", "A: b\n", "Content-\n"},
	    {"folded lines", "Subject: x\n", " y\n"},
	    {"subjects", "", "Subject: x\n"},
	    {"content types", "", "Content-Type: text/plain\n"},
	    {"recipients", "To: a@b.example", ",\n c@d.example"},
	    {"comments", "To: ", "("},
	    {"quotes", "To: ", "\"<"},
	    {"encoded words", "Subject: ", "=?utf-8?Q?=C3?= "},
	    {"begun words", "Subject: ", "=?"},
	    {"parameters", "Content-Type: a/b", "; name*0=\"x\""},
	    {"open comments in a type", "Content-Type: ", "("},
	    {"dashes", "Content-Type: multipart/mixed; boundary=b\n\n", "--\n"},
	    {"near delimiters", "Content-Type: multipart/mixed; boundary=b\n\n",
		"--b-\n"},
	    {"blanks after dashes", "Content-Type: multipart/mixed\n\n--",
		"   "},
	    {"begun blocks", "\n", "begin 644 a\n"},
	    {"blocks", "\n", "begin 644 a\n!\n"},
	    {"padding", "Content-Transfer-Encoding: base64\n\n", "="},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		struct made m;

		start(&m);
		add(&m, shapes[i].head);
		while (m.mail.len < 2u << 20)
			add(&m, shapes[i].line);
		walk(&m, 20, 10000, 64u << 20);
		if (m.seconds > SECONDS_ALLOWED / 4)
			print_message(
			    "%s: %.1f s\n", shapes[i].name, m.seconds);
		finish(&m);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nesting_within_the_limit_is_walked),
	    cmocka_unit_test(
		nesting_over_the_limit_is_told_and_the_rest_walked),
	    cmocka_unit_test(nesting_has_a_ceiling_of_its_own),
	    cmocka_unit_test(messages_in_messages_count_as_nesting),
	    cmocka_unit_test(ten_thousand_parts_are_walked),
	    cmocka_unit_test(a_hundred_thousand_parts_end_at_the_limit),
	    cmocka_unit_test(content_over_the_budget_is_cut_and_told),
	    cmocka_unit_test(encoded_messages_count_as_decoded),
	    cmocka_unit_test(hostile_shapes_take_linear_time),
	};

	pn_message_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
