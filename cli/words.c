/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * words - what a report's words mean, in plain English
 */
#include "config.h"
#include <string.h>
#include "cli/words.h"

struct meaning {
	const char *word, *words;
};

#define OOXML "application/vnd.openxmlformats-officedocument."
#define ODF   "application/vnd.oasis.opendocument."

/* By the beginning of the media type; the first that fits. */
static const struct meaning types[] = {
    {OOXML "wordprocessingml", "Word document"},
    {OOXML "spreadsheetml", "Excel workbook"},
    {OOXML "presentationml", "PowerPoint presentation"},
    {"application/vnd.ms-word", "Word document"},
    {"application/msword", "Word document (before 2007)"},
    {"application/vnd.ms-excel.sheet.binary", "Excel binary workbook"},
    {"application/vnd.ms-excel.", "Excel workbook"},
    {"application/vnd.ms-excel", "Excel workbook (before 2007)"},
    {"application/vnd.ms-powerpoint.", "PowerPoint presentation"},
    {"application/vnd.ms-powerpoint", "PowerPoint presentation (before 2007)"},
    {"application/vnd.ms-outlook-pst", "Outlook data file"},
    {"application/vnd.ms-outlook", "Outlook message"},
    {"application/vnd.ms-tnef", "Outlook attachments (winmail.dat)"},
    {"application/x-ole-storage", "Office file of an unknown kind"},
    {ODF "text", "OpenDocument text"},
    {ODF "spreadsheet", "OpenDocument spreadsheet"},
    {ODF "presentation", "OpenDocument presentation"},
    {ODF, "OpenDocument file"},
    {"application/vnd.apple", "Apple iWork document"},
    {"application/pdf", "PDF document"},
    {"application/rtf", "rich text document"},
    {"application/zip", "ZIP archive"},
    {"application/epub+zip", "e-book (EPUB)"},
    {"application/x-dosexec", "Windows program"},
    {"application/x-executable", "program"},
    {"application/x-7z-compressed", "7z archive"},
    {"application/vnd.rar", "RAR archive"},
    {"application/x-tar", "tar archive"},
    {"application/gzip", "file packed with gzip"},
    {"application/x-bzip2", "file packed with bzip2"},
    {"application/x-xz", "file packed with xz"},
    {"application/zstd", "file packed with zstd"},
    {"application/vnd.ms-cab-compressed", "cabinet archive"},
    {"application/x-iso9660-image", "disc image"},
    {"application/pgp-encrypted", "OpenPGP file"},
    {"application/pkcs7-mime", "S/MIME file"},
    {"application/x-age-encryption", "age file"},
    {"application/vnd.sqlite3", "SQLite database"},
    {"application/x-msaccess", "Access database"},
    {"application/onenote", "OneNote section"},
    {"application/mbox", "mailbox"},
    {"application/json", "JSON data"},
    {"application/xml", "XML data"},
    {"message/rfc822", "e-mail message"},
    {"multipart/", "parts of a message"},
    {"text/html", "web page"},
    {"text/csv", "table (CSV)"},
    {"text/tab-separated-values", "table (TSV)"},
    {"text/calendar", "calendar"},
    {"text/vcard", "contacts"},
    {"text/xml", "XML data"},
    {"text/", "text"},
    {"image/", "picture"},
    {"audio/", "sound"},
    {"video/", "film"},
    {"font/", "font"},
    {"application/octet-stream", "file of an unknown kind"},
};

static const struct meaning hidden[] = {
    {"sheet", "hidden sheets"},
    {"very-hidden-sheet", "very hidden sheets"},
    {"row", "hidden rows"},
    {"column", "hidden columns"},
    {"filter", "rows that a filter hides"},
    {"comment", "comments"},
    {"notes", "speaker notes"},
    {"slide", "hidden slides"},
    {"off-slide", "objects beside the slide"},
    {"insertion", "tracked insertions"},
    {"deletion", "tracked deletions"},
    {"text", "text that is set to hidden"},
    {"alternate", "content for other programs"},
    {"alt-text", "descriptions of pictures"},
    {"metadata", "document properties"},
    {"pivot-cache", "data kept behind a pivot table"},
    {"external-cache", "data kept of linked workbooks"},
    {"name", "defined names"},
    {"embedded", "embedded objects"},
    {"macro", "macros"},
    {"revision", "text of earlier versions"},
    {"layer", "layers that are off"},
    {"page-picture", "pages that are pictures, which are not read"},
    {"covered", "text that something covers"},
    {"off-page", "text outside the page"},
    {"invisible", "text drawn invisibly"},
    {"tiny", "text too small to read"},
    {"white-text", "text in the colour of its background"},
    {"outside-entries", "data outside of the archive's files"},
    {"trailing", "data behind the end of the file"},
    {"undisplayed", "a text that mail programs do not show"},
    {"stream", "streams that no program shows"},
    {"field", "field codes"},
    {"orphan", "objects that nothing refers to"},
    {"form-field", "hidden form fields"},
    {"cropped", "cropped pictures"},
};

static const struct meaning unread[] = {
    {"no-reader", "there is no reader for this kind of file"},
    {"unknown-type", "nobody can tell what it is"},
    {"damaged", "it is damaged, or contradicts itself"},
    {"method", "it is packed in a way that can't be unpacked here"},
    {"encoding", "its characters can't be told"},
    {"fonts", "its fonts do not tell which letters they show"},
    {"fault", "the check failed twice"},
    {"nesting", "too many files within files"},
    {"parts", "too many parts"},
    {"members", "too many files in it"},
    {"text", "too much text"},
    {"unpacked", "it unpacks to too much"},
    {"ratio", "it unpacks to far more than its size"},
    {"size", "it is too big"},
    {"time", "it takes too long"},
    {"memory", "it takes too much memory"},
    {"match", "looking through it takes too long"},
    {"pixels", "the picture is too large to be read"},
    {"ocr", "reading its pictures takes too long"},
};

#define LOOK_UP(table, word)                                                   \
	look_up(table, sizeof(table) / sizeof((table)[0]), word)

/* look_up - what WORD means; WORD where TABLE does not say */
static const char *
look_up(const struct meaning *table, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(table[i].word, word) == 0)
			return table[i].words;
	return word;
}

const char *
pn_type_words(const char *type)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strncmp(type, types[i].word, strlen(types[i].word)) == 0)
			return types[i].words;
	return type;
}

const char *
pn_hidden_words(const char *kind)
{
	return LOOK_UP(hidden, kind);
}

const char *
pn_unread_words(const char *why)
{
	return why == NULL ? "" : LOOK_UP(unread, why);
}
