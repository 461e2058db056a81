/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * words - header text: unfolding and encoded words (RFC 2047, 2231 5)
 *
 * GMime decodes; in front of it stands a pass that renames charsets which
 * iconv does not know, because GMime drops such a word altogether and its
 * digits would never be looked at. UTF-16 without a byte order mark is read
 * as big-endian (RFC 2781 4.3), which glibc's "UTF-16" does not do.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/charset.h"
#include "base/mem.h"
#include "base/uni.h"
#include "message/head.h"

/* field_blank - a character that unfolding turns into a blank */
static bool
field_blank(unsigned char c)
{
	return c == '\0' || c == '\r' || c == '\n' || c == '\t' || c == ' ';
}

char *
pn_field_text(struct pn_bytes value)
{
	const unsigned char *p = value.p;
	size_t n = value.n, len = 0, i;
	char *text;

	while (n > 0 && field_blank(*p)) {
		p++;
		n--;
	}
	while (n > 0 && field_blank(p[n - 1]))
		n--;
	if (n > PN_FIELD_MAX)
		n = PN_FIELD_MAX;
	text = pn_alloc(n + 1);
	for (i = 0; i < n; i++) {
		if (p[i] == '\r' || p[i] == '\n')
			continue;
		text[len++] = p[i] ? (char)p[i] : ' ';
	}
	return text;
}

bool
pn_charset_known(const char *charset)
{
	struct pn_bytes nothing = {NULL, 0};
	struct pn_buf buf;
	enum pn_err err;

	pn_buf_init(&buf, 16);
	err = pn_charset_to_utf8(&buf, charset, nothing);
	pn_buf_free(&buf);
	return err == PN_OK;
}

/* word_charset_known - the same for the N bytes at CHARSET, from an encoded
 * word, perhaps with "*language" behind (RFC 2231 5) */
static bool
word_charset_known(const char *charset, size_t n)
{
	char name[PN_CHARSET_MAX];

	if (n >= sizeof(name))
		return false;
	memcpy(name, charset, n);
	name[n] = '\0';
	name[strcspn(name, "*")] = '\0';
	return strcasecmp(name, "utf-8") == 0 || pn_charset_known(name);
}

/* utf16_instead - which UTF-16 the word that goes on with "?B?..." at Q is in,
 * by its byte order mark */
static const char *
utf16_instead(const char *q)
{
	return strncasecmp(q, "?b?//", 5) == 0 ||
		       strncasecmp(q, "?q?=ff=fe", 9) == 0
		   ? "utf-16le"
		   : "utf-16be";
}

/* charset_instead - what to call CHARSET (N bytes), before the rest of its
 * word, for GMime; NULL: as it is */
static const char *
charset_instead(const char *charset, size_t n)
{
	if (n == 6 && strncasecmp(charset, "utf-16", 6) == 0)
		return utf16_instead(charset + n);
	if (n == 8 && strncasecmp(charset, "us-ascii", 8) == 0)
		return "windows-1252";
	if (n == 10 && strncasecmp(charset, "iso-8859-1", 10) == 0)
		return "windows-1252";
	return word_charset_known(charset, n) ? NULL : "windows-1252";
}

/* rename_charsets - TEXT with the charsets of its words as GMime can take
 * them, for free(); NULL where nothing is to change */
static char *
rename_charsets(const char *text)
{
	struct pn_buf out;
	const char *p = text, *word, *cs, *q, *instead;
	enum pn_err err = PN_OK;

	pn_buf_init(&out, 16 * (strlen(text) + 1));
	while ((word = strstr(p, "=?")) != NULL) {
		cs = word + 2;
		q = strchr(cs, '?');
		if (q == NULL)
			break;
		instead = q[1] != '\0' && q[2] == '?' && q > cs
			      ? charset_instead(cs, (size_t)(q - cs))
			      : NULL;
		err |= pn_buf_add(&out, p, (size_t)(cs - p));
		if (instead != NULL)
			err |= pn_buf_adds(&out, instead);
		p = instead ? q : cs;
	}
	err |= pn_buf_adds(&out, p);
	if (err != PN_OK)
		pn_buf_clear(&out);
	return pn_buf_take(&out);
}

/* without_marks - TEXT without byte order marks, in place */
static void
without_marks(char *text)
{
	static const char mark[] = "\xef\xbb\xbf";
	char *to = text;

	for (const char *p = text; *p != '\0';)
		if (strncmp(p, mark, sizeof(mark) - 1) == 0)
			p += sizeof(mark) - 1;
		else
			*to++ = *p++;
	*to = '\0';
}

char *
pn_words_decode(const char *text, GMimeParserOptions *opt)
{
	char *renamed = NULL, *decoded, *out;
	struct pn_buf buf;

	if (strstr(text, "=?") != NULL)
		renamed = rename_charsets(text);
	decoded =
	    g_mime_utils_header_decode_text(opt, renamed ? renamed : text);
	if (renamed != NULL)
		without_marks(decoded);
	pn_buf_init(&buf, 3 * strlen(decoded) + 1);
	/* cannot be full: a byte becomes three at most */
	if (pn_utf8_repair(&buf, decoded, strlen(decoded)) != PN_OK)
		pn_buf_clear(&buf);
	out = pn_buf_take(&buf);
	g_free(decoded);
	free(renamed);
	return out;
}
