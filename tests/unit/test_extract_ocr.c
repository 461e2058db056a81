/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The text that is drawn in pictures: of every format, in other files, in a
 * process that can open nothing, within the limits; and not unless asked for.
 * A build without Tesseract skips all but the last.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <sys/wait.h>
#include <unistd.h>
#include "extract/ocr/ocr.h"
#include "unit/extract_dump.h"
#include "worker/sandbox.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define NHS	 "943 476 5919"
#define LINES	 "text  |NHS number: " NHS "\\nNI number: QQ 12 34 56"

static struct pn_ocr *ocr;

static int
open_ocr(void **state)
{
	struct pn_errinfo info = {0};

	(void)state;
	if (pn_ocr_built() && pn_ocr_open("eng", &ocr, &info) != PN_OK)
		fail_msg("%s", info.text);
	return 0;
}

static int
close_ocr(void **state)
{
	(void)state;
	pn_ocr_free(&ocr);
	return 0;
}

static void
need_ocr(void)
{
	if (!pn_ocr_built()) {
		print_message("SKIPPED: built without Tesseract\n");
		skip();
	}
}

/* read_with - what comes out of file NAME, with READER and US of its time */
static char *
read_with(const struct pn_ocr *reader, uint64_t us, const char *name)
{
	char *path = pn_printf("ocr/%s", name);
	struct pn_bytes b;
	struct dump d;
	size_t n;
	unsigned char *bytes = dump_file(path, &n);

	assert_non_null(bytes);
	b = (struct pn_bytes){bytes, n};
	dump_init(&d);
	d.deep = true;
	d.budget.pictures = reader != NULL;
	d.budget.ocr = reader;
	d.budget.ocr_us_left = us;
	dump_run(&d, pn_recognise(b), b, NULL);
	assert_int_equal(d.invalid, 0);
	pn_buf_free(&d.hidden);
	free(bytes);
	free(path);
	return pn_buf_take(&d.out);
}

/* must - file NAME, read with READER and US, gives all of the WANT */
static void
must(const struct pn_ocr *reader, uint64_t us, const char *name,
    const char *const want[4])
{
	char *got = read_with(reader, us, name);

	for (size_t i = 0; i < 4 && want[i]; i++)
		if (strstr(got, want[i]) == NULL)
			fail_msg("%s: no %s in\n%s", name, want[i], got);
	free(got);
}

#define MINUTE 60000000

static const struct {
	const char *file, *want[4];
} rows[] = {
    {"text.png", {LINES, "scanned\n"}},
    {"ink.png", {LINES, "scanned\n"}},
    {"text.jpg", {LINES, "scanned\n"}},
    {"text.gif", {LINES, "scanned\n"}},
    {"text.bmp", {LINES, "scanned\n"}},
    {"text.webp", {LINES, "scanned\n"}},
    {"pages.tif",
	{"text  page 1|NHS number: " NHS, "text  page 2|Date of birth 12/05/2011",
	    "H801200001001", "scanned\n"}},
    {"sideways.png", {"Her NHS number is " NHS, "scanned\n"}},
    {"letter.docx", {"member word/media/image1.png embedded", LINES,
			"\nscanned\nscanned\n"}},
    {"letter.doc", {"member picture embedded \n" LINES, "\nscanned\n"}},
    {"sheet.xls", {"member picture embedded \n" LINES, "\nscanned\n"}},
    {"slide.ppt.gz", {"member picture embedded \n" LINES, "\nscanned\n"}},
    {"scan.pdf",
	{"member page 1, picture 1 embedded \n" LINES,
	    "member page 2, picture 1 embedded \n" LINES,
	    "member page 3, picture 1 embedded \n" LINES,
	    "member page 4, picture 1 embedded method\n"}},
};

static void
the_text_in_pictures_is_read(void **state)
{
	(void)state;
	need_ocr();
	for (size_t i = 0; i < COUNT(rows); i++)
		must(ocr, MINUTE, rows[i].file, rows[i].want);
}

static void
a_page_with_text_keeps_its_pictures(void **state)
{
	char *got;

	(void)state;
	need_ocr();
	got = read_with(ocr, MINUTE, "scan.pdf");
	assert_non_null(strstr(got, "This page has a text of its own"));
	assert_null(strstr(got, "page 5, picture"));
	free(got);
}

static void
what_ends_the_reading_of_pictures_is_told(void **state)
{
	static const struct {
		const char *file, *want[4];
		uint64_t us;
	} ends[] = {
	    {"bomb.png", {"limit pixels\n"}, MINUTE},
	    {"cut.png", {"unscannable damaged\n"}, MINUTE},
	    {"icon.png", {"skipped\n"}, MINUTE},
	    {"text.png", {"limit ocr\n"}, 0},
	    {"sideways.png", {"limit ocr\n"}, 100000},
	    {"scan.pdf", {"limit ocr\n", "\nscanned\n"}, 0},
	};

	(void)state;
	need_ocr();
	for (size_t i = 0; i < COUNT(ends); i++)
		must(ocr, ends[i].us, ends[i].file, ends[i].want);
}

static void
reading_pictures_opens_no_file(void **state)
{
	struct pn_errinfo info = {0};
	unsigned missing;
	int status;
	pid_t pid;

	(void)state;
	need_ocr();
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		size_t n[COUNT(rows)];
		unsigned char *bytes[COUNT(rows)];

		for (size_t i = 0; i < COUNT(rows); i++) {
			char *path = pn_printf("ocr/%s", rows[i].file);

			bytes[i] = dump_file(path, &n[i]);
			free(path);
		}
		if (pn_sandbox_worker(512, &missing, &info) != PN_OK)
			_exit(2);
		for (size_t i = 0; i < COUNT(rows); i++) {
			struct pn_bytes b = {bytes[i], n[i]};
			struct dump d;

			dump_init(&d);
			d.deep = true;
			d.budget.pictures = true;
			d.budget.ocr = ocr;
			d.budget.ocr_us_left = MINUTE;
			dump_run(&d, pn_recognise(b), b, NULL);
			if (strstr(d.out.data, NHS) == NULL)
				_exit(3);
		}
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		fail_msg("the reader ended with status %#x", status);
}

static void
languages_without_data_name_their_package(void **state)
{
	struct pn_errinfo info = {0};
	struct pn_ocr *none = NULL;

	(void)state;
	need_ocr();
	assert_int_equal(
	    pn_ocr_open("eng+xx_yy", &none, &info), PN_ERR_CONFIG);
	assert_null(none);
	assert_non_null(strstr(info.text, "\"xx_yy\""));
	assert_non_null(strstr(info.text, "tesseract-ocr-xx-yy"));
}

static void
without_a_reader_pictures_are_skipped(void **state)
{
	static const struct {
		const char *file, *want[4];
	} off[] = {
	    {"text.png", {"skipped\n"}},
	    {"bomb.png", {"skipped\n"}},
	    {"cut.png", {"skipped\n"}},
	    {"scan.pdf", {"This page has a text of its own",
			     "hidden page-picture\n", "\nscanned\n"}},
	    {"letter.docx", {"See the picture", "skipped\nscanned\n"}},
	    {"letter.doc", {"\nscanned\n"}},
	    {"sheet.xls", {"scanned\n"}},
	    {"slide.ppt.gz", {"scanned\nscanned\n"}},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(off); i++) {
		char *got = read_with(NULL, 0, off[i].file);

		assert_null(strstr(got, NHS));
		assert_null(strstr(got, ", picture"));
		assert_null(strstr(got, "member picture"));
		free(got);
		must(NULL, 0, off[i].file, off[i].want);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_text_in_pictures_is_read),
	    cmocka_unit_test(a_page_with_text_keeps_its_pictures),
	    cmocka_unit_test(what_ends_the_reading_of_pictures_is_told),
	    cmocka_unit_test(reading_pictures_opens_no_file),
	    cmocka_unit_test(languages_without_data_name_their_package),
	    cmocka_unit_test(without_a_reader_pictures_are_skipped),
	};

	pn_extract_init();
	return cmocka_run_group_tests(tests, open_ocr, close_ocr);
}
