/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * XML: records as tables, everything else as lines
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "unit/extract_dump.h"

#define P(upn, dob)                                                            \
	"<Pupil><UPN>" upn "</UPN><BasicDetails><DOB>" dob                     \
	"</DOB></BasicDetails></Pupil>"

static const struct {
	const char *name, *xml, *want;
} rows[] = {
    {"one record is lines", "<?xml version='1.0'?><P>" P("A1", "B1") "</P>",
	"text  |UPN: A1\\nDOB: B1\\n\nscanned\n"},
    {"elements that repeat are records",
	"<?xml version='1.0'?><S><H>now</H>\n<P>\n" P("A1", "B1") "\n" P(
	    "A2", "B2") "\n</P>\n<F>end</F></S>",
	"text  |H: now\\n\n"
	"table  Pupil|0,0=UPN|0,1=BasicDetails.DOB|1,0=A1|1,1=B1|2,0=A2|"
	"2,1=B2|\ntext  |F: end\\n\nscanned\n"},
    {"no declaration, a comment in front",
	"<!-- c -->\n<Pupils>" P("A1", "B1") P("A2", "B2") "</Pupils>\n",
	"text H comment| c \n"
	"table  Pupil|0,0=UPN|0,1=BasicDetails.DOB|1,0=A1|1,1=B1|2,0=A2|"
	"2,1=B2|\nhidden comment\nscanned\n"},
    {"namespaces",
	"<?xml version='1.0'?><x:P xmlns:x='u' xmlns='v'><x:p a='1' "
	"x:b='2'/><x:p a='3'><c>4</c></x:p></x:P>",
	"table  p|0,0=a|0,1=b|0,2=c|1,0=1|1,1=2|2,0=3|2,2=4|\nscanned\n"},
    {"attributes and text",
	"<?xml version='1.0'?><P><p id='1'>Ann</p><p id='2'>Bob</p></P>",
	"table  p|0,0=p|0,1=id|1,0=Ann|1,1=1|2,0=Bob|2,1=2|\nscanned\n"},
    {"a value that repeats is a list in its cell",
	"<?xml version='1.0'?><P><p><n>a</n><m>1</m><m>2</m></p>"
	"<p><n>b</n><m>3</m></p></P>",
	"table  p|0,0=n|0,1=m|1,0=a|1,1=1, 2|2,0=b|2,1=3|\nscanned\n"},
    {"records within records are one table",
	"<?xml version='1.0'?><P><p><n>a</n><c><d>1</d></c></p>"
	"<p><n>b</n><c><d>2</d></c><c><d>3</d><e>4</e></c></p></P>",
	"table  p|0,0=n|1,0=a|2,0=b|\n"
	"table  c|0,0=d|0,1=e|1,0=1|2,0=2|3,0=3|3,1=4|\nscanned\n"},
    {"fields that say their name",
	"<?xml version='1.0'?><P><row><field name='UPN'>A1</field>"
	"<field name='DOB'>B1</field></row><row><field name='UPN'>A2</field>"
	"<field name='DOB' value='B2'/></row></P>",
	"table  row|0,0=UPN|0,1=DOB|1,0=A1|1,1=B1|2,0=A2|2,1=B2|\nscanned\n"},
    {"rows of cells, with numbers and what they look like",
	"<?xml version='1.0'?><T xmlns:s='u'><W s:Name='P'><Row><Cell><Data "
	"s:Type='String'>a</Data></Cell><Cell><Data s:Type='String'>b</Data>"
	"</Cell></Row><Row s:Index='4'><Cell s:Index='2'><Data "
	"s:Type='String'>1</Data></Cell></Row><Row><Cell/><Cell><Data>2</Data>"
	"</Cell></Row></W></T>",
	"text  |Name: P\\n\n"
	"table  Row|0,0=a|0,1=b|3,1=1|4,0=|4,1=2|\n"
	"text  |Type: String\\nIndex: 4\\nIndex: 2\\n\nscanned\n"},
    {"tables in tables are parted",
	"<?xml version='1.0'?><T><W n='1'><R><C>a</C><C>b</C></R><R><C>1</C>"
	"<C>2</C></R></W><W n='2'><R><C>c</C><C>d</C></R><R><C>3</C><C>4</C>"
	"</R></W></T>",
	"table  W|0,0=n|1,0=1|2,0=2|\n"
	"table  R|0,0=a|0,1=b|1,0=1|1,1=2|\n"
	"table  R|0,0=c|0,1=d|1,0=3|1,1=4|\nscanned\n"},
    {"sentences with elements in them are text",
	"<?xml version='1.0'?><d><p>See <x>A</x> and B<b>C</b>.</p>"
	"<p>Or <x>D</x>.</p></d>",
	"text  |p: See \\nx: A\\n and BC.\\np: Or \\nx: D\\n.\\n\nscanned\n"},
    {"paragraphs of runs are text, and runs are joined",
	"<?xml version='1.0'?><d><p><q/><r><t>QQ12</t></r><r><t>3456C</t></r>"
	"</p><p><q/><r><t>x</t></r></p></d>",
	"text  |QQ123456C\\nx\\n\nscanned\n"},
    {"a note within a record, with its marks",
	"<?xml version='1.0'?><P><p><n>is <b>very</b> ill</n><m>1</m></p><p>"
	"<n>none</n><m>2</m><!--x--></p></P>",
	"table  p|0,0=n|0,1=m|1,0=is very ill|1,1=1|2,0=none|2,1=2|\n"
	"text H comment|x\nhidden comment\nscanned\n"},
    {"long texts with attributes are paragraphs",
	"<?xml version='1.0'?><d><p k='1'>aaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbb "
	"cccccccccccccccccccccccccc ddddddddddddddddddd</p><p k='2'>"
	"eeeeeeeeeeeeeeeeeeeeee fffffffffffffffffff gggggggggggggggggggggg "
	"hhhhhhhhhhhhhhh</p></d>",
	"text  |k: 1\\np: aaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbb "
	"cccccccccccccccccccccccccc ddddddddddddddddddd\\nk: 2\\np: "
	"eeeeeeeeeeeeeeeeeeeeee fffffffffffffffffff gggggggggggggggggggggg "
	"hhhhhhhhhhhhhhh\\n\nscanned\n"},
    {"cut off: what is there, and as text",
	"<?xml version='1.0'?><P>" P("A1", "B1") P("A2", "B2") "<Pupil>",
	"table  Pupil|0,0=UPN|0,1=BasicDetails.DOB|1,0=A1|1,1=B1|2,0=A2|"
	"2,1=B2|\ntext  |<?xml version='1.0'?><P>" P("A1", "B1")
	    P("A2", "B2") "<Pupil>\nscanned\n"},
    {"an SVG is only what begins as one",
	"<?xml version='1.0'?><P><svg><g d='1'/></svg><p a='1'/><p a='2'/>"
	"</P>",
	"text  |d: 1\\n\ntable  p|0,0=a|1,0=1|2,0=2|\nscanned\n"},
};

static void
records_are_tables(void **state)
{
	unsigned bad = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *got =
		    dump_string(rows[i].xml, strlen(rows[i].xml), NULL, false);

		if (strcmp(got, rows[i].want) != 0) {
			print_message("row: %s\n%s\nnot\n%s\n", rows[i].name,
			    got, rows[i].want);
			bad++;
		}
		free(got);
	}
	assert_int_equal(bad, 0);
}

/* more names in the records than a table has columns: lines, nothing lost */
static void
too_many_names_are_lines(void **state)
{
	struct pn_buf xml;
	char *got;

	(void)state;
	pn_buf_init(&xml, 4u << 20);
	pn_buf_adds(&xml, "<?xml version='1.0'?><P>");
	for (int i = 0; i < 3000; i++)
		pn_buf_addf(&xml, "<p><n%d a='%d'>QQ%d</n%d></p>", i, i, i, i);
	pn_buf_adds(&xml, "</P>");
	got = dump_string(xml.data, xml.len, NULL, false);
	assert_non_null(strstr(got, "n2999: QQ2999"));
	assert_non_null(strstr(got, "a: 2999"));
	assert_null(strstr(got, "INVALID"));
	free(got);
	pn_buf_free(&xml);
}

/* elements nested as deep as is allowed, twice each: no work is done twice
 * per level without bound */
static void
deep_records_end(void **state)
{
	struct pn_buf xml;
	char *got;

	(void)state;
	pn_buf_init(&xml, 4u << 20);
	pn_buf_adds(&xml, "<?xml version='1.0'?>");
	for (int i = 0; i < 250; i++)
		pn_buf_adds(&xml, "<a><b c='1'/>");
	pn_buf_adds(&xml, "QQ123456C");
	for (int i = 0; i < 250; i++)
		pn_buf_adds(&xml, "<b c='2'/></a>");
	got = dump_string(xml.data, xml.len, NULL, false);
	assert_non_null(strstr(got, "QQ123456C"));
	assert_non_null(strstr(got, "scanned"));
	free(got);
	pn_buf_free(&xml);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(records_are_tables),
	    cmocka_unit_test(too_many_names_are_lines),
	    cmocka_unit_test(deep_records_end),
	};

	pn_extract_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
