/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tests of what posternd does without libmilter: spool, letter, notice.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>
#include "base/mem.h"
#include "milter/compose.h"
#include "milter/lock.h"
#include "milter/session.h"

/* content - what a finished spool holds, as text, for free() */
static char *
content(const struct pn_spool *s)
{
	struct pn_bytes all;
	char *text;

	assert_int_equal(pn_spool_map(s, &all), PN_OK);
	text = pn_strndup((const char *)all.p, all.n);
	pn_spool_unmap(&all);
	return text;
}

static void
a_spool_holds_the_message_as_it_was_sent(void **state)
{
	static const struct {
		const char *name, *value;
		bool leadspc;
		const char *want;
	} rows[] = {
	    {"Subject", " hi", true, "Subject: hi\r\n\r\n"},
	    {"Subject", "hi", true, "Subject:hi\r\n\r\n"},
	    {"Subject", "hi", false, "Subject: hi\r\n\r\n"},
	    {"To", " a,\n\tb", true, "To: a,\r\n\tb\r\n\r\n"},
	    {"To", " a,\r\n b", true, "To: a,\r\n b\r\n\r\n"},
	    {"X", "", true, "X:\r\n\r\n"},
	    {"X", "\n", true, "X:\r\n\r\n\r\n"},
	};
	struct pn_spool s;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char *text;

		pn_spool_init(&s, 1000);
		pn_spool_header(
		    &s, rows[i].name, rows[i].value, rows[i].leadspc);
		assert_int_equal(pn_spool_finish(&s), PN_OK);
		text = content(&s);
		assert_string_equal(text, rows[i].want);
		assert_int_equal(s.body, strlen(text));
		free(text);
		pn_spool_free(&s);
	}
}

static void
chunks_of_any_size_make_the_same_spool(void **state)
{
	static const size_t sizes[] = {1, 7, PN_SPOOL_BUFFER - 1,
	    PN_SPOOL_BUFFER, PN_SPOOL_BUFFER + 1, 65535};
	size_t total = 3 * PN_SPOOL_BUFFER + 5;
	char *body = pn_alloc(total + 1);

	(void)state;
	for (size_t i = 0; i < total; i++)
		body[i] = (char)('a' + i % 26);
	for (size_t k = 0; k < sizeof(sizes) / sizeof(*sizes); k++) {
		struct pn_spool s;
		char *text;

		pn_spool_init(&s, 1 << 20);
		pn_spool_body(&s);
		pn_spool_body(&s);
		for (size_t at = 0; at < total; at += sizes[k])
			pn_spool_add(&s, body + at,
			    total - at < sizes[k] ? total - at : sizes[k]);
		assert_int_equal(pn_spool_finish(&s), PN_OK);
		text = content(&s);
		assert_memory_equal(text, "\r\n", 2);
		assert_string_equal(text + s.body, body);
		free(text);
		pn_spool_free(&s);
	}
	free(body);
}

static void
over_the_limit_nothing_more_is_kept(void **state)
{
	struct pn_spool s;
	char *text;

	(void)state;
	pn_spool_init(&s, 10);
	pn_spool_add(&s, "12345678", 8);
	assert_false(s.over);
	pn_spool_add(&s, "abc", 3);
	assert_true(s.over);
	pn_spool_add(&s, "x", 1);
	assert_int_equal(pn_spool_finish(&s), PN_OK);
	text = content(&s);
	assert_string_equal(text, "12345678");
	free(text);
	pn_spool_free(&s);
}

static void
a_finished_spool_cannot_be_changed(void **state)
{
	struct pn_spool s;

	(void)state;
	pn_spool_init(&s, 100);
	pn_spool_add(&s, "text", 4);
	assert_int_equal(pn_spool_finish(&s), PN_OK);
	assert_int_equal(write(s.fd, "x", 1), -1);
	assert_int_equal(ftruncate(s.fd, 1), -1);
	pn_spool_free(&s);
}

/* letter_with - a letter with the fields in NAMES, values "v" */
static struct pn_letter *
letter_with(const char *const *names)
{
	struct pn_letter *l = pn_alloc(sizeof(*l));

	pn_spool_init(&l->spool, 100000);
	for (; *names; names++)
		pn_letter_header(l, *names, " v", true);
	return l;
}

static void
letter_free(struct pn_letter *l)
{
	struct pn_session s = {.letter = l};

	pn_session_end(&s);
}

static void
fields_like_ours_are_counted_by_name(void **state)
{
	static const char *const names[] = {"X-Postern", "Subject", "x-postern",
	    "X-POSTERN-NOTICE", "X-Postern ", "X-Poster", "X-Postern-A", NULL};
	static const struct {
		const char *name;
		unsigned nth;
	} want[] = {{"X-Postern", 1}, {"x-postern", 2}, {"X-POSTERN-NOTICE", 1},
	    {"X-Postern", 3}, {"X-Postern-A", 1}};
	struct pn_letter *l = letter_with(names);

	(void)state;
	assert_int_equal(l->n_imitations, sizeof(want) / sizeof(*want));
	for (size_t i = 0; i < l->n_imitations; i++) {
		assert_string_equal(l->imitations[i].name, want[i].name);
		assert_int_equal(l->imitations[i].nth, want[i].nth);
	}
	assert_int_equal(l->n_notices, 1);
	assert_string_equal(l->subject, "v");
	letter_free(l);
}

static void
too_many_imitations_are_a_limit(void **state)
{
	static const char *const none[] = {NULL};
	struct pn_letter *l = letter_with(none);

	(void)state;
	for (unsigned i = 0; i < PN_LETTER_MAX_IMITATIONS; i++)
		pn_letter_header(l, "X-Postern", "v", false);
	assert_false(l->spool.over);
	pn_letter_header(l, "X-Postern", "v", false);
	assert_true(l->spool.over);
	letter_free(l);
}

static void
macros_come_without_blanks_and_short(void **state)
{
	char *field = pn_strdup("before"), *old, *big = pn_alloc(5000);

	(void)state;
	pn_letter_note(&field, NULL);
	assert_string_equal(field, "before");
	pn_letter_note(&field, "4A B\r\nC\x7f");
	assert_string_equal(field, "4A?B??C?");
	memset(big, 'x', 4999);
	old = field;
	pn_letter_note(&field, big);
	(void)old;
	assert_true(strlen(field) < 300);
	free(field);
	free(big);
}

static void
a_tag_goes_before_the_subject_once(void **state)
{
	static const struct {
		const char *tag, *value, *want;
	} rows[] = {
	    {"[Out]", "Trip", "[Out] Trip"},
	    {"[Out]", "[Out] Trip", NULL},
	    {"[Out]", "=?utf-8?q?Caf=C3=A9?=", "[Out] =?utf-8?q?Caf=C3=A9?="},
	    {"[Out]", "a\n\tb", "[Out] a\n\tb"},
	    {"[Out]", NULL, "[Out] "},
	    {"Café", "Trip", "=?utf-8?q?=43=61=66=C3=A9=20?= Trip"},
	    {"Café", "=?utf-8?q?=43=61=66=C3=A9=20?= Trip", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char *got = pn_subject_tagged(rows[i].tag, rows[i].value);

		if (rows[i].want)
			assert_string_equal(got, rows[i].want);
		else
			assert_null(got);
		free(got);
	}
}

/* compose - a notice to TO about SUBJECT and BODY */
static char *
compose(const struct pn_key *key, const char *to, char *subject, char *body,
    const char *answers)
{
	char from[] = "postern@school.example";
	struct pn_config config = {.notice_from = from};
	struct pn_mail mail = {.subject = subject, .body = body};

	return pn_compose_notice(&(struct pn_composition){
	    .config = &config,
	    .key = key,
	    .mail = &mail,
	    .to = to,
	    .reference = "7QX4-2MK9",
	    .answers = answers,
	    .now = 1793610000,
	});
}

/* come_back - the letter that the mail TEXT from FROM to TO is */
static struct pn_letter *
come_back(const char *text, const char *from, const char *to)
{
	struct pn_letter *l = pn_alloc(sizeof(*l));
	const char *body = strstr(text, "\r\n\r\n"), *p = text;

	pn_spool_init(&l->spool, 100000);
	l->envelope.sender = pn_strdup(from);
	pn_envelope_add(&l->envelope, to);
	while (p < body) {
		const char *end = strstr(p, "\r\n");
		char *line, *colon;

		while (end[2] == ' ')
			end = strstr(end + 2, "\r\n");
		line = pn_strndup(p, (size_t)(end - p));
		colon = strchr(line, ':');
		assert_non_null(colon);
		*colon = 0;
		pn_letter_header(l, line, colon + 1, true);
		free(line);
		p = end + 2;
	}
	pn_spool_body(&l->spool);
	pn_spool_add(&l->spool, body + 4, strlen(body + 4));
	assert_int_equal(pn_spool_finish(&l->spool), PN_OK);
	return l;
}

static void
a_notice_is_a_mail_that_no_server_changes(void **state)
{
	struct pn_key *key = pn_key_random();
	char subject[] = "Your email was not sent (7QX4-2MK9)";
	char body[] = "First line.\n.dot\nCafé = 1\nblank at the end \n"
		      "0123456789012345678901234567890123456789012345678901234"
		      "567890123456789012345678901234567890123456789\n";
	char *text = compose(key, "a@school.example", subject, body, "1@x.y");

	(void)state;
	assert_non_null(strstr(text, "\r\nSubject: Your email was not sent"));
	assert_non_null(strstr(text, "\r\nAuto-Submitted: auto-replied\r\n"));
	assert_non_null(strstr(text, "\r\nIn-Reply-To: <1@x.y>\r\n"));
	assert_non_null(strstr(text, "\r\nTo: <a@school.example>\r\n"));
	assert_non_null(strstr(text, " 2026 "));
	assert_non_null(strstr(text, "\r\n=2Edot\r\n"));
	assert_non_null(strstr(text, "Caf=C3=A9 =3D 1\r\n"));
	assert_non_null(strstr(text, "the end=20\r\n"));
	for (const char *p = text; *p; p++)
		assert_true((unsigned char)*p < 0x80);
	for (const char *p = text, *e; (e = strstr(p, "\r\n")); p = e + 2)
		assert_true(e - p <= 78);
	free(text);
	pn_key_free(&key);
}

static void
a_message_id_from_outside_makes_no_field(void **state)
{
	static const char *const ids[] = {
	    "a\r\nBcc: x@y.example", "a b", "<a@b>", "caf\xc3\xa9@x", "", NULL};
	struct pn_key *key = pn_key_random();
	char subject[] = "s", body[] = "b\n";

	(void)state;
	for (size_t i = 0; i < sizeof(ids) / sizeof(*ids); i++) {
		char *text = compose(key, "a@b.example", subject, body, ids[i]);

		assert_null(strstr(text, "In-Reply-To"));
		assert_null(strstr(text, "Bcc"));
		free(text);
	}
	pn_key_free(&key);
}

static void
only_the_same_notice_to_the_same_person_is_ours(void **state)
{
	static const struct {
		const char *name, *from, *to;
		const char *find, *put; /* changed in the text */
		bool other_key, ours;
	} rows[] = {
	    {"as sent", "", "a@school.example", "", "", false, true},
	    {"to another", "", "b@school.example", "", "", false, false},
	    {"from a person", "x@school.example", "a@school.example", "", "",
		false, false},
	    {"text changed", "", "a@school.example", "Line", "Lime", false,
		false},
	    {"reference changed", "", "a@school.example", "ref=7QX4",
		"ref=7QX5", false, false},
	    {"hash cut", "", "a@school.example", " mac=", " mac=g", false,
		false},
	    {"no field", "", "a@school.example", "X-Postern-Notice",
		"X-Postern-Notize", false, false},
	    {"another site's", "", "a@school.example", "", "", true, false},
	};
	struct pn_key *key = pn_key_random(), *other = pn_key_random();
	char subject[] = "s", body[] = "Line one\nLine two\n";
	char *text = compose(key, "a@school.example", subject, body, NULL);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char *at = strstr(text, rows[i].find), *changed;
		struct pn_letter *l;

		changed = pn_printf("%.*s%s%s", (int)(at - text), text,
		    rows[i].put, at + strlen(rows[i].find));
		l = come_back(changed, rows[i].from, rows[i].to);
		if (pn_notice_ours(rows[i].other_key ? other : key, l) !=
		    rows[i].ours)
			fail_msg("%s", rows[i].name);
		letter_free(l);
		free(changed);
	}
	free(text);
	pn_key_free(&key);
	pn_key_free(&other);
}

static void
a_notice_with_two_fields_or_recipients_is_not_ours(void **state)
{
	struct pn_key *key = pn_key_random();
	char subject[] = "s", body[] = "b\n";
	char *text = compose(key, "a@b.example", subject, body, NULL);
	struct pn_letter *l = come_back(text, "", "a@b.example");

	(void)state;
	assert_true(pn_notice_ours(key, l));
	pn_envelope_add(&l->envelope, "c@d.example");
	assert_false(pn_notice_ours(key, l));
	l->envelope.n_recipients = 1;
	l->n_notices = 2;
	assert_false(pn_notice_ours(key, l));
	l->envelope.n_recipients = 2;
	letter_free(l);
	free(text);
	pn_key_free(&key);
}

static void
sockets_are_told_apart(void **state)
{
	static const struct {
		const char *socket, *path;
		int fd;
	} rows[] = {
	    {"unix:/run/x", "/run/x", -1},
	    {"local:/run/x", "/run/x", -1},
	    {"/run/x", "/run/x", -1},
	    {"inet:99@127.0.0.1", NULL, -1},
	    {"fd:3", NULL, 3},
	    {"fd:", NULL, -1},
	    {"fd:3x", NULL, -1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *path = pn_socket_path(rows[i].socket);

		if (rows[i].path)
			assert_string_equal(path, rows[i].path);
		else
			assert_null(path);
		assert_int_equal(pn_socket_fd(rows[i].socket), rows[i].fd);
	}
}

static void
a_socket_is_locked_for_one(void **state)
{
	char folder[] = "/tmp/postern-lock-XXXXXX";
	struct pn_errinfo info = {0};
	char *socket, *file;

	(void)state;
	assert_non_null(mkdtemp(folder));
	socket = pn_printf("unix:%s/sock", folder);
	file = pn_printf("%s/sock.lock", folder);
	assert_int_equal(pn_lock_socket(socket, &info), PN_OK);
	assert_int_equal(pn_lock_socket(socket, &info), PN_ERR_EXISTS);
	assert_string_equal(info.file, file);
	assert_int_equal(pn_lock_pid_file("", &info), PN_OK);
	assert_int_equal(pn_lock_pid_file(file, &info), PN_ERR_EXISTS);
	assert_int_equal(pn_lock_socket("inet:1@x", &info), PN_OK);
	unlink(file);
	rmdir(folder);
	free(file);
	free(socket);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_spool_holds_the_message_as_it_was_sent),
	    cmocka_unit_test(chunks_of_any_size_make_the_same_spool),
	    cmocka_unit_test(over_the_limit_nothing_more_is_kept),
	    cmocka_unit_test(a_finished_spool_cannot_be_changed),
	    cmocka_unit_test(fields_like_ours_are_counted_by_name),
	    cmocka_unit_test(too_many_imitations_are_a_limit),
	    cmocka_unit_test(macros_come_without_blanks_and_short),
	    cmocka_unit_test(a_tag_goes_before_the_subject_once),
	    cmocka_unit_test(a_notice_is_a_mail_that_no_server_changes),
	    cmocka_unit_test(a_message_id_from_outside_makes_no_field),
	    cmocka_unit_test(only_the_same_notice_to_the_same_person_is_ours),
	    cmocka_unit_test(
		a_notice_with_two_fields_or_recipients_is_not_ours),
	    cmocka_unit_test(sockets_are_told_apart),
	    cmocka_unit_test(a_socket_is_locked_for_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
