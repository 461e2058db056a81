/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The ZIP directory: what entries it gives, and what it says is wrong
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "base/zipdir.h"
#include "unit/extract_dump.h"

/* A fixture and what its directory must say. */
struct row {
	const char *name, *file;
	size_t entries, gaps;
	bool prefixed, trailing, truncated;
	bool disagrees, overlaps; /* in any entry */
};

static const struct row rows[] = {
    {"whole", "zip/nested.zip", 3, 0, false, false, false, false, false},
    {"empty", "zip/empty.zip", 0, 0, false, false, false, false, false},
    {"in front", "zip/prefixed.zip", 1, 1, true, false, false, false, false},
    {"behind", "zip/trailing.zip", 1, 1, false, true, false, false, false},
    {"padded", "zip/padded.zip", 1, 0, false, false, false, false, false},
    {"streamed", "zip/streamed.zip", 1, 0, false, false, false, false, false},
    {"cut off", "zip/truncated.zip", 1, 1, false, true, true, false, false},
    {"left out", "zip/orphan.zip", 2, 1, false, false, false, false, false},
    {"disagrees", "zip/disagree.zip", 1, 0, false, false, false, true, false},
    {"overlaps", "zip/overlap.zip", 2, 0, false, false, false, true, true},
    {"locked", "zip/locked.zip", 4, 0, false, false, false, false, false},
};

static void
directories_tell_what_is_wrong(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct row *r = &rows[i];
		bool disagrees = false, overlaps = false;
		struct pn_zip *z;
		size_t n;
		unsigned char *bytes = dump_file(r->file, &n);

		assert_int_equal(
		    pn_zip_read((struct pn_bytes){bytes, n}, &z), PN_OK);
		for (size_t k = 0; k < z->n_entries; k++) {
			disagrees |= z->entries[k].disagrees;
			overlaps |= z->entries[k].overlaps;
		}
		if (z->n_entries != r->entries || z->n_gaps != r->gaps ||
		    z->prefixed != r->prefixed || z->trailing != r->trailing ||
		    z->truncated != r->truncated || disagrees != r->disagrees ||
		    overlaps != r->overlaps)
			fail_msg("%s: %zu entries, %zu gaps, %d %d %d %d %d",
			    r->name, z->n_entries, z->n_gaps, z->prefixed,
			    z->trailing, z->truncated, disagrees, overlaps);
		assert_false(z->damaged);
		pn_zip_free(&z);
		assert_null(z);
		free(bytes);
	}
}

static void
locks_and_methods_are_told(void **state)
{
	size_t n;
	unsigned char *bytes = dump_file("zip/locked.zip", &n);
	struct pn_zip *z;
	const struct pn_zip_entry *e;

	(void)state;
	assert_int_equal(pn_zip_read((struct pn_bytes){bytes, n}, &z), PN_OK);
	e = pn_zip_find(z, "LOCKED.txt");
	assert_non_null(e);
	assert_true(e->flags & 1);
	assert_int_equal(e->packed, 40);
	e = pn_zip_find(z, "odd.bin");
	assert_int_equal(e->method, 25451);
	assert_int_equal(e->real_method, 25451);
	assert_memory_equal(e->data.p, "\1\2\3\4", 4);
	assert_null(pn_zip_find(z, "locked"));
	pn_zip_free(&z);
	free(bytes);
}

/* an AES entry keeps its method in field 0x9901; names may stand in 0x7075 */
static void
extra_fields_are_understood(void **state)
{
	static const unsigned char zip[] =
	    "PK\3\4\x14\0\1\0\x63\0\0\0\0\0\0\0\0\0\2\0\0\0\1\0\0\0\1\0\0\0"
	    "aXY"
	    "PK\1\2\x14\0\x14\0\1\0\x63\0\0\0\0\0\0\0\0\0\2\0\0\0\1\0\0\0"
	    "\1\0\x16\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
	    "a"
	    "\1\x99\7\0\2\0AE\3\x8\0"
	    "\x75\x70\7\0\1\x43\xbe\xb7\xe8zz"
	    "PK\5\6\0\0\0\0\1\0\1\0\x45\0\0\0\x21\0\0\0\0";
	struct pn_zip *z;

	(void)state;
	assert_int_equal(
	    pn_zip_read((struct pn_bytes){zip, sizeof(zip)}, &z), PN_OK);
	assert_int_equal(z->n_entries, 1);
	assert_string_equal(z->entries[0].name, "zz");
	assert_int_equal(z->entries[0].aes_strength, 3);
	assert_int_equal(z->entries[0].aes_version, 2);
	assert_int_equal(z->entries[0].real_method, 8);
	assert_false(z->entries[0].disagrees);
	pn_zip_free(&z);
}

static void
what_is_no_archive_is_refused(void **state)
{
	static const char *const texts[] = {"", "PK", "no archive at all",
	    "PK\5\6 but not at the start of nothing",
	    "text in front of PK\5\6 and nothing that fits"};
	struct pn_zip *z;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct pn_bytes b = {
		    (const unsigned char *)texts[i], strlen(texts[i])};

		assert_int_equal(pn_zip_read(b, &z), PN_ERR_SYNTAX);
		assert_null(z);
	}
}

/* all cuts, and every byte changed: entries stay within the bytes */
static void
damage_stays_inside_the_bytes(void **state)
{
	size_t n;
	unsigned char *bytes = dump_file("zip/locked.zip", &n);

	(void)state;
	for (size_t i = 0; i < 2 * n; i++) {
		size_t len = i < n ? i : n;
		unsigned char *copy = pn_alloc(len + 1);
		struct pn_zip *z;

		memcpy(copy, bytes, len);
		if (i >= n)
			copy[i - n] ^= 0xff;
		if (pn_zip_read((struct pn_bytes){copy, len}, &z) == PN_OK)
			for (size_t k = 0; k < z->n_entries; k++) {
				const struct pn_zip_entry *e = &z->entries[k];

				assert_true(e->to <= len);
				assert_true(e->data.n <= len);
			}
		pn_zip_free(&z);
		free(copy);
	}
	free(bytes);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(directories_tell_what_is_wrong),
	    cmocka_unit_test(locks_and_methods_are_told),
	    cmocka_unit_test(extra_fields_are_understood),
	    cmocka_unit_test(what_is_no_archive_is_refused),
	    cmocka_unit_test(damage_stays_inside_the_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
