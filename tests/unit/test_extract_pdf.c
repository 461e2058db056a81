/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the pages of PDF files show and hide
 *
 * Most rows are a content stream; the file around it is made here, with the
 * resources that RESOURCES lists. Files of real programs are at the end.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <time.h>
#include <cmocka.h>
#include "config.h"
#include "unit/extract_dump.h"

/* What every page made here can use. */
#define RESOURCES                                                              \
	"<</Font<</F 5 0 R/Z 6 0 R/D 7 0 R/U 8 0 R/M 15 0 R/T 17 0 R/V 19 0 "  \
	"R>>"                                                                  \
	"/XObject<</P 10 0 R/X 11 0 R/L 12 0 R/S 14 0 R>>"                     \
	"/ExtGState<</A0<</ca 0/CA 0>>/A5<</ca .5>>/Mu<</BM/Multiply>>>>"      \
	"/Properties<</Off 13 0 R>>>>"

/* An image of 300 by 300 that nobody decodes. */
static const char picture[] = "<</Type/XObject/Subtype/Image/Width 400"
			      "/Height 300/ColorSpace/DeviceGray"
			      "/BitsPerComponent 8/Length 0>>stream\n"
			      "\nendstream";

#define STREAM(dict, data) "<<" dict "/Length LEN>>stream\n" data "\nendstream"

/* The objects from 5 on. */
static const char *const objects[] = {
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica"
    "/Encoding/WinAnsiEncoding>>",
    "<</Type/Font/Subtype/Type1/BaseFont/ZapfDingbats>>",
    "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding"
    "<</Differences[1/nine/four/three/Aacute/afii10017/uni0416/f_i/g12]>>>>",
    /* codes of two bytes, each counted up by one */
    "<</Type/Font/Subtype/Type0/BaseFont/Made/Encoding/Identity-H"
    "/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/DW 500/W[1[500 500]]"
    "/CIDSystemInfo<</Ordering(Identity)>>>>]/ToUnicode 9 0 R>>",
    STREAM("", "begincmap 1 begincodespacerange <0000> <ffff> "
	       "endcodespacerange 2 beginbfrange <0001> <000a> <0030> "
	       "<0020> <0021> [<00660069> <D83DDE00>] endbfrange "
	       "1 beginbfchar <0030> <0041> endbfchar endcmap"),
    picture,
    STREAM("/Type/XObject/Subtype/Form/BBox[0 0 600 800]"
	   "/Resources<</Font<</F 5 0 R>>/XObject<</X 11 0 R>>>>",
	"BT /F 10 Tf 50 400 Td (in a form) Tj ET /X Do"),
    STREAM("/Type/XObject/Subtype/Form/BBox[0 0 600 800]/OC 13 0 R"
	   "/Resources<</Font<</F 5 0 R>>>>",
	"BT /F 10 Tf 50 400 Td (on a layer) Tj ET"),
    "<</Type/OCG/Name(Draft)>>",
    STREAM("/Type/XObject/Subtype/Form/BBox[0 0 30 30]"
	   "/Resources<</Font<</F 5 0 R>>>>",
	"BT /F 10 Tf 5 5 Td (cut off on the right) Tj ET"),
    /* nothing tells what its glyphs are */
    "<</Type/Font/Subtype/Type1/BaseFont/Own/FirstChar 32/Widths[500]"
    "/Encoding<</Differences[65/g7/g19/g4/g33/g2/g11/g90/g1]>>>>",
    "null",
    "<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]"
    "/FirstChar 65/LastChar 65/Widths[20]/Resources<</Font<</F 5 0 R>>>>"
    "/Encoding<</Differences[65/x]>>/CharProcs<</x 18 0 R>>>>",
    STREAM("", "1 0 d0 BT /F 1 Tf (943) Tj ET"),
    /* its ToUnicode calls every character a blank */
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 20 0 R"
    "/Encoding/WinAnsiEncoding>>",
    STREAM("", "1 begincodespacerange <00> <ff> endcodespacerange "
	       "1 beginbfrange <20> <ff> [ <0020> <0020> <0020> <0020> <0020>"
	       "<0020> <0020> <0020> <0020> <0020> <0020> <0020> <0020> <0020>"
	       "<0020> <0020> <0020> <0020> <0020> <0020> <0020> <0020> <0020>"
	       "<0020> <0020> <0020> ] endbfrange"),
};

struct row {
	const char *name;
	const char *content;
	const char *want;
};

/* make_pdf - a file of one page that shows CONTENT; PAGE goes into the page
 * dictionary */
static void
make_pdf(struct pn_buf *out, const char *content, const char *page)
{
	size_t n = sizeof(objects) / sizeof(objects[0]), at[64], xref;

	pn_buf_init(out, 64u << 20);
	pn_buf_adds(out, "%PDF-1.7\n");
	at[1] = out->len;
	pn_buf_adds(out, "1 0 obj <</Type/Catalog/Pages 2 0 R/OCProperties"
			 "<</OCGs[13 0 R]/D<</OFF[13 0 R]>>>>>> endobj\n");
	at[2] = out->len;
	pn_buf_adds(out, "2 0 obj <</Type/Pages/Count 1/Kids[3 0 R]"
			 "/MediaBox[0 0 600 800]>> endobj\n");
	at[3] = out->len;
	pn_buf_addf(out,
	    "3 0 obj <</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources %s"
	    "%s>> endobj\n",
	    RESOURCES, page);
	at[4] = out->len;
	pn_buf_addf(out,
	    "4 0 obj <</Length %zu>>stream\n%s\nendstream endobj\n",
	    strlen(content), content);
	for (size_t i = 0; i < n; i++) {
		const char *len = strstr(objects[i], "LEN>>stream\n");
		const char *data = len ? len + 12 : objects[i];

		at[5 + i] = out->len;
		pn_buf_addf(out, "%zu 0 obj ", 5 + i);
		if (len) {
			pn_buf_add(out, objects[i], (size_t)(len - objects[i]));
			pn_buf_addf(out, "%zu>>stream\n",
			    strlen(data) - strlen("\nendstream"));
		}
		pn_buf_addf(out, "%s endobj\n", data);
	}
	xref = out->len;
	pn_buf_addf(out, "xref\n0 %zu\n0000000000 65535 f \n", n + 5);
	for (size_t i = 1; i < n + 5; i++)
		pn_buf_addf(out, "%010zu 00000 n \n", at[i]);
	pn_buf_addf(out,
	    "trailer<</Size %zu/Root 1 0 R>>\nstartxref\n%zu\n%%%%EOF\n", n + 5,
	    xref);
}

/* shown - all that comes out of a page, for free() */
static char *
shown(const char *content, const char *page)
{
	struct pn_buf pdf;
	char *got;

	make_pdf(&pdf, content, page);
	got = dump_string(pdf.data, pdf.len, NULL, false);
	pn_buf_free(&pdf);
	return got;
}

#define AT(y) "BT /F 10 Tf 50 " #y " Td "

static const struct row texts[] = {
    {"strings join in a line", AT(700) "(NHS 943 ) Tj (476 5919) Tj ET",
	"text  page 1|NHS 943 476 5919\\n\nscanned\n"},
    {"kerning splits no number",
	AT(700) "[(9)40(4)-60(3)30(4)-50(7)20(6)]TJ ET",
	"text  page 1|943476\\n\nscanned\n"},
    {"a gap is a blank", AT(700) "[(one)-300(two)]TJ ET",
	"text  page 1|one two\\n\nscanned\n"},
    {"letters painted in any order",
	AT(700) "(9) Tj 11.12 0 Td (3) Tj -5.56 0 Td (4) Tj ET",
	"text  page 1|943\\n\nscanned\n"},
    {"lines from the top, whatever comes first",
	AT(600) "(below) Tj ET " AT(700) "(above) Tj ET",
	"text  page 1|above\\nbelow\\n\nscanned\n"},
    {"the operators for lines",
	"BT /F 10 Tf 12 TL 50 700 Td (a) Tj T* (b) Tj (c) ' 1 2 (d) \" "
	"0 -20 TD (e) Tj ET",
	"text  page 1|a\\nb\\nc\\nd\\ne\\n\nscanned\n"},
    {"bold by painting twice",
	AT(700) "(Total 12) Tj ET " AT(700) ".3 0 Td (Total 12) Tj ET",
	"text  page 1|Total 12\\n\nscanned\n"},
    {"spaced out letters are a word",
	"BT /F 10 Tf 3 Tc 50 700 Td (INVOICE) Tj ET",
	"text  page 1|INVOICE\\n\nscanned\n"},
    {"glyph names",
	"BT /D 10 Tf 50 700 Td (\\001\\002\\003\\004\\005\\006"
	"\\007) Tj ET",
	"text  page 1|943\303\201\320\220\320\226fi\\n\nscanned\n"},
    {"ToUnicode, ranges and lists",
	"BT /U 10 Tf 50 700 Td <000A00050004000100200021> Tj ET",
	"text  page 1|9430fi\360\237\230\200\\n\nscanned\n"},
    {"a Type 3 glyph that shows text", "BT /T 10 Tf 50 700 Td (A) Tj ET",
	"text  page 1|943\\n\nscanned\n"},
    {"escapes and hexadecimal",
	"BT /F 10 Tf 50 700 Td (a\\(b\\)\\\n\\143) Tj <6465 6> Tj ET",
	"text  page 1|a(b)cde`\\n\nscanned\n"},
    {"a form, and one that calls itself", "/X Do",
	"text  page 1|in a form\\n\nscanned\n"},
    {"an inline image is no text",
	AT(700) "(a) Tj ET BI /W 4 /H 4 /BPC 8 /CS /G ID "
		"BT (zz) Tj EI x EI " AT(690) "(b) Tj ET",
	"text  page 1|a\\nb\\n\nscanned\n"},
    {"text turned by 90 degrees",
	"BT /F 10 Tf 0 1 -1 0 300 100 Tm (turned) Tj ET " AT(
	    700) "(straight) Tj ET",
	"text  page 1|straight\\n\ntext  page 1|turned\\n\nscanned\n"},
    {"a ToUnicode that calls all a blank is a lie",
	"BT /V 10 Tf 50 700 Td (943 476 5919) Tj ET",
	"text  page 1|943 476 5919\\n\nscanned\n"},
    {"a word cut at the end of a line",
	"BT /F 10 Tf 12 TL 50 700 Td (infor-) Tj T* (mation, 12-) Tj T* "
	"(34) Tj ET",
	"text  page 1|information, 12-\\n34\\n\nscanned\n"},
    {"a font that is missing, by a name that is long",
	"BT "
	"/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	"AA"
	" 10 Tf 50 700 Td (seen) Tj ET",
	"text  page 1|seen\\n\nscanned\n"},
    {"operators within an array",
	"BT /F 10 Tf 50 700 Td [(one) 0 Tc -300 (two)] TJ ET",
	"text  page 1|one two\\n\nscanned\n"},
    {"ActualText where glyphs say nothing",
	"BT /M 10 Tf 50 700 Td /Span<</ActualText(abc)>>BDC (ABC) Tj EMC ET",
	"text  page 1|abc\\n\nscanned\n"},
    {"glyphs that nobody knows",
	"BT /M 10 Tf 50 700 Td (ABCDEFGHABCDEFGHABCDEFGH) Tj ET",
	"text  page 1|"
	"\357\277\275\357\277\275\357\277\275\357\277\275\357\277\275"
	"\357\277\275\357\277\275\357\277\275\357\277\275\357\277\275"
	"\357\277\275\357\277\275\357\277\275\357\277\275\357\277\275"
	"\357\277\275\357\277\275\357\277\275\357\277\275\357\277\275"
	"\357\277\275\357\277\275\357\277\275\357\277\275"
	"\\n\nunscannable fonts\n"},
};

static const struct row hidden[] = {
    {"render mode 3", AT(700) "(v) Tj 3 Tr 0 -20 Td (z) Tj ET",
	"text  page 1|v\\n\ntext H page 1|z\\n\nhidden invisible\nscanned\n"},
    {"render mode 3 over a scan is what the reader sees",
	"q 600 0 0 800 0 0 cm /P Do Q BT 3 Tr /F 10 Tf 50 700 Td (read) Tj ET",
	"text  page 1|read\\n\nhidden page-picture\nscanned\n"},
    {"text as a clip that shows a picture",
	"q BT /F 10 Tf 7 Tr 50 700 Td (seen) Tj ET 0 1 0 rg 0 0 600 800 re f Q",
	"text  page 1|seen\\n\nscanned\n"},
    {"text as a clip alone", "q BT /F 10 Tf 7 Tr 50 700 Td (z) Tj ET Q",
	"text H page 1|z\\n\nhidden invisible\nscanned\n"},
    {"off the page", AT(900) "(z) Tj ET",
	"text H page 1|z\\n\nhidden off-page\nscanned\n"},
    {"clipped away",
	"q 0 0 40 40 re W n " AT(700) "(z) Tj ET Q " AT(600) "(v) Tj ET",
	"text  page 1|v\\n\ntext H page 1|z\\n\nhidden off-page\nscanned\n"},
    {"cut by the box of a form", "/S Do",
	"text  page 1|cut of\\n\ntext H page 1|on the right\\n\n"
	"hidden off-page\nscanned\n"},
    {"under a black box", AT(700) "(v z) Tj ET 0 g 57 695 20 15 re f",
	"text  page 1|v\\n\ntext H page 1|z\\n\nhidden covered\nscanned\n"},
    {"under a polygon", AT(700) "(z) Tj ET 40 690 m 80 690 l 60 730 l h f",
	"text H page 1|z\\n\nhidden covered\nscanned\n"},
    {"under a thick line", AT(700) "(z) Tj ET 16 w 40 703 m 80 703 l S",
	"text H page 1|z\\n\nhidden covered\nscanned\n"},
    {"under a picture",
	AT(700) "(z) Tj ET " AT(100) "(v) Tj ET "
				     "q 60 0 0 40 40 690 cm /P Do Q",
	"text  page 1|v\\n\ntext H page 1|z\\n\nhidden covered\n"
	"hidden page-picture\nscanned\n"},
    {"a line through it hides nothing", AT(700) "(v) Tj ET 40 703 100 1 re f",
	"text  page 1|v\\n\nscanned\n"},
    {"a highlight hides nothing",
	AT(700) "(v) Tj ET /Mu gs 1 1 0 rg 40 690 100 20 re f",
	"text  page 1|v\\n\nscanned\n"},
    {"half transparent hides nothing",
	AT(700) "(v) Tj ET /A5 gs 0 g 40 690 100 20 re f",
	"text  page 1|v\\n\nscanned\n"},
    {"a box before the text hides nothing",
	"1 g 40 690 100 20 re f 0 g " AT(700) "(v) Tj ET",
	"text  page 1|v\\n\nscanned\n"},
    {"a frame hides nothing",
	AT(700) "(v) Tj ET 0 0 600 800 re 10 10 580 780 re f*",
	"text  page 1|v\\n\nscanned\n"},
    {"white on white", "1 g " AT(700) "(z) Tj ET",
	"text H page 1|z\\n\nhidden white-text\nscanned\n"},
    {"nearly white on white", ".97 .98 .99 rg " AT(700) "(z) Tj ET",
	"text H page 1|z\\n\nhidden white-text\nscanned\n"},
    {"white on a dark head of a table",
	"0 0 .4 rg 40 690 200 20 re f 1 g " AT(700) "(v) Tj ET",
	"text  page 1|v\\n\nscanned\n"},
    {"black on a black box", "0 g 40 690 200 20 re f " AT(700) "(z) Tj ET",
	"text H page 1|z\\n\nhidden white-text\nscanned\n"},
    {"white on a white box on a dark one",
	"0 g 0 0 600 800 re f 1 g 40 690 200 20 re f " AT(700) "(z) Tj ET",
	"text H page 1|z\\n\nhidden white-text\nscanned\n"},
    {"no ink at all", "0 0 0 0 k " AT(700) "(z) Tj ET",
	"text H page 1|z\\n\nhidden white-text\nscanned\n"},
    {"white over its own shadow is seen",
	AT(700) "(v) Tj ET 1 g " AT(700) ".5 .5 Td (v) Tj ET",
	"text  page 1|v\\n\nscanned\n"},
    {"tiny", "BT /F .5 Tf 50 700 Td (z) Tj ET",
	"text H page 1|z\\n\nhidden tiny\nscanned\n"},
    {"tiny letters made large are not",
	"20 0 0 20 0 0 cm BT /F .5 Tf 5 20 Td (v) Tj ET",
	"text  page 1|v\\n\nscanned\n"},
    {"a layer that is off",
	AT(700) "(v) Tj ET /OC /Off BDC " AT(600) "(z) Tj ET EMC",
	"text  page 1|v\\n\ntext H page 1|z\\n\nhidden layer\nscanned\n"},
    {"a form on a layer that is off", "/L Do",
	"text H page 1|on a layer\\n\nhidden layer\nscanned\n"},
    {"what a hidden layer paints covers nothing",
	AT(700) "(v) Tj ET /OC /Off BDC 0 0 600 800 re f EMC",
	"text  page 1|v\\n\nscanned\n"},
    {"transparent", "/A0 gs " AT(700) "(z) Tj ET",
	"text H page 1|z\\n\nhidden transparent\nscanned\n"},
};

static const struct row layouts[] = {
    {"a grid is a table",
	AT(700) "(Name) Tj 100 0 Td (Born) Tj 100 0 Td (Form) Tj "
		"-200 -14 Td (Ann Lee) Tj 100 0 Td (01/02/2010) Tj 100 0 Td "
		"(7A) Tj -200 -14 Td (Bo Ray) Tj 100 0 Td (03/04/2011) Tj "
		"100 0 Td (8B) Tj ET",
	"table  page 1|0,0=Name|0,1=Born|0,2=Form|1,0=Ann Lee|"
	"1,1=01/02/2010|1,2=7A|2,0=Bo Ray|2,1=03/04/2011|2,2=8B|\nscanned\n"},
    {"the rest of a cell belongs to its row",
	AT(700) "(Name) Tj 100 0 Td (Lives) Tj 200 0 Td (Form) Tj "
		"-300 -30 Td (Ann Lee) Tj 100 0 Td (12 High Street) Tj "
		"200 0 Td (7A) Tj -200 -12 Td (CR2 4AB) Tj -100 -30 Td "
		"(Bo Ray) Tj 100 0 Td (1 Low Lane) Tj 200 0 Td (8B) Tj ET",
	"table  page 1|0,0=Name|0,1=Lives|0,2=Form|1,0=Ann Lee|"
	"1,1=12 High Street CR2 4AB|1,2=7A|2,0=Bo Ray|2,1=1 Low Lane|"
	"2,2=8B|\nscanned\n"},
    {"columns are read one by one",
	AT(700) "(The first column begins here and) Tj 200 0 Td "
		"(the other column comes after it) Tj -200 -12 Td "
		"(goes on to fill the whole width) Tj 200 0 Td "
		"(and must not run into the first) Tj -200 -12 Td "
		"(of its lines as running text is) Tj 200 0 Td "
		"(one however near to it they are) Tj ET",
	"text  page 1|The first column begins here and\\n"
	"goes on to fill the whole width\\nof its lines as running text is\\n"
	"the other column comes after it\\nand must not run into the first\\n"
	"one however near to it they are\\n\nscanned\n"},
    {"cells close to each other are cells",
	"BT /F 10 Tf 50 700 Td (9434765919) Tj ET "
	"BT /F 10 Tf 107 700 Td (NE1 2FN) Tj ET "
	"BT /F 10 Tf 50 680 Td (9876543210) Tj ET "
	"BT /F 10 Tf 107 680 Td (SW1 1AA) Tj ET "
	"BT /F 10 Tf 50 660 Td (9434765870) Tj ET "
	"BT /F 10 Tf 107 660 Td (CR2 4AB) Tj ET",
	"table  page 1|0,0=9434765919|0,1=NE1 2FN|1,0=9876543210|1,1=SW1 1AA|"
	"2,0=9434765870|2,1=CR2 4AB|\nscanned\n"},
    {"a wide gap is several blanks", AT(700) "(left) Tj 200 0 Td (right) Tj ET",
	"text  page 1|left   right\\n\nscanned\n"},
};

static void
check_rows(const struct row *r, size_t n)
{
	unsigned failed = 0;

	for (size_t i = 0; i < n; i++) {
		char *got = shown(r[i].content, "");

		if (strcmp(got, r[i].want) != 0) {
			print_error(
			    "%s:\n%s-- wanted:\n%s", r[i].name, got, r[i].want);
			failed++;
		}
		free(got);
	}
	assert_int_equal(failed, 0);
}

#define CHECK(rows) check_rows(rows, sizeof(rows) / sizeof(rows[0]))

static void
test_text(void **state)
{
	(void)state;
	CHECK(texts);
}

static void
test_hidden(void **state)
{
	(void)state;
	CHECK(hidden);
}

static void
test_layout(void **state)
{
	(void)state;
	CHECK(layouts);
}

/* What the page's own dictionary changes. */
static void
test_boxes(void **state)
{
	static const struct {
		const char *page, *content, *want;
	} rows[] = {
	    {"/CropBox[0 0 100 100]", AT(700) "(z) Tj ET",
		"text H page 1|z\\n\nhidden off-page\nscanned\n"},
	    {"/Rotate 90", "BT /F 10 Tf 0 1 -1 0 300 100 Tm (upright) Tj ET",
		"text  page 1|upright\\n\nscanned\n"},
	    {"/MediaBox[600 800 0 0]", AT(700) "(v) Tj ET",
		"text  page 1|v\\n\nscanned\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *got = shown(rows[i].content, rows[i].page);

		assert_string_equal(got, rows[i].want);
		free(got);
	}
}

/* cpu - seconds of CPU time so far */
static double
cpu(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* repeated - UNIT so often that it has about N bytes, for free() */
static char *
repeated(const char *before, const char *unit, size_t n)
{
	struct pn_buf b;

	pn_buf_init(&b, 64u << 20);
	pn_buf_adds(&b, before);
	while (b.len < n)
		pn_buf_adds(&b, unit);
	return pn_buf_take(&b);
}

/* However a page is made, reading it ends soon, and says so. */
static void
test_hostile(void **state)
{
	static const struct {
		const char *name, *before, *unit;
		size_t n;
		const char *end;
	} rows[] = {
	    {"a form again and again", "", "/L Do ", 8u << 20,
		"\nlimit text\n"},
	    {"boxes over text", "BT /F 10 Tf 50 700 Td (abcdefghijkl) Tj ET ",
		"0 0 600 800 re f ", 8u << 20, "\n"},
	    {"half boxes over text",
		"BT /F 10 Tf 50 700 Td (abcdefghijkl) Tj ET ",
		"0 0 51 800 re 0 0 52 701 re f* ", 8u << 20, "\n"},
	    {"white text between boxes", "1 g ",
		"BT /F 10 Tf 50 700 Td (a) Tj ET 0 g 0 0 60 99 re f 1 g ",
		4u << 20, "\n"},
	    {"letters in one place", "", "BT /F 10 Tf 50 700 Td (aaaaa) Tj ET ",
		8u << 20, "\n"},
	    {"saved states", "", "q ", 8u << 20, "\n"},
	    {"an array that never ends", "BT /F 10 Tf [", "(a) ", 8u << 20,
		"\n"},
	    {"marks that never end", "", "/OC /Off BDC ", 4u << 20, "\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *content =
		    repeated(rows[i].before, rows[i].unit, rows[i].n);
		double from = cpu();
		char *got = shown(content, "");
		double took = cpu() - from;

#ifndef PN_SANITIZED
		if (took > 10) /* seconds: what is not linear takes minutes */
			fail_msg("%s took %.1f s", rows[i].name, took);
#else
		if (took > 30)
			fail_msg("%s took %.1f s", rows[i].name, took);
#endif
		if (strstr(got, "INVALID") || !strstr(got, rows[i].end))
			fail_msg("%s: %zu bytes, %s", rows[i].name, strlen(got),
			    strlen(got) > 99 ? got + strlen(got) - 99 : got);
		free(got);
		free(content);
	}
}

/* Files of real programs, made by tests/data/pdf/make-pages.py. */
static void
test_programs(void **state)
{
	static const struct {
		const char *file, *want[8];
	} rows[] = {
	    {"pdf/page-writer.pdf",
		{"Letter home", "943 476 5919", "caf\303\251", "\320\226",
		    "0,0=Name|0,1=Born|0,2=Form|1,0=Ann Lee|1,1=01/02/2010|",
		    "\nscanned\n"}},
	    {"pdf/page-calc.pdf",
		{"0,0=Name|0,1=Born|0,2=NHS number|1,0=Ann Lee|1,1=01/02/2010"
		 "|1,2=943 476 5919|",
		    "\nscanned\n"}},
	    {"pdf/page-gs.pdf", {"Ann Lee, 943 476 5919", "\nscanned\n"}},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t n;
		unsigned char *bytes = dump_file(rows[i].file, &n);
		char *got;

		assert_non_null(bytes);
		got = dump_string(bytes, n, NULL, false);
		for (size_t k = 0; k < 8 && rows[i].want[k]; k++)
			if (strstr(got, rows[i].want[k]) == NULL)
				fail_msg("%s: no %s in\n%s", rows[i].file,
				    rows[i].want[k], got);
		assert_null(strstr(got, "INVALID"));
		free(got);
		free(bytes);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_text),
	    cmocka_unit_test(test_hidden),
	    cmocka_unit_test(test_layout),
	    cmocka_unit_test(test_boxes),
	    cmocka_unit_test(test_hostile),
	    cmocka_unit_test(test_programs),
	};

	pn_extract_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
