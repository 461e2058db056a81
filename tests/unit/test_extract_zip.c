/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ZIP: members, names, damage, data outside of entries, budgets
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "unit/extract_rows.h"

struct row {
	const char *name;
	const char *file;
	const char *want; /* all of it */
};

static const struct row rows[] = {
    {"archives in archives", "zip/nested.zip",
	"text N file names|folder/\\nreadme.txt\\nb.zip\\n\n"
	"member readme.txt \n"
	"text  |hello\\n\n"
	"scanned\n"
	"member b.zip \n"
	"text N file names|a.zip\\n\n"
	"member a.zip \n"
	"text N file names|c.csv\\n\n"
	"member c.csv \n"
	"table  |0,0=Name|0,1=NINO|0,2=Class|1,0=Ann|1,1=QQ123456C|"
	"1,2=7|2,0=Bob|2,1=QQ654321C|2,2=8|\n"
	"scanned\n"
	"scanned\n"
	"scanned\n"
	"scanned\n"},
    {"comment is told", "zip/comment.zip",
	"text N file names|a.txt\\n\n"
	"text H archive comment|password is Tulip7\n"
	"member a.txt \n"
	"text  |a\\n\n"
	"scanned\n"
	"hidden comment\n"
	"scanned\n"},
    {"bytes in front", "zip/prefixed.zip",
	"text N file names|a.txt\\n\n"
	"member a.txt \n"
	"text  |a\\n\n"
	"scanned\n"
	"member - hidden \n"
	"text  |#!/bin/sh\\necho in front of the archive\\n\n"
	"scanned\n"
	"hidden outside-entries\n"
	"unscannable damaged\n"},
    {"bytes behind", "zip/trailing.zip",
	"text N file names|a.txt\\n\n"
	"member a.txt \n"
	"text  |a\\n\n"
	"scanned\n"
	"member - hidden \n"
	"text  |behind QQ123456C the end\n"
	"scanned\n"
	"hidden outside-entries\n"
	"unscannable damaged\n"},
    {"padding behind is nothing", "zip/padded.zip",
	"text N file names|a.txt\\n\n"
	"member a.txt \n"
	"text  |a\\n\n"
	"scanned\n"
	"scanned\n"},
    {"entry that the directory leaves out", "zip/orphan.zip",
	"text N file names|seen.txt\\nalso.txt\\n\n"
	"member seen.txt \n"
	"text  |seen\\n\n"
	"scanned\n"
	"member also.txt \n"
	"text  |also\\n\n"
	"scanned\n"
	"member - hidden \n"
	"text N file names|orphan.txt\\n\n"
	"member orphan.txt \n"
	"text  |QQ123456C in no directory\\n\n"
	"scanned\n"
	"unscannable damaged\n"
	"hidden outside-entries\n"
	"unscannable damaged\n"},
    {"headers that disagree", "zip/disagree.zip",
	"text N file names|other.txt\\n\n"
	"member other.txt \n"
	"text  |text\\n\n"
	"scanned\n"
	"unscannable damaged\n"},
    {"locks and unknown methods", "zip/locked.zip",
	"text N file names|locked.txt\\nplain.txt\\naes.txt\\nodd.bin\\n\n"
	"member locked.txt encrypted \n"
	"member plain.txt \n"
	"text  |plain QQ123456C\\n\n"
	"scanned\n"
	"member aes.txt encrypted \n"
	"member odd.bin method\n"
	"scanned\n"},
    {"expansion stops before it happens", "zip/bomb.zip",
	"text N file names|zeros\\n\n"
	"limit ratio\n"},
    {"nothing in it", "zip/empty.zip", "scanned\n"},
};

static void
archives_are_read_whole(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *got = dump_of("", rows[i].file);

		if (strcmp(got, rows[i].want) != 0)
			print_message("row: %s\n", rows[i].name);
		assert_string_equal(got, rows[i].want);
		free(got);
	}
}

/* has - does the extraction of FILE hold LINE? */
static bool
has(const char *file, const char *line)
{
	char *got = dump_of("", file);
	bool found = strstr(got, line) != NULL;

	if (!found)
		print_message("%s: no %s in %s\n", file, line, got);
	free(got);
	return found;
}

static void
every_method_gives_its_text(void **state)
{
	static const char *const names[] = {
	    "stored", "deflated", "bzip2", "lzma"};

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		char *line =
		    pn_printf("member %s.txt \ntext  |same text", names[i]);

		assert_true(has("zip/methods.zip", line));
		free(line);
	}
}

static void
wrong_sizes_hide_nothing(void **state)
{
	(void)state;
	assert_true(has("zip/lies.zip",
	    "member small.txt \ntext  |longer than it says, longer"));
	assert_true(
	    has("zip/lies.zip", "member crc.txt \ntext  |checksum is wrong"));
	assert_true(has("zip/lies.zip", "member huge.txt \ntext  |tiny"));
	assert_true(has("zip/lies.zip", "member broken.txt damaged\n"));
	assert_true(has("zip/lies.zip", "\nunscannable damaged\n"));
	assert_true(has("zip/window.zip", "member window.txt method\n"));
	assert_true(has("zip/overlap.zip", "\nunscannable damaged\n"));
	assert_true(has("zip/truncated.zip", "text  |a\\n"));
	assert_true(has("zip/truncated.zip", "\nunscannable damaged\n"));
}

static void
names_are_harmless_text(void **state)
{
	(void)state;
	assert_true(has("zip/names.zip", "member ../../etc/passwd \n"));
	assert_true(has("zip/names.zip", "member caf\303\251.txt \n"));
	assert_true(has("zip/names.zip", "member n\303\244me.txt \n"));
	assert_true(has("zip/names.zip", "member nul\357\277\275byte \n"));
}

/* run_with - nested.zip with a budget that somebody changed */
static char *
run_with(void (*change)(struct pn_budget *b))
{
	size_t n;
	unsigned char *bytes = dump_file("zip/nested.zip", &n);
	struct dump d;

	dump_init(&d);
	d.deep = true;
	change(&d.budget);
	dump_run(&d, pn_recognise((struct pn_bytes){bytes, n}),
	    (struct pn_bytes){bytes, n}, NULL);
	free(bytes);
	return pn_buf_take(&d.out);
}

static void
few_members(struct pn_budget *b)
{
	b->members_left = 1;
}

static void
few_bytes(struct pn_budget *b)
{
	b->unpacked_left = 10;
}

static void
little_text(struct pn_budget *b)
{
	b->text_left = 30;
}

static void
budgets_are_shared_by_all_levels(void **state)
{
	static const struct {
		void (*change)(struct pn_budget *b);
		const char *end;
	} cases[] = {
	    {few_members, "limit members\n"},
	    {few_bytes, "limit unpacked\n"},
	    {little_text, "limit text\n"},
	};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		char *got = run_with(cases[i].change);
		size_t n = strlen(got), e = strlen(cases[i].end);

		assert_true(n >= e);
		assert_true(strstr(got, cases[i].end) != NULL);
		free(got);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(archives_are_read_whole),
	    cmocka_unit_test(every_method_gives_its_text),
	    cmocka_unit_test(wrong_sizes_hide_nothing),
	    cmocka_unit_test(names_are_harmless_text),
	    cmocka_unit_test(budgets_are_shared_by_all_levels),
	};

	pn_extract_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
