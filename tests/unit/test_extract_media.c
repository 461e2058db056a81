/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What pictures say beside their pixels, and what lies behind their end
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "unit/extract_dump.h"

#define NINO "NINO QQ 12 34 56 C"

static const struct {
	const char *file;
	const char *want[8]; /* all of these come out */
} rows[] = {
    {"text.png", {"text H metadata|Comment: " NINO "\\n\n", "hidden metadata\n",
		     "skipped\n"}},
    {"packed.png", {"Comment: " NINO "\\n\n", "skipped\n"}},
    {"international.png", {"Title: Zo\303\253 " NINO, "skipped\n"}},
    {"raw.png", {"Description: " NINO, "skipped\n"}},
    {"private.png", {"prVt: " NINO, "skipped\n"}},
    {"exif.png", {"Description: " NINO, "skipped\n"}},
    {"bomb.png", {"limit ratio\n"}},
    {"trailing.png", {"member trailing embedded hidden", "text  |" NINO,
			 "hidden trailing\n", "skipped\n"}},
    {"broken.png", {"member trailing embedded hidden", NINO, "skipped\n"}},
    {"webp.webp", {"Description: " NINO, "title: " NINO, "skipped\n"}},
    {"text.tif", {"Description: " NINO, "skipped\n"}},
    {"circle.tif", {"Description: " NINO, "skipped\n"}},
    {"exiftool.jpg",
	{"Comment: Pupil " NINO "\\n", "Description: About QQ123456C",
	    "GPS: 51.50000, -0.10", "IPTC: iptc QQ123456C",
	    "title: xmptitle QQ123456C", "PersonInImage: Ann Example",
	    "Comment: com QQ123456C", "skipped\n"}},
    {"exiftool.gif",
	{"Comment: com QQ123456C", "title: xmptitle QQ123456C", "skipped\n"}},
    {"thumbnail.jpg", {"hidden thumbnail\n", "skipped\n"}},
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* dumped - what comes out of file NAME with the N bytes at TAIL behind it */
static char *
dumped(const char *name, const void *tail, size_t n_tail)
{
	char *path = pn_printf("media/%s", name), *got;
	size_t n;
	unsigned char *bytes = dump_file(path, &n);

	assert_non_null(bytes);
	if (n_tail)
		memcpy(bytes + n, tail, n_tail);
	got = dump_string(bytes, n + n_tail, NULL, true);
	free(bytes);
	free(path);
	return got;
}

static void
metadata_is_read_from_every_container(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *got = dumped(rows[i].file, NULL, 0);

		assert_null(strstr(got, "INVALID"));
		for (size_t k = 0; k < 8 && rows[i].want[k]; k++) {
			if (strstr(got, rows[i].want[k]) == NULL)
				print_message("%s: no %s in\n%s\n",
				    rows[i].file, rows[i].want[k], got);
			assert_non_null(strstr(got, rows[i].want[k]));
		}
		free(got);
	}
}

static void
what_follows_a_picture_is_a_hidden_member(void **state)
{
	static const char *const files[] = {
	    "text.png", "exiftool.jpg", "exiftool.gif", "webp.webp"};

	(void)state;
	for (size_t i = 0; i < COUNT(files); i++) {
		char *got = dumped(files[i], "\n" NINO "!", 20);

		assert_non_null(strstr(got, "hidden trailing\n"));
		assert_non_null(strstr(got, "text  |" NINO "!"));
		free(got);
	}
}

static void
padding_and_second_pictures_are_ordinary(void **state)
{
	char *got = dumped("padded.png", NULL, 0);
	size_t n;
	unsigned char *jpeg = dump_file("media/exiftool.jpg", &n);

	(void)state;
	assert_string_equal(got, "skipped\n");
	free(got);
	/* pictures of a telephone: one behind the other, no member */
	got = dumped("thumbnail.jpg", jpeg, n);
	assert_null(strstr(got, "member"));
	assert_non_null(strstr(got, "Description: About QQ123456C"));
	assert_non_null(strstr(got, "hidden trailing\n"));
	free(got);
	free(jpeg);
}

/* a picture that ends anywhere is read as far as it goes */
static void
cut_files_are_no_fault(void **state)
{
	static const char *const files[] = {"text.png", "exiftool.jpg",
	    "exiftool.gif", "webp.webp", "text.tif"};

	(void)state;
	for (size_t i = 0; i < COUNT(files); i++) {
		char *path = pn_printf("media/%s", files[i]);
		size_t n;
		unsigned char *bytes = dump_file(path, &n);

		for (size_t k = 12; k < n; k += 1 + n / 200) {
			unsigned char *part = pn_alloc(k);
			char *got;

			memcpy(part, bytes, k);
			got = dump_string(part, k, NULL, false);
			assert_null(strstr(got, "INVALID"));
			free(got);
			free(part);
		}
		free(bytes);
		free(path);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(metadata_is_read_from_every_container),
	    cmocka_unit_test(what_follows_a_picture_is_a_hidden_member),
	    cmocka_unit_test(padding_and_second_pictures_are_ordinary),
	    cmocka_unit_test(cut_files_are_no_fault),
	};

	pn_extract_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
