/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Workbooks before 2007: text in its cell, hidden content told, damage bounded
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "unit/extract_dump.h"

/* A piece that an extraction must, or must not, hold. */
struct row {
	const char *name;
	const char *file;
	const char *piece;
	bool absent;
};

static const struct row rows[] = {
    {"text and number", "xls/calc.xls", "|1,0=Pupil 0 Ü|1,1=9434765919|",
	false},
    {"number by its format", "xls/calc.xls", "|2,1=009-434-765920|", false},
    {"result of a formula", "xls/calc.xls", "|1,3=Pupil 0 Ü x|", false},
    {"hidden column", "xls/calc.xls", "|2,2~1.25|", false},
    {"white on white", "xls/calc.xls", "|3,0~Pupil 2 Ü|3,1=", false},
    {"hidden row", "xls/calc.xls", "|4,0~Pupil 3 Ü|4,1~", false},
    {"comment at its cell", "xls/calc.xls",
	"text H Pupils!B2 (comment)|QQ123456C\n", false},
    {"page header without its codes", "xls/calc.xls",
	"text  Pupils (page header)|\\nIn confidence\\n", false},
    {"hidden sheet", "xls/calc.xls", "table H Secret|0,0=hidden sheet|\n",
	false},
    {"names of sheets", "xls/calc.xls", "text  sheet names|Pupils\\n\n", false},
    {"kinds", "xls/calc.xls",
	"hidden comment\nhidden column\nhidden style\nhidden row\n"
	"hidden sheet\n",
	false},
    {"a file of a program is scanned", "xls/calc.xls", "scanned\n", false},

    {"string in one record", "xls/breaks.xls", "|0,0=first xxxx", false},
    {"formatting runs skipped", "xls/breaks.xls", "|0,1=rich|", false},
    {"phonetic text skipped", "xls/breaks.xls", "|1,0=日本語|", false},
    {"string over two records, wider in the second", "xls/breaks.xls",
	"|1,1=broken ☃wide|", false},
    {"string that begins with a record", "xls/breaks.xls", "|2,0=at start|",
	false},
    {"string that no cell shows", "xls/breaks.xls",
	"text H unused strings|nobody shows this\\n\n", false},
    {"cut file: what is there", "xls/cut.xls", "|0,0=first xxxx", false},
    {"cut file is damaged", "xls/cut.xls", "unscannable damaged\n", false},

    {"seen cell", "xls/hidden.xls", "|0,0=1|", false},
    {"colour of the paper", "xls/hidden.xls", "|0,1~222|", false},
    {"column without width", "xls/hidden.xls", "|0,2~333|", false},
    {"format that shows nothing", "xls/hidden.xls", "|0,3~444|", false},
    {"font of a point", "xls/hidden.xls", "|0,4~555|", false},
    {"white on a shade is seen", "xls/hidden.xls", "|0,5=666|", false},
    {"row marked as hidden", "xls/hidden.xls", "|1,0~777|", false},
    {"row without height", "xls/hidden.xls", "|2,0~888|", false},
    {"text in a hidden shape", "xls/hidden.xls",
	"text H Seen (text box)|boxed!\n", false},
    {"comment in two records", "xls/hidden.xls",
	"text H Seen!B5 (comment)|comment\n", false},
    {"author is no text", "xls/hidden.xls", "An Author", true},
    {"codes of a page header", "xls/hidden.xls", "|\\nLeft\\nMid & dle\\n\n",
	false},
    {"hidden sheet by state 1", "xls/hidden.xls", "table H Away|0,0=5|\n",
	false},
    {"and by state 2", "xls/hidden.xls", "table H Gone|0,0=6|\n", false},
    {"hidden name and its constant", "xls/hidden.xls",
	"text H defined names|hidden\\nSecret\\n\n", false},
    {"values of another file", "xls/hidden.xls",
	"text H external link|other.xls\\ncached\t9434765919\\n\n", false},

    {"text of a formula", "xls/formulas.xls", "|0,0=plain|", false},
    {"behind a shared formula", "xls/formulas.xls", "|0,1=shared|", false},
    {"behind an array, in two records", "xls/formulas.xls", "|0,2=long☃end|",
	false},
    {"truth and error", "xls/formulas.xls", "|1,0=TRUE|1,1=#N/A|", false},
    {"constants in formulas", "xls/formulas.xls",
	"text H formulas|constant\\n123456789\\n\n", false},
    {"rows put in order", "xls/formulas.xls", "|3,0=4539578763621486|4,0=10|",
	false},
    {"packed numbers", "xls/formulas.xls", "|4,0=10|4,1=12.5|4,2=100|\n",
	false},

    {"code page of Excel 5", "xls/biff5.xls", "table  Лист|0,0=Имя|0,1=rich|",
	false},
    {"comment of Excel 5 in two pieces", "xls/biff5.xls",
	"text H Лист!B1 (comment)|first part, again\n", false},
    {"Excel 2", "xls/biff2.xls",
	"|0,0=Label|0,1=1234|1,0=9434765919|1,1=result|\nscanned\n", false},
    {"workbook of Excel 4", "xls/biff4.xls",
	"table  One|0,0=first|\ntable  Two|0,0=second|\nscanned\n", false},
    {"locked workbook", "xls/locked.xls", "encrypted\n", false},
    {"tables of no strings, twice", "xls/twice.xls", "scanned\n", false},
};

static void
test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t n;
		unsigned char *bytes = dump_file(rows[i].file, &n);
		char *out = dump_string(bytes, n, NULL, false);

		if ((strstr(out, rows[i].piece) != NULL) == rows[i].absent)
			fail_msg("%s: %s", rows[i].name, out);
		free(out);
		free(bytes);
	}
}

/* a file that ends anywhere is told as damaged or was not recognised, and is
 * never read past its end */
static void
test_every_cut(void **state)
{
	static const char *const files[] = {"xls/breaks.xls", "xls/hidden.xls",
	    "xls/formulas.xls", "xls/biff2.xls"};

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		size_t n;
		unsigned char *bytes = dump_file(files[i], &n);

		for (size_t cut = n; cut-- > 0;) {
			unsigned char *copy = pn_alloc(cut);
			struct pn_kind kind;

			memcpy(copy, bytes, cut);
			kind = pn_recognise((struct pn_bytes){copy, cut});
			if (strcmp(kind.format, "xls") == 0)
				free(dump_string(copy, cut, NULL, false));
			free(copy);
		}
		free(bytes);
	}
}

/* every byte changed, one after the other: no crash, and an end */
static void
test_every_byte(void **state)
{
	static const char *const files[] = {
	    "xls/breaks.xls", "xls/hidden.xls", "xls/biff4.xls"};

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		size_t n;
		unsigned char *bytes = dump_file(files[i], &n);

		for (size_t k = 0; k < n; k++) {
			bytes[k] ^= 0xff;
			free(dump_string(bytes, n, NULL, false));
			bytes[k] ^= 0xff;
		}
		free(bytes);
	}
}

/* one long string shown by many cells ends with the budget of text */
static void
test_one_string_for_all(void **state)
{
	struct pn_buf b;
	unsigned char head[] = {0x09, 0x08, 16, 0, 0, 6, 0x10, 0, 0, 0, 0, 0, 0,
	    0, 0, 0, 0, 0, 0, 0};
	char *text = pn_alloc(8192), *out;

	(void)state;
	pn_buf_init(&b, 1u << 20);
	pn_buf_add(&b, head, sizeof(head));
	pn_buf_add(&b, "\xfc\0\x0b\x1f\1\0\0\0\1\0\0\0\0\x1f\0", 15);
	memset(text, 'a', 7936);
	pn_buf_add(&b, text, 7936);
	for (unsigned i = 0; i < 20000; i++) {
		char cell[] = {(char)0xfd, 0, 10, 0, (char)i, (char)(i >> 8), 0,
		    0, 0, 0, 0, 0, 0, 0};

		pn_buf_add(&b, cell, sizeof(cell));
	}
	pn_buf_add(&b, "\x0a\0\0\0", 4);
	out = dump_string(b.data, b.len, NULL, false);
	assert_non_null(strstr(out, "limit text\n"));
	free(out);
	free(text);
	pn_buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_rows),
	    cmocka_unit_test(test_every_cut),
	    cmocka_unit_test(test_every_byte),
	    cmocka_unit_test(test_one_string_for_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
