/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rich text: what a reader sees, what it does not, what is inside, and bombs
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "unit/extract_dump.h"

#define FONTS                                                                  \
	"{\\fonttbl{\\f0\\fcharset0 Arial;}{\\f1\\fcharset204 C;}"             \
	"{\\f2\\fcharset128 J;}{\\f3\\cpg850 O;}}"
#define COLOURS                                                                \
	"{\\colortbl;\\red255\\green255\\blue255;\\red0\\green0\\blue0;}"
#define HEAD "{\\rtf1\\ansi\\deff0" FONTS COLOURS
#define ROW(a, b)                                                              \
	"\\trowd\\cellx1\\cellx2\\pard\\intbl " a "\\cell " b "\\cell\\row"

/* One line that an extraction must, or must not, hold. */
struct row {
	const char *name;
	const char *rtf; /* a document; or FILE */
	const char *line;
	bool absent;
};

static const struct row documents[] = {
    {"runs are joined", HEAD "943{\\b  476}{\\i  5919}}",
	"text  |943 476 5919\n", false},
    {"line ends of the file are none", HEAD "QQ\r\n12\n3456C}",
	"text  |QQ123456C\n", false},
    {"an unknown word splits no number", HEAD "QQ12\\zzz9 3456C}",
	"text  |QQ123456C\n", false},
    {"default code page", HEAD "Caf\\'e9}", "text  |Caf\xc3\xa9\n", false},
    {"code page of the document", "{\\rtf1\\ansi\\ansicpg1250 \\'f8}",
	"text  |\xc5\x99\n", false},
    {"Macintosh", "{\\rtf1\\mac \\'8e}", "text  |\xc3\xa9\n", false},
    {"charset of a font", HEAD "{\\f1 \\'cf}\\'e9}",
	"text  |\xd0\x9f\xc3\xa9\n", false},
    {"two bytes to a character", HEAD "\\f2 \\'82\\'a0\\'82\\'a2}",
	"text  |\xe3\x81\x82\xe3\x81\x84\n", false},
    {"code page of a font", HEAD "\\f3 \\'82}", "text  |\xc3\xa9\n", false},
    {"Unicode, its substitute left out", HEAD "a\\u233?b\\u8211\\'96c}",
	"text  |a\xc3\xa9"
	"b\xe2\x80\x93"
	"c\n",
	false},
    {"number of substitutes", HEAD "{\\uc2\\u233 ??}{\\uc0\\u233 ?}}",
	"text  |\xc3\xa9\xc3\xa9?\n", false},
    {"pairs of halves", HEAD "\\u-10179?\\u-8704?}",
	"text  |\xf0\x9f\x98\x80\n", false},
    {"letters of a symbol font", HEAD "\\u-4047?\\u-4046?}", "text  |12\n",
	false},
    {"a group ends the substitute", HEAD "{\\u233}x}", "text  |\xc3\xa9x\n",
	false},
    {"signs", HEAD "\\{\\}\\\\ 1\\_2\\-3\\~4\\emdash 5}",
	"text  |{}\\ 1-23\xc2\xa0"
	"4\xe2\x80\x94"
	"5\n",
	false},
    {"lines", HEAD "a\\par b\\line c\\\nd}", "text  |a\\nb\\nc\\nd\n", false},

    {"table",
	HEAD ROW("Name", "NINO") ROW("Ann", "QQ{\\b 123456}C") "\\pard after}",
	"table  table 1|0,0=Name|0,1=NINO|1,0=Ann|1,1=QQ123456C|\n"
	"text  |after\n",
	false},
    {"table without the word for it",
	HEAD "\\trowd\\cellx1 a\\cell b\\cell\\row"
	     "\\trowd\\cellx1 c\\cell d\\cell\\row\\pard e}",
	"table  table 1|0,0=a|0,1=b|1,0=c|1,1=d|\ntext  |e\n", false},
    {"table in a table",
	HEAD "\\trowd\\pard\\intbl out{\\par\\intbl\\itap2 a\\nestcell "
	     "b\\nestcell{\\*\\nesttableprops\\trowd\\nestrow}"
	     "c\\nestcell d\\nestcell{\\nonesttables\\par}"
	     "{\\*\\nesttableprops\\trowd\\nestrow}}\\cell\\row}",
	"table  table 1|0,0=a|0,1=b|1,0=c|1,1=d|\n", false},
    {"an empty cell keeps its place", HEAD ROW("a", "b") ROW("", "c") "}",
	"|1,0=|1,1=c|\n", false},

    {"hidden text", HEAD "12{\\v secret}34}",
	"text  |1234\ntext H style|secret\nhidden style\n", false},
    {"hidden until said otherwise", HEAD "{\\v secret\\v0 seen}}",
	"text  |seen\n", false},
    {"tracked deletion", HEAD "12{\\deleted struck}34}",
	"text  |1234\ntext H deletion|struck\n", false},
    {"tiny", HEAD "{\\fs2 small}}", "text H style|small\n", false},
    {"white on white", HEAD "{\\cf1 white}}", "text H style|white\n", false},
    {"white on black is seen", HEAD "{\\cf1\\chcbpat2 white}}",
	"text  |white\n", false},
    {"white on a dark paragraph is seen", HEAD "\\pard\\cbpat2\\cf1 white}",
	"text  |white\n", false},
    {"white in a dark cell is seen",
	HEAD "\\trowd\\cellx1\\clcbpat2\\cellx2\\pard\\intbl a\\cell"
	     "{\\cf1 white}\\cell\\row" ROW("c", "d") "}",
	"0,1=white|", false},
    {"white in the next cell is not",
	HEAD "\\trowd\\clcbpat2\\cellx1\\cellx2\\pard\\intbl a\\cell"
	     "{\\cf1 white}\\cell\\row" ROW("c", "d") "}",
	"text H style|white\n", false},
    {"black on black", HEAD "{\\highlight2 redacted}}",
	"text H style|redacted\n", false},
    {"highlighted is seen", HEAD "{\\cf2\\highlight1 text}}", "text  |text\n",
	false},
    {"default colour is seen", HEAD "{\\cf0 text}}", "text  |text\n", false},
    {"destination that nobody knows", HEAD "a{\\*\\zzz secret}b}",
	"text  |ab\ntext H destination|secret\n", false},
    {"one in another", HEAD "{\\*\\zzz{\\*\\yyy secret}}}",
	"text H destination|secret\n", false},
    {"names of styles are no text",
	HEAD "{\\stylesheet{\\s0 Normal;}{\\*\\cs1 Other;}}x}",
	"text  |x\nscanned\n", false},

    {"footnote splits no word", HEAD "12{\\footnote a note}34}",
	"text  footnotes|a note\ntext  |1234\n", false},
    {"page header", HEAD "{\\headerr top\\par}x}", "text  header|top\\n\n",
	false},
    {"comment and its author",
	HEAD "x{\\*\\atnid AB}{\\*\\atnauthor A B}{\\*\\annotation why}}",
	"text H comment|A B: why\n", false},
    {"field: the result is seen",
	HEAD "{\\field{\\*\\fldinst HYPERLINK \"mailto:a@b.example\"}"
	     "{\\fldrslt link}}}",
	"text  |link\n", false},
    {"field: what it does is not",
	HEAD "{\\field{\\*\\fldinst HYPERLINK \"mailto:a@b.example\"}"
	     "{\\fldrslt link}}}",
	"text H field|HYPERLINK \"mailto:a@b.example\"", false},
    {"marks of a table of contents are no text",
	HEAD "{\\field{\\*\\fldinst PAGEREF _Toc123456789}{\\fldrslt 3}}}",
	"_Toc", true},
    {"properties, and who wrote",
	HEAD "{\\info{\\title The title}{\\author Some Author}}"
	     "{\\*\\userprops{\\propname Pupil}\\proptype30"
	     "{\\staticval A N Other}}{\\*\\docvar{x}{y}}}",
	"text H metadata|The title\\nSome Author\\nPupil: A N Other\\nx y\n",
	false},
    {"a drawing outside of the page",
	HEAD "{\\shp{\\*\\shpinst\\shpleft-20000\\shpright-9000"
	     "{\\shptxt far off\\par}}}}",
	"text H outside|far off", false},
    {"a drawing that is hidden",
	HEAD "{\\shp{\\*\\shpinst{\\sp{\\sn fHidden}{\\sv 1}}"
	     "{\\shptxt put away\\par}}}}",
	"text H shape|put away", false},
    {"tracked insertions are told twice", HEAD "a {\\revised new}}",
	"text  |a new\ntext H insertion|new", false},
    {"text box, once",
	HEAD "{\\shp{\\*\\shpinst{\\shptxt boxed\\par}}"
	     "{\\shprslt{\\*\\do{\\dptxbxtext boxed\\par}}}}}",
	"text  text box|boxed\\n\nscanned\n", false},
    {"text box: another text for old readers",
	HEAD "{\\shp{\\*\\shpinst{\\shptxt boxed\\par}}"
	     "{\\shprslt{\\*\\do{\\dptxbxtext other\\par}}}}}",
	"text H alternate|other", false},
    {"drawn text and its description",
	HEAD "{\\shp{\\*\\shpinst{\\sp{\\sn gtextUNICODE}{\\sv drawn}}"
	     "{\\sp{\\sn wzDescription}{\\sv about}}}}}",
	"text  |drawn\ntext H attribute|about\n", false},
    {"two forms of one text", HEAD "{\\upr{A1}{\\*\\ud{\\u193?1}}}}",
	"\xc3\x81"
	"1",
	false},
    {"list number", HEAD "{\\listtext 1.\\tab}item}", "text  |1.\titem\n",
	false},

    {"a document in front of Word's least", "{\\rtxa seen}",
	"text  |seen\nscanned\n", false},
    {"blanks and a mark before it", "\xef\xbb\xbf \r\n{\\rtf1 seen}",
	"text  |seen\nscanned\n", false},
    {"cut off is not damaged", HEAD "some{\\b text", "text  |sometext\nscanned",
	false},
    {"one brace too many", HEAD "seen}} more \\b 12{\\b 34}",
	"text H trailing|more 1234\n", false},
    {"a file behind the document", HEAD "seen}<html><body>more</body>",
	"hidden trailing\n", false},
    {"raw bytes that are not there", HEAD "\\bin99 text}",
	"text  |text\nunscannable damaged\n", false},
    {"raw bytes in the text", HEAD "\\bin6 secret seen}",
	"member - embedded hidden \ntext  |secret\nscanned\ntext  | seen\n",
	false},
};

static const struct row files[] = {
    {"office: runs joined", "rtf/office.rtf", "|NHS 9434765919\\nwith tab",
	false},
    {"office: deletion", "rtf/office.rtf", "text H deletion|struck QQ123456C\n",
	false},
    {"office: hidden, white", "rtf/office.rtf", "text H style|secret\\nwhite\n",
	false},
    {"office: innermost table", "rtf/office.rtf",
	"table  table 1|0,0=a|0,1=b|1,0=c|1,1=d|\n", false},
    {"packed file under its name", "rtf/objects.rtf",
	"member people.csv embedded hidden \ntext  |Name,NHS number\\nAnn Other,"
	"9434765919\\n",
	false},
    {"digits cut by words and groups", "rtf/objects.rtf",
	"member untidy.txt embedded hidden \ntext  |NHS 9434765919\n", false},
    {"raw bytes among the digits", "rtf/objects.rtf",
	"member raw.txt embedded hidden \ntext  |raw bytes {\\b\n", false},
    {"compound file", "rtf/objects.rtf", "text  |in a storage\n", false},
    {"picture once, as a member", "rtf/objects.rtf",
	"member - embedded \nskipped\ntext  |before shown after\n", false},
    {"HTML in rich text, told once, in its own characters", "rtf/mail.rtf",
	"member - \ntext  |Caf\xc3\xa9 9434765919& morelink\\n\nscanned\n",
	false},
    {"what only the rich text shows", "rtf/mail.rtf",
	"\\nseen only here &\nhidden alternate\n", false},
};

/* check - does the extraction of the N bytes at S hold what ROW wants? */
static void
check(const struct row *row, const void *s, size_t n)
{
	char *got = dump_string(s, n, NULL, true);
	bool found = strstr(got, row->line) != NULL;

	if (found == row->absent)
		print_message("row: %s\ngot: %.4000s\n", row->name, got);
	assert_true(found != row->absent);
	assert_null(strstr(got, "INVALID"));
	free(got);
}

static void
text_is_read_as_a_reader_shows_it(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(documents) / sizeof(documents[0]); i++)
		check(
		    &documents[i], documents[i].rtf, strlen(documents[i].rtf));
}

static void
files_are_read_whole(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		size_t n;
		unsigned char *bytes = dump_file(files[i].rtf, &n);

		assert_non_null(bytes);
		check(&files[i], bytes, n);
		free(bytes);
	}
}

/* repeated - N times S, for free(); its length in *LEN */
static char *
repeated(const char *s, size_t n, size_t *len)
{
	size_t one = strlen(s);
	char *all = pn_alloc(n * one + 1);

	for (size_t i = 0; i < n; i++)
		memcpy(all + i * one, s, one);
	*len = n * one;
	return all;
}

static void
a_million_of_anything_ends(void **state)
{
	static const struct {
		const char *name, *part, *end;
	} bombs[] = {
	    {"groups", "{\\rtf1 a{", "limit nesting\n"},
	    {"stories", "{\\rtf1 a{\\footnote b{", "limit nesting\n"},
	    {"rows", "\\trowd a\\cell\\row", "scanned\n"},
	    {"tables", "\\pard\\itap200 a\\pard b", "scanned\n"},
	    {"documents", "{\\rtf1}", "scanned\n"},
	    {"objects", "{\\object{\\*\\objdata 01}}", "scanned\n"},
	    {"fields", "{\\field{\\*\\fldinst a", "limit nesting\n"},
	    {"substitutes", "\\uc200\\u-4047", "scanned\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bombs) / sizeof(bombs[0]); i++) {
		size_t len, n;
		char *part = repeated(bombs[i].part, 100000, &len);
		char *rtf = pn_printf("{\\rtf1 %s", part);
		char *got = dump_string(rtf, strlen(rtf), NULL, false);
		const char *end;

		n = strlen(got);
		end = got + n -
		      (strlen(bombs[i].end) < n ? strlen(bombs[i].end) : n);
		if (strcmp(end, bombs[i].end) != 0)
			print_message("row: %s: %.200s\n", bombs[i].name, end);
		assert_string_equal(end, bombs[i].end);
		free(got);
		free(rtf);
		free(part);
	}
}

/* groups beyond the limit lose no text and are told */
static void
deep_groups_are_read_and_told(void **state)
{
	size_t len;
	char *open = repeated("{", 100000, &len);
	char *rtf = pn_printf("{\\rtf1 %s9434765919", open);
	char *got = dump_string(rtf, strlen(rtf), NULL, false);

	(void)state;
	assert_string_equal(got, "text  |9434765919\nlimit nesting\n");
	free(got);
	free(rtf);
	free(open);
}

/* every cut and every changed byte of a document ends in an outcome */
static void
damaged_documents_end(void **state)
{
	(void)state;
	for (size_t f = 0; f < sizeof(files) / sizeof(files[0]); f += 4) {
		size_t n;
		unsigned char *bytes = dump_file(files[f].rtf, &n);

		for (size_t cut = 0; cut < n; cut += 89) {
			char *got = dump_string(bytes, cut, NULL, true);

			assert_null(strstr(got, "INVALID"));
			free(got);
		}
		for (size_t at = 0; at < n; at += 37) {
			unsigned char was = bytes[at];
			char *got;

			bytes[at] = "{}\\;\0'"[at % 6];
			got = dump_string(bytes, n, NULL, true);
			assert_null(strstr(got, "INVALID"));
			free(got);
			bytes[at] = was;
		}
		free(bytes);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(text_is_read_as_a_reader_shows_it),
	    cmocka_unit_test(files_are_read_whole),
	    cmocka_unit_test(a_million_of_anything_ends),
	    cmocka_unit_test(deep_groups_are_read_and_told),
	    cmocka_unit_test(damaged_documents_end),
	};

	pn_extract_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
