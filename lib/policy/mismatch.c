/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mismatch - a name or type that the content contradicts
 *
 * Compares families, not types: a .doc that is a docx, a .jpg that is a PNG
 * and a .xls that is HTML (as school systems export it) are everyday matters.
 * A text or a PDF that is in truth an archive, a picture that is a document
 * or a document that is a 7z archive is not. Without a telling name the
 * declared type counts. Content that nothing is known of contradicts nothing
 * here; it is unscannable.
 */
#include <string.h>
#include <strings.h>
#include "policy/rules.h"

/* Families of content; a name or type may stand for several. */
enum {
	UNKNOWN = 0,
	TEXT = 1 << 0,
	OFFICE = 1 << 1, /* documents: ZIP and OLE containers among them */
	ARCHIVE = 1 << 2,
	PDF = 1 << 3,
	MEDIA = 1 << 4,
	PROGRAM = 1 << 5,
	BOXED = OFFICE | ARCHIVE,	 /* a ZIP is both */
	RICH = OFFICE | TEXT,		 /* RTF is text that holds a document */
	PACKED = MEDIA | ARCHIVE | TEXT, /* a picture, drawn or gzipped */
};

struct family_word {
	const char *word;
	unsigned families;
};

static const struct family_word endings[] = {{"txt", TEXT}, {"csv", TEXT},
    {"tsv", TEXT}, {"log", TEXT}, {"md", TEXT}, {"ics", TEXT}, {"vcf", TEXT},
    {"htm", TEXT}, {"html", TEXT}, {"json", TEXT}, {"rtf", RICH},
    {"doc", OFFICE}, {"docx", OFFICE}, {"docm", OFFICE}, {"dot", OFFICE},
    {"dotx", OFFICE}, {"dotm", OFFICE}, {"xls", OFFICE}, {"xlsx", OFFICE},
    {"xlsm", OFFICE}, {"xlsb", OFFICE}, {"xlt", OFFICE}, {"xltx", OFFICE},
    {"xltm", OFFICE}, {"ppt", OFFICE}, {"pptx", OFFICE}, {"pptm", OFFICE},
    {"pps", OFFICE}, {"ppsx", OFFICE}, {"pot", OFFICE}, {"potx", OFFICE},
    {"odt", OFFICE}, {"ods", OFFICE}, {"odp", OFFICE}, {"odg", OFFICE},
    {"ott", OFFICE}, {"ots", OFFICE}, {"otp", OFFICE}, {"fodt", OFFICE},
    {"fods", OFFICE}, {"fodp", OFFICE}, {"pages", OFFICE}, {"numbers", OFFICE},
    {"key", OFFICE}, {"msg", OFFICE}, {"epub", BOXED}, {"zip", BOXED},
    {"7z", BOXED}, {"rar", BOXED}, {"tar", BOXED}, {"gz", BOXED},
    {"tgz", BOXED}, {"bz2", BOXED}, {"xz", BOXED}, {"zst", BOXED},
    {"cab", BOXED}, {"iso", BOXED}, {"pdf", PDF}, {"png", MEDIA},
    {"jpg", MEDIA}, {"jpeg", MEDIA}, {"gif", MEDIA}, {"bmp", MEDIA},
    {"tif", MEDIA}, {"tiff", MEDIA}, {"webp", MEDIA}, {"heic", MEDIA},
    {"emz", PACKED}, {"wmz", PACKED}, {"svgz", PACKED}, {"mp3", MEDIA},
    {"wav", MEDIA}, {"m4a", MEDIA}, {"mp4", MEDIA}, {"mov", MEDIA},
    {"avi", MEDIA}, {"ogg", MEDIA}};

/* Beginnings of media types; the first that fits. */
static const struct family_word types[] = {{"text/rtf", RICH}, {"text/", TEXT},
    {"image/svg+xml", TEXT}, {"image/", MEDIA}, {"audio/", MEDIA},
    {"video/", MEDIA}, {"application/ogg", MEDIA}, {"application/pdf", PDF},
    {"application/rtf", RICH}, {"application/zip", BOXED},
    {"application/x-zip", BOXED}, {"application/epub+zip", BOXED},
    {"application/x-7z-", ARCHIVE}, {"application/vnd.rar", ARCHIVE},
    {"application/x-rar", ARCHIVE}, {"application/x-tar", ARCHIVE},
    {"application/x-gtar", ARCHIVE}, {"application/gzip", ARCHIVE},
    {"application/x-gzip", ARCHIVE}, {"application/x-bzip", ARCHIVE},
    {"application/x-xz", ARCHIVE}, {"application/zstd", ARCHIVE},
    {"application/x-lz", ARCHIVE}, {"application/x-compress", ARCHIVE},
    {"application/x-cpio", ARCHIVE}, {"application/x-archive", ARCHIVE},
    {"application/x-xar", ARCHIVE}, {"application/x-ace-", ARCHIVE},
    {"application/x-iso9660-", ARCHIVE}, {"application/vnd.ms-cab-", ARCHIVE},
    {"application/msword", OFFICE}, {"application/vnd.ms-", OFFICE},
    {"application/x-ole", OFFICE}, {"application/x-cfb", OFFICE},
    {"application/x-msaccess", OFFICE}, {"application/x-mspublisher", OFFICE},
    {"application/onenote", OFFICE}, {"application/vnd.sqlite3", OFFICE},
    {"application/vnd.apple.", OFFICE},
    {"application/vnd.openxmlformats-", OFFICE},
    {"application/vnd.oasis.opendocument.", OFFICE},
    {"application/vnd.sun.xml.", OFFICE}, {"application/x-dosexec", PROGRAM},
    {"application/x-executable", PROGRAM},
    {"application/vnd.microsoft.portable-executable", PROGRAM}};

/* families_of_name - by the ending; UNKNOWN without a telling one */
static unsigned
families_of_name(const char *name)
{
	const char *dot = name == NULL ? NULL : strrchr(name, '.');
	size_t i;

	for (i = 0; dot != NULL && i < sizeof(endings) / sizeof(endings[0]);
	     i++)
		if (strcasecmp(dot + 1, endings[i].word) == 0)
			return endings[i].families;
	return UNKNOWN;
}

/* families_of_type - by the media type; UNKNOWN where that says nothing */
static unsigned
families_of_type(const char *type)
{
	size_t i;

	for (i = 0; type != NULL && i < sizeof(types) / sizeof(types[0]); i++)
		if (strncasecmp(type, types[i].word, strlen(types[i].word)) ==
		    0)
			return types[i].families;
	return UNKNOWN;
}

bool
pn_type_contradicted(const struct pn_part *p)
{
	unsigned is = families_of_type(p->type);
	unsigned says = families_of_name(p->name);

	if (says == UNKNOWN)
		says = families_of_type(p->declared_type);
	if (is == UNKNOWN || is == TEXT || says == UNKNOWN)
		return false;
	return (is & says) == 0;
}
