/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * HTML to visible text, and what is hidden in it
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <time.h>
#include <cmocka.h>
#include "unit/extract_dump.h"

struct row {
	const char *name;
	const char *html;
	const char *want;
};

static const struct row rows[] = {
    {"inline tags join", "<p>NHS 943<b>476</b><i></i>5919</p>",
	"text  |NHS 9434765919\\n\nscanned\n"},
    {"block tags break", "<div>one</div>two<p>three",
	"text  |one\\ntwo\\nthree\\n\nscanned\n"},
    {"white space collapses, br breaks", "<p> a \n\t b<br>c ",
	"text  |a b\\nc\\n\nscanned\n"},
    {"pre keeps white space", "<pre>a  b\nc</pre>",
	"text  |a  b\\nc\\n\nscanned\n"},
    {"display:inline joins blocks",
	"<div style='display: inline'>12</div>"
	"<div style=\"display:inline\">34</div>",
	"text  |1234\nscanned\n"},
    {"span as block breaks", "<b>12</b><span style=display:block>34</span>",
	"text  |12\\n34\\n\nscanned\n"},
    {"entities", "<p>&amp;&eacute;&#233;&#xE9;&nbsp&lt;&#150;&notit;&bogus;",
	"text  |&\303\251\303\251\303\251\302\240<\342\200\223\302\254it;"
	"&bogus;\\n\nscanned\n"},
    {"script and style dropped",
	"<p>a<script>if (1 < 2) b('<p>')</script><style>p{}</style>c",
	"text  |ac\\n\nscanned\n"},
    {"display none", "<p>12<span style='display:none'>zz</span>34",
	"text  |1234\\n\ntext H style|zz\nhidden style\nscanned\n"},
    {"important and odd case",
	"<p>a<SPAN STYLE='Display : NONE !important'>z</SPAN>",
	"text  |a\\n\ntext H style|z\nhidden style\nscanned\n"},
    {"visibility, shown again inside",
	"<p style=visibility:hidden>z<b style=visibility:visible>v</b>",
	"text  |v\\n\ntext H style|z\nhidden style\nscanned\n"},
    {"hidden attribute", "<p hidden>z</p><p>v",
	"text  |v\\n\ntext H style|z\nhidden style\nscanned\n"},
    {"font size 0, reset inside",
	"<div style='font-size:0'>z<b style='font-size:12px'>v</b></div>",
	"text  |v\\n\ntext H style|z\nhidden style\nscanned\n"},
    {"opacity 0", "<p>v<i style='opacity:0'>z",
	"text  |v\\n\ntext H style|z\nhidden style\nscanned\n"},
    {"same colour", "<p>v<font color=#FFFFFF>z</font>",
	"text  |v\\n\ntext H style|z\nhidden style\nscanned\n"},
    {"white on a dark cell is seen",
	"<table><tr><td bgcolor=navy><font color=white>v</font></table>",
	"text  |v\\n\nscanned\n"},
    {"off the page", "<p>v<span style='text-indent:-9999px'>z",
	"text  |v\\n\ntext H style|z\nhidden style\nscanned\n"},
    {"no height", "<p>v<div style='max-height:0;overflow:hidden'>z</div>",
	"text  |v\\n\ntext H style|z\nhidden style\nscanned\n"},
    {"zero size", "<p>v<div style='height:0;overflow:hidden'>z</div>",
	"text  |v\\n\ntext H style|z\nhidden style\nscanned\n"},
    {"mso-hide", "<p>v<span style='mso-hide:all'>z</span>",
	"text  |v\\n\ntext H style|z\nhidden style\nscanned\n"},
    {"class, id and type rules",
	"<style>.a{display:none} #b{display:none} i{display:none}"
	" @media print{p{display:none}}</style>"
	"<p>v<b class='x a'>1</b><b id=b>2</b><i>3</i>w",
	"text  |vw\\n\ntext H style|123\nhidden style\nscanned\n"},
    {"inline style beats a rule",
	"<style>.a{display:none}</style><b class=a style=display:inline>v",
	"text  |v\nscanned\n"},
    {"comment", "<p>v<!-- QQ123456C -->w",
	"text  |vw\\n\ntext H comment|QQ123456C\nhidden comment\nscanned\n"},
    {"comment with a table",
	"<p>v<!--<table><tr><td>a<td>b<tr><td>c<td>d</table>-->",
	"text  |v\\n\ntable  table 1|0,0~a|0,1~b|1,0~c|1,1~d|\nhidden "
	"comment\nscanned\n"},
    {"conditional comment", "<p>v<!--[if mso]><b>z</b><![endif]-->",
	"text  |v\\n\ntext H conditional|z\nhidden conditional\nscanned\n"},
    {"unfinished tag at the end", "<p>v <foo QQ123456C",
	"text  |v\\n\ntext H comment|foo QQ123456C\nhidden comment\nscanned\n"},
    {"alternative texts and form values",
	"<p>a<img alt='picture text'>b<input value=typed>",
	"text  |a picture text b typed\\n\nscanned\n"},
    {"texts on request", "<p>v<a title='tip'>w</a>",
	"text  |vw\\n\ntext H attribute|tip\nhidden attribute\nscanned\n"},
    {"data table", "<p>v<table><tr><th>N<th>D<tr><td>Ann<td>1</table>w",
	"text  |v\\n\ntable  table 1|0,0=N|0,1=D|1,0=Ann|1,1=1|\n"
	"text  |w\nscanned\n"},
    {"hidden row of a table",
	"<table><tr><td>a<td>b<tr style=display:none><td>c<td>d</table>",
	"table  table 1|0,0=a|0,1=b|1,0~c|1,1~d|\nhidden style\nscanned\n"},
    {"spans keep the columns",
	"<table><tr><td rowspan=2>a<td>b<tr><td>c"
	"<tr><td colspan=2>d<td>e</table>",
	"table  table 1|0,0=a|0,1=b|1,1=c|2,0=d|2,2=e|\nscanned\n"},
    {"layout table is text, the inner one a table",
	"<table><tr><td>x<table><tr><td>a<td>b<tr><td>c<td>d</table>y"
	"</table>",
	"text  |x\\n\ntable  table 1|0,0=a|0,1=b|1,0=c|1,1=d|\n"
	"text  |y\\n\nscanned\n"},
    {"one column is text", "<table><tr><td>a<tr><td>b</table>",
	"text  |a\\nb\\n\nscanned\n"},
    {"hidden text in a cell leaves the cell whole",
	"<table><tr><td>12<i style=display:none>z</i>34<td>b<tr><td>c"
	"<td>d</table>",
	"table  table 1|0,0=1234|0,1=b|1,0=c|1,1=d|\ntext H style|z\nhidden "
	"style\nscanned\n"},
    {"quoted reply", "<p>v</p><blockquote type=cite>old</blockquote>new",
	"text  |v\\n\ntext Q |old\\n\ntext  |new\nscanned\n"},
    {"signature", "<p>v</p><div class='gmail_signature'>Bob</div>",
	"text  |v\\n\ntext S |Bob\\n\nscanned\n"},
    {"text for programs without frames", "<p>v<iframe>QQ123456C</iframe>w",
	"text  |v\\nw\ntext H style|QQ123456C\nhidden style\nscanned\n"},
    {"rules for every screen",
	"<style>@media all{.a{display:none}} @media (max-width:9px){.b"
	"{display:none}}</style><p>v<b class=a>1</b><b class=b>w</b>",
	"text  |vw\\n\ntext H style|1\nhidden style\nscanned\n"},
    {"file inside a link, pictures left alone",
	"<p>v<a href='data:text/plain;base64,UVExMjM0NTZD'>w</a>"
	"<img src='data:image/png;base64,AAAA'>"
	"<object data='data:,a%20b'></object>",
	"member - embedded \nmember - embedded \ntext  |vw\\n\nscanned\n"},
    {"lone angle brackets", "<p>a < b > c <3",
	"text  |a < b > c <3\\n\nscanned\n"},
    {"paragraph ends where the next begins", "<p style=display:none>z<p>v",
	"text  |v\\n\ntext H style|z\nhidden style\nscanned\n"},
};

static void
html_is_read_as_shown(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *got;

		struct dump d;
		struct pn_kind kind = {"html", "text/html", 0};
		struct pn_bytes b = {
		    (const unsigned char *)rows[i].html, strlen(rows[i].html)};

		dump_init(&d);
		dump_run(&d, kind, b, "utf-8");
		assert_int_equal(d.invalid, 0);
		got = pn_buf_take(&d.out);
		if (strcmp(got, rows[i].want) != 0)
			print_message("row: %s\n", rows[i].name);
		assert_string_equal(got, rows[i].want);
		free(got);
	}
}

static void
html_is_recognised_by_its_markup(void **state)
{
	static const struct {
		const char *text, *format;
	} cases[] = {
	    {"<!DOCTYPE html><p>x", "html"},
	    {"  <!-- c --> <HTML>", "html"},
	    {"<?xml version='1.0'?><html xmlns='x'>", "html"},
	    {"<div>x</div>", "html"},
	    {"Some words\n<html><body>x", "html"},
	    {"a < b and c > d", "text"},
	    {"<unknown>x</unknown>", "text"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct pn_bytes b = {(const unsigned char *)cases[i].text,
		    strlen(cases[i].text)};

		assert_string_equal(pn_recognise(b).format, cases[i].format);
	}
}

static void
charset_of_meta_is_used(void **state)
{
	static const char html[] = "<meta charset='iso-8859-2'><p>\xb9";
	char *got = dump_string(html, sizeof(html) - 1, NULL, false);

	(void)state;
	assert_string_equal(got, "text  |\305\241\\n\nscanned\n");
	free(got);
}

/* a document that is called UTF-16 to hide it is read as it is, too */
static void
wrong_charset_hides_nothing(void **state)
{
	static const char html[] = "<html><p>QQ123456C</p></html>";
	char *got = dump_string(html, sizeof(html) - 1, "utf-16", false);

	(void)state;
	assert_non_null(strstr(got, "text  |QQ123456C\\n"));
	free(got);
}

static void
deep_nesting_ends(void **state)
{
	struct pn_buf html;
	char *got;

	(void)state;
	pn_buf_init(&html, 64u << 20);
	for (int i = 0; i < 100000; i++)
		pn_buf_adds(&html, i % 3 ? "<div>" : "<table><tr><td>");
	pn_buf_adds(&html, "deep");
	got = dump_string(html.data, html.len, NULL, false);
	assert_non_null(strstr(got, "deep"));
	assert_non_null(strstr(got, "\nscanned\n"));
	free(got);
	pn_buf_free(&html);
}

/* shapes that cost a careless reader the square of their length */
static void
hostile_shapes_end_soon(void **state)
{
	static const struct {
		const char *start, *again, *end;
	} shapes[] = {
	    {"<p>", "<a ", ""},
	    {"<p>", "<!--", ""},
	    {"<p>", "<!--[if x]><!--", ""},
	    {"<div>", "<div>", "</x>"},
	    {"<p>", "</nothing>", ""},
	    {"<title>", "</titl", ""},
	    {"<style>", "a{b:'", ""},
	    {"<table>", "<td rowspan=9 colspan=1000>", ""},
	    {"<p>", "&#0000", ""},
	    {"<?xml version='1.0'?><a ", "b=\"\" ", "/>"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		struct pn_buf html;
		clock_t before = clock();

		pn_buf_init(&html, 64u << 20);
		pn_buf_adds(&html, shapes[i].start);
		for (int k = 0; k < 50000; k++)
			pn_buf_adds(&html, shapes[i].again);
		pn_buf_adds(&html, shapes[i].end);
		free(dump_string(html.data, html.len, NULL, false));
		pn_buf_free(&html);
		if (clock() - before > 10 * CLOCKS_PER_SEC)
			fail_msg("%s took too long", shapes[i].again);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(html_is_read_as_shown),
	    cmocka_unit_test(html_is_recognised_by_its_markup),
	    cmocka_unit_test(charset_of_meta_is_used),
	    cmocka_unit_test(wrong_charset_hides_nothing),
	    cmocka_unit_test(deep_nesting_ends),
	    cmocka_unit_test(hostile_shapes_end_soon),
	};

	pn_extract_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
