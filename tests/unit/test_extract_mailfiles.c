/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Messages as files, contacts and calendars
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "unit/extract_rows.h"

static const struct dump_row rows[] = {
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

    {"tnef: subject, wrong checksum and all", "tnef/note.dat",
	"text U subject|\xd0\xa2\xd0\xb5\xd0\xbc\xd0\xb0\n", false},
    {"tnef: body, in the message's code page", "tnef/note.dat",
	" 943 476 5919\n", false},
    {"tnef: HTML", "tnef/note.dat", "member - \ntext  |\xce\x91 QQ123456C\\n\n",
	false},
    {"tnef: attachment under its long name", "tnef/note.dat",
	"member pupils.csv \ntext  |Name,NHS", false},
    {"tnef: attachment without its beginning", "tnef/note.dat",
	"text  |a file without its beginning\n", false},
    {"tnef: item in the item", "tnef/note.dat",
	"member Inner \ntext U subject|Inner subject\n"
	"text  |Inner body, NHS 9434765919\n",
	false},
    {"tnef: several values", "tnef/note.dat",
	"text  categories|Keywords: One\\nKeywords: Two\\n\n", false},
    {"tnef: other fields are not seen", "tnef/note.dat",
	"text H metadata|Pupil number: A12345\\n\n", false},
    {"tnef: attribute that nobody knows", "tnef/note.dat",
	"text H attribute|an attribute that nobody knows", false},
    {"tnef: sender is no text", "tnef/note.dat", "Sender", true},
    {"tnef: nor are header fields", "tnef/note.dat", "header field", true},
    {"tnef: cut off", "tnef/cut.dat",
	"text  |NHS 943476591\nunscannable damaged\n", false},

    {"mbox: each message", "mbox/two.mbox",
	"member message 1 \nscanned\nmember message 2 \nscanned\nscanned\n",
	false},
    {"mbox: with a mark before it", "mbox/one.mbox",
	"member message 1 \nscanned\nscanned\n", false},
    {"mbox: Apple's, and its notes", "mbox/apple.emlx",
	"member - \nscanned\nmember - hidden \n", false},
    {"mbox: blank lines before a message", "mbox/blank.eml",
	"member - \nscanned\nscanned\n", false},
    {"mbox: a message in UTF-16", "mbox/wide.eml",
	"member - \nscanned\nscanned\n", false},

    {"vcard: several are a table of people", "vcard/people.vcf",
	"table  |0,0=Name|0,1=Email|0,2=Phone|0,3=Address|0,4=Birthday|"
	"0,5=Note|0,6=Other|1,0=Dr Ann Other|1,1=ann@x.example, ann@y.example|"
	"1,2=07700 900123|1,3=1 High Street, Town, AB1 2CD, UK|"
	"1,4=2011-04-05|1,5=first, second\\nthird|"
	"1,6=VERSION: 3.0|",
	false},
    {"vcard: 2.1, its own charset, soft line ends, folds", "vcard/people.vcf",
	"|2,0=M\xc3\xbcller, J\xc3\xb6rg|2,1=|2,2=07700 900456|", false},
    {"vcard: what is there for programs", "vcard/people.vcf",
	"text H property|PUPIL: A12345\\n\n", false},
    {"vcard: one, with labels; a fold inside a character", "vcard/one.vcf",
	"text  card 1|VERSION: 4.0\\nFN: Fo\xc3\xa9 Other\\n"
	"TEL: tel:+44-1632-960123\\nNOTE: NHS 943 476 5919\\n\n",
	false},
    {"ical: event, its escapes and people", "vcard/invite.ics",
	"text  event 1|SUMMARY: Review of Ann Other\\nDESCRIPTION: NHS 9434\\n"
	"765919; more\\nATTENDEE: Bob: Other bob@x.example\\n"
	"LOCATION: Room 1\\nDESCRIPTION: alarm\\n\n",
	false},
    {"ical: each by its number", "vcard/invite.ics",
	"text  task 2|SUMMARY: second\\n\n", false},
    {"ical: description in HTML", "vcard/invite.ics",
	"member - \ntext  |QQ123456C\\n\n", false},
    {"ical: attached file", "vcard/invite.ics",
	"member p.csv embedded \ntable  |0,0=Name|", false},
};

static void
items_are_read_whole(void **state)
{
	(void)state;
	dump_rows_hold(rows, sizeof(rows) / sizeof(rows[0]));
}

/* every cut and every changed byte of a file ends in an outcome */
static void
damaged_files_end(void **state)
{
	static const char *const files[] = {"msg/note.msg", "tnef/note.dat",
	    "mbox/two.mbox", "mbox/apple.emlx", "vcard/people.vcf",
	    "vcard/invite.ics"};

	(void)state;
	dump_survives(files, sizeof(files) / sizeof(files[0]), 97, 31);
}

static void
files_are_known_by_their_bytes(void **state)
{
	static const struct {
		const char *file, *format, *type;
	} cases[] = {
	    {"msg/note.msg", "msg", "application/vnd.ms-outlook"},
	    {"tnef/note.dat", "tnef", "application/vnd.ms-tnef"},
	    {"mbox/two.mbox", "mbox", "application/mbox"},
	    {"mbox/apple.emlx", "mbox", "message/x-emlx"},
	    {"mbox/page.mht", "message", "message/rfc822"},
	    {"mbox/wide.eml", "mbox", "message/rfc822"},
	    {"vcard/one.vcf", "vcard", "text/vcard"},
	    {"vcard/invite.ics", "vcard", "text/calendar"},
	    {"rtf/mail.rtf", "rtf", "application/rtf"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t n;
		unsigned char *bytes = dump_file(cases[i].file, &n);
		struct pn_kind kind = pn_recognise((struct pn_bytes){bytes, n});

		assert_string_equal(kind.format, cases[i].format);
		assert_string_equal(kind.type, cases[i].type);
		free(bytes);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(items_are_read_whole),
	    cmocka_unit_test(files_are_known_by_their_bytes),
	    cmocka_unit_test(damaged_files_end),
	};

	pn_extract_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
