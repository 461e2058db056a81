/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The own reader of well-formed PDF files against libqpdf: the same objects
 * of every fixture that both read; and what is not well-formed is left alone.
 *
 * With files as arguments it compares those and says how many were read.
 */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "unit/extract_dump.h"
#include "base/mem.h"
#include "extract/pdf/object.h"
#include "extract/pdf/object_impl.h"

#define MAX_NUMBER 20000
#define MAX_DEPTH  60

/* The two readers of one file. */
struct two {
	struct pn_pdf *own, *qpdf;
};

static bool same(struct two *t, struct pn_obj a, struct pn_obj b,
    unsigned depth);

/* same_data - the data of two streams */
static bool
same_data(struct two *t, struct pn_obj a, struct pn_obj b)
{
	unsigned char *own_a = NULL, *own_b = NULL;
	struct pn_bytes x, y;
	bool fine =
	    pn_obj_raw(t->own, a, &x, &own_a) == PN_OK &&
	    pn_obj_raw(t->qpdf, b, &y, &own_b) == PN_OK && x.n == y.n &&
	    (x.n == 0 || memcmp(x.p, y.p, x.n) == 0);

	free(own_a);
	free(own_b);
	return fine;
}

/* same_dict - the keys and values of two dictionaries */
static bool
same_dict(struct two *t, struct pn_obj a, struct pn_obj b, unsigned depth)
{
	struct pn_buf x, y;
	bool fine;

	pn_buf_init(&x, 1u << 20);
	pn_buf_init(&y, 1u << 20);
	pn_obj_keys(t->own, a, &x);
	pn_obj_keys(t->qpdf, b, &y);
	fine = x.len == y.len && memcmp(x.data, y.data, x.len) == 0;
	for (const char *k = x.data; fine && k < x.data + x.len;
	     k += strlen(k) + 1)
		fine = same(t, pn_obj_get(t->own, a, k),
		    pn_obj_get(t->qpdf, b, k), depth + 1);
	pn_buf_free(&x);
	pn_buf_free(&y);
	return fine;
}

/* same_value - two values that are neither arrays nor dictionaries */
static bool
same_value(struct two *t, struct pn_obj a, struct pn_obj b)
{
	struct pn_bytes x = pn_obj_string(t->own, a);
	struct pn_bytes y = pn_obj_string(t->qpdf, b);
	double p = pn_obj_num(t->own, a, -1), q = pn_obj_num(t->qpdf, b, -1);

	return p - q == 0 && x.n == y.n &&
	       (x.n == 0 || memcmp(x.p, y.p, x.n) == 0) &&
	       pn_obj_bool(t->own, a, false) ==
		   pn_obj_bool(t->qpdf, b, false) &&
	       strcmp(pn_obj_name(t->own, a), pn_obj_name(t->qpdf, b)) == 0;
}

/* same - are A of the own reader and B of libqpdf the same? Objects inside
 * are compared by their number */
static bool
same(struct two *t, struct pn_obj a, struct pn_obj b, unsigned depth)
{
	enum pn_obj_kind kind = pn_obj_kind(t->own, a);
	struct pn_obj_id x = pn_obj_id(t->own, a), y = pn_obj_id(t->qpdf, b);
	size_t n = pn_obj_len(t->own, a);
	bool fine = kind == pn_obj_kind(t->qpdf, b) && depth < MAX_DEPTH &&
		    n == pn_obj_len(t->qpdf, b);

	if (kind == PN_OBJ_NULL) /* it may be a reference to nothing */
		return fine;
	fine = fine && x.num == y.num && x.gen == y.gen;
	if (!fine || (depth && x.num))
		return fine;
	if (kind == PN_OBJ_STREAM && !same_data(t, a, b))
		return false;
	if (kind == PN_OBJ_STREAM || kind == PN_OBJ_DICT)
		return same_dict(t, a, b, depth);
	for (size_t i = 0; fine && i < n; i++)
		fine = same(t, pn_obj_at(t->own, a, i),
		    pn_obj_at(t->qpdf, b, i), depth + 1);
	return fine && same_value(t, a, b);
}

/* same_object - the same for an object. libqpdf has cross-reference streams
 * even where these don't list themselves */
static bool
same_object(struct two *t, struct pn_obj a, struct pn_obj b)
{
	return same(t, a, b, 0) ||
	       (pn_obj_kind(t->own, a) == PN_OBJ_NULL &&
		   pn_obj_is(t->qpdf, pn_obj_get(t->qpdf, b, "/Type"),
		       "/XRef"));
}

/* compare - all objects of BYTES, called NAME; false where it is not
 * well-formed */
static bool
compare(const char *name, struct pn_bytes bytes)
{
	struct dump d;
	struct pn_taker taker = {{dump_text, &d}, dump_member, dump_hidden, &d};
	struct pn_job job = {
	    .budget = &d.budget, .taker = &taker, .bytes = bytes};
	struct two t = {NULL, NULL};
	bool fine;

	dump_init(&d);
	pn_buf_free(&d.out);
	pn_buf_free(&d.hidden);
	if (pn_pdf_open(&job, bytes, PN_PDF_WELL_FORMED, &t.own) != PN_OK)
		return false;
	fine = pn_pdf_open(&job, bytes, PN_PDF_REPAIR, &t.qpdf) == PN_OK &&
	       !t.qpdf->repaired && t.own->n_pages == t.qpdf->n_pages &&
	       same(&t, pn_obj_trailer(t.own), pn_obj_trailer(t.qpdf), 0);
	if (!fine)
		print_error("%s: trailer\n", name);
	for (int i = 1; fine && i < MAX_NUMBER; i++) {
		struct pn_obj_id id = {i, 0};
		unsigned mark = pn_pdf_mark(t.qpdf);

		fine = same_object(&t, pn_obj_by_id(t.own, id),
		    pn_obj_by_id(t.qpdf, id));
		if (!fine)
			print_error("%s: object %d\n", name, i);
		pn_pdf_release(t.qpdf, mark);
	}
	fine = fine && pn_pdf_check(t.qpdf) == PN_OK && !t.qpdf->repaired;
	pn_pdf_close(&t.own);
	pn_pdf_close(&t.qpdf);
	assert_true(fine);
	return true;
}

static void
fixtures_read_the_same_with_libqpdf(void **state)
{
	const char *top = getenv("PN_SRCDIR") ? getenv("PN_SRCDIR") : ".";
	char *folder = pn_printf("%s/tests/data/pdf", top);
	struct dirent **names;
	int n = scandir(folder, &names, NULL, alphasort);
	unsigned read = 0;

	(void)state;
	assert_true(n > 0);
	for (int i = 0; i < n; i++) {
		const char *dot = strrchr(names[i]->d_name, '.');

		if (dot && strcmp(dot, ".pdf") == 0) {
			char *path = pn_printf("pdf/%s", names[i]->d_name);
			size_t size;
			unsigned char *bytes = dump_file(path, &size);

			assert_non_null(bytes);
			read += compare(path, (struct pn_bytes){bytes, size});
			free(bytes);
			free(path);
		}
		free(names[i]);
	}
	free(names);
	free(folder);
	assert_true(read > 20);
}

/* file - a file whose object 1 is OBJECT, for free(); its table is right */
static char *
file(const char *object, const char *trailer)
{
	const char *head = "%PDF-1.4\n";
	char *body = pn_printf("%s1 0 obj\n%s\nendobj\n", head, object);
	char *all = pn_printf("%sxref\n0 2\n0000000000 65535 f \n"
			      "%010zu 00000 n \ntrailer\n<</Root 1 0 R/Size 2%s>>\n"
			      "startxref\n%zu\n%%%%EOF\n",
	    body, strlen(head), trailer, strlen(body));

	free(body);
	return all;
}

static void
what_is_not_as_it_should_be_is_left_to_libqpdf(void **state)
{
	static const struct {
		const char *name, *object, *trailer;
		bool fine;
	} cases[] = {
	    {"a catalog", "<</Type/Catalog/A[1 2.5 -.5 (a(b)\\)) <41 4>]>>", "",
		true},
	    {"names, numbers", "<</A#42 1/B/C/D 1 0 R/E null/F true>>", "",
		true},
	    {"strings", "<</S(a\\\r\nb\r\nc\\101\\7x\\q)/T<4 1 4>>>", "", true},
	    {"a number of many digits", "<</N 0.1234567890123456789>>", "",
		true},
	    {"a key twice", "<</A 1/A 2>>", "", false},
	    {"not closed", "<</A [1 2>>", "", false},
	    {"a word", "<</A foo>>", "", false},
	    {"a number with a letter", "<</A 1x>>", "", false},
	    {"two signs", "<</A --1>>", "", false},
	    {"a string without end", "<</A (x>>", "", false},
	    {"no such hexadecimal digit", "<</A <4g>>>", "", false},
	    {"a name with half a code", "<</A#4 1>>", "", false},
	    {"locked", "<</A 1>>", "/Encrypt<</Filter/Standard>>", false},
	    {"an older part that is not there", "<</A 1>>", "/Prev 99999",
		false},
	    {"a loop of older parts", "<</A 1>>", "/Prev 33", false},
	    {"a root that is no dictionary", "[1]", "", false},
	    {"a stream", "<</A 1/Length 3>>stream\nabc\nendstream", "", false},
	    {"a stream that goes on", "<</Length 2>>stream\nabc\nendstream", "",
		false},
	    {"no object", "", "", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *text = file(cases[i].object, cases[i].trailer);
		struct pn_bytes b = {(unsigned char *)text, strlen(text)};

		if (compare(cases[i].name, b) != cases[i].fine)
			fail_msg("%s", cases[i].name);
		free(text);
	}
}

static void
a_file_with_a_wrong_offset_is_left_to_libqpdf(void **state)
{
	char *text = file("<</A 1>>", ""), *at = strstr(text, "000009");

	(void)state;
	assert_non_null(at);
	at[5] = '7';
	assert_false(compare("offset",
	    (struct pn_bytes){(unsigned char *)text, strlen(text)}));
	free(text);
}

/* given - the files that were given */
static int
given(int n, char **paths)
{
	unsigned read = 0;

	for (int i = 0; i < n; i++) {
		FILE *f = fopen(paths[i], "rb");
		struct pn_buf b;
		char *room;

		if (f == NULL)
			continue;
		pn_buf_init(&b, 256u << 20);
		while ((room = pn_buf_room(&b, 65536)) != NULL) {
			size_t got = fread(room, 1, 65536, f);

			pn_buf_wrote(&b, got);
			if (got == 0)
				break;
		}
		(void)fclose(f);
		read += compare(paths[i], pn_buf_bytes(&b));
		pn_buf_free(&b);
	}
	print_message("%u of %d well-formed, and the same\n", read, n);
	return 0;
}

/* nothing was put on the stack of members before */
static void
an_empty_array_may_be_the_first_value(void **state)
{
	static const char pdf[] = "%PDF-1.4\n1 0 obj[]endobj\n%%EOF\n";
	char *got = dump_string(pdf, sizeof(pdf) - 1, NULL, true);

	(void)state;
	assert_non_null(strstr(got, "unscannable damaged\n"));
	free(got);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(fixtures_read_the_same_with_libqpdf),
	    cmocka_unit_test(what_is_not_as_it_should_be_is_left_to_libqpdf),
	    cmocka_unit_test(a_file_with_a_wrong_offset_is_left_to_libqpdf),
	    cmocka_unit_test(an_empty_array_may_be_the_first_value),
	};

	pn_extract_init();
	if (argc > 1)
		return given(argc - 1, argv + 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
