/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * opc_usual - parts by the names that all programs give them
 */
#include <string.h>
#include <strings.h>
#include "extract/ooxml/opc_usual.h"

#define SHEETS "application/vnd.openxmlformats-officedocument.spreadsheetml."
#define WORDS "application/vnd.openxmlformats-officedocument.wordprocessingml."

static const struct {
	const char *start, *end, *type; /* of the name: "xl/s" ... ".xml" */
} usual[] = {
    /* the main parts first */
    {"xl/workbook", ".xml", SHEETS "sheet.main+xml"},
    {"word/document", ".xml", WORDS "document.main+xml"},
    {"xl/sharedStrings", ".xml", SHEETS "sharedStrings+xml"},
    {"xl/styles", ".xml", SHEETS "styles+xml"},
    {"xl/worksheets/", ".xml", SHEETS "worksheet+xml"},
    {"xl/comments", ".xml", SHEETS "comments+xml"},
    {"word/styles", ".xml", WORDS "styles+xml"},
    {"word/header", ".xml", WORDS "header+xml"},
    {"word/footer", ".xml", WORDS "footer+xml"},
    {"word/footnotes", ".xml", WORDS "footnotes+xml"},
    {"word/endnotes", ".xml", WORDS "endnotes+xml"},
    {"word/comments", ".xml", WORDS "comments+xml"},
};

const char *
pn_opc_usual_type(const char *part)
{
	size_t n = strlen(part);

	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++) {
		size_t start = strlen(usual[i].start);
		size_t end = strlen(usual[i].end);

		if (n >= start + end &&
		    strncasecmp(part, usual[i].start, start) == 0 &&
		    strcasecmp(part + n - end, usual[i].end) == 0)
			return usual[i].type;
	}
	return NULL;
}

const char *
pn_opc_usual_main(size_t i)
{
	static const char *const names[] = {
	    "xl/workbook.xml", "word/document.xml"};

	return i < sizeof(names) / sizeof(names[0]) ? names[i] : NULL;
}
