/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text and tables as text; what a file is by its bytes
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "unit/extract_dump.h"

#define BYTES(s) s, sizeof(s) - 1

struct row {
	const char *name;
	const char *bytes;
	size_t n;
	const char *charset;
	const char *want;
};

static const struct row rows[] = {
    {"XML that is not UTF-8", BYTES("<?xml version='1.0'?><p>)\235<\377\377"),
	NULL,
	"text  |p: )\\n\n"
	"text  |<?xml "
	"version='1.0'?><p>)\357\277\275<\303\277\303\277\nscanned\n"},
    {"empty file", BYTES(""), NULL, "scanned\n"},
    {"plain", BYTES("one\ntwo"), NULL, "text  |one\\ntwo\nscanned\n"},
    {"declared charset", BYTES("caf\xe9"), "iso-8859-1",
	"text  |caf\303\251\nscanned\n"},
    {"charset by guess", BYTES("\223caf\xe9\224"), NULL,
	"text  |\342\200\234caf\303\251\342\200\235\nscanned\n"},
    {"unknown charset", BYTES("caf\303\251"), "x-nobody-knows",
	"text  |caf\303\251\nscanned\n"},
    {"UTF-8 mark", BYTES("\357\273\277one"), "us-ascii",
	"text  |one\nscanned\n"},
    {"UTF-16 with mark", BYTES("\377\376o\0n\0e\0"), NULL,
	"text  |one\nscanned\n"},
    {"UTF-16 without", BYTES("\0o\0n\0e\0 \0t\0w\0o"), NULL,
	"text  |one two\nscanned\n"},
    {"UTF-16 declared for plain text", BYTES("QQ123456C ab"), "utf-16",
	"text  |\345\205\221\343\210\261\343\220\263\343\230\265\342\201\203"
	"\346\211\241\ntext  |QQ123456C ab\nscanned\n"},
    {"quotation", BYTES("new\n\nOn Monday, A wrote:\n> old\n> old\nnew\n"),
	NULL,
	"text  |new\\n\\n\ntext Q |On Monday, A wrote:\\n> old\\n> old\\n\n"
	"text  |new\\n\nscanned\n"},
    {"signature", BYTES("text\n-- \nBob\nSchool\n"), NULL,
	"text  |text\\n\ntext S |-- \\nBob\\nSchool\\n\nscanned\n"},
    {"Outlook quotes the rest",
	BYTES("new\nFrom: A\nSent: today\nTo: B\nold\n"), NULL,
	"text  |new\\n\ntext Q |From: A\\nSent: today\\nTo: B\\nold\\n\n"
	"scanned\n"},
    {"folded calendar lines are joined",
	BYTES("BEGIN:VCALENDAR\r\nSUMMARY:QQ12\r\n 3456C\r\n"), NULL,
	"text  |SUMMARY: QQ123456C\\n\nscanned\n"},
    {"comma", BYTES("a,b,c\n1,2,3\n"), NULL,
	"table  |0,0=a|0,1=b|0,2=c|1,0=1|1,1=2|1,2=3|\nscanned\n"},
    {"semicolon", BYTES("a;b;c\r\n1,5;2;3\r\n"), NULL,
	"table  |0,0=a|0,1=b|0,2=c|1,0=1,5|1,1=2|1,2=3|\nscanned\n"},
    {"tab", BYTES("a\tb\n1\t2\n"), NULL,
	"table  |0,0=a|0,1=b|1,0=1|1,1=2|\nscanned\n"},
    {"bar", BYTES("a|b|c\n1|2|3\n"), NULL,
	"table  |0,0=a|0,1=b|0,2=c|1,0=1|1,1=2|1,2=3|\nscanned\n"},
    {"caret", BYTES("a^b^c\n1^2^3\n"), NULL,
	"table  |0,0=a|0,1=b|0,2=c|1,0=1|1,1=2|1,2=3|\nscanned\n"},
    {"many lines above a table as long",
	BYTES("A\nB\nC\nD\nE\nF\na,b,c\n1,,\n2,,\n3,,\n4,,\n5,,6\n"), NULL,
	"table  |0,0=A|1,0=B|2,0=C|3,0=D|4,0=E|5,0=F|6,0=a|6,1=b|6,2=c|"
	"7,0=1|7,1=|7,2=|8,0=2|8,1=|8,2=|9,0=3|9,1=|9,2=|10,0=4|10,1=|10,2=|"
	"11,0=5|11,1=|11,2=6|\nscanned\n"},
    {"quotes, line ends and separators inside",
	BYTES("a,b,c\n\"x, y\",\"l1\nl2\",\"say \"\"hi\"\"\"\n"), NULL,
	"table  |0,0=a|0,1=b|0,2=c|1,0=x, y|1,1=l1\\nl2|1,2=say \"hi\"|\n"
	"scanned\n"},
    {"quote never closed", BYTES("a,b,c\n\"1,2,3\n4,5,6\n"), NULL,
	"table  |0,0=a|0,1=b|0,2=c|1,0=\"1|1,1=2|1,2=3|2,0=4|2,1=5|2,2=6|\n"
	"scanned\n"},
    {"separator told in the first line", BYTES("sep=;\na;b\n1;2\n"), NULL,
	"table  |0,0=|1,0=a|1,1=b|2,0=1|2,1=2|\nscanned\n"},
    {"title above the table", BYTES("Class list\n\na,b,c\n1,2,3\n4,5,6\n"),
	NULL,
	"table  |0,0=Class list|1,0=|2,0=a|2,1=b|2,2=c|3,0=1|3,1=2|3,2=3|"
	"4,0=4|4,1=5|4,2=6|\nscanned\n"},
    {"table in UTF-16", BYTES("\377\376a\0\t\0b\0\n\0001\0\t\0002\0"), NULL,
	"table  |0,0=a|0,1=b|1,0=1|1,1=2|\nscanned\n"},
    {"XML: element names in front, runs joined",
	BYTES("<?xml version='1.0'?><p id='7'><UPN>A12<b>34</b></UPN>\n"
	      "<n>Sm&#233;th</n><!--gone--></p>"),
	NULL,
	"text  |id: 7\\nUPN: A1234\\nn: Sm\303\251th\\n\n"
	"text H comment|gone\nhidden comment\nscanned\n"},
    {"XML with a document type is text, nothing expanded",
	BYTES("<?xml version='1.0'?><!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>"),
	NULL,
	"text  |<?xml version='1.0'?><!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;"
	"</a>\nscanned\n"},
    {"a letter is no table", BYTES("Dear Ann,\nthank you,\nyours,\nBob\n"),
	NULL, "text  |Dear Ann,\\nthank you,\\nyours,\\nBob\\n\nscanned\n"},
};

static void
text_is_read_in_any_shape(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *got = dump_string(
		    rows[i].bytes, rows[i].n, rows[i].charset, false);

		if (strcmp(got, rows[i].want) != 0)
			print_message("row: %s\n", rows[i].name);
		assert_string_equal(got, rows[i].want);
		free(got);
	}
}

static const struct {
	const char *bytes;
	size_t n;
	const char *format, *type, *end;
} kinds[] = {
    {BYTES("%PDF-1.7\n1 0 obj\n%%EOF\n"), "pdf", "application/pdf",
	"unscannable damaged\n"},
    {BYTES("{\\rtf1 x}"), "rtf", "application/rtf", "text  |x\nscanned\n"},
    {BYTES("7z\xbc\xaf\x27\x1c\0\4"), "7z", "application/x-7z-compressed",
	"unscannable damaged\n"},
    {BYTES("Rar!\x1a\7\1\0abc"), "rar", "application/vnd.rar",
	"unscannable damaged\n"},
    {BYTES("\x1f\x8b\x08\0\0\0\0\0"), "packed", "application/gzip",
	"unscannable damaged\n"},
    {BYTES("SQLite format 3\0abc"), "known", "application/vnd.sqlite3",
	"unscannable no-reader\n"},
    {BYTES("-----BEGIN PGP MESSAGE-----\n\nabc\n"), "openpgp",
	"application/pgp-encrypted", "unscannable damaged\n"},
    {BYTES("From a@b.example Mon 10:00\nFrom: a@b.example\nTo: c\n\nx\n"),
	"mbox", "application/mbox", "member message 1 \nscanned\n"},
    {BYTES("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken"), "cfb",
	"application/x-ole-storage",
	"text H |\xc3\xa1 broken\\n\nhidden stream\nunscannable damaged\n"},
    {BYTES("\xff\xd8\xff\xe0\0\x10JFIF"), "media", "image/jpeg", "skipped\n"},
    {BYTES("RIFF\1\2\3\4WAVEfmt "), "media", "audio/wav", "skipped\n"},
    {BYTES("\0\0\0\x18"
	   "ftypmp42\0\0\0\0"),
	"media", "video/mp4", "skipped\n"},
    {BYTES("\x7f"
	   "ELF\2\1\1\0\0\0\0\0\0\0\0\0"),
	"known", "application/x-executable", "unscannable no-reader\n"},
    {BYTES("MZ3456789012345678901234567890123456789012345678901234567890"
	   "\x40\0\0\0PE\0\0"),
	"known", "application/x-dosexec", "unscannable no-reader\n"},
    {BYTES("MZ\x90\0\3\0\0\0"), "unknown", "application/octet-stream",
	"unscannable unknown-type\n"},
    {BYTES("Received: by x\nFrom: a@b.example\nSubject: s\n\nbody\n"),
	"message", "message/rfc822", NULL},
    {BYTES("MIME-Version: 1.0\nContent-Type: multipart/related;\n"
	   " boundary=x\n\n--x--\n"),
	"message", "message/rfc822", NULL},
    {BYTES("From: Ann\nnot a header line\nTo: x\n\n"), "text", "text/plain",
	NULL},
    {BYTES("Date: Monday\nPlace: here\n\nNotes\n"), "text", "text/plain", NULL},
    {BYTES("BEGIN:VCARD\nFN:A\nEND:VCARD\n"), "vcard", "text/vcard", NULL},
    {BYTES("-----BEGIN RSA PRIVATE KEY-----\nabc\n"), "text", "text/plain",
	NULL},
};

static void
files_are_what_their_bytes_are(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct pn_bytes b = {
		    (const unsigned char *)kinds[i].bytes, kinds[i].n};
		struct pn_kind kind = pn_recognise(b);
		char *got;

		if (strcmp(kind.format, kinds[i].format) != 0)
			print_message("%s %s\n", kinds[i].type, kind.format);
		assert_string_equal(kind.format, kinds[i].format);
		assert_string_equal(kind.type, kinds[i].type);
		if (kinds[i].end == NULL)
			continue;
		got = dump_string(kinds[i].bytes, kinds[i].n, NULL, false);
		assert_string_equal(got, kinds[i].end);
		free(got);
	}
}

/* how much a recovering parser passes on is its own affair; whatever it is,
 * segments are valid text, and the whole is there as plain text too */
static void
broken_bytes_in_xml_give_valid_text(void **state)
{
	static const char xml[] =
	    "<?xml version='1.0' encoding='utf-8'?><n>QQ1\xff\xc3z</n>";
	char *got = dump_string(xml, sizeof(xml) - 1, NULL, false);

	(void)state;
	assert_null(strstr(got, "INVALID"));
	assert_non_null(strstr(got, "<n>QQ1\303\277\303\203z</n>"));
	free(got);
}

/* a table larger than a piece goes out in pieces that keep its first row */
static void
large_tables_keep_their_head(void **state)
{
	struct pn_buf csv;
	char *got;
	const char *second;

	(void)state;
	pn_buf_init(&csv, 64u << 20);
	pn_buf_adds(&csv, "Name,NINO,Note\n");
	for (int i = 0; i < 400000; i++)
		pn_buf_addf(&csv, "n%d,%d,x\n", i, i);
	got = dump_string(csv.data, csv.len, NULL, false);
	second = strstr(got + 10, "\ntable  |");
	assert_non_null(second);
	assert_non_null(strstr(second, "|0,0=Name|0,1=NINO|0,2=Note|"));
	assert_non_null(strstr(got, "|400000,0=n399999|"));
	assert_null(strstr(got, "INVALID"));
	free(got);
	pn_buf_free(&csv);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(text_is_read_in_any_shape),
	    cmocka_unit_test(files_are_what_their_bytes_are),
	    cmocka_unit_test(broken_bytes_in_xml_give_valid_text),
	    cmocka_unit_test(large_tables_keep_their_head),
	};

	pn_extract_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
