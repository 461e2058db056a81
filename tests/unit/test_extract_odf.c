/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * OpenDocument: text in its place, hidden content told, repetitions bounded
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "unit/extract_rows.h"

#define NS "urn:oasis:names:tc:opendocument:xmlns:"
#define HEAD(kind)                                                             \
	"<o:document xmlns:o=\"" NS "office:1.0\" "                            \
	"xmlns:s=\"" NS "style:1.0\" xmlns:x=\"" NS "text:1.0\" "              \
	"xmlns:t=\"" NS "table:1.0\" xmlns:d=\"" NS "drawing:1.0\" "           \
	"xmlns:fo=\"f\" xmlns:v=\"v\" xmlns:l=\"l\" xmlns:p=\"p\" "            \
	"xmlns:m=\"m\" xmlns:c=\"c\" xmlns:dc=\"dc\" o:mimetype=\""            \
	"application/vnd.oasis.opendocument." kind "\">"
#define TEXT(styles, body)                                                     \
	HEAD("text")                                                           \
	"<o:automatic-styles>" styles                                          \
	"</o:automatic-styles><o:body><o:text>" body                           \
	"</o:text></o:body></o:document>"
#define SHEET(styles, body)                                                    \
	HEAD("spreadsheet")                                                    \
	"<o:automatic-styles>" styles "</o:automatic-styles><o:body>"          \
	"<o:spreadsheet>" body "</o:spreadsheet></o:body></o:document>"
#define OBJECT(kind, body)                                                     \
	"<o:document o:mimetype=\"application/vnd.oasis.opendocument." kind    \
	"\"><o:body><o:" kind ">" body "</o:" kind "></o:body></o:document>"
#define ROWS(rows) SHEET("", "<t:table t:name=\"S\">" rows "</t:table>")
#define STYLE(name, family, attrs)                                             \
	"<s:style s:name=\"" name "\" s:family=\"" family "\">"                \
	"<s:text-properties " attrs "/></s:style>"
#define P(text)	   "<x:p>" text "</x:p>"
#define CELL(text) "<t:table-cell>" P(text) "</t:table-cell>"

/* One line that an extraction must, or must not, hold. */
struct row {
	const char *name;
	const char *from; /* a file of tests/data/odf, or XML */
	const char *line;
	bool absent;
};

static const struct row rows[] = {
    {"runs are joined", "everything.odt", "\\nNINO QQ123456C joined\\n", false},
    {"hidden runs split no line", "everything.odt",
	"\\nseen1  seen2\\nseen3  seen4\\nseen5  seen6\\nseen7 "
	"white on dark "
	"seen8\\n",
	false},
    {"hidden, white and tiny runs", "everything.odt",
	"text H style|hidden run QQ123456C\\nwhite words\\ntiny "
	"words\n",
	false},
    {"table", "everything.odt",
	"table  table "
	"1|0,0=Name|0,1=NINO|1,0=Ann|1,1=QQ123456C|2,0=Bob|",
	false},
    {"footnote apart", "everything.odt", "text  footnotes|the footnote\\n\n",
	false},
    {"footnote splits no word", "everything.odt", "|with a note behind it\\n",
	false},
    {"comment with its author", "everything.odt",
	"text H comment 1|A Reviewer\\na comment here\\n\n", false},
    {"frame apart", "everything.odt", "text  text box|in the frame\\n\n",
	false},
    {"frame splits no paragraph", "everything.odt", "\\nbefore after\\n",
	false},
    {"hidden section", "everything.odt", "text H section|hidden section text\n",
	false},
    {"hidden text of a field", "everything.odt",
	"text H field|secret of a field\n", false},
    {"paragraph that hides itself", "everything.odt",
	"text H paragraph|para with HiddenParagraph  rest\n", false},
    {"deleted text", "everything.odt", "text H deletion| struck QQ111111A\\n\n",
	false},
    {"deleted text leaves no gap", "everything.odt", "\\nkeep keep\\n", false},
    {"inserted text is seen", "everything.odt", "\\ninserted later\\n", false},
    {"page header", "everything.odt", "text  header|page top\\n\n", false},
    {"page footer", "everything.odt", "text  footer|page foot\\n\n", false},
    {"properties, not the author", "everything.odt",
	"text H metadata|The title\n"
	"text H author|Some Author\n"
	"text H metadata|key\\nwords\\nPupil: A N Other\n",
	false},
    {"insertion is seen, and told apart", "everything.odt",
	"inserted later\\n\ntext H insertion|inserted later\n", false},
    {"who changed something", "everything.odt",
	"text H author|Unknown Author\\n\n", false},
    {"thumbnail is told", "everything.odt", "hidden thumbnail\nscanned\n",
	false},

    {"cells, hidden row, column, format, colour, covered cell",
	"everything.ods",
	"table  "
	"Contacts|0,0=Name|0,1=NINO|0,2=Born|0,3=Card|0,4~hidden "
	"col|"
	"1,0=Ann|1,1=QQ123456C|1,2=05/04/11|1,3=4.54E+15 "
	"4539578763621486|"
	"1,4~in "
	"col|2,0=Bob|2,1=QQ654321A|2,2=06/07/09|2,3=5|3,0~hid row|"
	"3,1~in row|5,0=joined "
	"text|6,0~9434765919|7,0~white|7,1=same|"
	"7,2=same|7,3=same|9,0=merged|9,1~under it|\n",
	false},
    {"comment at its cell", "everything.ods",
	"text H Contacts!B2 (comment)|see file QQ123456C\\n\n", false},
    {"hidden sheet", "everything.ods", "table H Secret|1,1=QQ999999A|\n",
	false},
    {"named expression", "everything.ods",
	"text H name|konst\\n\"QQ123456C\"\n", false},
    {"names of sheets that are seen, of a workbook", "everything.ods",
	"text  definitions|Contacts\\n\n", false},
    {"chart is an object", "everything.ods", "text  object 1|Chart title\\n\n",
	false},
    {"picture of the chart", "everything.ods", "\\nChart title\\n\nscanned\n",
	false},
    {"kinds of a sheet", "everything.ods", "hidden covered-cell\n", false},

    {"slide", "everything.odp", "text  slide 1|slide one text\\n", false},
    {"notes", "everything.odp", "text H slide 1, notes|the notes QQ123456C\\n",
	false},
    {"hidden slide", "everything.odp", "text H slide 2|hidden slide text\\n",
	false},
    {"off the slide", "everything.odp", "text H slide 1, off-slide|far away\n",
	false},
    {"table on a slide", "everything.odp",
	"table  table 1|0,0=c00|0,1=c01|1,0=c10|1,1=c11|\n", false},
    {"words for a picture", "everything.odp",
	"text H slide 1, attribute|alt title\\nalt text\n", false},
    {"master page", "everything.odp", "\\non the master\\n", false},
    {"StarView picture is read", "everything.odp",
	"text  picture|c00\\nc01\\nc10\\nc11\\n\nscanned\n", false},

    {"encrypted", "locked.odt", "\\ncontent.xml\\n", false},
    {"encrypted ends so", "locked.odt", "\nencrypted\n", false},

    {"blanks collapse, marks do not",
	TEXT("", P("a  \n b<x:s x:c=\"3\"/>c<x:tab/>d<x:line-break/>e")),
	"|a b   c\td\\ne\\n\n", false},
    {"many blanks are few", TEXT("", P("a<x:s x:c=\"1000000000\"/>b")),
	"scanned\n", false},
    {"style by its parent",
	TEXT(STYLE("A", "text",
		 "x:display=\"none\"") "<s:style s:name=\"B\" "
				       "s:family=\"text\" "
				       "s:parent-style-name=\"A\"/>",
	    P("one <x:span x:style-name=\"B\">two</x:span>")),
	"text H style|two\n", false},
    {"a circle of styles ends",
	TEXT("<s:style s:name=\"A\" s:family=\"text\" "
	     "s:parent-style-name=\"A\"/>",
	    P("<x:span x:style-name=\"A\">two</x:span>")),
	"text  |two\\n\n", false},
    {"inner style shows again",
	TEXT(STYLE("A", "paragraph", "x:display=\"none\"")
		 STYLE("B", "text", "x:display=\"true\""),
	    "<x:p x:style-name=\"A\">one<x:span "
	    "x:style-name=\"B\">two"
	    "</x:span></x:p>"),
	"text  |two\\n\n", false},
    {"automatic colour is seen",
	TEXT(STYLE("A", "text",
		 "s:use-window-font-color=\"true\" "
		 "l:opacity=\"0%\""),
	    P("<x:span x:style-name=\"A\">two</x:span>")),
	"text  |two\\n\n", false},
    {"black on black",
	TEXT(STYLE("A", "text",
		 "fo:color=\"#000000\" "
		 "fo:background-color=\"#010203\""),
	    P("<x:span x:style-name=\"A\">two</x:span>")),
	"text H style|two\n", false},
    {"per cent of a size",
	TEXT(STYLE("A", "text", "fo:font-size=\"1%\""),
	    P("<x:span x:style-name=\"A\">two</x:span>")),
	"text H style|two\n", false},
    {"condition, both ways",
	TEXT("", P("<x:conditional-text x:current-value=\"true\" "
		   "x:string-value-if-true=\"yes\" "
		   "x:string-value-if-false=\"QQ123456C\">yes"
		   "</x:conditional-text>")),
	"text H field|QQ123456C\n", false},
    {"value that no field shows",
	TEXT("", "<x:user-field-decl x:name=\"a\" "
		 "o:string-value=\"QQ123456C\""
		 "/>" P("one")),
	"text H field|", false},
    {"value that a field shows",
	TEXT("", "<x:user-field-decl x:name=\"a\" "
		 "o:string-value=\"shown\"/>" P(
		     "<x:user-field-get "
		     "x:name=\"a\">shown</x:user-field-get>")),
	"text H", true},
    {"text where none belongs", TEXT("", "<x:other>QQ123456C</x:other>"),
	"text H unknown-element|QQ123456C\n", false},
    {"chart title is seen", TEXT("", "<c:title><x:p>title</x:p></c:title>"),
	"text  |title\\n\n", false},
    {"comment of the markup", TEXT("", "<!-- QQ123456C -->" P("a")),
	"text H comment| QQ123456C \n", false},
    {"picture in the file",
	TEXT("", P("<d:frame><d:image><o:binary-data>UVExMjM0NTZD"
		   "</o:binary-data></d:image></d:frame>")),
	"member - embedded \ntext  |QQ123456C\nscanned\n", false},
    {"nested table",
	TEXT("", "<t:table><t:table-row>" CELL(
		     "a") "<t:table-cell><t:table><t:table-"
			  "row>" CELL("b") CELL("c") "</"
						     "t:table-row><t:table-"
						     "row>" CELL("d") CELL(
							 "e") "</t:table-row></"
							      "t:table></"
							      "t:table-cell></"
							      "t:table-row>"
							      "</t:table>"),
	"table  table 1|0,0=b|0,1=c|1,0=d|1,1=e|\n", false},
    {"document type in a flat file",
	"<!DOCTYPE a [<!ENTITY e \"boom\">]>" TEXT("", P("&e;")), "boom\\n",
	true},

    {"document type that declares nothing",
	"<!DOCTYPE a SYSTEM \"a.dtd\">" TEXT("", P("one")),
	"text  |one\\n\nscanned\n", false},

    {"repeated cell is written out",
	ROWS("<t:table-row><t:table-cell "
	     "t:number-columns-repeated=\"3\">" P("x") "</t:table-cell>" CELL(
		 "y") "</t:table-row>"),
	"table  S|0,0=x|0,1=x|0,2=x|0,3=y|\n", false},
    {"a million cells and rows are not",
	ROWS("<t:table-row t:number-rows-repeated=\"1073741824\">"
	     "<t:table-cell "
	     "t:number-columns-repeated=\"1000000\">" P(
		 "x") "</t:table-cell></"
		      "t:table-row><t:table-row>" CELL("y") "</"
							    "t:"
							    "table-"
							    "row>"),
	"table  S|0,0=x|2147483647,0=y|\ntext  definitions|S\\n\nscanned\n",
	false},
    {"value without a text",
	ROWS("<t:table-row><t:table-cell o:value-type=\"float\" "
	     "o:value=\"9434765919\"/></t:table-row>"),
	"table  S|0,0=9434765919|\n", false},
    {"stored string that is not shown",
	ROWS("<t:table-row><t:table-cell "
	     "o:string-value=\"QQ123456C\">" P(
		 "x") "</t:table-cell></t:table-row>"),
	"|0,0=x QQ123456C|", false},
    {"date without its year",
	ROWS("<t:table-row><t:table-cell "
	     "o:date-value=\"2011-04-05\">" P(
		 "5 Apr") "</t:table-cell></t:table-row>"),
	"|0,0=5 Apr 2011-04-05|", false},
    {"filtered row",
	ROWS(
	    "<t:table-row t:visibility=\"filter\">" CELL("x") "</t:table-row>"),
	"|0,0~x|", false},
    {"words in a formula",
	ROWS("<t:table-row><t:table-cell "
	     "t:formula=\"of:=IF(1;&quot;a&quot;;"
	     "&quot;QQ123456C&quot;)\">" P("a") "</t:table-cell>"
						"</t:table-row>"),
	"text H formula|QQ123456C\n", false},
    {"name of a hidden sheet", "everything.ods", "text H sheet|Secret\n",
	false},
    {"copy of another file",
	SHEET("<s:style s:name=\"e\" "
	      "s:family=\"table\"><s:table-properties "
	      "t:display=\"false\"/></s:style>",
	    "<t:table t:name=\"E\" "
	    "t:style-name=\"e\"><t:table-source "
	    "v:href=\"file:///other.ods\"/><t:table-row>" CELL(
		"QQ123456C") "</t:table-row></t:table>"),
	"hidden external-link\n", false},
    {"labels of a chart are seen, its numbers are not",
	TEXT("",
	    "<d:object>" OBJECT("chart",
		"<c:plot-area t:cell-range-address=\"local-table.A1\"/>"
		"<t:table><t:table-row>" CELL("q")
		    CELL("Marks") "</t:table-row><t:table-row>" CELL(
			"Ann") "<t:table-cell o:value=\"62845173\">" P("6284517"
								       "3") "</"
									    "t:"
									    "ta"
									    "bl"
									    "e-"
									    "ce"
									    "ll"
									    "><"
									    "/t"
									    ":t"
									    "ab"
									    "le"
									    "-r"
									    "ow"
									    "><"
									    "/t"
									    ":t"
									    "ab"
									    "le"
									    ">") "</d:object>"),
	"|0,0=q|0,1=Marks|1,0=Ann|1,1~62845173|", false},
    {"a sheet in a text is hidden",
	TEXT("", "<d:object>" OBJECT("spreadsheet",
		     "<t:table t:name=\"S\"><t:table-row>" CELL(
			 "x") "</t:table-row></t:table>") "</d:object>"),
	"hidden embedded\n", false},
    {"formula is seen",
	TEXT(
	    "", "<d:object>" OBJECT("formula", "<c:mi>x</c:mi>") "</d:object>"),
	"hidden embedded\n", true},
    {"sheet that a parent style hides",
	SHEET("<s:style s:name=\"A\" s:family=\"table\"><s:table-properties "
	      "t:display=\"false\"/></s:style><s:style s:name=\"B\" "
	      "s:family=\"table\" s:parent-style-name=\"A\"/>",
	    "<t:table t:name=\"S\" t:style-name=\"B\"><t:table-row>" CELL(
		"x") "</t:table-row></t:table>"),
	"table H S|0,0=x|", false},
    {"table of a text that is not shown",
	TEXT("<s:style s:name=\"A\" s:family=\"table\"><s:table-properties "
	     "t:display=\"false\"/></s:style>",
	    "<t:table t:style-name=\"A\"><t:table-row>" CELL("a")
		CELL("b") "</t:table-row><t:table-row>" CELL("c")
		    CELL("d") "</t:table-row></t:table>"),
	"|0,0~a|0,1~b|1,0~c|1,1~d|", false},
    {"closed group of rows",
	ROWS("<t:table-row-group t:display=\"false\"><t:table-row>" CELL(
	    "x") "</t:table-row></t:table-row-group>"),
	"|0,0~x|", false},
    {"closed group of columns",
	ROWS("<t:table-column/><t:table-column-group t:display=\"false\">"
	     "<t:table-column/></t:table-column-group><t:table-row>" CELL("x")
		 CELL("y") "</t:table-row>"),
	"|0,0=x|0,1~y|", false},
    {"white by the style of its column",
	SHEET(STYLE("W", "table-cell", "fo:color=\"#ffffff\""),
	    "<t:table t:name=\"S\"><t:table-column/><t:table-column "
	    "t:default-cell-style-name=\"W\"/><t:table-row>" CELL("x")
		CELL("y") "</t:table-row></t:table>"),
	"|0,0=x|0,1~y|", false},
    {"white by the style of its row",
	SHEET(STYLE("W", "table-cell", "fo:color=\"#ffffff\""),
	    "<t:table t:name=\"S\"><t:table-row "
	    "t:default-cell-style-name=\"W\">" CELL(
		"x") "</t:table-row></t:table>"),
	"|0,0~x|", false},
    {"box without size",
	TEXT("", P("<d:frame svg:width=\"0cm\" svg:height=\"0cm\">"
		   "<d:text-box>" P("x") "</d:text-box></d:frame>")),
	"text H text box|x\\n\nhidden shape\n", false},
    {"box that is not displayed",
	TEXT("", P("<d:frame d:display=\"none\"><d:text-box>" P(
		     "x") "</d:text-box></d:frame>")),
	"hidden shape\n", false},
    {"box beside the paper of a text",
	TEXT("", P("<d:frame svg:x=\"-30cm\" svg:y=\"1cm\" "
		   "svg:width=\"9cm\" svg:height=\"1cm\"><d:text-box>" P(
		       "x") "</d:text-box></d:frame>")),
	"hidden off-slide\n", false},
    {"box in the margin of a text",
	TEXT("", P("<d:frame svg:x=\"-3cm\" svg:y=\"1cm\" "
		   "svg:width=\"1cm\" svg:height=\"1cm\"><d:text-box>" P(
		       "x") "</d:text-box></d:frame>")),
	"text  text box|x\\n\n", false},
    {"box moved beside the paper",
	TEXT("", P("<d:frame svg:width=\"9cm\" svg:height=\"1cm\" "
		   "d:transform=\"rotate (1.5) translate (-30cm 2cm)\">"
		   "<d:text-box>" P("x") "</d:text-box></d:frame>")),
	"hidden off-slide\n", false},
    {"tooltip of a link of a text",
	TEXT("", P("<x:a o:title=\"her file\">link</x:a>")),
	"text H tooltip|her file\n", false},
    {"list of a validation",
	SHEET("", "<t:content-validations><t:content-validation "
		  "t:condition=\"of:cell-content-is-in-list(&quot;"
		  "Ann&quot;)\""
		  "/></t:content-validations>"),
	"text H validation|of:cell-content-is-in-list(\"Ann\")\n", false},
    {"members of a pivot table",
	SHEET("", "<t:data-pilot-tables><t:data-pilot-member "
		  "t:name=\"QQ123456C\"/></t:data-pilot-tables>"),
	"text H pivot-cache|QQ123456C\n", false},
    {"changes of a sheet",
	SHEET("", "<t:tracked-changes><t:cell-content-change><t:previous>"
		  "<t:change-track-table-cell o:value=\"9434765919\">" P(
		      "9.4E9") "</t:change-track-table-cell></t:previous>"
			       "</t:cell-content-change></"
			       "t:tracked-changes>"),
	"text H deletion|9434765919\\n9.4E9\\n\n", false},

    {"text in messages", "iwork/new.pages",
	"text  Document|NINO QQ123456C of the pupil, the pupil, the pupil\\n\n",
	false},
    {"identifiers are no text", "iwork/new.pages", "0F8FAD5B", true},
    {"words of a property list", "iwork/new.pages",
	"text H metadata|bplist00ZTitle heree\\nSplit\n", false},
    {"preview is told", "iwork/new.pages", "hidden thumbnail\n", false},
    {"archive in the archive, numbers of a table", "iwork/index.numbers",
	"text  Tile|4539578763621486\t9434.76\\n\n", false},
    {"document that is a folder", "iwork/folder.zip",
	"text  Document|NINO QQ123456C of", false},
    {"iWork '09", "iwork/old.pages", "NHS 943\\n 476 5919\\n", false},
    {"cell of iWork '09", "iwork/old.pages", "s: QQ123456C\\n", false},
    {"broken archive gives what it has", "iwork/broken.pages",
	"text  Document|NINO QQ123456C of", false},
    {"broken archive is told", "iwork/broken.pages", "\nunscannable damaged\n",
	false},
    {"log of changes that nobody unpacks", "iwork/log.numbers",
	"member Index/OperationStorage.iwa embedded hidden method\n", false},
    {"messages in messages without end", "iwork/deep.pages", "limit nesting\n",
	false},
    {"hint beside an encrypted document", "iwork/locked.pages",
	"text  password hint|the usual QQ123456C\n", false},
    {"encrypted document", "iwork/locked.pages", "\nencrypted\n", false},
    {"readable file in an encrypted document", "iwork/half-locked.pages",
	"|NINO QQ123456C\n", false},
};

/* run - everything that comes out of FROM, for free() */
static char *
run(const char *from)
{
	if (from[0] == '<')
		return dump_string(from, strlen(from), NULL, true);
	return dump_of(strchr(from, '/') ? "" : "odf", from);
}

static void
documents_are_read_whole(void **state)
{
	unsigned wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *got = run(rows[i].from);
		bool found = strstr(got, rows[i].line) != NULL;

		if (found == rows[i].absent) {
			print_message(
			    "row: %s\ngot: %.4000s\n", rows[i].name, got);
			wrong++;
		}
		assert_null(strstr(got, "INVALID"));
		free(got);
	}
	assert_int_equal(wrong, 0);
}

static void
types_are_told(void **state)
{
	static const struct {
		const char *file, *type;
	} cases[] = {
	    {"odf/everything.odt", "application/vnd.oasis.opendocument.text"},
	    {"odf/everything.ods",
		"application/vnd.oasis.opendocument.spreadsheet"},
	    {"odf/everything.odp",
		"application/vnd.oasis.opendocument.presentation"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t n;
		unsigned char *bytes = dump_file(cases[i].file, &n);
		struct pn_kind kind = pn_recognise((struct pn_bytes){bytes, n});

		assert_string_equal(kind.format, "odf");
		assert_string_equal(kind.type, cases[i].type);
		free(bytes);
	}
}

/* every cut and many changed bytes of a document end in an outcome */
static void
damaged_documents_end(void **state)
{
	static const char *const files[] = {
	    "odf/everything.odt", "odf/everything.ods", "odf/everything.odp"};

	(void)state;
	dump_survives(files, sizeof(files) / sizeof(files[0]), 211, 211);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(documents_are_read_whole),
	    cmocka_unit_test(types_are_told),
	    cmocka_unit_test(damaged_documents_end),
	};

	pn_extract_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
