/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mismatch - a name or type that the content contradicts
 *
 * Compares families, not types: a .doc that is a docx, a .jpg that is a PNG
 * and a .xls that is HTML (as school systems export it) are everyday matters.
 * A text or a PDF that is in truth an archive, or a picture that is a
 * document, is not. Without a telling name the declared type counts. Content
 * that nothing is known of contradicts nothing here; it is unscannable.
 */
#include <string.h>
#include <strings.h>
#include "policy/rules.h"

enum family {
	UNKNOWN,
	TEXT,
	OFFICE, /* documents and archives: ZIP and OLE containers */
	PDF,
	MEDIA,
	PROGRAM,
};

struct family_word {
	const char *word;
	enum family family;
};

static const struct family_word endings[] = {{"txt", TEXT}, {"csv", TEXT},
    {"tsv", TEXT}, {"log", TEXT}, {"md", TEXT}, {"ics", TEXT}, {"vcf", TEXT},
    {"doc", OFFICE}, {"docx", OFFICE}, {"docm", OFFICE}, {"xls", OFFICE},
    {"xlsx", OFFICE}, {"xlsm", OFFICE}, {"ppt", OFFICE}, {"pptx", OFFICE},
    {"odt", OFFICE}, {"ods", OFFICE}, {"odp", OFFICE}, {"zip", OFFICE},
    {"pdf", PDF}, {"png", MEDIA}, {"jpg", MEDIA}, {"jpeg", MEDIA},
    {"gif", MEDIA}, {"bmp", MEDIA}, {"tif", MEDIA}, {"tiff", MEDIA},
    {"webp", MEDIA}, {"heic", MEDIA}, {"mp3", MEDIA}, {"wav", MEDIA},
    {"m4a", MEDIA}, {"mp4", MEDIA}, {"mov", MEDIA}, {"avi", MEDIA}};

/* Beginnings of media types; the first that fits. */
static const struct family_word types[] = {{"text/", TEXT}, {"image/", MEDIA},
    {"audio/", MEDIA}, {"video/", MEDIA}, {"application/pdf", PDF},
    {"application/zip", OFFICE}, {"application/x-zip", OFFICE},
    {"application/msword", OFFICE}, {"application/vnd.ms-", OFFICE},
    {"application/x-ole", OFFICE}, {"application/x-cfb", OFFICE},
    {"application/vnd.openxmlformats-", OFFICE},
    {"application/vnd.oasis.opendocument.", OFFICE},
    {"application/x-dosexec", PROGRAM}, {"application/x-executable", PROGRAM},
    {"application/vnd.microsoft.portable-executable", PROGRAM}};

/* family_of_name - by the ending; UNKNOWN without a telling one */
static enum family
family_of_name(const char *name)
{
	const char *dot = name == NULL ? NULL : strrchr(name, '.');
	size_t i;

	for (i = 0; dot != NULL && i < sizeof(endings) / sizeof(endings[0]);
	     i++)
		if (strcasecmp(dot + 1, endings[i].word) == 0)
			return endings[i].family;
	return UNKNOWN;
}

/* family_of_type - by the media type; UNKNOWN where that says nothing */
static enum family
family_of_type(const char *type)
{
	size_t i;

	for (i = 0; type != NULL && i < sizeof(types) / sizeof(types[0]); i++)
		if (strncasecmp(type, types[i].word, strlen(types[i].word)) ==
		    0)
			return types[i].family;
	return UNKNOWN;
}

bool
pn_type_contradicted(const struct pn_part *p)
{
	enum family is = family_of_type(p->type);
	enum family says = family_of_name(p->name);

	if (says == UNKNOWN)
		says = family_of_type(p->declared_type);
	if (is == UNKNOWN || is == TEXT || says == UNKNOWN)
		return false;
	return is != says;
}
