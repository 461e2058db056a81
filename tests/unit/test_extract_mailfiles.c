/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Messages as files
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "unit/extract_dump.h"

/* One line that an extraction must, or must not, hold. */
struct row {
	const char *name;
	const char *file;
	const char *line;
	bool absent;
};

static const struct row rows[] = {
    {"msg: subject, in the item's code page", "msg/note.msg",
	"text U subject|\xd0\xa2\xd0\xb5\xd0\xbc\xd0\xb0\n", false},
    {"msg: body, and what it quotes", "msg/note.msg",
	" 943 476 5919\r\\n\ntext Q |> quoted", false},
    {"msg: HTML in the code page of the Internet", "msg/note.msg",
	"member - \ntext  |\xce\x91 QQ123456C\\n\n", false},
    {"msg: rich text, unpacked", "msg/note.msg",
	"member - \ntext  |rich \ntext H style|hidden\n", false},
    {"msg: attachment under its long name", "msg/note.msg",
	"member pupils.csv \ntext  |Name,NHS", false},
    {"msg: hidden attachment", "msg/note.msg",
	"member secret.txt hidden \ntext  |hidden file\n", false},
    {"msg: a picture of the text is not hidden", "msg/note.msg",
	"member logo.txt \n", false},
    {"msg: file elsewhere, its name", "msg/note.msg",
	"member \\\\server\\far.doc \n", false},
    {"msg: item in the item", "msg/note.msg",
	"member Inner \ntext U subject|Inner subject\n"
	"text  |Inner body, NHS 9434765919\nmember in.txt \n"
	"text  |inner file\n",
	false},
    {"msg: recipients are no text", "msg/note.msg", "Recipient", true},
    {"msg: nor is the sender", "msg/note.msg", "Sender", true},
    {"msg: nor header fields, by whichever table", "msg/note.msg", "header",
	true},
    {"msg: nor accounts", "msg/note.msg", "account", true},
    {"msg: nor the beginning of the body again", "msg/note.msg", "beginning",
	true},
    {"msg: categories are seen", "msg/note.msg",
	"text  categories|Keywords: Pastoral\\n\n", false},
    {"msg: other fields are not", "msg/note.msg",
	"text H metadata|Pupil number: A12345\\n\n", false},
    {"msg: kinds of hidden content", "msg/note.msg",
	"hidden metadata\nhidden style\nhidden attachment\nscanned\n", false},
    {"msg: contact, with labels", "msg/contact.msg",
	"text  properties|Birthday: 2011-04-05\\nName: Ann Other\\n"
	"Mobile phone: 07700 900123\\nEmail: ann@x.example\\n\n",
	false},
    {"msg: rich text that is cut off", "msg/broken.msg",
	"member - \ntext  |cut off\nscanned\n", false},
    {"msg: body of a wrong type", "msg/broken.msg", "text  |no text\n", false},
    {"msg: a stream that is no property", "msg/broken.msg",
	"a stream that is no property: 9434765919", false},
    {"msg: damage is told", "msg/broken.msg", "unscannable damaged\n", false},
};

static void
items_are_read_whole(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t n;
		unsigned char *bytes = dump_file(rows[i].file, &n);
		char *got;
		bool found;

		assert_non_null(bytes);
		got = dump_string(bytes, n, NULL, true);
		found = strstr(got, rows[i].line) != NULL;
		if (found == rows[i].absent)
			print_message(
			    "row: %s\ngot: %.4000s\n", rows[i].name, got);
		assert_true(found != rows[i].absent);
		assert_null(strstr(got, "INVALID"));
		free(got);
		free(bytes);
	}
}

/* every cut and every changed byte of a file ends in an outcome */
static void
damaged_files_end(void **state)
{
	static const char *const files[] = {"msg/note.msg"};

	(void)state;
	for (size_t f = 0; f < sizeof(files) / sizeof(files[0]); f++) {
		size_t n;
		unsigned char *bytes = dump_file(files[f], &n);

		for (size_t cut = 0; cut < n; cut += 97) {
			char *got = dump_string(bytes, cut, NULL, true);

			assert_null(strstr(got, "INVALID"));
			free(got);
		}
		for (size_t at = 0; at < n; at += 31) {
			unsigned char was = bytes[at];
			char *got;

			bytes[at] ^= 0x5a;
			got = dump_string(bytes, n, NULL, true);
			assert_null(strstr(got, "INVALID"));
			free(got);
			bytes[at] = was;
		}
		free(bytes);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(items_are_read_whole),
	    cmocka_unit_test(damaged_files_end),
	};

	pn_extract_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
