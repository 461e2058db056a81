/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_message - which nodes a message has, with what content
 *
 * Each row is a message and the nodes it must give (message_dump.h says how
 * to read them). Lines end in LF here; every row runs a second time with CRLF
 * and has to give the same.
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

static const struct pn_walk_limits roomy = {20, 1000, 1u << 20};

static const struct row {
	const char *name, *message, *nodes;
} rows[] = {
    /* what has no structure at all */
    {"empty message", "", "1 Ld text/plain ||\n"},
    {"only a line end", "\n", "1 Ld text/plain ||\n"},
    {"header only", "Subject: x\n", "1 Ld text/plain ||\n"},
    {"header only, no line end", "Subject: x", "1 Ld text/plain ||\n"},
    {"no header", "hello world\nagain\n",
	"1 Ld text/plain |hello world/again/|\n"},
    {"line without colon ends the header",
	"Subject: x\nhello world\nTo: a\n\nmore\n",
	"1 Ld text/plain |hello world/To: a//more/|\n"},
    {"header goes on after a line without colon",
	"Subject: x\nhello world\nContent-Type: text/html\n\nmore\n",
	"1 Ld text/html |more/|\n"
	"1.header Lh text/plain |hello world/Content-Type: text/html/|\n"},
    {"text that begins as a folded line", " hello\nworld\n",
	"1 Ld text/plain | hello/world/|\n"},
    {"mbox line", "From a@b.example Mon Jan 1 10:00:00 2024\nTo: x\n\nhi\n",
	"1 Ld text/plain |hi/|\n"},
    {"byte order mark before the header",
	"\xef\xbb\xbfSubject: x\nContent-Type: text/html\n\nhi\n",
	"1 Ld text/html |hi/|\n"},
    {"text that begins like an mbox line", "From me at 10:30 to you\n",
	"1 Ld text/plain |From me at 10:30 to you/|\n"},

    /* transfer encodings */
    {"base64", "Content-Transfer-Encoding: BASE64\n\naGVs\nbG8=\n",
	"1 Ld text/plain |hello|\n"},
    {"base64 without padding", "Content-Transfer-Encoding: base64\n\naGVsbG8\n",
	"1 Ld text/plain |hello|\n"},
    {"base64 with other characters in it",
	"Content-Transfer-Encoding: base64\n\naGV*sbG8=\n",
	"1 Ldb text/plain |hello|\n"},
    {"base64 that goes on after its end",
	"Content-Transfer-Encoding: base64\n\naGVsbG8=\nd29ybGQ=\n",
	"1 Ldb text/plain |helloworld|\n"},
    {"base64 cut in the middle of a byte",
	"Content-Transfer-Encoding: base64\n\naGVsb\n",
	"1 Ldb text/plain |hel|\n"},
    {"quoted-printable",
	"Content-Transfer-Encoding: quoted-printable\n\na=3Db=\nc=3d\n",
	"1 Ld text/plain |a=bc=/|\n"},
    {"quoted-printable with bare equals signs stays whole",
	"Content-Transfer-Encoding: quoted-printable\n\na=b =zz 5=\n",
	"1 Ld text/plain |a=b =zz 5|\n"},
    {"encoding with comment and quotes",
	"Content-Transfer-Encoding: (x) \"base64\" ; y\n\naGVsbG8=\n",
	"1 Ld text/plain |hello|\n"},
    {"quoted-printable with blanks behind a soft line end",
	"Content-Transfer-Encoding: quoted-printable\n\na= \t\nb\n",
	"1 Ld text/plain |ab/|\n"},
    {"flowed lines are joined",
	"Content-Type: text/plain; format=flowed\n\n401 \n023 \n2137\nb\n",
	"1 Ld text/plain |401 023 2137/b/|\n"},
    {"flowed lines are joined without the blank",
	"Content-Type: text/plain; format=flowed; delsp=yes\n\nQQ12 \n34\n",
	"1 Ld text/plain |QQ1234/|\n"},
    {"flowed quotations are joined by depth",
	"Content-Type: text/plain; format=flowed\n\n> a \n> b \n>> c \nd\n",
	"1 Ld text/plain |> a b />> c /d/|\n"},
    {"flowed: stuffing, signature and empty lines",
	"Content-Type: text/plain; format=flowed\n\na \n  b\nc \n-- \nd \n\ne",
	"1 Ld text/plain |a  b/c /-- /d //e|\n"},
    {"not flowed, not joined",
	"Content-Type: text/plain; format=fixed\n\na \nb\n",
	"1 Ld text/plain |a /b/|\n"},
    {"8-bit, as some write it",
	"Content-Transfer-Encoding: 8-bit\n\nh\xc3\xa9\n",
	"1 Ld text/plain |h\xc3\xa9/|\n"},
    {"unknown encoding", "Content-Transfer-Encoding: x-zip\n\nabc\n",
	"1 Ldb text/plain |abc/|\n"},
    {"uuencode",
	"Content-Type: application/zip; name=a\n"
	"Content-Transfer-Encoding: x-uuencode\n\n"
	"begin 644 b\n%:&5L;&\\\nend\n",
	"1 La application/zip [a] |hello|\n"},
    {"uuencode without its end",
	"Content-Transfer-Encoding: x-uuencode\n\nbegin 644 b\n%:&5L;&\\ \n",
	"1 Ldb text/plain |hello|\n"},
    {"uuencode that is none", "Content-Transfer-Encoding: uuencode\n\nabc\n",
	"1 Ldb text/plain |abc/|\n"},

    /* multiparts */
    {"mixed",
	MIXED "--b\n\none\n--b\nContent-Type: application/pdf\n\ntwo\n--b--\n",
	"0 M multipart/mixed\n1 Ld text/plain |one|\n"
	"2 La application/pdf |two|\n"},
    {"preamble and epilogue are hidden",
	MIXED "before\n--b\n\none\n--b--\nafter\n",
	"0 M multipart/mixed\npreamble Lh text/plain |before|\n"
	"1 Ld text/plain |one|\nepilogue Lh text/plain |after/|\n"},
    {"parts after the closing delimiter are hidden",
	MIXED "--b\n\none\n--b--\nx\n--b\n\ntwo\n--b--\ny\n",
	"0 M multipart/mixed\n1 Ld text/plain |one|\n"
	"epilogue Lh text/plain |x|\n2 Lh text/plain |two|\n"
	"epilogue-2 Lh text/plain |y/|\n"},
    {"closing delimiter missing", MIXED "--b\n\none\n--b\n\ntwo\n",
	"0 M multipart/mixed\n1 Ld text/plain |one|\n"
	"2 Ld text/plain |two/|\n"},
    {"delimiter with blanks behind", MIXED "--b \t\n\none\n--b-- \n",
	"0 M multipart/mixed\n1 Ld text/plain |one|\n"},
    {"a boundary that begins another",
	"Content-Type: multipart/mixed; boundary=b\n\n"
	"--b\nContent-Type: multipart/mixed; boundary=bb\n\n"
	"--bb\n\none\n--bb--\n--b--\n",
	"0 M multipart/mixed\n1 M multipart/mixed\n"
	"1.1 Ld text/plain |one|\n"},
    {"part without header and empty line", MIXED "--b\nplain words\n--b--\n",
	"0 M multipart/mixed\n1 Ld text/plain |plain words|\n"},
    {"empty part", MIXED "--b\n--b--\n",
	"0 M multipart/mixed\n1 Ld text/plain ||\n"},
    {"no boundary in the body", MIXED "all of it\n",
	"0 Mb multipart/mixed\npreamble Lhb text/plain |all of it/|\n"},
    {"no boundary parameter", "Content-Type: multipart/mixed\n\nall of it\n",
	"0 Mb multipart/mixed\npreamble Lhb text/plain |all of it/|\n"},
    {"nothing in a multipart", MIXED, "0 M multipart/mixed\n"},
    {"wrong boundary parameter is found by the look of it",
	MIXED "--c\nContent-Type: text/plain\n\none\n--c--\n",
	"0 M multipart/mixed\n1 Ld text/plain |one|\n"},
    {"quotes of the boundary not closed",
	"Content-Type: multipart/mixed; boundary=\"b\n\n--b\n\none\n--b--\n",
	"0 M multipart/mixed\n1 Ld text/plain |one|\n"},
    {"boundary full of special characters, not quoted",
	"Content-Type: multipart/mixed; boundary==_a:b/c?(d\n\n"
	"--=_a:b/c?(d\n\none\n--=_a:b/c?(d--\n",
	"0 M multipart/mixed\n1 Ld text/plain |one|\n"},
    {"multipart in base64, against the rules",
	"Content-Type: multipart/mixed; boundary=b\n"
	"Content-Transfer-Encoding: base64\n\nLS1iCgpvbmUKLS1iLS0K\n",
	"0 M multipart/mixed\n1 Ld text/plain |one|\n"},
    {"two Content-Types: the multipart one",
	"Content-Type: text/plain\n" MIXED "--b\n\none\n--b--\n",
	"0 M multipart/mixed\n1 Ld text/plain |one|\n"},
    {"ids of nested multiparts",
	MIXED "--b\nContent-Type: multipart/alternative; boundary=c\n\n"
	      "--c\n\none\n--c\nContent-Type: text/html\n\ntwo\n--c--\n"
	      "--b\nContent-Type: image/png\n\nthree\n--b--\n",
	"0 M multipart/mixed\n1 M multipart/alternative\n"
	"1.1 Ld text/plain |one|\n1.2 Ld text/html |two|\n"
	"2 La image/png |three|\n"},
    {"outer delimiter ends an inner multipart",
	MIXED "--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\none\n"
	      "--b\n\ntwo\n--b--\n",
	"0 M multipart/mixed\n1 M multipart/mixed\n"
	"1.1 Ld text/plain |one|\n2 Ld text/plain |two|\n"},

    /* messages in messages */
    {"message/rfc822 of one part",
	MIXED "--b\nContent-Type: message/rfc822\n\n"
	      "Subject: =?utf-8?Q?h=C3=A9?=\n\nhi\n--b--\n",
	"0 M multipart/mixed\n1 Ra message/rfc822 {h\xc3\xa9}\n"
	"1.1 Ldn text/plain |hi|\n"},
    {"message/rfc822 of many parts",
	MIXED "--b\nContent-Type: message/rfc822\n\n"
	      "Content-Type: multipart/mixed; boundary=c\n\n"
	      "--c\n\none\n--c\n\ntwo\n--c--\n--b--\n",
	"0 M multipart/mixed\n1 Ra message/rfc822 {}\n"
	"1.0 Mn multipart/mixed\n1.1 Ldn text/plain |one|\n"
	"1.2 Ldn text/plain |two|\n"},
    {"message/rfc822 with a field that nobody shows",
	MIXED "--b\nContent-Type: message/rfc822\n\nX-Mailer: a b c d\n"
	      "X-Note: 123 456\n 789\nX-Short: 12\n\nhi\n--b--\n",
	"0 M multipart/mixed\n1 Ra message/rfc822 {}\n"
	"1.1 Ldn text/plain |hi|\n"
	"1.1.fields Lnh text/plain |Note: 123 456 789/|\n"},
    {"message/rfc822 in base64",
	MIXED "--b\nContent-Type: message/rfc822\n"
	      "Content-Transfer-Encoding: base64\n\nU3ViamVjdDogcwoKaGkK\n"
	      "--b--\n",
	"0 M multipart/mixed\n1 Ra message/rfc822 {s}\n"
	"1.1 Ldn text/plain |hi/|\n"},
    {"message/rfc822 in damaged base64",
	MIXED "--b\nContent-Type: message/rfc822\n"
	      "Content-Transfer-Encoding: base64\n\nU3Vi*amVjdDogcwoKaGkK\n"
	      "--b--\n",
	"0 M multipart/mixed\n1 Rab message/rfc822 {s}\n"
	"1.1 Ldnb text/plain |hi/|\n"},
    {"message/rfc822 as the whole message",
	"Content-Type: message/rfc822\n\nSubject: s\n\nhi\n",
	"1 Ra message/rfc822 {s}\n1.1 Ldn text/plain |hi/|\n"},
    {"digest: parts are messages",
	"Content-Type: multipart/digest; boundary=b\n\n"
	"--b\n\nSubject: one\n\n1\n--b\nContent-Type: text/plain\n\n2\n--b--\n",
	"0 M multipart/digest\n1 Ra message/rfc822 {one}\n"
	"1.1 Ldn text/plain |1|\n2 Ld text/plain |2|\n"},
    {"partial and external-body are leaves",
	MIXED "--b\nContent-Type: message/partial; id=x\n\nSubject: s\n\nhi\n"
	      "--b\nContent-Type: message/external-body\n\nA: b\n--b--\n",
	"0 M multipart/mixed\n1 La message/partial |Subject: s//hi|\n"
	"2 La message/external-body |A: b|\n"},

    /* shown or attached */
    {"text with disposition attachment",
	"Content-Disposition: attachment; filename=a.txt\n\nx\n",
	"1 La text/plain [a.txt] |x/|\n"},
    {"text with a name, inline",
	"Content-Disposition: inline; filename=a.txt\n\nx\n",
	"1 Ld text/plain [a.txt] |x/|\n"},
    {"unknown disposition is attachment", "Content-Disposition: foo\n\nx\n",
	"1 La text/plain |x/|\n"},
    {"calendar is shown", "Content-Type: text/calendar; method=REQUEST\n\nx\n",
	"1 Ld text/calendar |x/|\n"},
    {"csv with a name is attached, without is shown",
	MIXED "--b\nContent-Type: text/csv; name=a.csv\n\nx\n"
	      "--b\nContent-Type: text/csv\n\ny\n--b--\n",
	"0 M multipart/mixed\n1 La text/csv [a.csv] |x|\n"
	"2 Ld text/csv |y|\n"},
    {"inline picture is attached",
	"Content-Type: image/png\nContent-Disposition: inline\n\nx\n",
	"1 La image/png |x/|\n"},
    {"related: only the root is shown",
	"Content-Type: multipart/related; boundary=b\n\n"
	"--b\nContent-Type: text/html\n\none\n"
	"--b\nContent-Type: text/html\n\ntwo\n--b--\n",
	"0 M multipart/related\n1 Ld text/html |one|\n"
	"2 La text/html |two|\n"},
    {"related: root named by start",
	"Content-Type: multipart/related; boundary=b; start=\"<r@x>\"\n\n"
	"--b\nContent-Type: text/html\n\none\n"
	"--b\nContent-Type: text/html\nContent-ID: <r@x>\n\ntwo\n--b--\n",
	"0 M multipart/related\n1 La text/html |one|\n"
	"2 Ld text/html |two|\n"},
    {"type without a slash", "Content-Type: text\n\nx\n",
	"1 Ld text/plain |x/|\n"},
    {"type that is none", "Content-Type: foo\n\nx\n",
	"1 La application/octet-stream |x/|\n"},
    {"empty type", "Content-Type:\n\nx\n", "1 Ld text/plain |x/|\n"},

    /* names and charsets */
    {"charset as declared", "Content-Type: text/plain; charset=\"UTF-16\"\n\nx",
	"1 Ld text/plain (UTF-16) |x|\n"},
    {"charset with broken quotes",
	"Content-Type: text/plain; charset='utf-8;'\n\nx",
	"1 Ld text/plain (utf-8) |x|\n"},
    {"name only in Content-Type",
	"Content-Type: application/pdf; name=\"a b.pdf\"\n\nx",
	"1 La application/pdf [a b.pdf] |x|\n"},
    {"filename is the one shown",
	"Content-Type: application/pdf; name=a.pdf\n"
	"Content-Disposition: attachment; filename=b.pdf\n\nx",
	"1 La application/pdf [b.pdf] |x|\n"},
    {"filename not quoted",
	"Content-Disposition: attachment; filename=My report final.doc\n\nx",
	"1 La text/plain [My report final.doc] |x|\n"},
    {"RFC 2231 with charset and continuations, out of order",
	"Content-Disposition: attachment; filename*1*=%A4b;\n"
	" filename*0*=utf-8''a%C3; filename*2=\".doc\"\n\nx",
	"1 La text/plain [a\xc3\xa4"
	"b.doc] |x|\n"},
    {"RFC 2231 beside a plain name",
	"Content-Disposition: attachment; filename=\"x.txt\";\n"
	" filename*=utf-8''%e2%82%ac.txt\n\nx",
	"1 La text/plain [\xe2\x82\xac.txt] |x|\n"},
    {"encoded word as name",
	"Content-Disposition: attachment;\n"
	" filename=\"=?iso-8859-1?Q?=E4.doc?=\"\n\nx",
	"1 La text/plain [\xc3\xa4.doc] |x|\n"},
    {"encoded word cut by continuations",
	"Content-Disposition: attachment; filename*0=\"=?utf-8?B?w6TD\";\n"
	" filename*1=\"tsO8?=.doc\"\n\nx",
	"1 La text/plain [\xc3\xa4\xc3\xb6\xc3\xbc.doc] |x|\n"},
    {"raw UTF-8 name",
	"Content-Disposition: attachment; filename=\"\xc3\xa4.doc\"\n\nx",
	"1 La text/plain [\xc3\xa4.doc] |x|\n"},
    {"raw windows-1252 name",
	"Content-Disposition: attachment; filename=\"\xe4.doc\"\n\nx",
	"1 La text/plain [\xc3\xa4.doc] |x|\n"},

    /* uuencode blocks in text */
    {"block in text",
	"\nbefore\nbegin 644 a b.doc\n%:&5L;&\\ \n`\nend\nafter\n",
	"1 Ld text/plain |before/after/|\n"
	"1.1 La application/octet-stream [a b.doc] |hello|\n"},
    {"two blocks, one in base64",
	"\nbegin 600 a\n%:&5L;&\\\nend\nbegin-base64 644 b\naGk=\n====\n",
	"1 Ld text/plain ||\n"
	"1.1 La application/octet-stream [a] |hello|\n"
	"1.2 La application/octet-stream [b] |hi|\n"},
    {"block without end: damaged, the rest stays text",
	"\nbegin 644 a\n%:&5L;&\\ \nand so on\n",
	"1 Ld text/plain |and so on/|\n"
	"1.1 Lab application/octet-stream [a] |hello|\n"},
    {"prose that begins so", "\nbegin 644 of them\nand go on\n",
	"1 Ld text/plain |begin 644 of them/and go on/|\n"},
    {"no blocks in HTML",
	"Content-Type: text/html\n\nbegin 644 a\n%:&5L;&\\\nend\n",
	"1 Ld text/html |begin 644 a/%:&5L;&\\/end/|\n"},
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

static void
check_row(const struct row *row, const char *message, const char *ends)
{
	struct pn_side side;
	struct dump d = {.content_max = 0};

	dump_message(&d, message, strlen(message), &roomy, &side);
	if (strcmp(d.out.data, row->nodes) != 0)
		fail_msg("%s (%s):\n%s--- wanted:\n%s", row->name, ends,
		    d.out.data, row->nodes);
	pn_buf_free(&d.out);
	pn_side_free(&side);
}

static void
nodes_of_a_message(void **state)
{
	char *crlf;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		check_row(&rows[i], rows[i].message, "LF");
		crlf = with_crlf(rows[i].message);
		check_row(&rows[i], crlf, "CRLF");
		free(crlf);
	}
}

/* Bytes that a C string can't hold, or that one line end style can't. */
static void
odd_bytes_always_give_an_answer(void **state)
{
	static const struct {
		const char *name, *message;
		size_t n;
		const char *nodes;
	} odd[] = {
	    {"NUL in the body", "\na\0b\n", 5, "1 Ld text/plain |a\\0b/|\n"},
	    {"NUL in a header", "Content-Type: text/\0html\n\nx", 27,
		"1 Ld text/html |x|\n"},
	    {"only CR for line ends", "Subject: a\r\rhello\r", 18,
		"1 Ld text/plain |hello/|\n"},
	    {"CR in the middle of a line", "Subject: a\rb\n\nx", 15,
		"1 Ld text/plain |x|\n"},
	    {"both kinds of line ends",
		"Content-Type: multipart/mixed; boundary=b\r\n\n"
		"--b\n\r\none\r\n--b--\n",
		61, "0 M multipart/mixed\n1 Ld text/plain |one|\n"},
	    {"8-bit garbage", "\x80\xff\xfe\n\xc3:\xa4\n", 8,
		"1 Ld text/plain |\x80\xff\xfe/\xc3:\xa4/|\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		struct pn_side side;
		struct dump d = {.content_max = 0};

		dump_message(&d, odd[i].message, odd[i].n, &roomy, &side);
		if (strcmp(d.out.data, odd[i].nodes) != 0)
			fail_msg("%s:\n%s--- wanted:\n%s", odd[i].name,
			    d.out.data, odd[i].nodes);
		pn_buf_free(&d.out);
		pn_side_free(&side);
	}
}

static enum pn_err
stop_at_second(void *ctx, const struct pn_node *node)
{
	unsigned *n = ctx;

	(void)node;
	return ++*n == 2 ? PN_ERR_TIMEOUT : PN_OK;
}

static void
the_callback_ends_the_walk(void **state)
{
	static const char text[] =
	    MIXED "--b\n\n1\n--b\n\n2\n--b\n\n3\n--b--\n";
	struct pn_bytes msg = {(const unsigned char *)text, sizeof(text) - 1};
	unsigned n = 0;
	struct pn_walk walk = {stop_at_second, dump_limit, &n, false};
	struct pn_side side;

	(void)state;
	assert_int_equal(
	    pn_message_walk(msg, &roomy, &walk, &side), PN_ERR_TIMEOUT);
	assert_int_equal(n, 2);
	pn_side_free(&side);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nodes_of_a_message),
	    cmocka_unit_test(odd_bytes_always_give_an_answer),
	    cmocka_unit_test(the_callback_ends_the_walk),
	};

	pn_message_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
