/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * doc_info - the document information dictionary and the XMP metadata
 * (ISO 32000-2, 14.3)
 *
 * What programs write there on their own account and people do not is left
 * out: dates, identifiers. XMP says most of it a second time.
 */
#include <string.h>
#include "base/uni.h"
#include "extract/pdf/doc.h"

#define PLACE	 "document properties"
#define KEYS_MAX (256u << 10)

static const char *const by_program[] = {
    "/CreationDate", "/ModDate", "/Trapped", NULL};

/* Elements of XMP, and their names as attributes. */
static const char *const by_xmp[] = {"CreateDate", "ModifyDate", "MetadataDate",
    "DocumentID", "InstanceID", "VersionID", "OriginalDocumentID",
    "RenditionClass", "DerivedFrom", "History", "Ingredients", "Pantry",
    "Thumbnails", "format", "Trapped", "part", "conformance", "amd", "rev",
    "schemas", "date", "Fonts", "Colorants", "SwatchGroups", "PlateNames",
    "MaxPageSize", "NPages", "HasVisibleTransparency", "HasVisibleOverprint",
    "StartupProfile", "type", "xmptk", "toolkit", NULL};

static bool
skipped(const char *key)
{
	for (size_t i = 0; by_program[i]; i++)
		if (strcmp(key, by_program[i]) == 0)
			return true;
	return false;
}

static enum pn_err
info(struct pn_pdoc *doc)
{
	struct pn_pdf *pdf = doc->pdf;
	struct pn_obj dict = pn_obj_get(pdf, pn_obj_trailer(pdf), "/Info");
	struct pn_buf keys, text;
	enum pn_err err = PN_OK;

	pn_buf_init(&keys, KEYS_MAX);
	pn_pdoc_buf(doc, &text);
	pn_obj_keys(pdf, dict, &keys);
	for (const char *k = keys.data;
	     k < keys.data + keys.len && err == PN_OK; k += strlen(k) + 1) {
		struct pn_obj v = pn_obj_get(pdf, dict, k);

		if (skipped(k) || pn_obj_kind(pdf, v) != PN_OBJ_STRING)
			continue;
		(void)!pn_utf8_repair(&text, k + 1, strlen(k + 1));
		(void)!pn_buf_adds(&text, ": ");
		pn_obj_text(pdf, v, &text);
		(void)!pn_buf_addc(&text, '\n');
		err = pn_pdoc_step(doc);
	}
	if (err == PN_OK)
		err = pn_pdoc_say(doc, &text, PLACE, "metadata");
	pn_buf_free(&keys);
	pn_buf_free(&text);
	return err;
}

/* say_new - the lines of TEXT with words that were not handed on yet */
static enum pn_err
say_new(struct pn_pdoc *doc, const struct pn_buf *text)
{
	struct pn_buf fresh;
	enum pn_err err;

	pn_pdoc_buf(doc, &fresh);
	for (const char *s = text->data; *s;) {
		size_t n = strcspn(s, "\n");
		const char *value = memmem(s, n, ": ", 2);
		struct pn_bytes b = {(const unsigned char *)s, n};

		if (value) {
			b.p = (const unsigned char *)value + 2;
			b.n = n - (size_t)(value + 2 - s);
		}
		if (b.n && !pn_heard_all(doc->heard, b))
			(void)!pn_buf_addf(&fresh, "%.*s\n", (int)n, s);
		s += n + (s[n] == '\n');
	}
	err = pn_pdoc_say(doc, &fresh, PLACE, "metadata");
	pn_buf_free(&fresh);
	return err;
}

static enum pn_err
xmp(struct pn_pdoc *doc)
{
	struct pn_obj stream =
	    pn_obj_get(doc->pdf, pn_obj_root(doc->pdf), "/Metadata");
	struct pn_buf text;
	enum pn_err err;

	pn_pdoc_buf(doc, &text);
	err = pn_pdoc_xml_stream(doc, stream, by_xmp, &text);
	if (err == PN_OK)
		err = say_new(doc, &text);
	pn_buf_free(&text);
	return err;
}

enum pn_err
pn_pdoc_info(struct pn_pdoc *doc)
{
	enum pn_err err = info(doc);

	return err == PN_OK ? xmp(doc) : err;
}
