/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_message_footer - a footer changes the text and nothing else
 *
 * Each row is a message with LF for line ends, the footer, the body that must
 * come out and the header fields that change; it runs a second time with CRLF.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/mem.h"
#include "message_dump.h"

#define MIXED "Content-Type: multipart/mixed; boundary=b\n\n"
#define EURO  "\xe2\x82\xac"
/* what every footer with a character outside the charset gives */
#define TO_UTF8 "MIME-Version=1.0;Content-Type=text/plain; charset=utf-8;"

static const struct row {
	const char *name, *message, *footer, *body, *changes;
} rows[] = {
    {"plain ASCII", "Subject: x\n\nhello\n", "Foot\n", "hello\n\nFoot\n", ""},
    {"blank lines at the end go", "\nhello\n\n\n", "Foot\nlast",
	"hello\n\nFoot\nlast\n", ""},
    {"empty body", "Subject: x\n\n", "Foot\n", "Foot\n", ""},
    {"header only", "Subject: x\n", "Foot\n", "Foot\n", ""},
    {"blanks behind footer lines go, the signature mark stays", "\nhello\n",
	"-- \nFoot  \n", "hello\n\n-- \nFoot\n", ""},

    /* charsets */
    {"ISO-8859-1 that the footer fits",
	"Content-Type: text/plain; charset=iso-8859-1\n"
	"Content-Transfer-Encoding: 8bit\n\nh\xe9\n",
	"f\xc3\xbc\n", "h\xe9\n\nf\xfc\n", ""},
    {"ISO-8859-1 that it does not fit becomes UTF-8",
	"MIME-Version: 1.0\nContent-Type: text/plain; charset=iso-8859-1\n"
	"Content-Transfer-Encoding: 8bit\n\nh\xe9\n",
	EURO "\n", "h\xc3\xa9\n\n" EURO "\n",
	"Content-Type=text/plain; charset=utf-8;"},
    {"no charset, footer not ASCII", "\nhello\n", EURO "\n",
	"hello\n\n=E2=82=AC\n",
	TO_UTF8 "Content-Transfer-Encoding=quoted-printable;"},
    {"UTF-8 nobody declared", "\nh\xc3\xa9\n", EURO "\n",
	"h\xc3\xa9\n\n" EURO "\n", TO_UTF8},
    {"8-bit without charset, footer in ASCII", "\nh\xe9\n", "Foot\n",
	"h\xe9\n\nFoot\n", ""},
    {"UTF-16 becomes UTF-8",
	"Content-Type: text/plain; charset=utf-16be\n"
	"Content-Transfer-Encoding: base64\n\nAGgA6QAK\n",
	"Foot\n", "aMOpCgpGb290Cg==\n",
	"MIME-Version=1.0;Content-Type=text/plain; charset=utf-8;"},
    {"ISO-2022-JP that the footer fits",
	"Content-Type: text/plain; charset=iso-2022-jp\n\n\x1b$B$3\x1b(B\n",
	"\xe3\x81\x93!\n", "\x1b$B$3\x1b(B\n\n\x1b$B$3\x1b(B!\n", ""},
    {"unknown charset, footer in ASCII",
	"Content-Type: text/plain; charset=x-nobody\n\nhello\n", "Foot\n",
	"hello\n\nFoot\n", ""},
    {"other parameters stay",
	"MIME-Version: 1.0\nContent-Type: text/plain; format=flowed;\n"
	" delsp=yes\nContent-Transfer-Encoding: 8bit\n\nhello\n",
	EURO "\n", "hello\n\n" EURO "\n",
	"Content-Type=text/plain; format=flowed; delsp=yes; charset=utf-8;"},

    /* transfer encodings */
    {"base64",
	"Content-Type: text/plain; charset=utf-8\n"
	"Content-Transfer-Encoding: base64\n\naGVsbG8K\n",
	EURO "\n", "aGVsbG8KCuKCrAo=\n", ""},
    {"quoted-printable",
	"Content-Type: text/plain; charset=utf-8\n"
	"Content-Transfer-Encoding: quoted-printable\n\nh=C3=A9=\nllo\n",
	EURO "\n", "h=C3=A9llo\n\n=E2=82=AC\n", ""},
    {"uuencode becomes base64",
	"MIME-Version: 1.0\nContent-Transfer-Encoding: x-uuencode\n\n"
	"begin 644 a\n%:&5L;&\\\nend\n",
	"Foot\n", "aGVsbG8KCkZvb3QK\n", "Content-Transfer-Encoding=base64;"},

    /* format=flowed */
    {"flowed: last line does not run into the footer, lines are stuffed",
	"Content-Type: text/plain; format=flowed\n\nhello \n",
	">a\n b\nFrom c\nd \n", "hello\n\n >a\n  b\n From c\nd\n", ""},

    /* HTML */
    {"HTML before </body>",
	"Content-Type: text/html\n\n<html><body>x</BODY ></html>\n",
	"A <b> & \xc3\xa9\nB\n",
	"<html><body>x<p>A &#60;b&#62; &#38; &#233;<br>\nB</p>\n"
	"</BODY ></html>\n",
	""},
    {"HTML without </body>", "Content-Type: text/html\n\n<b>x</b></html>\n",
	"Foot\n", "<b>x</b><p>Foot</p>\n</html>\n", ""},
    {"HTML without an end", "Content-Type: text/html\n\n<b>x</b>", "Foot\n",
	"<b>x</b>\n<p>Foot</p>\n", ""},

    /* multiparts */
    {"first text of a mixed, all else byte for byte",
	MIXED "pre\n--b \nX: y\n\none\n--b\n\ntwo\n--b--\nepi", "Foot\n",
	"pre\n--b \nX: y\n\none\n\nFoot\n--b\n\ntwo\n--b--\nepi", ""},
    {"both sides of an alternative",
	"Content-Type: multipart/alternative; boundary=b\n\n"
	"--b\n\none\n--b\nContent-Type: text/html\n\n<b>one</b>\n--b--\n",
	"Foot\n",
	"--b\n\none\n\nFoot\n--b\nContent-Type: text/html\n\n"
	"<b>one</b>\n<p>Foot</p>\n--b--\n",
	""},
    {"related in an alternative: the root",
	"Content-Type: multipart/alternative; boundary=b\n\n--b\n\none\n"
	"--b\nContent-Type: multipart/related; boundary=c\n\n"
	"--c\nContent-Type: text/html\n\n<b>one</b></body>\n"
	"--c\nContent-Type: text/html\n\nframe\n--c--\n--b--\n",
	"Foot\n",
	"--b\n\none\n\nFoot\n"
	"--b\nContent-Type: multipart/related; boundary=c\n\n"
	"--c\nContent-Type: text/html\n\n<b>one</b><p>Foot</p>\n</body>\n"
	"--c\nContent-Type: text/html\n\nframe\n--c--\n--b--\n",
	""},
    {"calendar is left alone",
	"Content-Type: multipart/alternative; boundary=b\n\n"
	"--b\n\none\n--b\nContent-Type: text/calendar\n\nBEGIN:\n--b--\n",
	"Foot\n",
	"--b\n\none\n\nFoot\n--b\nContent-Type: text/calendar\n\nBEGIN:\n"
	"--b--\n",
	""},
    {"attached text and messages are passed over",
	MIXED "--b\nContent-Disposition: attachment\n\na\n"
	      "--b\nContent-Type: message/rfc822\n\n\nb\n--b\n\nc\n--b--\n",
	"Foot\n",
	"--b\nContent-Disposition: attachment\n\na\n"
	"--b\nContent-Type: message/rfc822\n\n\nb\n"
	"--b\n\nc\n\nFoot\n--b--\n",
	""},
    {"a part's header changes with its charset, the rest of it stays",
	MIXED "--b\nX: 1\nContent-Type: text/plain; charset=iso-8859-1\n"
	      "Content-Transfer-Encoding: 7bit\nY: 2\n\none\n--b--\n",
	EURO "\n",
	"--b\nX: 1\nY: 2\nContent-Type: text/plain; charset=utf-8\n"
	"Content-Transfer-Encoding: quoted-printable\n\n"
	"one\n\n=E2=82=AC\n--b--\n",
	""},
    {"a part without header or empty line", MIXED "--b\none\n--b--\n", "Foot\n",
	"--b\n\none\n\nFoot\n--b--\n", ""},
    {"a signed message, attached, does no harm",
	MIXED "--b\n\none\n--b\nContent-Type: message/rfc822\n\n"
	      "Content-Type: multipart/signed; boundary=c\n\n--c--\n--b--\n",
	"Foot\n",
	"--b\n\none\n\nFoot\n--b\nContent-Type: message/rfc822\n\n"
	"Content-Type: multipart/signed; boundary=c\n\n--c--\n--b--\n",
	""},
};

/* Messages that must stay as they are. */
static const struct {
	const char *name, *message;
} refused[] = {
    {"signed", "Content-Type: multipart/signed; boundary=b\n\n"
	       "--b\n\none\n--b--\n"},
    {"signed inside",
	MIXED "--b\n\none\n--b\nContent-Type: multipart/signed; boundary=c\n\n"
	      "--c--\n--b--\n"},
    {"encrypted", "Content-Type: multipart/encrypted; boundary=b\n\n--b--\n"},
    {"S/MIME", "Content-Type: application/pkcs7-mime\n\nx\n"},
    {"S/MIME beside a text",
	MIXED "--b\n\none\n--b\nContent-Type: application/x-pkcs7-mime\n\nx\n"
	      "--b--\n"},
    {"inline PGP", "\n-----BEGIN PGP SIGNED MESSAGE-----\n\nx\n"},
    {"no text", "Content-Type: image/png\n\nx\n"},
    {"no text in a mixed", MIXED "--b\nContent-Type: image/png\n\nx\n--b--\n"},
    {"multipart without its boundary", MIXED "x\n"},
    {"damaged base64", "Content-Transfer-Encoding: base64\n\na*GVsbG8K\n"},
    {"unknown encoding", "Content-Transfer-Encoding: x-zip\n\nx\n"},
    {"a byte that its charset does not have",
	"Content-Type: text/plain; charset=iso-8859-3\n\n\xa5\n"},
};

/* with_crlf - TEXT with CRLF for each LF, for free() */
static char *
with_crlf(const char *text)
{
	char *out = pn_alloc(2 * strlen(text) + 1), *p = out;

	for (; *text; text++) {
		if (*text == '\n')
			*p++ = '\r';
		*p++ = *text;
	}
	return out;
}

/* add_footer - the result and the changes of one call as text */
static enum pn_err
add_footer(const char *message, const char *footer, struct pn_buf *body,
    struct pn_buf *changes)
{
	struct pn_bytes msg = {(const unsigned char *)message, strlen(message)};
	struct pn_header_change *list = NULL;
	size_t n = 0;
	enum pn_err err;

	pn_buf_init(body, 1u << 20);
	pn_buf_init(changes, 1u << 16);
	err = pn_message_footer(msg, footer, body, &list, &n);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(
		    pn_buf_addf(changes, "%s=%s;", list[i].name, list[i].value),
		    PN_OK);
		free(list[i].value);
	}
	free(list);
	return err;
}

static void
check_row(const struct row *row, bool crlf)
{
	char *message =
	    crlf ? with_crlf(row->message) : pn_strdup(row->message);
	char *want = crlf ? with_crlf(row->body) : pn_strdup(row->body);
	struct pn_buf body, changes;
	enum pn_err err = add_footer(message, row->footer, &body, &changes);

	if (err != PN_OK)
		fail_msg("%s: %s", row->name, pn_strerror(err));
	if (strcmp(body.data, want) != 0)
		fail_msg("%s%s: body\n%s--- wanted:\n%s", row->name,
		    crlf ? " (CRLF)" : "", body.data, want);
	if (strcmp(changes.data, row->changes) != 0)
		fail_msg("%s: changes\n%s\n--- wanted:\n%s", row->name,
		    changes.data, row->changes);
	pn_buf_free(&body);
	pn_buf_free(&changes);
	free(message);
	free(want);
}

static void
footer_goes_under_the_text(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		check_row(&rows[i], false);
		/* base64 keeps the line ends that are inside of it */
		if (strstr(rows[i].message, "base64") == NULL &&
		    strstr(rows[i].message, "uuencode") == NULL)
			check_row(&rows[i], true);
	}
}

static void
harm_is_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		struct pn_buf body, changes;
		enum pn_err err =
		    add_footer(refused[i].message, EURO "\n", &body, &changes);

		if (err != PN_ERR_UNSUPPORTED || body.len || changes.len)
			fail_msg("%s: %s, body %s", refused[i].name,
			    pn_strerror(err), body.data);
		pn_buf_free(&body);
		pn_buf_free(&changes);
	}
}

static void
long_lines_are_encoded(void **state)
{
	struct pn_buf message, body, changes;

	(void)state;
	pn_buf_init(&message, 1u << 16);
	assert_int_equal(pn_buf_adds(&message, "MIME-Version: 1.0\n\n"), PN_OK);
	for (int i = 0; i < 2000; i++)
		assert_int_equal(pn_buf_addc(&message, 'x'), PN_OK);
	assert_int_equal(
	    add_footer(message.data, "Foot\n", &body, &changes), PN_OK);
	assert_string_equal(
	    changes.data, "Content-Transfer-Encoding=quoted-printable;");
	for (char *p = body.data; *p; p = strchr(p, '\n') + 1)
		assert_true(strchr(p, '\n') - p <= 76);
	pn_buf_free(&message);
	pn_buf_free(&body);
	pn_buf_free(&changes);
}

static void
a_full_buffer_is_told(void **state)
{
	static const char text[] = "\nhello\n";
	struct pn_bytes msg = {(const unsigned char *)text, sizeof(text) - 1};
	struct pn_header_change *list = NULL;
	struct pn_buf body;
	size_t n = 0;

	(void)state;
	pn_buf_init(&body, 8);
	assert_int_equal(
	    pn_message_footer(msg, "Foot\n", &body, &list, &n), PN_ERR_LIMIT);
	assert_null(list);
	pn_buf_free(&body);
}

/* eighteen - mixed in mixed and messages in messages with 18 leaves */
static void
eighteen(struct pn_buf *m)
{
	unsigned n = 2;

	assert_int_equal(pn_buf_adds(m, "Content-Type: multipart/mixed; "
					"boundary=b0\n\n--b0\n\ntext 1\n"),
	    PN_OK);
	for (unsigned level = 1; level <= 4; level++) {
		if (level % 2 == 0)
			assert_int_equal(
			    pn_buf_addf(m,
				"--b%u\nContent-Type: message/rfc822\n\n",
				level - 1),
			    PN_OK);
		else
			assert_int_equal(
			    pn_buf_addf(m, "--b%u\n", level - 1), PN_OK);
		assert_int_equal(
		    pn_buf_addf(m,
			"Content-Type: multipart/mixed; boundary=b%u\n\n",
			level),
		    PN_OK);
		for (unsigned k = 0; k < 4; k++, n++)
			assert_int_equal(
			    pn_buf_addf(m,
				"--b%u\nContent-Type: application/pdf; "
				"name=\"f%u.pdf\"\n\npdf %u\n",
				level, n, n),
			    PN_OK);
	}
	for (unsigned level = 4; level-- > 0;)
		assert_int_equal(pn_buf_addf(m, "--b%u--\n", level + 1), PN_OK);
	assert_int_equal(
	    pn_buf_adds(m, "--b0\nContent-Type: image/png\n\npng\n--b0--\n"),
	    PN_OK);
}

static void
nested_attachments_survive(void **state)
{
	static const struct pn_walk_limits roomy = {20, 1000, 1u << 20};
	struct dump before = {.content_max = 0}, after = {.content_max = 0};
	struct pn_buf message, body, changes, whole;
	struct pn_side side;
	char *text, *want;

	(void)state;
	pn_buf_init(&message, 1u << 16);
	pn_buf_init(&whole, 1u << 16);
	eighteen(&message);
	dump_message(&before, message.data, message.len, &roomy, &side);
	pn_side_free(&side);
	assert_int_equal(before.nodes, 18 + 5 + 2);
	assert_int_equal(
	    add_footer(message.data, "Foot\n", &body, &changes), PN_OK);
	assert_int_equal(changes.len, 0);
	assert_int_equal(pn_buf_adds(&whole, "Content-Type: multipart/mixed; "
					     "boundary=b0\n\n"),
	    PN_OK);
	assert_int_equal(pn_buf_adds(&whole, body.data), PN_OK);
	dump_message(&after, whole.data, whole.len, &roomy, &side);
	pn_side_free(&side);
	text = strstr(before.out.data, "|text 1|");
	assert_non_null(text);
	want = pn_printf("%.*s|text 1//Foot|%s", (int)(text - before.out.data),
	    before.out.data, text + strlen("|text 1|"));
	assert_string_equal(after.out.data, want);
	free(want);
	pn_buf_free(&before.out);
	pn_buf_free(&after.out);
	pn_buf_free(&message);
	pn_buf_free(&whole);
	pn_buf_free(&body);
	pn_buf_free(&changes);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(footer_goes_under_the_text),
	    cmocka_unit_test(harm_is_refused),
	    cmocka_unit_test(long_lines_are_encoded),
	    cmocka_unit_test(a_full_buffer_is_told),
	    cmocka_unit_test(nested_attachments_survive),
	};

	pn_message_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
