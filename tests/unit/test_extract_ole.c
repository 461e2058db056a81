/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Compound files: properties, embedded files, macros, unknown streams
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "unit/extract_rows.h"

struct row {
	const char *name;
	const char *file;
	const char *want; /* a piece of what comes out */
};

/* lacks - is WANT missing in what comes out of the row's file? Says so */
static bool
lacks(const struct row *row)
{
	char *got = dump_of("", row->file);
	bool found = strstr(got, row->want) != NULL;

	if (!found)
		print_message(
		    "row %s: no %s in\n%s\n", row->name, row->want, got);
	free(got);
	return !found;
}

static const struct row rows[] = {
    {"a locked package is encrypted", "ole/agile-aes256.docx", "encrypted\n"},
    {"an unknown file stays unscannable", "ole/tree-v3.cfb",
	"unscannable no-reader\n"},
    {"its texts are told", "ole/tree-v3.cfb",
	"member Info embedded hidden \ntext  |control name\n"},
    {"text that Word shows", "doc/body.doc",
	"text  |First Zo\303\253 2024 \342\200\223 caf\303\251.\\n"
	"Seen again.\\nOn paper on blue.\\nKept text.\\n"
	"Note and end.\\nRemark here, a link.\\n\n"
	"table  table 1|0,0=Name|0,1=Born|1,0=Ann Sample|1,1=2010-05-04|\n"
	"text  |Last line.\\n\n"},
    {"a table of many columns", "doc/wide.doc",
	"|0,11=H11|1,0=A0|1,1=A1|1,2=A2|1,3=A3|1,4=A4|1,5=A5|1,6=A6|1,7=A7|"
	"1,8=A8|1,9=A9|1,10=A10|1,11=A11|2,0=B0|"},
    {"hidden and white text", "doc/body.doc",
	"text H style|vanished QQ123456C\\nwhite words\n"},
    {"deleted text", "doc/body.doc", "text H deletion|gone\n"},
    {"notes, headers, footers", "doc/body.doc",
	"text  footnotes|\tat the foot\\n\n"
	"text  header|Top of page\\n\n"
	"text  footer|Foot of page\\n\n"
	"text H comment|said aside\n"
	"text  endnotes|\tat the end\\n\n"
	"text  text box|in a box\\n\n"},
    {"properties", "doc/body.doc", "text H metadata|Case: QQ123456C\\n\n"},
    {"it ends well", "doc/body.doc", "hidden metadata\nscanned\n"},
    {"a piece that a fast save hid", "doc/saved.doc",
	"text  |Seen at last.\\n\n"
	"text H style|put away \342\200\223 Zo\303\253\n"},
    {"text that no piece refers to", "doc/saved.doc",
	"text H earlier text|the earlier plan named QQ123456C here\\n\\n\n"
	"hidden style\nhidden revision\nscanned\n"},
    {"a document in a document", "doc/objects.doc",
	"member _200 embedded hidden \ntext  |A document inside.\\n\nscanned\n"},
    {"a file in a package", "doc/objects.doc",
	"member list.csv embedded hidden \n"
	"table  |0,0=Name|0,1=NINO|0,2=Class|1,0=Ann|1,1=QQ123456C|1,2=7|\n"},
    {"macros, the empty one left out", "doc/objects.doc",
	"text H macro Tools|Sub Pay()\\n' key of J Sample: QQ123456C\\n"
	"End Sub\\n\nmember list.csv"},
    {"XML that goes with it", "doc/objects.doc",
	"member custom XML embedded hidden \ntext  |case: QQ123456C\\n\n"},
    {"a stream that nobody knows", "doc/objects.doc",
	"left over QQ123456C\\n\n"},
    {"and it ends well", "doc/objects.doc",
	"hidden embedded\nhidden macro\nhidden custom-xml\nhidden stream\nscanned\n"},
    {"Word 6", "doc/word6.doc",
	"text  |Caf\303\251 \342\200\223 old\\nName\tBorn\t\\n"
	"Ann\t2010\t\\nend\\n\nscanned\n"},
    {"Word 2", "doc/word2.doc",
	"text  |Caf\303\251 \342\200\223 old\\nName\tBorn\t\\n"
	"Ann\t2010\t\\nend\\n\nscanned\n"},
    {"no piece table", "doc/broken.doc",
	"text H |Body of the text.\\n\\n\nhidden stream\n"
	"unscannable damaged\n"},
    {"slides in order", "ppt/show.ppt",
	"text  slide 1|Welcome Zo\303\253\\nSecond line\\n\n"
	"text H slide 1, off-slide|aside QQ123456C\n"
	"text H slide 1, comment|remark on it\\n\n"
	"text H slide 1, notes|say this aloud\\n\n"
	"text H slide 2|kept back\\n\n"},
    {"a table on a slide", "ppt/show.ppt",
	"table  slide 3, table 1|0,0=Name|0,1=Born|1,0=Ann Sample|"
	"1,1=2010-05-04|\n"},
    {"slides of an earlier save", "ppt/show.ppt",
	"text H earlier text|before: QQ123456C\\n\n"},
    {"what is hidden in a show", "ppt/show.ppt",
	"hidden off-slide\nhidden comment\nhidden notes\nhidden slide\n"
	"hidden revision\nscanned\n"},
    {"a sealed show is encrypted", "ole/rc4-128.ppt", "encrypted\n"},
    {"a sealed one is encrypted", "ole/rc4-128.doc", "encrypted\n"},
    {"one with rights is encrypted", "ole/irm.doc", "encrypted\n"},
};

static void
nothing_in_a_compound_file_goes_unseen(void **state)
{
	unsigned bad = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		bad += lacks(&rows[i]);
	assert_int_equal(bad, 0);
}

static void
text_that_pieces_share_counts_as_unpacked(void **state)
{
	size_t n;
	unsigned char *bytes = dump_file("doc/shared.doc", &n);
	struct dump d;

	(void)state;
	assert_non_null(bytes);
	dump_init(&d);
	d.budget.unpacked_left = 20000;
	dump_run(&d, pn_recognise((struct pn_bytes){bytes, n}),
	    (struct pn_bytes){bytes, n}, NULL);
	assert_non_null(strstr(d.out.data, "\nlimit unpacked\n"));
	pn_buf_free(&d.out);
	pn_buf_free(&d.hidden);
	free(bytes);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nothing_in_a_compound_file_goes_unseen),
	    cmocka_unit_test(text_that_pieces_share_counts_as_unpacked),
	};

	pn_extract_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
