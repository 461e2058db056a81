/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What PDF files hold beside the text of their pages: each file of
 * tests/data/pdf/doc-*.pdf against everything that comes out of it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "unit/extract_rows.h"
#include "extract/pdf/filter.h"
#include "extract/pdf/heard.h"
#include "extract/pdf/object.h"
#include "extract/pdf/objmap.h"

static const struct {
	const char *name, *file, *want;
} rows[] = {
    {"document properties are hidden, without what programs write", "info",
	"text  page 1|Reading list\\n\n"
	"text H document properties|Author: A. Writer\\nCase: No. "
	"7\\nProducer: a program\\nTitle: Minutes\n"
	"text H document properties|Pupil: QQ123456C\\ndescription: "
	"Notes on a case\n"
	"hidden metadata\n"
	"scanned\n"},
    {"fields come with their labels, unseen ones hidden", "form",
	"text  page 1|Please fill in\\nQQ123456C\\n\n"
	"text  page 1, form field nino|NI number: QQ123456C\n"
	"text  page 1, form field school|school: Lake School\n"
	"text  page 1, form field school|school:\\nHill "
	"School\\nLake School\n"
	"text  page 1, form field address|address: 1 Low Road\n"
	"text H page 1, form field address|address: no address\n"
	"text H page 1, form field secret|secret: hidden value\n"
	"text H form field nowhere|nowhere: kept for later\n"
	"text H XFA form|nino: QQ123456C\\nnote: said in private\n"
	"hidden form-field\n"
	"hidden xfa\n"
	"scanned\n"},
    {"annotations: what shows, what opens, what is attached", "annots",
	"text  page 1|A letter\\nApproved by Ann\\n\n"
	"text H page 1, annotation|Ann: what about QQ123456C?\n"
	"text  page 1, link|mailto:parent@home.example\n"
	"text H page 1, annotation|X\n"
	"member pinned.txt embedded \n"
	"text  |on a pin\n"
	"scanned\n"
	"text H page 1, annotation|kept from view\n"
	"hidden comment\n"
	"hidden redaction\n"
	"hidden annotation\n"
	"scanned\n"},
    {"embedded files, hidden where no list names them", "files",
	"text  page 1|With files\\n\n"
	"member ä.txt embedded \n"
	"text  |listed\n"
	"scanned\n"
	"text  attachment description|a list\n"
	"member b.txt embedded hidden \n"
	"text  |associated\n"
	"scanned\n"
	"member - embedded hidden \n"
	"text  |nobody names it\n"
	"scanned\n"
	"hidden embedded-file\n"
	"scanned\n"},
    {"bookmarks, alternate texts, scripts; loops end", "extras",
	"text  page 1|Chapter one\\n\n"
	"text  bookmarks|On Ann\n"
	"text H alternate text|A boy at a desk\n"
	"text H replacement text|hello\n"
	"text H script|var n = 'QQ123456C';\n"
	"text H script|app.alert('open')\n"
	"hidden alt-text\n"
	"hidden script\n"
	"scanned\n"},
    {"the same from object streams", "objstm",
	"text  page 1|Chapter one\\n\n"
	"text  bookmarks|On Ann\n"
	"text H alternate text|A boy at a desk\n"
	"text H replacement text|hello\n"
	"text H script|var n = 'QQ123456C';\n"
	"text H script|app.alert('open')\n"
	"hidden alt-text\n"
	"hidden script\n"
	"scanned\n"},
    {"object streams without cross references", "lost-xref",
	"text  page 1|Chapter one\\n\n"
	"text  bookmarks|On Ann\n"
	"text H alternate text|A boy at a desk\n"
	"text H replacement text|hello\n"
	"text H script|var n = 'QQ123456C';\n"
	"text H script|app.alert('open')\n"
	"hidden alt-text\n"
	"hidden script\n"
	"unscannable damaged\n"},
    {"object streams in a file that was cut", "lost-end",
	"text  page 1|Chapter one\\n\n"
	"text  bookmarks|On Ann\n"
	"text H alternate text|A boy at a desk\n"
	"text H replacement text|hello\n"
	"text H script|var n = 'QQ123456C';\n"
	"text H script|app.alert('open')\n"
	"hidden alt-text\n"
	"hidden script\n"
	"unscannable damaged\n"},
    {"what an earlier version said and this one does not", "revision",
	"text  page 1|NI number withheld of Ann\\n\n"
	"text H earlier version, page 1|NI number QQ123456C of "
	"Ann\\n\n"
	"hidden revision\n"
	"scanned\n"},
    {"a page that was deleted two saves ago", "page-gone",
	"text  page 1|Page one\\n\n"
	"text H earlier version, page 2|Page two\\n\n"
	"hidden revision\n"
	"scanned\n"},
    {"a form that was filled in hides nothing", "filled",
	"text  page 1|A form\\n\n"
	"text  page 1, form field name|name: Ann\n"
	"scanned\n"},
    {"the two ends of a linearized file are no versions", "linear",
	"text  page 1|Reading list\\n\n"
	"scanned\n"},
    {"pages out of the tree, content and notes that nothing names", "orphan",
	"text  page 1|Kept page\\n\n"
	"text H unused page|Page that was taken out\\n\n"
	"text H unused content|Content of nothing\\n\n"
	"text H unused object|a note of nobody\\n\n"
	"hidden orphan\n"
	"scanned\n"},
    {"an object that the cross references leave out", "unlisted",
	"text  page 1|Kept page\\n\n"
	"text H unused content|Left out of the list\\n\n"
	"hidden orphan\n"
	"scanned\n"},
    {"a web page in front", "front",
	"text  page 1|Behind a page\\n\n"
	"member bytes before the document embedded hidden \n"
	"text  |a page in front of it\\n\n"
	"scanned\n"
	"hidden trailing\n"
	"scanned\n"},
    {"an archive behind", "behind",
	"text  page 1|In front of it\\n\n"
	"member bytes after the document embedded hidden \n"
	"text N file names|inside.txt\\n\n"
	"member inside.txt \n"
	"text  |in the archive behind\n"
	"scanned\n"
	"scanned\n"
	"hidden trailing\n"
	"scanned\n"},
    {"words and comments between objects", "between",
	"text  page 1|In the middle\\n\n"
	"member bytes between objects embedded hidden \n"
	"text  |words between two objects\n"
	"scanned\n"
	"text H comment in the file| a remark: QQ123456C, to be "
	"kept\\n\n"
	"hidden trailing\n"
	"scanned\n"},
    {"filters in a chain", "filters",
	"text  page 1|Packed twice\\n\n"
	"scanned\n"},
    {"a stream that is cut gives what is before the cut", "cut-stream",
	"text  page 1|Packed twice\\n\n"
	"unscannable damaged\n"},
    {"pages in plain with an encrypted attachment", "locked-file",
	"text  page 1|Pages in plain\\n\n"
	"member sealed.txt embedded encrypted \n"
	"scanned\n"},
    {"one page named 2000 times and a loop", "many-kids",
	"text  page 1|Many times\\n\n"
	"unscannable page-tree\n"},
    {"a page tree that doubles at each of 100 levels", "bomb-deep",
	"text H unused page|Reading list\\n\n"
	"hidden orphan\n"
	"unscannable page-tree\n"},
    {"a stream packed three times", "bomb-filters", "limit ratio\n"},
    {"an object stream that is a bomb", "bomb-objstm",
	"text  page 1|Reading list\\n\n"
	"limit ratio\n"},
};

static void
files_give_all_that_is_in_them(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *file = pn_printf("doc-%s.pdf", rows[i].file);
		char *got = dump_of("pdf", file);

		if (strcmp(got, rows[i].want) != 0)
			print_message("row: %s\n", rows[i].name);
		assert_string_equal(got, rows[i].want);
		free(got);
		free(file);
	}
}

#define BYTES(s) s, sizeof(s) - 1

static void
bids_go_by_more_than_a_mention(void **state)
{
	static const struct {
		const char *name, *bytes;
		size_t n;
		const char *format;
	} row[] = {
	    {"a text that names the sign", BYTES("%PDF-1.7 is a sign\n"),
		"text"},
	    {"a text that names it later", BYTES("see %PDF-1.7 here\n"),
		"text"},
	    {"a file that was cut", BYTES("%PDF-1.7\n1 0 obj\n<< /A "), "pdf"},
	    {"behind a wrapper",
		BYTES("wrapped\n%PDF-1.7\n1 0 obj\n1\nendobj\n"
		      "startxref\n0\n%%EOF\n"),
		"pdf"},
	    {"without a header",
		BYTES("1 0 obj\n1\nendobj\nstartxref\n0\n%%EOF\n"), "pdf"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		struct pn_kind k = pn_recognise((struct pn_bytes){
		    (const unsigned char *)row[i].bytes, row[i].n});

		if (strcmp(k.format, row[i].format) != 0)
			fail_msg("%s: %s", row[i].name, k.format);
	}
}

/* A job whose taker takes nothing, for the functions below. */
struct silence {
	struct dump d;
	struct pn_taker taker;
	struct pn_job job;
};

static void
silence_init(struct silence *s)
{
	dump_init(&s->d);
	s->taker = (struct pn_taker){
	    {dump_text, &s->d}, dump_member, dump_hidden, &s->d};
	s->job = (struct pn_job){.budget = &s->d.budget, .taker = &s->taker};
}

static void
silence_free(struct silence *s)
{
	pn_buf_free(&s->d.out);
	pn_buf_free(&s->d.hidden);
}

static void
filters_decode_by_the_standard(void **state)
{
	static const struct {
		const char *name;
		pn_filter *run;
		const char *in;
		size_t n;
		const char *want;
		bool damaged;
	} row[] = {
	    {"ASCII85", pn_filter_ascii85, BYTES("87cURD]i,\"Ebo80~>"),
		"Hello World!", false},
	    {"ASCII85, a group of 2", pn_filter_ascii85,
		BYTES("<~87 cU\nRDZ~>"), "Hello", false},
	    {"hexadecimal, odd", pn_filter_hex, BYTES("48 65 6c6C 6f7>"),
		"Hellop", false},
	    {"runs", pn_filter_runs, BYTES("\2abc\xfex\x80zz"), "abcxxx",
		false},
	    {"runs, cut", pn_filter_runs, BYTES("\5ab"), "ab", true},
	    {"LZW of the standard's example", pn_filter_lzw,
		BYTES("\x80\x0B\x60\x50\x22\x0C\x0C\x85\x01"), "-----A---B",
		false},
	    {"deflate, stored", pn_filter_flate,
		BYTES("\x78\x01\x01\3\0\xfc\xff"
		      "abc\x02\x4d\x01\x27"),
		"abc", false},
	    {"deflate, another checksum", pn_filter_flate,
		BYTES("\x78\x01\x01\3\0\xfc\xff"
		      "abc\x02\x4d\x01\x28"),
		"abc", true},
	    {"deflate, without one", pn_filter_flate,
		BYTES("\x78\x01\x01\3\0\xfc\xff"
		      "abc"),
		"abc", false},
	    {"deflate, flushed and not ended", pn_filter_flate,
		BYTES("\x78\x9c\0\3\0\xfc\xff"
		      "abc\0\0\0\xff\xff"),
		"abc", false},
	    {"deflate, nothing", pn_filter_flate, BYTES(""), "", false},
	    {"deflate, fixed code, cut", pn_filter_flate,
		BYTES("\x78\x9c\x4b\x4c\x4a"), "ab", true},
	};
	const struct pn_filter_params p = {1, 1, 8, 1, true};

	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		struct pn_bytes in = {
		    (const unsigned char *)row[i].in, row[i].n};
		struct silence s;
		struct pn_buf out;
		bool damaged = false;

		silence_init(&s);
		pn_buf_init(&out, pn_filter_room(&s.job));
		assert_int_equal(
		    row[i].run(&s.job, in, &p, &out, &damaged), PN_OK);
		if (strcmp(out.data, row[i].want) != 0 ||
		    damaged != row[i].damaged)
			fail_msg("%s: %s", row[i].name, out.data);
		pn_buf_free(&out);
		silence_free(&s);
	}
}

static void
predictors_are_undone(void **state)
{
	static const struct pn_filter_params p = {15, 1, 8, 3, true};
	static const char rows_in[] = "\0abc\2\1\1\1\1\x64\1\1";
	struct pn_buf b;

	(void)state;
	pn_buf_init(&b, 100);
	assert_int_equal(pn_buf_add(&b, rows_in, 12), PN_OK);
	pn_filter_predictor(&p, &b);
	assert_string_equal(b.data, "abcbcddef");
	pn_buf_free(&b);
}

static void
words_are_heard_without_their_case(void **state)
{
	struct pn_heard h = {0};
	const char *said = "Ann's number: (QQ123456C).";

	(void)state;
	pn_heard_add(
	    &h, (struct pn_bytes){(const unsigned char *)said, strlen(said)});
	assert_true(
	    pn_heard_all(&h, (struct pn_bytes){(const unsigned char *)BYTES(
				 "qq123456c NUMBER")}));
	assert_false(
	    pn_heard_all(&h, (struct pn_bytes){(const unsigned char *)BYTES(
				 "number QQ123456D")}));
	assert_true(pn_heard_all(
	    &h, (struct pn_bytes){(const unsigned char *)BYTES(" - \n")}));
	pn_heard_free(&h);
}

static void
objects_are_found_in_the_bytes(void **state)
{
	static const char file[] =
	    "%PDF-1.7\n1 0 obj\n<< /Type /Page /A 2 0 R >>\nendobj\n"
	    "2 0 obj << /Length 12 >>\nstream\n9 0 obj 1234\nendstream\n"
	    "endobj 1 0 obj 5 endobj";
	struct pn_objmap m = {0};
	struct silence s;

	(void)state;
	silence_init(&s);
	assert_int_equal(pn_objmap_scan(&s.job,
			     (struct pn_bytes){
				 (const unsigned char *)file, sizeof(file) - 1},
			     &m),
	    PN_OK);
	assert_int_equal(m.n, 3);
	assert_int_equal(m.bodies[0].id.num, 1);
	assert_true(m.bodies[0].page && m.bodies[0].old);
	assert_int_equal(m.bodies[1].id.num, 2);
	assert_true(m.bodies[1].data > m.bodies[1].dict);
	assert_false(m.bodies[2].old);
	pn_objmap_free(&m);
	silence_free(&s);
}

/* text_of - a text string as UTF-8, by way of a file with that one object */
static char *
text_of(struct silence *s, const char *string)
{
	char *file = pn_printf("%%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages "
			       "<< /Kids [] >> /S %s >>\nendobj\n"
			       "trailer << /Root 1 0 R >>\n",
	    string);
	struct pn_pdf *pdf = NULL;
	struct pn_buf out;

	pn_buf_init(&out, 1000);
	assert_int_equal(
	    pn_pdf_open(&s->job,
		(struct pn_bytes){(unsigned char *)file, strlen(file)},
		PN_PDF_REPAIR, &pdf),
	    PN_OK);
	assert_true(pdf->repaired);
	pn_obj_text(pdf, pn_obj_get(pdf, pn_obj_root(pdf), "/S"), &out);
	pn_pdf_close(&pdf);
	free(file);
	return pn_buf_take(&out);
}

static void
text_strings_are_read_in_their_encodings(void **state)
{
	static const struct {
		const char *in, *want;
	} row[] = {
	    {"(plain \\(text\\))", "plain (text)"},
	    {"<a080e5>", "\xe2\x82\xac\xe2\x80\xa2\xc3\xa5"},
	    {"<feff00e4d83dde00>", "\xc3\xa4\xf0\x9f\x98\x80"},
	    {"<fffee400>", "\xc3\xa4"},
	    {"<efbbbfc3a4>", "\xc3\xa4"},
	    {"<c3a4>", "\xc3\xa4"},
	    {"<feff001b0065006e001b0061>", "a"},
	    {"<feffd800>", "\xef\xbf\xbd"},
	};
	struct silence s;

	(void)state;
	silence_init(&s);
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		char *got = text_of(&s, row[i].in);

		assert_string_equal(got, row[i].want);
		free(got);
	}
	silence_free(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(files_give_all_that_is_in_them),
	    cmocka_unit_test(bids_go_by_more_than_a_mention),
	    cmocka_unit_test(filters_decode_by_the_standard),
	    cmocka_unit_test(predictors_are_undone),
	    cmocka_unit_test(words_are_heard_without_their_case),
	    cmocka_unit_test(objects_are_found_in_the_bytes),
	    cmocka_unit_test(text_strings_are_read_in_their_encodings),
	};

	pn_extract_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
