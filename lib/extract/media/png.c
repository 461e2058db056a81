/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * png - the chunks of a PNG file (ISO 15948, 3rd edition)
 *
 * Packed texts are unpacked within the job's budgets; profiles that
 * ImageMagick writes in hexadecimal ("Raw profile type exif") are decoded.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/inflate.h"
#include "extract/media/meta.h"
#include "extract/ole/le.h"

#define MAX_UNPACKED (16u << 20) /* of one text */
#define MAX_KEY	     79

/* digit16 - value of a hexadecimal digit, -1 for others */
static int
digit16(unsigned char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 32;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* raw_profile - "\nexif\n    1234\n4578..." */
static enum pn_err
raw_profile(struct pn_meta *m, const char *kind, struct pn_bytes s)
{
	struct pn_buf out;
	enum pn_err err = PN_OK;
	unsigned lines = 0;
	struct pn_bytes b;
	int high = -1;

	pn_buf_init(&out, s.n + 1);
	for (size_t i = 0; i < s.n; i++) {
		int d = lines < 3 ? -1 : digit16(s.p[i]);

		lines += s.p[i] == '\n';
		if (d < 0)
			continue;
		if (high >= 0)
			(void)!pn_buf_addc(&out, (char)(high << 4 | d));
		high = high >= 0 ? -1 : d;
	}
	b = pn_buf_bytes(&out);
	if (b.n > 6 && memcmp(b.p, "Exif\0", 5) == 0)
		err = pn_meta_tiff(m, pn_le_cut(b, 6, b.n), true);
	else if (strcmp(kind, "xmp") == 0)
		err = pn_meta_xmp(m, b);
	else if (strcmp(kind, "8bim") == 0 || strcmp(kind, "iptc") == 0)
		err = b.n && *b.p == 0x1c ? pn_meta_iptc(m, b)
					  : pn_meta_psd(m, b);
	pn_buf_free(&out);
	return err;
}

/* tell - text VALUE under KEY */
static enum pn_err
tell(struct pn_meta *m, const char *key, struct pn_bytes value, bool utf8)
{
	static const char raw[] = "Raw profile type ";

	if (strcmp(key, "XML:com.adobe.xmp") == 0)
		return pn_meta_xmp(m, value);
	if (strncmp(key, raw, sizeof(raw) - 1) == 0)
		return raw_profile(m, key + sizeof(raw) - 1, value);
	if (value.n <= 40 &&
	    (strncmp(key, "date:", 5) == 0 || strcmp(key, "Software") == 0 ||
		strcmp(key, "Creation Time") == 0 ||
		strncmp(key, "Thumb::", 7) == 0))
		return PN_OK;
	return pn_meta_text(m, key, value, utf8 ? "UTF-8" : NULL);
}

/* packed - the same of a text that is deflated */
static enum pn_err
packed(struct pn_meta *m, const char *key, struct pn_bytes value, bool utf8)
{
	struct pn_buf out;
	enum pn_err err;

	pn_buf_init(&out, MAX_UNPACKED);
	err = pn_inflate_stream(m->job, PN_DEFLATED_ZLIB, value, &out);
	if (err == PN_OK || err == PN_ERR_SYNTAX)
		err = tell(m, key, pn_buf_bytes(&out), utf8);
	pn_buf_free(&out);
	return err;
}

/* word - the text at *B up to a NUL, for free(); *B is what follows */
static char *
word(struct pn_bytes *b, size_t max)
{
	const unsigned char *nul = b->n ? memchr(b->p, 0, b->n) : NULL;
	size_t n = nul ? (size_t)(nul - b->p) : b->n;
	char *s = pn_strndup((const char *)b->p, n < max ? n : max);

	*b = pn_le_cut(*b, nul ? n + 1 : n, b->n);
	return s;
}

/* international - an iTXt chunk behind its keyword */
static enum pn_err
international(struct pn_meta *m, const char *key, struct pn_bytes b)
{
	bool deflated = b.n && b.p[0];

	b = pn_le_cut(b, 2, b.n);
	free(word(&b, 0)); /* the language */
	free(word(&b, 0)); /* the keyword in it */
	return deflated ? packed(m, key, b, true) : tell(m, key, b, true);
}

/* chunk - one of TYPE */
static enum pn_err
chunk(struct pn_meta *m, const unsigned char *type, struct pn_bytes b)
{
	static const char known[] = "IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP "
				    "sBIT sRGB bKGD hIST pHYs sPLT tIME fdAT "
				    "acTL fcTL caBX vpAg iDOT cICP oFFs pCAL "
				    "sCAL gIFx sTER CgBI";
	char name[5] = {0}, *key;
	enum pn_err err;

	memcpy(name, type, 4);
	if (strcmp(name, "eXIf") == 0)
		return pn_meta_tiff(m, b, true);
	if (strcmp(name, "tEXt") != 0 && strcmp(name, "zTXt") != 0 &&
	    strcmp(name, "iTXt") != 0)
		return strstr(known, name) ? PN_OK
					   : pn_meta_text(m, name, b, NULL);
	key = word(&b, MAX_KEY);
	if (name[0] == 'i')
		err = international(m, key, b);
	else if (name[0] == 'z')
		err = packed(m, key, pn_le_cut(b, 1, b.n), false);
	else
		err = tell(m, key, b, false);
	free(key);
	return err;
}

enum pn_err
pn_meta_png(struct pn_meta *m, struct pn_bytes b)
{
	enum pn_err err = PN_OK;
	size_t at = 8;

	while (err == PN_OK && at < b.n && b.n - at >= 12) {
		const unsigned char *type = b.p + at + 4;
		size_t n = pn_meta_be32(b, at), left = b.n - at - 12;
		bool end = memcmp(type, "IEND", 4) == 0;

		if (!isalpha(type[0]) || !isalpha(type[1]) ||
		    !isalpha(type[2]) || !isalpha(type[3]))
			break; /* no PNG from here on */
		n = n < left ? n : left;
		err = chunk(m, type, (struct pn_bytes){type + 4, n});
		at += n + 12;
		if (err == PN_OK)
			err = pn_job_work(m->job, n + 64);
		if (end)
			break;
	}
	return err == PN_OK ? pn_meta_trailing(m, pn_le_cut(b, at, b.n)) : err;
}
