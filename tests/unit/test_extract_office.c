/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Word and Excel: text in its place, hidden content told, budgets kept
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "unit/extract_rows.h"

#define DOCX_TYPE                                                              \
	"application/vnd.openxmlformats-officedocument.wordprocessingml."      \
	"document"

#define PPTX_TYPE                                                              \
	"application/vnd.openxmlformats-officedocument.presentationml."        \
	"presentation"

static const struct dump_row rows[] = {
    {"runs are joined", "docx/everything.docx", "NHS 9434765919\\n", false},
    {"tabs and line ends", "docx/everything.docx", "with tab\tand\\nline\\n",
	false},
    {"tracked insertion is seen", "docx/everything.docx", "seen added\\n",
	false},
    {"tracked deletion is hidden", "docx/everything.docx",
	"text H deletion|struck QQ123456C\n", false},
    {"hidden run splits no number", "docx/everything.docx", "1234 not\\n",
	false},
    {"hidden directly, by style, by colour", "docx/everything.docx",
	"text H style|secret\\nstyled awaywhite\n", false},
    {"white on a shade is seen", "docx/everything.docx", "\\nshaded\\n", false},
    {"table, runs in cells joined, hidden row", "docx/everything.docx",
	"table  table 1|0,0=Name|0,1=NINO|1,0=Ann|1,1=QQ123456C|"
	"2,0~Bob|2,1~hidden row|\n",
	false},
    {"innermost table is the table", "docx/everything.docx",
	"table  table 2|0,0=a|0,1=b|1,0=c|1,1=d|\n", false},
    {"text box splits no paragraph", "docx/everything.docx", "|before after\\n",
	false},
    {"text box", "docx/everything.docx", "text  text box|boxed\\n\n", false},
    {"same alternative told once", "docx/everything.docx", "alternate|boxed",
	true},
    {"other alternative is hidden", "docx/everything.docx",
	"text H alternate|\\n\\nother text", false},
    {"header", "docx/everything.docx", "text  header|page header\\n\n", false},
    {"footnote", "docx/everything.docx", "text  footnotes|a note\\n\n", false},
    {"comment", "docx/everything.docx", "text H comment|a comment\n", false},
    {"title, not the author", "docx/everything.docx",
	"text H metadata|The title\\nkey words\n", false},
    {"author, not beside the title", "docx/everything.docx",
	"text H author|Some Author\n", false},
    {"custom property", "docx/everything.docx",
	"text H metadata|Pupil: A N Other\n", false},
    {"custom XML", "docx/everything.docx", "text H custom-xml|QQ123456C\n",
	false},
    {"picture as member", "docx/everything.docx",
	"member word/media/image1.png embedded \nskipped\n", false},
    {"embedded file as member, by its bytes", "docx/everything.docx",
	"member word/embeddings/data.bin embedded hidden \n"
	"table  |0,0=Name|",
	false},
    {"kinds of hidden content", "docx/everything.docx", "hidden row\n", false},
    {"main part by relationship", "docx/moved.docx",
	"text  |moved body\\n\n"
	"scanned\n",
	false},
    {"document type is refused", "docx/doctype.docx", "unscannable damaged\n",
	false},
    {"entity is not expanded", "docx/doctype.docx", "boom", true},
    {"broken XML gives what it has", "docx/broken.docx",
	"text  |first\\n\nunscannable damaged\n", false},

    {"colours that hide", "docx/unseen.docx",
	"text H style|on paper\\nchild of a ghost\\nblacked out\\n"
	"navy on navy\\nclear shade\n",
	false},
    {"white on a bar by its style", "docx/unseen.docx", "|on a bar\\n\n",
	false},
    {"white in a styled table; deleted row", "docx/unseen.docx",
	"|0,0=styled head|0,1=b|1,0~row gone|1,1~d|\n", false},
    {"white in a box", "docx/unseen.docx", "text  text box|in a box\\n\n",
	false},
    {"title and choices of a control", "docx/unseen.docx",
	"text H control|NINO of pupil\\nAnn\\nQQ123456C\n", false},
    {"tooltip of a link in a document", "docx/unseen.docx",
	"text H tooltip|her file\n", false},
    {"field with a path", "docx/unseen.docx", "text H field|INCLUDETEXT",
	false},
    {"variables and mail merge", "docx/unseen.docx",
	"text H settings|kept 9434765919\\nSELECT * FROM pupils\\n\n", false},
    {"text in a part that has none", "docx/unseen.docx",
	"text H word/fontTable.xml|stowed away\\n\n", false},
    {"cropped picture of a document", "docx/unseen.docx", "hidden cropped\n",
	false},
    {"pale and small by style, theme, shade, marker, fill",
	"docx/concealed.docx",
	"text H style|pale style\\npaler style\\nsmall style\\npale theme\\n"
	"pale on pale\\nmarked over\\nclear fill\\nno height\n",
	false},
    {"what looks dark or looked pale is seen", "docx/concealed.docx",
	"|dark marker shows\\nwas pale\\n", false},
    {"number of which digits were deleted", "docx/concealed.docx",
	"text H deletion|call 628 451 7394 \\nwords\n", false},
    {"insertions are seen, and told apart", "docx/concealed.docx",
	"call 628 494 now\\n5  6\\nput in heremoved\\n", false},
    {"insertions and moves are hidden too", "docx/concealed.docx",
	"text H insertion|put in here\\nmoved\n", false},
    {"data of a field", "docx/concealed.docx", "text H field|secret data\\n",
	false},
    {"default of a form field", "docx/concealed.docx",
	"text H control|as a rule\n", false},
    {"box switched off", "docx/concealed.docx",
	"text H text box, shape|box off\ntext H text box, shape|box off too\n",
	false},
    {"box off the paper, or without size", "docx/concealed.docx",
	"text H text box, shape|box beside\n"
	"text H text box, shape|box without size\n"
	"text  text box|box seen\\n\n",
	false},
    {"VML shape switched off", "docx/concealed.docx",
	"text H text box, shape|shape off\ntext  text box|shape seen\\n\n",
	false},
    {"hidden by the style of its table", "docx/concealed.docx",
	"text H style|of a hidden table\n", false},
    {"covered cell of a text's table", "docx/concealed.docx",
	"text H covered-cell|covered\n", false},
    {"comment in the XML", "docx/concealed.docx",
	"text H xml-comment| a remark in XML \\n\n", false},
    {"header of no page", "docx/concealed.docx",
	"text H header, unused-header|of no page\ntext  header|of all pages\\n",
	false},
    {"who changed something", "docx/concealed.docx",
	"text H author|A\\nDel Eter\\nIn Serter\\n\n", false},
    {"people of a document", "docx/concealed.docx", "text H author|P Eople\n",
	false},
    {"labels of a chart are seen, its numbers are not", "docx/concealed.docx",
	"text  chart|drawn title\\nMarks\\nAnn\\n\n"
	"text H chart, chart-data|Marks\\n6284517394\n",
	false},
    {"file that is part of the text", "docx/concealed.docx",
	"member word/chunk.html embedded \n", false},
    {"file left behind, and an object", "docx/concealed.docx",
	"member word/left.html embedded hidden \n", false},
    {"custom XML in attributes", "docx/concealed.docx",
	"text H custom-xml|told by an attribute\n", false},
    {"strict namespaces, another prefix, marks in a number", "docx/strict.docx",
	"text  |NHS 9434765919\\n\n", false},

    {"parts by their usual names where relationships are lost",
	"xlsx/lost.xlsx", "|0,0=Name|0,1=NHS number|1,0=Ann Other|"
	"1,1=9434765919|", false},
    {"runs are joined where relationships are lost", "docx/lost.docx",
	"text  |NHS 943 476 5919\\n", false},
    {"a workbook by usual names hides nothing", "xlsx/lost.xlsx",
	"hidden ", true},
    {"16 digits stay", "xlsx/numbers.xlsx", "|0,0=4539578763621486|", false},
    {"exponent spelt out", "xlsx/numbers.xlsx", "|1,0=4539578763621480|",
	false},
    {"binary fraction rounded", "xlsx/numbers.xlsx", "|2,0=0.3|", false},
    {"leading zeros", "xlsx/numbers.xlsx", "|3,0=0012345678|", false},
    {"digits between marks", "xlsx/numbers.xlsx", "|4,0=01-02-03|", false},
    {"per cent", "xlsx/numbers.xlsx", "|5,0=12.50%|", false},
    {"date", "xlsx/numbers.xlsx", "|6,0=2011-04-05|", false},
    {"date and time", "xlsx/numbers.xlsx", "|7,0=05/04/2011 12:00|", false},
    {"no grouping", "xlsx/numbers.xlsx", "|8,0=1234567.89|", false},
    {"format that shows nothing", "xlsx/numbers.xlsx", "|9,0~9434765919|",
	false},
    {"scientific in full", "xlsx/numbers.xlsx", "|11,0=4539578763621486|",
	false},
    {"literal in front", "xlsx/numbers.xlsx", "|12,0=ID-0042|", false},
    {"groups of digits", "xlsx/numbers.xlsx", "|13,0=943 476 5919|", false},
    {"time", "xlsx/numbers.xlsx", "|14,0=18:00|", false},
    {"negative section", "xlsx/numbers.xlsx", "|16,0=(5)|", false},
    {"built-in date", "xlsx/numbers.xlsx", "|17,0=01/01/2000|", false},
    {"before the day that never was", "xlsx/numbers.xlsx",
	"|20,0=1900-02-28|21,0=1900-03-01|", false},
    {"no date so large", "xlsx/numbers.xlsx", "|22,0=99999999|", false},
    {"no number", "xlsx/numbers.xlsx", "|23,0=nonsense|", false},

    {"shared, inline, computed, hidden row and column", "xlsx/hidden.xlsx",
	"table  Contacts|0,0=Name|0,1=NINO|0,2~inline|1,0~Ann|"
	"1,1~QQ123456C|3,0=computed|3,2~TRUE|3,3=#N/A|3,4=|\n",
	false},
    {"phonetic text is no text", "xlsx/hidden.xlsx", "phonetic", true},
    {"comment at its cell", "xlsx/hidden.xlsx",
	"text H Contacts!B2 (comment)|see file\n", false},
    {"very hidden sheet, cells without places", "xlsx/hidden.xlsx",
	"table H Secret|0,0=QQ123456C|0,1=1|\n", false},
    {"sheet that the workbook lost", "xlsx/hidden.xlsx",
	"table H unlisted sheet|0,0=5|\n", false},
    {"pivot cache as the table it came from", "xlsx/hidden.xlsx",
	"table H pivot cache|0,0~Pupil|0,1~Score|1,0~Bob|1,1~5|2,0~Ann|"
	"2,1~7|3,0~|3,1~|\n",
	false},
    {"page header", "xlsx/hidden.xlsx", "page header|page top\\n", false},
    {"codes of a page footer are no text", "xlsx/hidden.xlsx",
	"QQ12 3456C\\nA&B /", false},
    {"string of no cell", "xlsx/hidden.xlsx", "text H unused strings|left over",
	false},
    {"hidden name", "xlsx/hidden.xlsx", "text H defined names|\"QQ123456C\"",
	false},
    {"hidden sheet is told", "xlsx/hidden.xlsx", "hidden sheet\n", false},
    {"in the colour of the cell, by any way to say it; one point high",
	"xlsx/unseen.xlsx",
	"table  U|0,0=plain|1,0~white|2,0~by theme|3,0~by index|4,0~tiny|"
	"5,0=grey|6,0~black on black|7,0=white on black|19,0=conditional|"
	"19,2=in a table|19,3=x|19,16383~7|\n",
	false},
    {"what a formula quotes", "xlsx/unseen.xlsx",
	"text H U, formula|quoted QQ123456C\\n", false},
    {"list and prompt of a cell", "xlsx/unseen.xlsx",
	"text H U, validation|Help\\nAsk A N Other\\n"
	"Bob Example,Ann Example\\n",
	false},
    {"tooltip of a link", "xlsx/unseen.xlsx",
	"text H U, tooltip|the file of Ann\\n", false},
    {"where a link leads", "xlsx/unseen.xlsx",
	"text  links|mailto:ann@school.example?subject=QQ123456C\\n", false},
    {"scenario", "xlsx/unseen.xlsx",
	"text H U, scenario|If Ann leaves\\n9434765919\\n", false},
    {"name of a filter hides nothing", "xlsx/unseen.xlsx", "hidden name", true},
    {"dates, times, numbers as their format shows them", "xlsx/shown.xlsx",
	"table  S|0,0=20-11-05|1,0=20/11/2005|2,0=20 November 2005|"
	"3,0=Sun 20-Nov-05|4,0=36:00|5,0=90:00|6,0=1:30 PM|7,0=00:00.95|"
	"8,0=29/02/1900|9,0=943476591900%|10,0=9434765919|11,0=20-05-11|"
	"12,0=2448 200511|13,0=12345678|\n",
	false},
    {"names of sheets that are seen", "xlsb/book.xlsb",
	"text  sheet names|Contacts\\n\n", false},
    {"string that is not there hides nothing", "xlsx/hidden.xlsx",
	"hidden name\nscanned\n", false},
    {"names of sheets that are not", "xlsx/hidden.xlsx",
	"text H sheet names|Secret\\n\n", false},
    {"binary cells of all kinds", "xlsb/book.xlsb",
	"table  Contacts|0,0=Name|0,1=NINO|0,2~aside|1,0=Ann|1,1=QQ123456C|"
	"2,0=0012345678|2,1=01/01/2000|3,0~4539578763621486|4,0~9434765|"
	"4,1=TRUE|5,0=worked out|5,1=0.3|6,0=#N/A|6,1=Zo\xc3\xab "
	"\xf0\x9f\x8e\x92|6,3=12.5|\n",
	false},
    {"binary page header", "xlsb/book.xlsb", "text  page header|page top\\n",
	false},
    {"string in a binary formula", "xlsb/book.xlsb",
	"text H Contacts, formula|in formula\\n", false},
    {"binary list and prompt", "xlsb/book.xlsb",
	"text H Contacts, validation|pick one\\nask A N Other\\n", false},
    {"binary comment", "xlsb/book.xlsb",
	"text H Contacts!AB2 (comment)|see file\n", false},
    {"binary sheet, very hidden", "xlsb/book.xlsb",
	"table H Secret|0,0=QQ123456C|\n", false},
    {"binary string of no cell", "xlsb/book.xlsb",
	"text H unused strings|left over", false},
    {"binary name of a number", "xlsb/book.xlsb",
	"text H defined names|number\\n9434765919", false},
    {"binary external link", "xlsb/book.xlsb",
	"text H external link|from elsewhere\\n9434765919", false},
    {"binary pivot cache", "xlsb/book.xlsb",
	"text H pivot cache|Pupil\\nBob\\n9434765919", false},
    {"binary workbook is read whole", "xlsb/book.xlsb",
	"hidden pivot-cache\nscanned\n", false},
    {"covered cell, pale runs, rows without height", "xlsx/concealed.xlsx",
	"table  Open|0,0=title|0,1~under it|1,0~pale runb|1,1~pale inlineb|"
	"2,0~no height|3,0=seen|\n",
	false},
    {"page header of no page", "xlsx/concealed.xlsx",
	"text  page header|on all\\n\n"
	"text H page header, unused-header|on none\n",
	false},
    {"value that only a filter has", "xlsx/concealed.xlsx",
	"text H Open, filter|no cell has it\\n\n", false},
    {"who wrote a sheet's comments", "xlsx/concealed.xlsx",
	"text H comments, author|R Emarker\\n\n", false},
    {"shapes of a sheet that are off or have no size", "xlsx/concealed.xlsx",
	"text  Open, drawing|shape seen\\n\n"
	"text H Open, drawing, shape|shape off\\nno size\n",
	false},
    {"text for a picture of a sheet", "xlsx/concealed.xlsx",
	"text H Open, drawing, alt-text|for a picture\n", false},
    {"numbers of cells in the workbook are the cells' affair",
	"xlsx/concealed.xlsx", "text  Open, chart|Marks\\n6284517394\\n\n",
	false},
    {"numbers of another workbook are hidden", "xlsx/concealed.xlsx",
	"text H Open, chart, chart-data|Marks\\n6284517394\n", false},
    {"old shape that is off", "xlsx/concealed.xlsx",
	"text  Open, drawing|old shape\\n\n"
	"text H Open, drawing, shape|old shape off\n",
	false},
    {"shape on a hidden sheet", "xlsx/concealed.xlsx",
	"text H Closed, drawing, sheet|on a hidden sheet\n", false},
    {"remark on a name, and a value in one", "xlsx/concealed.xlsx",
	"text H defined names|a remark\\n\"a value\"\\n\n", false},
    {"people of a workbook", "xlsx/concealed.xlsx",
	"text H author|T Hreader\\nth@school.example\n", false},
    {"remark on a table", "xlsx/concealed.xlsx",
	"text H table|about the table\n", false},
    {"small or clear by the shape's own styles", "pptx/concealed.pptx",
	"text  slide 1|plain again\\n\n"
	"text H slide 1, style|small by list\\nclear by list\n",
	false},
    {"shape without size", "pptx/concealed.pptx",
	"text H slide 1, shape|no size\\n\n", false},
    {"covered cell of a slide's table", "pptx/concealed.pptx",
	"|0,0=a|0,1~covered|1,0=b|1,1=c|\n", false},
    {"who could write a show's comments", "pptx/concealed.pptx",
	"text H comments, author|O Nlooker\\n\n", false},
    {"text of a layout that is there to be replaced", "pptx/concealed.pptx",
	"hidden layout\n", false},
    {"slides in the order of the show, runs joined", "pptx/deck.pptx",
	"text  slide 1|NHS 9434765919\\n", false},
    {"table on a slide", "pptx/deck.pptx",
	"table  slide 1, table 1|0,0=Name|0,1=NINO|1,0=Ann|1,1=QQ123456C|\n",
	false},
    {"shape beside the slide", "pptx/deck.pptx",
	"text H slide 1, off-slide|left of it\\n\n", false},
    {"shape below the slide", "pptx/deck.pptx",
	"text H slide 1, off-slide|below it\\n\n", false},
    {"shape beside the slide by its group", "pptx/deck.pptx",
	"text H slide 1, off-slide|beside by its group\\n\n", false},
    {"shape that its layout puts beside the slide", "pptx/deck.pptx",
	"text H slide 2, off-slide|moved by the layout\\n\n", false},
    {"shape switched off", "pptx/deck.pptx",
	"text H slide 1, shape|switched off\\n\n", false},
    {"seen beside tiny, on dark, in a group", "pptx/deck.pptx",
	"text  slide 1|in the group\\nseen\\nwhite on dark\\nnew\\n\n", false},
    {"one point high, or in the colour of its shape", "pptx/deck.pptx",
	"text H slide 1, style|tiny\\nown colour\n", false},
    {"in the colour of the page", "pptx/deck.pptx",
	"text H slide 2, style|paper on paper\n", false},
    {"what older programs show", "pptx/deck.pptx", "|\\nold reader\\n\\n\n",
	false},
    {"text for a picture", "pptx/deck.pptx",
	"text H slide 1, alt-text|Photo of A N Other\n", false},
    {"tooltip", "pptx/deck.pptx", "text H slide 1, tooltip|see the file\n",
	false},
    {"notes", "pptx/deck.pptx", "text H slide 1, notes|say this\\n\n", false},
    {"number of a page of notes is no text", "pptx/deck.pptx", "|7", true},
    {"comment with its author", "pptx/deck.pptx",
	"text H slide 1, comment|B Writer: old remark\\n\n", false},
    {"modern comment and answer", "pptx/deck.pptx",
	"C Writer: answer\\nnew remark\\n\n", false},
    {"chart of a slide", "pptx/deck.pptx", "text  slide 1, chart|Pupil One\\n",
	false},
    {"diagram of a slide", "pptx/deck.pptx", "text  slide 1, diagram|box\\n",
	false},
    {"hidden slide", "pptx/deck.pptx", "text H slide 3|not shown QQ123456C\\n",
	false},
    {"slide that the show lost", "pptx/deck.pptx",
	"text H unlisted slide|taken out\\n", false},
    {"text of a layout in use", "pptx/deck.pptx", "text  layout|printed on all",
	false},
    {"text of a layout of no slide", "pptx/deck.pptx",
	"text H layout|of no slide\\n", false},
    {"object named by a person", "pptx/deck.pptx",
	"text H slide 2, object-name|What Ann 9434765919 says\n", false},
    {"sections and shows", "pptx/deck.pptx",
	"text H sections and shows|For parents\\nCase of A N Other\\n\n",
	false},
    {"tag", "pptx/deck.pptx", "text H tag|X\\ntagged QQ123456C\n", false},
    {"cropped picture is told", "pptx/deck.pptx", "hidden cropped\n", false},
    {"deck is read whole", "pptx/deck.pptx", "hidden tag\nscanned\n", false},
    {"expanded string hits the text budget", "xlsx/bomb.xlsx", "limit text\n",
	false},
};

static void
documents_are_read_whole(void **state)
{
	(void)state;
	dump_rows_hold(rows, sizeof(rows) / sizeof(rows[0]));
}

static void
packages_are_known_by_their_main_part(void **state)
{
	static const struct {
		const char *file, *format, *type;
	} cases[] = {
	    {"docx/moved.docx", "docx", DOCX_TYPE},
	    {"docx/everything.docx", "docx", DOCX_TYPE},
	    {"pptx/deck.pptx", "pptx", PPTX_TYPE},
	    {"docx/lost.docx", "docx",
		"application/vnd.openxmlformats-officedocument."
		"wordprocessingml.document"},
	    {"xlsx/lost.xlsx", "xlsx",
		"application/vnd.openxmlformats-officedocument."
		"spreadsheetml.sheet"},
	    {"zip/fake-docx.zip", "zip", "application/zip"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t n;
		unsigned char *bytes = dump_file(cases[i].file, &n);
		struct pn_kind kind = pn_recognise((struct pn_bytes){bytes, n});

		assert_string_equal(kind.format, cases[i].format);
		assert_string_equal(kind.type, cases[i].type);
		free(bytes);
	}
}

/* every cut and every changed byte of a document ends in an outcome */
static void
damaged_documents_end(void **state)
{
	static const char *const files[] = {"docx/everything.docx",
	    "pptx/deck.pptx", "xlsb/book.xlsb", "xlsx/hidden.xlsx"};

	(void)state;
	dump_survives(files, sizeof(files) / sizeof(files[0]), 97, 31);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(documents_are_read_whole),
	    cmocka_unit_test(packages_are_known_by_their_main_part),
	    cmocka_unit_test(damaged_documents_end),
	};

	pn_extract_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
