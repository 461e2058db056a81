/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Archives other than ZIP: members, names, locks, damage, data outside
 *
 * The files are made by tests/data/archive/make.sh.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <locale.h>
#include "unit/extract_rows.h"

#define CLASS                                                                  \
	"table  |0,0=Name|0,1=NINO|0,2=Class|1,0=Ann|1,1=QQ123456C|1,2=7|"     \
	"2,0=Bob|2,1=QQ654321C|2,2=8|\n"                                       \
	"scanned\n"
#define CLUB                                                                   \
	"text  |The list of the garden club.\\n\n"                             \
	"scanned\n"
#define BEHIND                                                                 \
	"member - hidden \n"                                                   \
	"text  |behind QQ123456C the end\n"                                    \
	"scanned\n"

struct row {
	const char *file;
	const char *want; /* all of it */
};

static const struct row whole[] = {
    {"plain.tar",
	"member class.csv \n" CLASS "member folder/café.txt \n" CLUB
	"text N file names|class.csv\\nfolder/\\nfolder/café.txt\\nlink\\n\n"
	"scanned\n"},
    {"plain.tar.gz",
	"member - \n"
	"member class.csv \n" CLASS "member folder/café.txt \n" CLUB
	"text N file names|class.csv\\nfolder/\\nfolder/café.txt\\nlink\\n\n"
	"scanned\n"
	"scanned\n"},
    {"sparse.tar",
	"member class.csv \n" CLASS "text N file names|class.csv\\n\n"
	"scanned\n"},
    {"trailing.tar",
	"member class.csv \n" CLASS
	"text N file names|class.csv\\n\n" BEHIND "hidden outside-entries\n"
	"scanned\n"},
    {"plain.cpio",
	"member class.csv \n" CLASS "member folder/café.txt \n" CLUB
	"text N file names|class.csv\\nfolder\\nfolder/café.txt\\n\n"
	"scanned\n"},
    {"plain.ar",
	"member class.csv \n" CLASS "text N file names|class.csv\\n\n"
	"scanned\n"},
    {"class.csv.gz", "member class.csv \n" CLASS "scanned\n"},
    {"comment.gz",
	"text H archive comment|behind QQ123456C the end\n"
	"member class.csv \n" CLASS "hidden comment\n"
	"scanned\n"},
    {"class.bz2", "member - \n" CLASS "scanned\n"},
    {"class.xz", "member - \n" CLASS "scanned\n"},
    {"class.lzma", "member - \n" CLASS "scanned\n"},
    {"class.zst", "member - \n" CLASS "scanned\n"},
    {"class.lz4", "member - \n" CLASS "scanned\n"},
    {"class.lz", "member - \n" CLASS "scanned\n"},
    {"class.Z", "member - \n" CLASS "scanned\n"},
    {"trailing.gz",
	"member - \n" CLASS BEHIND "hidden outside-entries\n"
	"scanned\n"},
    {"trailing.bz2",
	"member - \n" CLASS BEHIND "hidden outside-entries\n"
	"scanned\n"},
    {"plain.cab",
	"member class.csv \n" CLASS "member café.txt \n" CLUB
	"text N file names|class.csv\\ncafé.txt\\n\n"
	"scanned\n"},
    {"plain.7z",
	"member class.csv \n" CLASS "member folder/café.txt \n" CLUB
	"text N file names|folder/\\nclass.csv\\nfolder/café.txt\\n\n"
	"scanned\n"},
    {"plain.rar",
	"member class.csv \n" CLASS "member folder/café.txt \n" CLUB
	"text N file names|class.csv\\nfolder/café.txt\\nfolder\\n\n"
	"scanned\n"},
    {"comment.rar",
	"text H archive comment|password is Tulip7\\n\n"
	"member class.csv \n" CLASS "text N file names|class.csv\\n\n"
	"hidden comment\n"
	"scanned\n"},
    {"trailing.7z",
	"member class.csv \n" CLASS
	"text N file names|class.csv\\n\n" BEHIND "hidden outside-entries\n"
	"scanned\n"},
};

/* Archives of which a line is enough. */
static const struct row lines[] = {
    {"two.gz", "The list of the garden club.\\n"},
    {"bcj.7z", CLASS},
    {"delta.7z", CLASS},
    {"bzip2.7z", CLASS},
    {"deflate.7z", CLASS},
    {"ppmd.7z", CLASS},
    {"stored.7z", CLASS},
    {"locked.7z", "member class.csv encrypted \n"},
    {"mixed.7z", "member class.csv encrypted \n"},
    {"mixed.7z", CLUB},
    {"solid.rar", CLASS},
    {"solid.rar", CLUB},
    {"locked.rar", "member class.csv encrypted \n"},
    {"mixed.rar", "member class.csv encrypted \n"},
    {"mixed.rar", CLUB},
    {"names.rar", "encrypted\n"},
    {"trailing.rar", BEHIND},
    {"image.iso.gz", CLASS},
    {"image.iso.gz", "member café.txt \n" CLUB},
    {"program7z.exe", CLASS},
    {"program7z.exe", "member - hidden \n"},
    {"programrar.exe", CLASS},
    {"programrar.exe", "member - hidden \n"},
    {"cut.tar", "unscannable damaged\n"},
    {"cut.gz", "unscannable damaged\n"},
    {"cut.7z", "unscannable damaged\n"},
    {"cut.rar", "unscannable damaged\n"},
    {"bomb.gz", "limit ratio\n"},
};

static void
archives_are_read_whole(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(whole) / sizeof(whole[0]); i++) {
		char *got = dump_of("archive", whole[i].file);

		if (strcmp(got, whole[i].want) != 0)
			print_message("file: %s\n", whole[i].file);
		assert_string_equal(got, whole[i].want);
		free(got);
	}
}

static void
methods_locks_and_damage_are_told(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		char *got = dump_of("archive", lines[i].file);

		if (strstr(got, lines[i].want) == NULL) {
			print_message("file: %s\n%s", lines[i].file, got);
			fail();
		}
		free(got);
	}
}

/* Every prefix of an archive ends in a word, never as if it were whole. */
static void
no_prefix_is_taken_for_the_whole(void **state)
{
	static const char *const names[] = {"plain.7z", "plain.rar",
	    "plain.cab", "class.csv.gz", "class.bz2", "class.xz", "class.zst"};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char *path = pn_printf("archive/%s", names[i]);
		size_t n;
		unsigned char *bytes = dump_file(path, &n);

		assert_non_null(bytes);
		for (size_t cut = 12; cut < n; cut++) {
			struct pn_bytes b = {bytes, cut};
			struct pn_kind kind = pn_recognise(b);
			struct dump d;
			size_t len;

			dump_init(&d);
			dump_run(&d, kind, b, NULL);
			len = d.out.len;
			if (strcmp(kind.format, "text") != 0 && len > 8 &&
			    strcmp(d.out.data + len - 8, "scanned\n") == 0)
				fail_msg("%s cut at %zu: %s", names[i], cut,
				    d.out.data);
			pn_buf_free(&d.out);
			pn_buf_free(&d.hidden);
		}
		free(bytes);
		free(path);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(archives_are_read_whole),
	    cmocka_unit_test(methods_locks_and_damage_are_told),
	    cmocka_unit_test(no_prefix_is_taken_for_the_whole),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
