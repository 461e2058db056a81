/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * XML: the fast scanner tells what libxml2 tells, in whole, cut and damaged
 * documents, and takes itself what programs write.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include "base/mem.h"
#include "xml_events.h"

/* Documents; ALL: the scanner reads them alone; TOLD: what is told. */
static const struct {
	const char *name, *xml;
	bool all;
	const char *told;
} cases[] = {
    {"an empty element", "<a/>", true, "<a>a"},
    {"text between tags", "<a>x<b>y</b>z</a>", true, "<a\"x<b\"y>b\"z>a"},
    {"prefixes are left out", "<w:p xmlns:w='u' w:id='1'><w:r/></w:p>", true,
	"<p id=1<r>r>p"},
    {"a prefix that nobody declared", "<w:p w:x='1'/>", true, "<p x=1>p"},
    {"declaration and instruction",
	"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n"
	"<?mso-application progid=\"Word.Document\"?>\n<a/>\n",
	true, "<a>a"},
    {"a byte order mark", "\xef\xbb\xbf<a>\xc3\xa4</a>", true,
	"<a\"\xc3\xa4>a"},
    {"entities in text", "<a>R&amp;D &lt;&gt;&quot;&apos;&#65;&#x20ac;</a>",
	true, "<a\"R&D <>\"'A\xe2\x82\xac>a"},
    {"entities in attributes", "<a b='x&amp;y=&#38;&lt;'/>", true,
	"<a b=x&y=&<>a"},
    {"white space in attributes", "<a b='1\t2\n3\r\n4&#10;5'/>", true,
	"<a b=1 2 3 4\n5>a"},
    {"the other quote in attributes", "<a b='\"' c=\"'\"/>", true,
	"<a b=\" c='>a"},
    {"line ends", "<a>1\r\n2\n</a>", true, "<a\"1\n2\n>a"},
    {"a lone CR", "<a>1\r2</a>", false, "<a\"1\n2>a"},
    {"CDATA", "<a>x<![CDATA[<b>&amp;]]>y</a>", true, "<a\"x<b>&amp;y>a"},
    {"comments", "<!--1--><a><!-- <b> --></a><!--2-->", true, "!1<a! <b> >a!2"},
    {"blanks in tags", "<a\n b = '1'\t></a >", true, "<a b=1>a"},
    {"another character set",
	"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe4</a>", false,
	"<a\"\xc3\xa4>a"},
    {"names that are no ASCII", "<\xc3\xa4>x</\xc3\xa4>", false,
	"<\xc3\xa4\"x>\xc3\xa4"},
    {"white space in front", "\n<a/>", false, "<a>a"},
};

/* Documents that are broken. */
static const struct {
	const char *name, *xml;
} broken[] = {
    {"a tag that is not closed", "<a><b>x</a>"},
    {"nothing after the start", "<a><b>"},
    {"two roots", "<a/><b/>"},
    {"text behind the root", "<a/>x"},
    {"the same attribute twice", "<a b='1' b='2'/>"},
    {"the same namespace twice", "<a xmlns:x='1' xmlns:x='2'/>"},
    {"no blank between attributes", "<a b='1'c='2'/>"},
    {"an attribute without quotes", "<a b=1/>"},
    {"'<' in an attribute", "<a b='<'/>"},
    {"an unknown entity", "<a>x&nbsp;y</a>"},
    {"'&' alone", "<a>x & y</a>"},
    {"a reference to no character", "<a>&#0;&#xFFFE;&#55296;</a>"},
    {"a reference too large", "<a>&#99999999999;</a>"},
    {"']]>' in text", "<a>x]]>y</a>"},
    {"'--' in a comment", "<a><!-- x--y --></a>"},
    {"a comment without an end", "<a><!-- x</a>"},
    {"CDATA without an end", "<a><![CDATA[x</a>"},
    {"an instruction named xml", "<a><?xml version='1.0'?></a>"},
    {"a document type", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"},
    {"a control character", "<a>x\x01y</a>"},
    {"no UTF-8", "<a>x\xffy</a>"},
    {"a character that is none", "<a>\xef\xbf\xbf</a>"},
    {"nothing but text", "hello"},
    {"text without an end", "<a>x"},
};

/* same - do scanner and library tell the same of XML, and end alike? */
static bool
same(const char *s, size_t n, char **told)
{
	/* in memory of its own, so that reading past the end shows */
	unsigned char *own = pn_alloc(n);
	struct pn_bytes xml = {own, n};
	struct told_events both = {0}, library = {0};
	enum pn_err a, b;
	bool equal;

	memcpy(own, s, n);
	pn_buf_init(&both.out, SIZE_MAX / 2);
	pn_buf_init(&library.out, SIZE_MAX / 2);
	a = pn_xml_parse(xml, &note_events, &both);
	b = pn_xml_library(
	    xml, &note_events, &library, (struct pn_xml_told){0});
	equal = a == b && both.out.len == library.out.len &&
		memcmp(both.out.data, library.out.data, both.out.len) == 0;
	if (!equal)
		print_error("%.*s: %d \"%s\", library %d \"%s\"\n", (int)n, s,
		    (int)a, both.out.data, (int)b, library.out.data);
	if (told)
		*told = pn_buf_take(&both.out);
	pn_buf_free(&both.out);
	pn_buf_free(&library.out);
	free(own);
	return equal;
}

/* alone - does the scanner read all of XML? */
static bool
alone(const char *s)
{
	struct pn_bytes xml = {(const unsigned char *)s, strlen(s)};
	struct told_events t = {0};
	struct pn_xml_told told;
	bool all;

	pn_buf_init(&t.out, SIZE_MAX / 2);
	assert_int_equal(
	    pn_xml_scan(xml, &note_events, &t, &told, &all), PN_OK);
	pn_buf_free(&t.out);
	return all;
}

static void
test_plain_documents_are_read_by_the_scanner(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *told;

		if (alone(cases[i].xml) != cases[i].all)
			fail_msg("%s: read by the other", cases[i].name);
		if (!same(cases[i].xml, strlen(cases[i].xml), &told))
			fail_msg("%s: differs", cases[i].name);
		if (strcmp(told, cases[i].told) != 0)
			fail_msg("%s: %s", cases[i].name, told);
		free(told);
	}
}

static void
test_broken_documents_end_as_the_library_ends_them(void **state)
{
	struct told_events t = {0};

	(void)state;
	pn_buf_init(&t.out, SIZE_MAX / 2);
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		const char *s = broken[i].xml;
		struct pn_bytes xml = {(const unsigned char *)s, strlen(s)};

		if (!same(s, strlen(s), NULL))
			fail_msg("%s: differs", broken[i].name);
		if (pn_xml_parse(xml, &note_events, &t) != PN_ERR_SYNTAX)
			fail_msg("%s: no error", broken[i].name);
	}
	pn_buf_free(&t.out);
}

/* Each document cut at each place, and with each byte changed. */
static void
test_damage_anywhere_changes_nothing(void **state)
{
	static const char bytes[] = "<>&;'\"=/ \n\r!-]?:a1\x01\xc3";

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t n = strlen(cases[i].xml);
		char *copy = pn_strdup(cases[i].xml);

		for (size_t k = 1; k <= n; k++)
			assert_true(same(copy, k, NULL));
		for (size_t k = 0; k < n; k++)
			for (const char *b = bytes; *b; b++) {
				copy[k] = *b;
				assert_true(same(copy, n, NULL));
				copy[k] = cases[i].xml[k];
			}
		free(copy);
	}
}

static void
test_depth_is_bounded(void **state)
{
	struct pn_buf deep;

	(void)state;
	for (size_t n = PN_XML_MAX_DEPTH; n <= PN_XML_MAX_DEPTH + 1; n++) {
		struct told_events t = {0};

		pn_buf_init(&deep, SIZE_MAX / 2);
		pn_buf_init(&t.out, SIZE_MAX / 2);
		for (size_t i = 0; i < n; i++)
			assert_int_equal(pn_buf_adds(&deep, "<a>"), PN_OK);
		for (size_t i = 0; i < n; i++)
			assert_int_equal(pn_buf_adds(&deep, "</a>"), PN_OK);
		assert_true(same(deep.data, deep.len, NULL));
		assert_int_equal(
		    pn_xml_parse(pn_buf_bytes(&deep), &note_events, &t),
		    n > PN_XML_MAX_DEPTH ? PN_ERR_SYNTAX : PN_OK);
		pn_buf_free(&t.out);
		pn_buf_free(&deep);
	}
}

static enum pn_err
refuse(void *ctx, const char *s, size_t n)
{
	(void)ctx, (void)s, (void)n;
	return PN_ERR_LIMIT;
}

static void
test_a_callback_ends_the_parse(void **state)
{
	static const struct pn_xml_events events = {.text = refuse};
	static const char xml[] = "<a>x</a>";

	(void)state;
	assert_int_equal(
	    pn_xml_parse(
		(struct pn_bytes){(const unsigned char *)xml, sizeof(xml) - 1},
		&events, NULL),
	    PN_ERR_LIMIT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_plain_documents_are_read_by_the_scanner),
	    cmocka_unit_test(
		test_broken_documents_end_as_the_library_ends_them),
	    cmocka_unit_test(test_damage_anywhere_changes_nothing),
	    cmocka_unit_test(test_depth_is_bounded),
	    cmocka_unit_test(test_a_callback_ends_the_parse),
	};

	pn_xml_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
