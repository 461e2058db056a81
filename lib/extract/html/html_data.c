/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * html_data - files inside a document's links (data: URLs, RFC 2397)
 *
 * A page can carry whole files for its reader to save. They are decoded from
 * base64 or from %-escapes, leniently as browsers do, and recognised like any
 * other file, whatever type the URL claims.
 */
#include <string.h>
#include <strings.h>
#include "extract/html/html_data.h"

#define SMALL_PICTURE 160 /* characters of a data: URL */

/* starts - does S begin with the ASCII word W? */
static bool
starts(struct pn_span s, const char *w)
{
	return s.n >= strlen(w) && strncasecmp(s.p, w, strlen(w)) == 0;
}

/* is_dull - a type whose files hold no text, or a picture too small for any? */
static bool
is_dull(struct pn_span url)
{
	struct pn_span type = {url.p + 5, url.n - 5};

	return starts(type, "audio/") || starts(type, "video/") ||
	       starts(type, "font/") ||
	       (starts(type, "image/") && url.n < SMALL_PICTURE);
}

/* digit64 - value of a base64 character (both alphabets), -1 for others */
static int
digit64(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

/* digit16 - value of a hexadecimal digit, -1 for others */
static int
digit16(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 32);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* unescape - S with its %-escapes replaced, into OUT */
static enum pn_err
unescape(struct pn_buf *out, struct pn_span s)
{
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < s.n && err == PN_OK; i++) {
		char c = s.p[i];

		if (c == '%' && s.n - i > 2 && digit16(s.p[i + 1]) >= 0 &&
		    digit16(s.p[i + 2]) >= 0) {
			c = (char)(digit16(s.p[i + 1]) << 4 |
				   digit16(s.p[i + 2]));
			i += 2;
		}
		err = pn_buf_addc(out, c);
	}
	return err;
}

/* unbase64 - decode B in place; what is no digit is passed over */
static void
unbase64(struct pn_buf *b)
{
	unsigned bits = 0, n = 0;
	size_t to = 0;

	for (size_t i = 0; i < b->len; i++) {
		int d = digit64(b->data[i]);

		if (d < 0)
			continue;
		bits = bits << 6 | (unsigned)d;
		n += 6;
		if (n >= 8) {
			n -= 8;
			b->data[to++] = (char)(bits >> n);
		}
	}
	b->len = to;
	b->data[to] = '\0';
}

enum pn_err
pn_html_data(
    struct pn_job *job, struct pn_span url, const char *name, bool hidden)
{
	struct pn_member m = {
	    .name = name, .role = PN_ROLE_EMBEDDED, .hidden = hidden};
	struct pn_span type;
	struct pn_buf data;
	const char *comma;
	enum pn_err err;

	while (url.n && (unsigned char)*url.p <= ' ')
		url = (struct pn_span){url.p + 1, url.n - 1};
	if (!starts(url, "data:"))
		return PN_OK;
	comma = memchr(url.p, ',', url.n);
	type = (struct pn_span){url.p + 5, url.n - 5};
	if (comma == NULL || is_dull(url))
		return PN_OK;
	type.n = (size_t)(comma - type.p);
	pn_buf_init(&data, url.n + 1);
	err = unescape(&data,
	    (struct pn_span){comma + 1, url.n - (size_t)(comma + 1 - url.p)});
	if (type.n >= 7 && strncasecmp(type.p + type.n - 7, ";base64", 7) == 0)
		unbase64(&data);
	m.content = pn_buf_bytes(&data);
	if (hidden && m.content.n)
		pn_job_hidden(job, "link");
	if (err == PN_OK && m.content.n)
		err = pn_job_member(job, &m);
	pn_buf_free(&data);
	return err;
}
