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
    {"script apart, style dropped",
	"<p>a<script>if (1 < 2) b('<p>')</script><style>p{}</style>c",
	"text  |ac\\n\ntext H script|if (1 < 2) b('<p>')\\n\nhidden script\n"
	"scanned\n"},
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
    {"form values, and alternative texts apart",
	"<p>a<img alt='picture text'>b<input value=typed>",
	"text  |a b typed\\n\ntext H attribute|picture text\\n\nhidden "
	"attribute\nscanned\n"},
    {"texts on request", "<p>v<a title='tip'>w</a>",
	"text  |vw\\n\ntext H attribute|tip\\n\nhidden attribute\nscanned\n"},
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
    {"the number behind what a cell shows",
	"<table><tr><td>a<td sdval=4556739935181902>4.6E+15<tr><td x:num="
	"\"4628194823\">462 819 4823<td x:num='4556739935181902'>"
	"4,556,739,935,181,902</table>",
	"table  table 1|0,0=a|0,1=4.6E+15 4556739935181902|"
	"1,0=462 819 4823|1,1=4,556,739,935,181,902 4556739935181902|\n"
	"text H attribute|sdval: 4556739935181902\\nx:num: 4628194823\\n"
	"x:num: 4556739935181902\\n\nhidden attribute\nscanned\n"},
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
	"text  |v\\nw\ntext H fallback|QQ123456C\nhidden fallback\nscanned\n"},
    {"rules for every screen",
	"<style>@media all{.a{display:none}} @media (max-width:9px){.b"
	"{display:none}}</style><p>v<b class=a>1</b><b class=b>w</b>",
	"text  |vw\\n\ntext H style|1\nhidden style\nscanned\n"},
    {"file inside a link, pictures left alone",
	"<p>v<a href='data:text/plain;base64,UVExMjM0NTZD'>w</a>"
	"<img src='data:image/png;base64,AAAA'>"
	"<object data='data:,a%20b'></object>",
	"member - embedded hidden \nmember - embedded \ntext  |vw\\n\n"
	"hidden link\nscanned\n"},
    {"lone angle brackets", "<p>a < b > c <3",
	"text  |a < b > c <3\\n\nscanned\n"},
    {"comments and escapes in a declaration",
	"<p>v<i style='d\\69splay:/*x*/none'>z</i>w",
	"text  |vw\\n\ntext H style|z\nhidden style\nscanned\n"},
    {"ancestors in a selector",
	"<style>.a .b{display:none} .a > .c{display:none}</style>"
	"<div class=a><p><b class=b>1</b><b class=c>v</b></p></div>"
	"<b class=b>w</b>",
	"text  |v\\nw\ntext H style|1\nhidden style\nscanned\n"},
    {"several classes and attributes in a selector",
	"<style>.a.b{display:none} [data-x^=k]{display:none}</style>"
	"<p><b class='b a'>1</b><b class=a>v</b><b data-x=key>2</b>w",
	"text  |vw\\n\ntext H style|1\\n2\nhidden style\nscanned\n"},
    {"what a pointer does is left out",
	"<style>.a:hover{display:none}</style><p class=a>v",
	"text  |v\\n\nscanned\n"},
    {"important beats the style attribute",
	"<style>.a{display:none!important}</style>"
	"<p>v<b class=a style=display:inline>z",
	"text  |v\\n\ntext H style|z\nhidden style\nscanned\n"},
    {"sheet at the end, but not one in a comment",
	"<p>v<b class=a>z</b><b class=c>w</b><style>.a{display:none}</style>"
	"<!--[if mso]><style>.c{display:none}</style><![endif]-->",
	"text  |vw\\n\ntext H style|z\nhidden style\nscanned\n"},
    {"sheet for the printer",
	"<style media=print>.a{display:none}</style><p class=a>v",
	"text  |v\\n\nscanned\n"},
    {"nearly transparent", "<p>v<i style='opacity:.01'>z",
	"text  |v\\n\ntext H style|z\nhidden style\nscanned\n"},
    {"a hundredth of the letter size", "<p>v<i style='font-size:1%'>z",
	"text  |v\\n\ntext H style|z\nhidden style\nscanned\n"},
    {"short font",
	"<p>v<i style='font:bold 0/0 a'>z</i>"
	"<i style='font:700 12px a'>w</i>",
	"text  |vw\\n\ntext H style|z\nhidden style\nscanned\n"},
    {"moved far away",
	"<p>v<i style='transform:translate(-9999px,0)'>1</i>"
	"<i style='margin:0 0 0 -5000px'>2</i>"
	"<i style='margin:0 0 -5000px 0'>w</i>"
	"<i style='position:absolute;right:-9999px'>3</i>",
	"text  |vw\\n\ntext H style|12\\n3\nhidden style\nscanned\n"},
    {"a box of one pixel",
	"<p>v<i style='width:1px;height:1px;overflow:hidden'>z</i>"
	"<i style='width:1px'>w</i>",
	"text  |vw\\n\ntext H style|z\nhidden style\nscanned\n"},
    {"colours by name and by hue",
	"<p>v<i style='color:darkblue;background:#00008b'>1</i>"
	"<i style='color:hsl(120,100%,50%);background:lime'>2</i>"
	"<i style='color:hsl(0,0%,50%)'>w</i>",
	"text  |vw\\n\ntext H style|12\nhidden style\nscanned\n"},
    {"style attribute with references", "<p>v<i style='display&#58;none'>z",
	"text  |v\\n\ntext H style|z\nhidden style\nscanned\n"},
    {"closed details show their summary",
	"<details><summary>v</summary>1</details>"
	"<details open>w<details><summary>x</summary>2</details></details>"
	"<details><details><summary>3</summary></details></details>",
	"text  |v\\nw\\nx\\n\ntext H closed|1\\n2\\n3\nhidden "
	"closed\nscanned\n"},
    {"templates and what old browsers show",
	"<p>v<template>1</template><noscript>2</noscript><canvas>3</canvas>",
	"text H template|1\ntext H noscript|2\ntext  |v\\n\n"
	"text H fallback|3\nhidden template\nhidden noscript\n"
	"hidden fallback\nscanned\n"},
    {"columns that <col> hides",
	"<table><col><col style=display:none><tr><td>a<td>b<td>c<tr><td>d"
	"<td>e<td>f</table>",
	"table  table 1|0,0=a|0,1~b|0,2=c|1,0=d|1,1~e|1,2=f|\nhidden "
	"style\nscanned\n"},
    {"drawings",
	"<p>v<svg><title>1</title><text fill=none>2</text>"
	"<text>w</text></svg>",
	"text H metadata|1\ntext  |v\\nw\\n\ntext H style|2\n"
	"hidden metadata\nhidden style\nscanned\n"},
    {"paint of drawings",
	"<svg><text fill=white>1</text><text fill=none "
	"stroke=red>v</text><rect/><text fill=white>w",
	"text  |v\\nw\\n\ntext H style|1\nhidden style\nscanned\n"},
    {"outside of a drawing",
	"<svg viewBox='0 0 100 50'><text x=-500 y=9>1</text><text x=200>2"
	"</text><text y=99>3</text><g transform='translate(0,-90)'><text y=9>"
	"4</text></g><g transform='rotate(9)'><text x=500>v</text></g>",
	"text  |v\\n\ntext H outside|1\\n2\\n3\\n4\nhidden outside\n"
	"scanned\n"},
    {"empty elements of drawings end themselves",
	"<svg><g display=none /><title/><script/><text>v</text></svg>",
	"text  |v\\n\nscanned\n"},
    {"paths are no text", "<svg><path d='M 100 200 L 300 400'/>", "scanned\n"},
    {"attributes are told with their names",
	"<p data-nhs-number='943 476 5919' class=box id=x1 data-k=yes>v",
	"text  |v\\n\ntext H attribute|nhs number: 943 476 5919\\n\n"
	"hidden attribute\nscanned\n"},
    {"form values that no field shows",
	"<input type=hidden name=nhs_no value='943 476 5919'>"
	"<input type=text value=v>",
	"text  |v\ntext H attribute|nhs no: 943 476 5919\\n\n"
	"hidden attribute\nscanned\n"},
    {"metadata, but no settings",
	"<meta name=author content='Ann Author'>"
	"<meta name=viewport content='width=device-width, initial-scale=1'>v",
	"text  |v\ntext H metadata|author: Ann Author\\n\nhidden "
	"metadata\nscanned\n"},
    {"what addresses say",
	"<p><a href='mailto:?subject=NHS%20number%20943&amp;cc=x'>v</a>"
	"<a href='http://a.example/?u=ab12cd34ef56ab78&amp;dob=2012-03-04'>w",
	"text  |vw\\n\ntext H link|subject: NHS number 943\\n"
	"dob: 2012-03-04\\n\nhidden link\nscanned\n"},
    {"template in a script",
	"<p>v<script type=text/x-template><p>NHS</p><b>1</b></script>",
	"text  |v\\n\ntext H script|NHS\\n1\nhidden script\nscanned\n"},
    {"comments of a sheet", "<style>/* QQ123456C */ p{}</style><p>v",
	"text  |v\\n\ntext H style|/* QQ123456C */\\n\nhidden "
	"style\nscanned\n"},
    {"declarations and CDATA", "<p>v<![CDATA[ QQ123456C ]]><?php 123456 ?>",
	"text  |v\\n\ntext H markup|![CDATA[ QQ123456C ]]\\n"
	"?php 123456 ?\\n\nhidden markup\nscanned\n"},
    {"text in angle brackets", "<p>v <NHS 943 476 5919>",
	"text  |v\\n\ntext H markup|NHS 943 476 5919\\n\nhidden "
	"markup\nscanned\n"},
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

/* of many rules only those that can hide text take room in the sheet */
static void
rules_that_hide_nothing_take_no_room(void **state)
{
	struct pn_buf html;
	char *got;

	(void)state;
	pn_buf_init(&html, 1u << 20);
	pn_buf_adds(&html, "<style>");
	for (int k = 0; k < 1000; k++)
		pn_buf_addf(&html, ".c%d{font-family:Arial}", k);
	for (int k = 0; k < 250; k++)
		pn_buf_addf(&html, ".d%d,.e%d{cursor:auto}", k, k);
	pn_buf_adds(&html, ".h{display:none}</style><p>v<b class=h>z");
	got = dump_string(html.data, html.len, NULL, false);
	assert_non_null(strstr(got, "H style|z"));
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
	    {"<style>a", ",a", "{margin:0 0 0 0}</style><a><a><a>"},
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
	    cmocka_unit_test(rules_that_hide_nothing_take_no_room),
	    cmocka_unit_test(hostile_shapes_end_soon),
	};

	pn_extract_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
