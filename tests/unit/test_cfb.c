/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_cfb - the compound file reader on whole, cut and twisted files
 *
 * The files are made by tests/data/ole/make.py; damage is done here, in
 * memory, at places that the format fixes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "base/cfb.h"
#include "base/mem.h"

#define MAX_STREAM (1u << 20)

struct file {
	unsigned char *p;
	size_t n;
};

static struct file
load(const char *name)
{
	struct file f = {NULL, 0};
	const char *src = getenv("PN_SRCDIR");
	char *path = pn_printf("%s/tests/data/ole/%s", src ? src : ".", name);
	FILE *in = fopen(path, "rb");

	assert_non_null(in);
	f.p = pn_alloc(MAX_STREAM);
	f.n = fread(f.p, 1, MAX_STREAM, in);
	fclose(in);
	free(path);
	return f;
}

static struct pn_bytes
bytes(const struct file *f)
{
	return (struct pn_bytes){f->p, f->n};
}

static void
put32(unsigned char *p, uint32_t v)
{
	p[0] = (unsigned char)v;
	p[1] = (unsigned char)(v >> 8);
	p[2] = (unsigned char)(v >> 16);
	p[3] = (unsigned char)(v >> 24);
}

static uint32_t
get32(const unsigned char *p)
{
	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[3] << 24;
}

/* entry - where directory entry NO of a version 3 file with a directory of
 * one chain in order lies */
static unsigned char *
entry(struct file *f, unsigned no)
{
	return f->p + ((size_t)get32(f->p + 48) + 1) * 512 + no * 128;
}

static void
expect_stream(
    const struct pn_cfb *c, const char *name, size_t len, const char *start)
{
	const struct pn_cfb_entry *e = pn_cfb_find(c, name);
	struct pn_buf b;

	pn_buf_init(&b, MAX_STREAM);
	assert_non_null(e);
	assert_false(e->storage);
	assert_int_equal(pn_cfb_stream(c, e, MAX_STREAM, &b), PN_OK);
	assert_int_equal(b.len, len);
	assert_memory_equal(b.data, start, strlen(start));
	pn_buf_free(&b);
}

static void
check_tree(const char *name)
{
	struct file f = load(name);
	struct pn_cfb *c = NULL;
	size_t i;

	assert_int_equal(pn_cfb_open(bytes(&f), &c), PN_OK);
	assert_int_equal(pn_cfb_size(c), 8);
	assert_string_equal(pn_cfb_at(c, 0)->name, "Root Entry");
	assert_int_equal(pn_cfb_at(c, 0)->parent, 0);
	assert_null(pn_cfb_at(c, 8));
	for (i = 1; i < pn_cfb_size(c); i++)
		assert_true(pn_cfb_at(c, i)->parent < i);
	expect_stream(c, "small", 12, "small stream");
	expect_stream(c, "SMALL", 12, "small stream");
	expect_stream(c, "\5Info", 12, "control name");
	expect_stream(c, "large", 9000, "");
	expect_stream(c, "empty", 0, "");
	assert_true(pn_cfb_find(c, "folder")->storage);
	assert_null(pn_cfb_find(c, "inner")); /* not directly in the root */
	pn_cfb_free(&c);
	assert_null(c);
	free(f.p);
}

static void
both_versions_list_and_read(void **state)
{
	(void)state;
	check_tree("tree-v3.cfb");
	check_tree("tree-v4.cfb");
}

static void
inner_streams_know_their_storage(void **state)
{
	struct file f = load("tree-v3.cfb");
	struct pn_cfb *c = NULL;
	unsigned in_folder = 0;
	size_t i;

	(void)state;
	assert_int_equal(pn_cfb_open(bytes(&f), &c), PN_OK);
	for (i = 1; i < pn_cfb_size(c); i++) {
		const struct pn_cfb_entry *e = pn_cfb_at(c, i);

		if (e->parent == 0)
			continue;
		assert_string_equal(pn_cfb_at(c, e->parent)->name, "folder");
		in_folder++;
	}
	assert_int_equal(in_folder, 2);
	pn_cfb_free(&c);
	free(f.p);
}

static void
reading_stops_at_max_and_at_a_full_buffer(void **state)
{
	struct file f = load("tree-v3.cfb");
	struct pn_cfb *c = NULL;
	struct pn_buf b;

	(void)state;
	assert_int_equal(pn_cfb_open(bytes(&f), &c), PN_OK);
	pn_buf_init(&b, 1000);
	assert_int_equal(
	    pn_cfb_stream(c, pn_cfb_find(c, "large"), 600, &b), PN_OK);
	assert_int_equal(b.len, 600);
	assert_int_equal(
	    pn_cfb_stream(c, pn_cfb_find(c, "large"), 9000, &b), PN_ERR_LIMIT);
	pn_buf_free(&b);
	pn_cfb_free(&c);
	free(f.p);
}

/* Damage to tree-v3.cfb that must end the opening. */
static void
no_signature(struct file *f)
{
	f->p[0] ^= 1;
}

static void
header_only(struct file *f)
{
	f->n = 512;
}

static void
cut_header(struct file *f)
{
	f->n = 300;
}

static void
unknown_version(struct file *f)
{
	f->p[26] = 7;
}

static void
sector_of_one_byte(struct file *f)
{
	f->p[30] = 0;
}

static void
sector_of_all_memory(struct file *f)
{
	f->p[30] = 63;
}

static void
table_outside(struct file *f)
{
	put32(f->p + 76, 4000);
}

static void
no_table(struct file *f)
{
	put32(f->p + 44, 0);
}

static void
directory_outside(struct file *f)
{
	put32(f->p + 48, 4000);
}

static void
sibling_is_itself(struct file *f)
{
	put32(entry(f, 2) + 72, 2);
}

static void
child_is_root(struct file *f)
{
	put32(entry(f, 0) + 76, 0);
}

static void
sibling_outside(struct file *f)
{
	put32(entry(f, 2) + 68, 0x00FFFFFF);
}

static void
child_is_unused(struct file *f)
{
	entry(f, 1)[66] = 0;
}

static void
two_roots(struct file *f)
{
	entry(f, 1)[66] = 5;
}

static const struct {
	const char *name;
	void (*damage)(struct file *);
} damages[] = {
    {"no signature", no_signature},
    {"header only", header_only},
    {"cut header", cut_header},
    {"unknown version", unknown_version},
    {"sector of one byte", sector_of_one_byte},
    {"sector of all memory", sector_of_all_memory},
    {"table outside the file", table_outside},
    {"no table", no_table},
    {"directory outside the file", directory_outside},
    {"sibling is itself", sibling_is_itself},
    {"child is the root", child_is_root},
    {"sibling outside the directory", sibling_outside},
    {"child is an unused entry", child_is_unused},
    {"two roots", two_roots},
};

static void
damage_is_a_syntax_error(void **state)
{
	struct file f;
	struct pn_cfb *c = NULL;
	enum pn_err err;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
		f = load("tree-v3.cfb");
		damages[i].damage(&f);
		err = pn_cfb_open(bytes(&f), &c);
		if (err != PN_ERR_SYNTAX)
			print_error(
			    "%s: %s\n", damages[i].name, pn_strerror(err));
		assert_int_equal(err, PN_ERR_SYNTAX);
		assert_null(c);
		free(f.p);
	}
}

/* large_entry - where the directory entry of "large" lies */
static unsigned char *
large_entry(struct file *f)
{
	unsigned i;

	for (i = 0; entry(f, i)[0] != 'l'; i++)
		continue;
	return entry(f, i);
}

static void
broken_chains_are_told_when_read(void **state)
{
	struct file f = load("tree-v3.cfb");
	struct pn_cfb *c = NULL;
	struct pn_buf b;
	unsigned char *e = large_entry(&f), *fat;
	uint32_t start = get32(e + 116);

	(void)state;
	fat = f.p + ((size_t)get32(f.p + 76) + 1) * 512;
	pn_buf_init(&b, 1u << 30);

	/* a cycle with a size that would never end */
	put32(fat + 4 * (size_t)start, start);
	put32(e + 120, 0x3FFFFFFF);
	assert_int_equal(pn_cfb_open(bytes(&f), &c), PN_OK);
	assert_int_equal(
	    pn_cfb_stream(c, pn_cfb_find(c, "large"), UINT64_MAX, &b),
	    PN_ERR_SYNTAX);
	pn_cfb_free(&c);

	/* an end before the size is reached; what there was is handed out */
	pn_buf_clear(&b);
	put32(fat + 4 * (size_t)start, 0xFFFFFFFE);
	assert_int_equal(pn_cfb_open(bytes(&f), &c), PN_OK);
	assert_int_equal(
	    pn_cfb_stream(c, pn_cfb_find(c, "large"), 9000, &b), PN_ERR_SYNTAX);
	assert_int_equal(b.len, 512);
	pn_cfb_free(&c);
	pn_buf_free(&b);
	free(f.p);
}

static void
no_prefix_of_a_file_is_trouble(void **state)
{
	struct file f = load("tree-v3.cfb");
	struct pn_buf b;
	size_t n, i;

	(void)state;
	pn_buf_init(&b, MAX_STREAM);
	for (n = 0; n < f.n; n += 37) {
		/* a copy of that size, so that reading on is noticed */
		unsigned char *copy = pn_alloc(n);
		struct pn_cfb *c = NULL;

		memcpy(copy, f.p, n);
		if (pn_cfb_open((struct pn_bytes){copy, n}, &c) == PN_OK)
			for (i = 0; i < pn_cfb_size(c); i++)
				assert_in_range(
				    pn_cfb_stream(c, pn_cfb_at(c, i), 9000, &b),
				    PN_OK, PN_ERR_LIMIT);
		pn_cfb_free(&c);
		pn_buf_clear(&b);
		free(copy);
	}
	pn_buf_free(&b);
	free(f.p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(both_versions_list_and_read),
	    cmocka_unit_test(inner_streams_know_their_storage),
	    cmocka_unit_test(reading_stops_at_max_and_at_a_full_buffer),
	    cmocka_unit_test(damage_is_a_syntax_error),
	    cmocka_unit_test(broken_chains_are_told_when_read),
	    cmocka_unit_test(no_prefix_of_a_file_is_trouble),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
