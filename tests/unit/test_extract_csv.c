/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tables as text: every separator with every quoting and character set, and
 * what is no table
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "unit/extract_dump.h"

#define ROWS 6
#define COLS 4

/* A cell of each kind that a writer has to take care of. */
static const char *const cells[ROWS][COLS] = {
    {"UPN", "Name", "DOB", "Note"},
    {"A1", "Zo\303\253 Khan", "01/02/2011", "plain"},
    {"A2", "O'Neil, Jack", "02/03/2012", "a;b|c:d^e~f,g#h\tx"},
    {"A3", "Emily Jones", "03/04/2013", "two\nlines"},
    {"A4", "Owen \"Oz\" Lee", "04/05/2014", ""},
    {"A5", "Zara Ali", "05/06/2015", "back\\slash"},
};

/* How a field is quoted: as needed, always, always by '; ESCAPE: quotes inside
 * have a backslash and are not doubled. */
static const struct quoting {
	const char *name;
	char quote;
	bool always, escape;
} quotings[] = {
    {"needed", '"', false, false},
    {"double", '"', true, false},
    {"single", '\'', true, false},
    {"escaped", '"', true, true},
    {"escaped single", '\'', true, true},
};

static const char *const charsets[] = {
    "UTF-8", "WINDOWS-1252", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"};

static const char *const line_ends[] = {"\n", "\r\n", "\r"};

/* put - cell S as a field of a table with separator DELIM */
static void
put(struct pn_buf *b, const char *s, char delim, const struct quoting *q)
{
	bool quote =
	    q->always || strchr(s, delim) || strchr(s, '\n') || strchr(s, '"');

	if (quote)
		pn_buf_addc(b, q->quote);
	for (; *s; s++) {
		if (*s == q->quote)
			pn_buf_addc(b, q->escape ? '\\' : *s);
		pn_buf_addc(b, *s);
	}
	if (quote)
		pn_buf_addc(b, q->quote);
}

/* written - the table, in UTF-8 */
static void
written(struct pn_buf *b, char delim, const struct quoting *q, const char *end)
{
	for (int r = 0; r < ROWS; r++)
		for (int c = 0; c < COLS; c++) {
			put(b, cells[r][c], delim, q);
			if (c + 1 < COLS)
				pn_buf_addc(b, delim);
			else
				pn_buf_adds(b, end);
		}
}

/* wanted - what the reader has to tell of it */
static char *
wanted(void)
{
	struct pn_buf b;

	pn_buf_init(&b, 4096);
	pn_buf_adds(&b, "table  |");
	for (int r = 0; r < ROWS; r++)
		for (int c = 0; c < COLS; c++) {
			pn_buf_addf(&b, "%d,%d=", r, c);
			for (const char *s = cells[r][c]; *s; s++)
				if (*s == '\n')
					pn_buf_adds(&b, "\\n");
				else
					pn_buf_addc(&b, *s);
			pn_buf_addc(&b, '|');
		}
	pn_buf_adds(&b, "\nscanned\n");
	return pn_buf_take(&b);
}

/* encoded - IN in CHARSET, with a byte order mark or without; false where it
 * can't be written so */
static bool
encoded(
    struct pn_buf *out, const struct pn_buf *in, const char *charset, bool bom)
{
	bool wide = strncmp(charset, "UTF-", 4) == 0 && charset[4] != '8';
	int unit = !wide ? 1 : charset[4] == '1' ? 2 : 4;
	bool big = strstr(charset, "BE") != NULL;
	const char *p = in->data, *end = p + in->len;
	uint32_t mark = 0xfeff;

	if (bom && strcmp(charset, "WINDOWS-1252") == 0)
		return false;
	while (p < end || bom) {
		uint32_t c = bom ? mark : pn_utf8_next(&p, end);

		bom = false;
		if (strcmp(charset, "UTF-8") == 0)
			(void)!pn_utf8_put(out, c);
		for (int i = 0; strcmp(charset, "UTF-8") != 0 && i < unit; i++)
			pn_buf_addc(
			    out, (char)(c >> 8 * (big ? unit - 1 - i : i)));
	}
	return true;
}

/* matrix_row - one way to write the table; counts what is not read right */
static unsigned
matrix_row(char delim, const struct quoting *q, const char *end,
    const char *charset, bool bom)
{
	struct pn_buf text, bytes;
	char *want = wanted(), *got;
	unsigned bad = 0;

	pn_buf_init(&text, 4096);
	pn_buf_init(&bytes, 65536);
	written(&text, delim, q, end);
	if (encoded(&bytes, &text, charset, bom)) {
		struct pn_bytes b = pn_buf_bytes(&bytes);

		got = dump_string(b.p, b.n, NULL, false);
		bad = strcmp(got, want) != 0 ||
		      strcmp(pn_recognise(b).format, "csv") != 0;
		if (bad)
			print_message("%02x, quotes %s, %s%s, %s:\n%s",
			    (unsigned char)delim, q->name, charset,
			    bom ? " with a mark" : "",
			    end[1]	   ? "CRLF"
			    : *end == '\r' ? "CR"
					   : "LF",
			    got);
		free(got);
	}
	pn_buf_free(&text);
	pn_buf_free(&bytes);
	free(want);
	return bad;
}

static void
tables_in_any_separator_quoting_and_charset(void **state)
{
	static const char delims[] = {
	    ',', ';', '\t', '|', ':', '^', '~', '#', '\x1f'};
	const size_t n_quotings = sizeof(quotings) / sizeof(quotings[0]);
	const size_t n_charsets = sizeof(charsets) / sizeof(charsets[0]);
	unsigned bad = 0;

	(void)state;
	for (size_t d = 0; d < sizeof(delims); d++)
		for (size_t q = 0; q < n_quotings; q++)
			for (size_t c = 0; c < n_charsets; c++)
				for (size_t e = 0; e < 6; e++)
					bad += matrix_row(delims[d],
					    &quotings[q], line_ends[e / 2],
					    charsets[c], e % 2);
	assert_int_equal(bad, 0);
}

static const struct {
	const char *name, *text, *want;
} rows[] = {
    {"numbers that Excel is to keep",
	"a,b,c\n=\"0123\",\"=\"\"045\"\"\",=\"6,7\"\n",
	"table  |0,0=a|0,1=b|0,2=c|1,0=0123|1,1=045|1,2=6,7|\n"},
    {"blanks in front of quotes", "a, b, c\n1, \"2, 3\", 4\n",
	"table  |0,0=a|0,1= b|0,2= c|1,0=1|1,1=2, 3|1,2= 4|\n"},
    {"separators with a backslash", "a,b,c\n1,x\\, y,3\n",
	"table  |0,0=a|0,1=b|0,2=c|1,0=1|1,1=x, y|1,2=3|\n"},
    {"a path at the end of a field", "a,b,c\n1,\"C:\\x\\\",3\n",
	"table  |0,0=a|0,1=b|0,2=c|1,0=1|1,1=C:\\x\\|1,2=3|\n"},
    {"rows that end early",
	"UPN,Name,DOB,Form,Note\nA1,a,b\nA2,a,b,c\nA3,a\nA4,a,b,c,d\n"
	"A5,a,b\n",
	"table  |0,0=UPN|0,1=Name|0,2=DOB|0,3=Form|0,4=Note|1,0=A1|1,1=a|"
	"1,2=b|2,0=A2|2,1=a|2,2=b|2,3=c|3,0=A3|3,1=a|4,0=A4|4,1=a|4,2=b|"
	"4,3=c|4,4=d|5,0=A5|5,1=a|5,2=b|\n"},
    {"comments above", "# made by x\n# y, z\na,b,c\n1,2,3\n4,5,6\n7,8,9\n",
	"table  |0,0=# made by x|1,0=# y|1,1= z|2,0=a|2,1=b|2,2=c|3,0=1|"
	"3,1=2|3,2=3|4,0=4|4,1=5|4,2=6|5,0=7|5,1=8|5,2=9|\n"},
    {"records ended by their own separator",
	"a\037b\036"
	"1\0372\036"
	"3\0374\036",
	"table  |0,0=a|0,1=b|1,0=1|1,1=2|2,0=3|2,1=4|\n"},
    {"lines drawn between rows",
	"+----+-----+----+\n| a  | b   | c  |\n+----+-----+----+\n"
	"| 1  | 2   | 3  |\n+----+-----+----+\n",
	"table  |1,0=|1,1= a|1,2= b|1,3= c|1,4=|3,0=|3,1= 1|3,2= 2|3,3= 3|"
	"3,4=|\n"},
    {"columns at fixed places, one empty, a title",
	"Class list\nUPN   Name        DOB\nA1    Ann Khan    x\n"
	"A2                y\nA3    Zo\303\253 Lee     z\nA4    Jo Dee      "
	"w\n",
	"table  "
	"|0,0=Class|0,1=list|0,2=|1,0=UPN|1,1=Name|1,2=DOB|2,0=A1|2,1=Ann Khan|"
	"2,2=x|3,0=A2|3,1=|3,2=y|4,0=A3|4,1=Zo\303\253 Lee|4,2=z|5,0=A4|"
	"5,1=Jo Dee|5,2=w|\n"},
    {"columns shown by dashes",
	"UPN Name\n--- --------\nA12 Ann Khan\nA13 Jo Dee\n",
	"table  |0,0=UPN|0,1=Name|2,0=A12|2,1=Ann Khan|3,0=A13|3,1=Jo Dee|\n"},
    {"a list with its name",
	"UPN\nA801200001001\nB801200001002\nC801200001003\nD801200001004\n"
	"E801200001005\n",
	"table  |0,0=UPN|1,0=A801200001001|2,0=B801200001002|"
	"3,0=C801200001003|4,0=D801200001004|5,0=E801200001005|\n"},
    {"a list without",
	"943 476 5919\n943 476 5870\n943 476 5862\n"
	"943 476 5854\n943 476 5846\n",
	"table  |0,0=943 476 5919|1,0=943 476 5870|2,0=943 476 5862|"
	"3,0=943 476 5854|4,0=943 476 5846|\n"},
    {"a log", "10:00:01 a: x\n10:00:02 b: y\n10:00:03 c: z\n10:00:04 d: w\n",
	NULL},
    {"messages of a compiler",
	"a.c:1:2: error: x\na.c:2:2: error: y\nb.c:3:4: note: z\n"
	"b.c:3:4: note: w\n",
	NULL},
    {"settings", "name: x\nhome: y\nshell: z\nother: w\n", NULL},
    {"source code",
	"int\nmain(void)\n{\n\tstd::cout << a::b;\n\treturn 0;\n}\n", NULL},
    {"sentences with two blanks",
	"It is so.  We go.\nThat was all.  The end of it.\n"
	"Some more text.  And more.\nNo.  Yes it is so.\nIt ends.  Here.\n",
	NULL},
    {"a list of words", "apples\npears\nplums\ncherries\nfigs\ngrapes\n", NULL},
    {"dates and times",
	"2024-01-01 10:00:00\n2024-01-01 10:00:01\n2024-01-01 10:00:02\n"
	"2024-01-01 10:00:03\n2024-01-01 10:00:04\n",
	NULL},
};

static void
tables_as_programs_write_them(void **state)
{
	unsigned bad = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *t = rows[i].text;
		struct pn_bytes b = {(const unsigned char *)t, strlen(t)};
		char *got = dump_string(t, b.n, NULL, false);
		char *want = rows[i].want
				 ? pn_printf("%sscanned\n", rows[i].want)
				 : NULL;

		if (want ? strcmp(got, want) != 0
			 : strcmp(pn_recognise(b).format, "text") != 0) {
			print_message("row: %s\n%s", rows[i].name, got);
			bad++;
		}
		free(want);
		free(got);
	}
	assert_int_equal(bad, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(tables_in_any_separator_quoting_and_charset),
	    cmocka_unit_test(tables_as_programs_write_them),
	};

	pn_extract_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
