/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a message's texts amount to: counts, distinct and fresh values, places,
 * masks, tables of people, vocabularies with their person, limits. The packs
 * are the shipped ones; rows are told as "id confidence count/distinct/fresh
 * where masked".
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/mem.h"
#include "detect/detect.h"
#include "detect/tally.h"

#define BULLET "\xe2\x80\xa2"
#define B2     BULLET BULLET
#define B6     B2 B2 B2
#define B8     B6 B2

struct shipped {
	struct pn_pack *pack;
	struct pn_patterns *set;
};

static int
setup(void **state)
{
	struct shipped *s = pn_alloc(sizeof(*s));
	const char *src = getenv("PN_SRCDIR");
	char *path = pn_printf("%s/patterns", src != NULL ? src : ".");
	struct pn_errinfo info = {0};
	enum pn_err err = pn_pack_load(&path, 1, &s->pack, &info);

	if (err == PN_OK)
		err = pn_patterns_compile(s->pack, &s->set, &info);
	if (err != PN_OK)
		fail_msg("%s:%u: %s", info.file, info.line, info.text);
	free(path);
	*state = s;
	return 0;
}

static int
teardown(void **state)
{
	struct shipped *s = *state;

	pn_patterns_free(&s->set);
	pn_pack_free(&s->pack);
	free(s);
	return 0;
}

/* text - look through running text */
static void
text(struct pn_scan *s, const char *t, unsigned flags)
{
	struct pn_segment seg = {.text = t,
	    .len = strlen(t),
	    .place = "",
	    .kind = PN_PLACE_LINES,
	    .line = 1,
	    .flags = flags};

	assert_int_equal(pn_scan_text(s, &seg), PN_OK);
}

/* table - look through a table: cells between '|', rows between line ends; a
 * cell that starts with '!' is hidden */
static void
table(struct pn_scan *s, const char *t, enum pn_place_kind kind,
    const char *place)
{
	static struct pn_cell cells[4000];
	struct pn_segment seg = {.text = t,
	    .len = strlen(t),
	    .place = place,
	    .kind = kind,
	    .cells = cells};
	uint32_t row = 0, from = 0;
	uint16_t col = 0;

	for (uint32_t i = 0; i <= seg.len; i++) {
		bool hidden = t[from] == '!';

		if (t[i] != '|' && t[i] != '\n' && t[i] != '\0')
			continue;
		assert_true(seg.n_cells < sizeof(cells) / sizeof(cells[0]));
		cells[seg.n_cells++] = (struct pn_cell){from + hidden,
		    i - from - hidden, row, col++, hidden ? PN_TEXT_HIDDEN : 0};
		from = i + 1;
		if (t[i] == '\n') {
			row++;
			col = 0;
		}
	}
	assert_int_equal(pn_scan_text(s, &seg), PN_OK);
}

/* told - the findings of a scan of parts "subject", "1", "2", "3", as one
 * string for free(); frees the scan */
static char *
told(struct pn_scan **s)
{
	struct pn_report *r = pn_report_new();
	struct pn_buf b;

	for (size_t i = 0; i < 4; i++)
		(void)pn_report_part(
		    r, (const char *[]){"subject", "1", "2", "3"}[i], NULL);
	pn_scan_finish(*s, r);
	pn_scan_free(s);
	pn_buf_init(&b, 100000);
	for (size_t i = 0; i < r->n_findings; i++) {
		const struct pn_finding *f = &r->findings[i];

		assert_int_equal(
		    pn_buf_addf(&b, "%s: %s %s %u/%u/%u [%s] %s%s\n", f->part,
			f->pattern, pn_confidence_word(f->confidence), f->count,
			f->distinct, f->fresh, f->where, f->masked,
			f->hidden ? " hidden" : ""),
		    PN_OK);
	}
	pn_report_free(&r);
	return pn_buf_take(&b);
}

/* check - compare and free; NAME says which case it was */
static void
check(const char *name, struct pn_scan **s, const char *want)
{
	char *got = told(s);

	if (strcmp(got, want) != 0)
		fail_msg("%s: got\n%s", name, got);
	free(got);
}

static void
one_text_one_answer(void **state)
{
	static const struct {
		const char *name, *text;
		unsigned flags;
		const char *want;
	} rows[] = {
	    {"values are counted and told apart",
		"a\nNI number QQ123456C\nNI number qq 12 34 56 c\n"
		"NI number QQ123456D",
		0, "1: uk-nino high 3/2/2 [line 2] QQ" B6 "C\n"},
	    {"hidden text is told as such", "NI number QQ123456C",
		PN_TEXT_HIDDEN,
		"1: uk-nino high 1/1/1 [line 1] QQ" B6 "C hidden\n"},
	    {"what is made for programs wants a label on its line",
		"nhs news\nid: 4010232137\nnhs no: 401 023 2137\n"
		"4111111111111111",
		PN_TEXT_HIDDEN | PN_TEXT_PROGRAM,
		"1: uk-nhs-number high 1/1/1 [line 3] 40" B8 BULLET
		"7 hidden\n"},
	    {"a password shows nothing", "The password is Blue7Kettle", 0,
		"1: secret-password high 1/1/1 [line 1] " B8 "\n"},
	    {"a term alone is low", "Safeguarding training on Friday", 0,
		"1: special-safeguarding low 1/1/1 [line 1] " B8 "\n"},
	    {"the school's own work is about nobody",
		"Safeguarding training with Aisha Khan, head of SEN", 0,
		"1: special-safeguarding low 1/1/1 [line 1] " B8 "\n"
		"1: special-send low 1/1/1 [line 1] " B8 "\n"},
	    {"a term with a name is medium",
		"Safeguarding concern about Aisha Khan", 0,
		"1: special-safeguarding medium 1/1/1 [line 1] " B8 "\n"},
	    {"a term with a name and initial", "EHCP for Aisha K.",
		PN_TEXT_SUBJECT,
		"1: special-send medium 1/1/1 [line 1] " B8 "\n"},
	    {"a term with a pupil number", "CPOMS entry H801200001001", 0,
		"1: uk-upn high 1/1/1 [line 1] H8" B8 B2 "1\n"
		"1: special-safeguarding medium 1/1/1 [line 1] " B8 "\n"},
	    {"a street is no person", "Grace Road has an EHCP office", 0,
		"1: special-send low 1/1/1 [line 1] " B8 "\n"},
	    {"send is no acronym", "please send Aisha Khan the form", 0, ""},
	    {"a date of birth with a name", "Aisha Khan, DOB 12/05/2011", 0,
		"1: date-of-birth high 1/1/1 [line 1] 12" BULLET B6 "1\n"},
	    {"a user and a password are one find",
		"username: jsmith password: Blue7Kettle", 0,
		"1: secret-login high 1/1/1 [line 1] " B8 "\n"},
	    {"sort code and account are one find",
		"Sort code: 20-00-00\nAccount number: 55779911", 0,
		"1: uk-bank-account high 1/1/1 [line 1] 20" B8 B8 B8 B6 "1\n"},
	    {"a file name's underscores are blanks", "NINO_QQ123456C_form.pdf",
		PN_TEXT_NAME, "1: uk-nino high 1/1/1 [line 1] QQ" B6 "C\n"},
	};
	struct shipped *s = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pn_scan *scan = pn_scan_new(s->set, 0);

		pn_scan_part(scan, "1", 1);
		text(scan, rows[i].text, rows[i].flags);
		check(rows[i].name, &scan, rows[i].want);
	}
}

static void
parts_are_counted_apart(void **state)
{
	struct shipped *s = *state;
	struct pn_scan *scan = pn_scan_new(s->set, 0);

	pn_scan_part(scan, "2", 1);
	text(scan, "NI number QQ123456C", 0);
	pn_scan_part(scan, "1", 1); /* the other side of one alternative */
	text(scan, "NI number QQ123456C, NI number QQ123456D", 0);
	pn_scan_part(scan, "3", 2); /* an attachment: judged for itself */
	text(scan, "NI number QQ123456C", 0);
	pn_scan_part(scan, "2", 1);
	text(scan, "NI number QQ123456A", 0);
	check("parts", &scan,
	    "1: uk-nino high 2/2/1 [line 1] QQ" B6 "C\n"
	    "2: uk-nino high 2/2/2 [line 1] QQ" B6 "C\n"
	    "3: uk-nino high 1/1/1 [line 1] QQ" B6 "C\n");
}

#define NAMES                                                                  \
	"|Aisha|Khan\n|Jack|Smith\n|Emily|Jones\n|Owen|Davies\n|Zara|Ali\n"

static void
tables_are_read_as_tables(void **state)
{
	static const struct {
		const char *name, *text;
		enum pn_place_kind kind;
		const char *place, *want;
	} rows[] = {
	    {"a header is the label of its column",
		"Pupil|NHS number\nA|401 023 2137\nB|4010232137",
		PN_PLACE_SHEET, "Contacts",
		"1: uk-nhs-number high 2/1/1 [Contacts!B2] 40" B8 BULLET "7\n"
		"1: people-table low 2/2/2 [Contacts!B2] " B8 "\n"},
	    {"a header above the second column alone",
		"|NHS number\nAutumn|4010232137\nSpring|4505577104",
		PN_PLACE_SHEET, "T",
		"1: uk-nhs-number high 2/2/2 [T!B2] 40" B6 BULLET "7\n"},
	    {"a title above the first column alone",
		"NHS number|\nAutumn|4010232137\nSpring|4505577104",
		PN_PLACE_SHEET, "T", ""},
	    {"a bare number without a header is nothing",
		"Item|Stock\nA|4010232137\nB|4010232137", PN_PLACE_SHEET, "S",
		""},
	    {"a column of checked numbers needs no header",
		"4010232137|x\n4505577104|y\n6236427046|z\n"
		"7070185014|u\n4187424326|v\n",
		PN_PLACE_ROWS, "", "1: uk-nhs-number high 5/5/5 [row 1] 40"},
	    {"one number over and over is no column of numbers",
		"4010232137|x\n4010232137|y\n4010232137|z\n"
		"4010232137|u\n4010232137|v\n",
		PN_PLACE_ROWS, "", ""},
	    {"a header that says otherwise",
		"Order no|x\n4010232137|x\n4505577104|y\n6236427046|z\n"
		"7070185014|u\n4187424326|v\n",
		PN_PLACE_ROWS, "", ""},
	    {"a label to the left as in a form",
		"Passport number|104121156\nHeight|123456789", PN_PLACE_ROWS,
		"page 2",
		"1: uk-passport medium 1/1/1 [page 2, row 1] 10" B6 "6\n"},
	    {"a match never crosses cells", "NI number|QQ12\nx|3456C",
		PN_PLACE_ROWS, "", ""},
	    {"headers run together",
		"UPN|LegalSurname|DateOfBirth\n"
		"H801200001001|Khan|12/05/2011",
		PN_PLACE_ROWS, "",
		"1: date-of-birth high 1/1/1 [row 2] 12" B6 BULLET "1\n"
		"1: uk-upn high 1/1/1 [row 2] H8" B8 B2 "1\n"
		"1: people-table low 1/1/1 [row 2] " B8 "\n"},
	    {"headers with the names around them",
		"p.UPN|BasicDetails.Names.LegalSurname|/BS7666Data/DateOfBirth"
		"\nH801200001001|Khan|12/05/2011",
		PN_PLACE_RECORDS, "Pupil",
		"1: date-of-birth high 1/1/1 [Pupil, record 1] 12" B6 BULLET
		"1\n"
		"1: uk-upn high 1/1/1 [Pupil, record 1] H8" B8 B2 "1\n"
		"1: people-table low 1/1/1 [Pupil, record 1] " B8 "\n"},
	    {"sort code and account pair up in a row",
		"Payee|Sort code|Account number\nA|20-00-00|55779911\n"
		"B|20-00-00|55779912",
		PN_PLACE_SHEET, "Pay",
		"1: uk-bank-account high 2/2/2 [Pay!B2] 2"},
	    {"user and password pair up in a row",
		"Username|Year|Password\njsmith|7|Blue7Kettle\n",
		PN_PLACE_SHEET, "P",
		"1: secret-login high 1/1/1 [P!C2] " B8 "\n"},
	    {"a hidden column", "Name|!NINO\nA|!QQ123456C", PN_PLACE_SHEET, "H",
		"1: uk-nino high 1/1/1 [H!B2] QQ" B6 "C hidden\n"},
	    {"a list of people",
		"|Forename|Surname|Postcode\n|Aisha|Khan|M1 1AA\n"
		"|Jack|Smith|M1 1AB\n|Emily|Jones|M1 1AD\n"
		"|Owen|Davies|M1 1AE\n|Zara|Ali|M1 1AF\n",
		PN_PLACE_SHEET, "L",
		"1: people-table high 5/5/5 [L!B2] " B8 "\n"
		"1: uk-postcode"},
	    {"a title above the header, names without one",
		"Trip list 2024\n|First name|Last name|Mobile\n"
		"|Aisha|Khan|07700 900123\n|Jack|Smith|07700 900124\n"
		"|Emily|Jones|07700 900125\n|Owen|Davies|07700 900126\n"
		"|Zara|Ali|07700 900127\n",
		PN_PLACE_SHEET, "L",
		"1: people-table high 5/5/5 [L!B3] " B8 "\n"},
	    {"marks under the names of school subjects",
		"Name|Maths|English\nAisha Khan|4|5\nJack Smith|6|5\n"
		"Emily Jones|7|7\nOwen Davies|3|4\nZara Ali|5|6\n",
		PN_PLACE_SHEET, "L",
		"1: people-table high 5/5/5 [L!A2] " B8 "\n"},
	    {"a timetable",
		"Period|Maths|English\n1|R1|R2\n2|R3|R4\n3|R5|R6\n"
		"4|R7|R8\n5|R1|R2\n",
		PN_PLACE_SHEET, "L", ""},
	    {"names alone tell nothing", "|Forename|Surname\n" NAMES,
		PN_PLACE_SHEET, "L", ""},
	    {"codes of the census need no header",
		"|Aisha Khan|APKN\n|Jack Smith|WBRI\n|Emily Jones|WBRI\n"
		"|Owen Davies|MWBC\n|Zara Ali|ABAN\n",
		PN_PLACE_SHEET, "L",
		"1: people-table high 5/5/5 [L!B1] " B8 "\n"
		"1: special-table high 5/5/5 [L!B1] " B8 "\n"},
	    {"names and prices of things",
		"|Name|Price|Phone\n|Glue|1.20|1\n|Pens|2.20|2\n"
		"|Paper|1|3\n|Chalk|2|4\n|Rulers|3|5\n",
		PN_PLACE_SHEET, "L", ""},
	    {"a term needs its person in the row",
		"|Pupil name|Note\n|Aisha Khan|autism\n|Jack Smith|fine\n",
		PN_PLACE_SHEET, "L",
		"1: special-health medium 1/1/1 [L!C2] " B8 "\n"},
	};
	struct shipped *s = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pn_scan *scan = pn_scan_new(s->set, 0);
		char *got;

		pn_scan_part(scan, "1", 1);
		table(scan, rows[i].text, rows[i].kind, rows[i].place);
		got = told(&scan);
		/* A row whose mask is of no interest stops before it. */
		if (rows[i].want[0] == '\0'
			? got[0] != '\0'
			: strncmp(got, rows[i].want, strlen(rows[i].want)) != 0)
			fail_msg("%s: got\n%s", rows[i].name, got);
		free(got);
	}
}

static void
masks_tell_nothing(void **state)
{
	static const struct {
		const char *value;
		bool secret;
		const char *want;
	} rows[] = {
	    {"QQ123456C", false, "QQ" B6 "C"},
	    {"12345", false, "1" B2 B2},
	    {"123456", false, "1" B2 B2 "6"},
	    {"12", false, B2},
	    {"", false, ""},
	    {"\xc3\xa9t\xc3\xa9s", false, "\xc3\xa9" BULLET B2},
	    {"abcdefghi", true, B8},
	    {"a", true, B8},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *m = pn_mask(
		    rows[i].value, strlen(rows[i].value), rows[i].secret);

		assert_string_equal(m, rows[i].want);
		free(m);
	}
	for (size_t n = 0; n < 300; n++) {
		char value[300], *m;

		memset(value, 'x', sizeof(value));
		m = pn_mask(value, n, false);
		assert_in_range(strlen(m), 0, PN_REPORT_MAX_MASKED);
		free(m);
	}
}

/* load_text - a set of one pack, TEXT; the caller frees both */
static void
load_text(const char *conf, struct shipped *s)
{
	char name[] = "/tmp/pn-scan-XXXXXX", *path = name;
	struct pn_errinfo info = {0};
	int fd = mkstemp(name);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, conf, strlen(conf)), (ssize_t)strlen(conf));
	assert_int_equal(close(fd), 0);
	if (pn_pack_load(&path, 1, &s->pack, &info) != PN_OK ||
	    pn_patterns_compile(s->pack, &s->set, &info) != PN_OK)
		fail_msg("%s:%u: %s", info.file, info.line, info.text);
	assert_int_equal(unlink(name), 0);
}

#define HOSTILE(re)                                                            \
	"patterns = ( { id = \"a-a\"; name = \"n\"; category = "               \
	"\"identifier\"; tier = \"A\"; regex = [ \"" re "\" ]; reason = "      \
	"\"r\"; match = [ \"x\" ]; no_match = [ \"y\" ]; },\n"                 \
	"{ id = \"b-b\"; name = \"n\"; category = \"identifier\"; tier = "     \
	"\"A\"; regex = [ \"K[0-9]{6}\" ]; reason = \"r\"; "                   \
	"match = [ \"x\" ]; no_match = [ \"y\" ]; } );"

static void
a_costly_expression_is_told_and_the_rest_is_found(void **state)
{
	struct shipped s;
	struct pn_scan *scan;
	static char t[200001];
	struct pn_segment seg = {
	    .text = t, .place = "", .kind = PN_PLACE_LINES, .line = 1};

	(void)state;
	load_text(HOSTILE("(a+)+$"), &s);
	memset(t, 'a', 200000);
	memcpy(t, "K123456 ", 8);
	memcpy(t + 199990, " K123457! ", 10);
	seg.len = 200000;
	scan = pn_scan_new(s.set, 0);
	pn_scan_part(scan, "1", 1);
	assert_int_equal(pn_scan_text(scan, &seg), PN_ERR_LIMIT);
	check(
	    "costly", &scan, "1: b-b high 2/2/2 [line 1] K" B2 B2 BULLET "6\n");
	pn_patterns_free(&s.set);
	pn_pack_free(&s.pack);
}

static void
time_that_is_spent_is_told(void **state)
{
	struct shipped s;
	struct pn_scan *scan;
	static char t[400000];
	struct pn_segment seg = {.text = t,
	    .len = sizeof(t),
	    .place = "",
	    .kind = PN_PLACE_LINES,
	    .line = 1};

	(void)state;
	/* polynomial: no limit of PCRE2 sees it, only the clock does */
	load_text(HOSTILE("name[^\\\\n]{0,2000}dob[^\\\\n]{0,2000}post"), &s);
	for (size_t i = 0; i + 12 <= sizeof(t); i += 12)
		memcpy(t + i, "name at dob ", 12);
	scan = pn_scan_new(s.set, 20000);
	pn_scan_part(scan, "1", 1);
	assert_int_equal(pn_scan_text(scan, &seg), PN_ERR_LIMIT);
	/* and stays spent for what follows */
	seg.len = 9;
	assert_int_equal(pn_scan_text(scan, &seg), PN_ERR_LIMIT);
	pn_scan_free(&scan);
	pn_patterns_free(&s.set);
	pn_pack_free(&s.pack);
}

/* A match is found wherever it stands: also over the border of two blocks,
 * and when it is longer than the overlap. */
static void
long_texts_lose_nothing(void **state)
{
	struct shipped s;
	static char t[120000];

	(void)state;
	load_text(HOSTILE("<[a-z]{5000,30000}>"), &s);
	for (size_t at = 16300; at < 16480; at += 7) {
		struct pn_scan *scan = pn_scan_new(s.set, 0);
		struct pn_segment seg = {.text = t,
		    .len = sizeof(t),
		    .place = "",
		    .kind = PN_PLACE_LINES,
		    .line = 1};

		memset(t, '.', sizeof(t));
		memcpy(t + at, "K123456", 7);
		memset(t + at + 100, 'x', 15000);
		t[at + 100] = '<';
		t[at + 15099] = '>';
		pn_scan_part(scan, "1", 1);
		assert_int_equal(pn_scan_text(scan, &seg), PN_OK);
		check("long", &scan,
		    "1: a-a high 1/1/1 [line 1] <x" B8 B8 B8 B6 ">\n"
		    "1: b-b high 1/1/1 [line 1] K" B2 B2 BULLET "6\n");
	}
	pn_patterns_free(&s.set);
	pn_pack_free(&s.pack);
}

/* Texts of many megabytes are looked at in pieces: what stands at the border
 * is found once, with its evidence and its line. */
static void
pieces_of_a_huge_text_lose_and_double_nothing(void **state)
{
	struct shipped *s = *state;
	size_t len = 3 << 20;
	char *t = malloc(len);

	assert_non_null(t);
	for (size_t shift = 0; shift < 40; shift += 3) {
		struct pn_scan *scan = pn_scan_new(s->set, 0);
		struct pn_segment seg = {.text = t,
		    .len = len,
		    .place = "",
		    .kind = PN_PLACE_LINES,
		    .line = 1};

		memset(t, '.', len);
		memcpy(t + 100, "\n\n", 2);
		memcpy(t + (1 << 20) - shift, "NI number QQ123456C ", 20);
		memcpy(
		    t + (2 << 20) - shift, "\xc3\xa9 NI number QQ123456D ", 23);
		pn_scan_part(scan, "1", 1);
		assert_int_equal(pn_scan_text(scan, &seg), PN_OK);
		check("huge", &scan,
		    "1: uk-nino high 2/2/2 [line 3] QQ" B6 "C\n");
	}
	free(t);
}

static void
bytes_that_are_no_text_do_no_harm(void **state)
{
	static const char t[] = "NI number \xff\xfe QQ123456C \0 \xc3";
	static const struct pn_cell wild[] = {
	    {0, 5, 0, 0, 0}, {100, 5, 0, 1, 0}, {12, 4000000000u, 1, 0, 0}};
	struct shipped *s = *state;
	struct pn_scan *scan = pn_scan_new(s->set, 0);
	struct pn_segment seg = {.text = t,
	    .len = sizeof(t) - 1,
	    .place = "",
	    .kind = PN_PLACE_LINES,
	    .line = 1};

	pn_scan_part(scan, "1", 1);
	assert_int_equal(pn_scan_text(scan, &seg), PN_OK);
	seg.cells = wild;
	seg.n_cells = 3;
	assert_int_equal(pn_scan_text(scan, &seg), PN_OK);
	check("bytes", &scan, "1: uk-nino high 2/1/1 [line 1] QQ" B6 "C\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(one_text_one_answer),
	    cmocka_unit_test(parts_are_counted_apart),
	    cmocka_unit_test(tables_are_read_as_tables),
	    cmocka_unit_test(masks_tell_nothing),
	    cmocka_unit_test(a_costly_expression_is_told_and_the_rest_is_found),
	    cmocka_unit_test(time_that_is_spent_is_told),
	    cmocka_unit_test(long_texts_lose_nothing),
	    cmocka_unit_test(pieces_of_a_huge_text_lose_and_double_nothing),
	    cmocka_unit_test(bytes_that_are_no_text_do_no_harm),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
