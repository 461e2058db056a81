/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * vcard_line - the content lines of vCard and iCalendar
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "base/charset.h"
#include "extract/plain/vcard_line.h"

enum pn_err
pn_vline_unfold(struct pn_bytes b, struct pn_buf *out)
{
	const unsigned char *p = b.p, *end = b.p + b.n;
	enum pn_err err = PN_OK;

	while (p < end && err == PN_OK) {
		const unsigned char *nl = memchr(p, '\n', (size_t)(end - p));
		const unsigned char *stop = nl ? nl : end;

		if (nl && nl + 1 < end && (nl[1] == ' ' || nl[1] == '\t')) {
			stop -= stop > p && stop[-1] == '\r';
			/* perhaps a soft line end of quoted-printable */
			if (stop > p && stop[-1] != '=') {
				err = pn_buf_add(out, p, (size_t)(stop - p));
				p = nl + 2;
				continue;
			}
			stop = nl;
		}
		err = pn_buf_add(out, p, (size_t)(stop - p) + (nl != NULL));
		p = nl ? nl + 1 : end;
	}
	return err;
}

bool
pn_vline_word(const char *s, size_t n, const char *w)
{
	return n == strlen(w) && strncasecmp(s, w, n) == 0;
}

const char *
pn_vline_param(const struct pn_vline *l, const char *name, size_t *n)
{
	const char *p = l->params, *end = p + l->params_n;
	size_t len = strlen(name);

	while (p < end) {
		const char *s = p;
		bool quoted = false;

		while (p < end && (quoted || *p != ';'))
			quoted ^= *p++ == '"';
		*n = (size_t)(p - s);
		p += p < end;
		if (*n < len || strncasecmp(s, name, len) != 0)
			continue;
		if (*n == len)
			return s;
		if (s[len] != '=')
			continue;
		s += len + 1;
		*n -= len + 1;
		if (*n >= 2 && s[0] == '"' && s[*n - 1] == '"') {
			s++;
			*n -= 2;
		}
		return s;
	}
	*n = 0;
	return NULL;
}

bool
pn_vline_encoded(const struct pn_vline *l, const char *a, const char *b)
{
	size_t n;
	const char *s = pn_vline_param(l, "ENCODING", &n);

	if (s)
		return pn_vline_word(s, n, a) || pn_vline_word(s, n, b);
	return pn_vline_param(l, a, &n) != NULL;
}

/* raw_line - the next line without its end; false at the end */
static bool
raw_line(struct pn_vlines *r, const char **s, size_t *n)
{
	const char *nl;

	if (r->p >= r->end)
		return false;
	nl = memchr(r->p, '\n', (size_t)(r->end - r->p));
	*s = r->p;
	*n = (size_t)((nl ? nl : r->end) - r->p);
	r->p = nl ? nl + 1 : r->end;
	while (*n && (*s)[*n - 1] == '\r')
		--*n;
	return true;
}

/* split - line S of N bytes into its parts; one without a colon is a value
 * without a name */
static void
split(const char *s, size_t n, struct pn_vline *l)
{
	bool quoted = false;
	size_t i = 0, semi;

	*l =
	    (struct pn_vline){.name = s, .params = s, .value = s, .value_n = n};
	while (i < n && (quoted || s[i] != ':'))
		quoted ^= s[i++] == '"';
	if (i == n)
		return;
	for (semi = 0; semi < i && s[semi] != ';';)
		semi++;
	l->name_n = semi;
	l->params = s + semi + (semi < i);
	l->params_n = i - semi - (semi < i);
	l->value = s + i + 1;
	l->value_n = n - i - 1;
	/* "item1.EMAIL": the group names nothing */
	for (size_t k = 0; k < semi; k++)
		if (s[k] == '.') {
			l->name = s + k + 1;
			l->name_n = semi - k - 1;
		}
}

bool
pn_vline_next(struct pn_vlines *r, struct pn_vline *l)
{
	const char *s;
	size_t n;
	bool soft;

	if (!raw_line(r, &s, &n))
		return false;
	split(s, n, l);
	soft = pn_vline_encoded(l, "QUOTED-PRINTABLE", "Q");
	if (!(soft && n && s[n - 1] == '=') &&
	    !(r->p < r->end && (*r->p == ' ' || *r->p == '\t')))
		return true;
	pn_buf_clear(&r->joined);
	(void)!pn_buf_add(&r->joined, s, n);
	for (;;) {
		bool more = soft && r->joined.len &&
			    r->joined.data[r->joined.len - 1] == '=';

		if (!more &&
		    !(r->p < r->end && (*r->p == ' ' || *r->p == '\t')))
			break;
		if (!raw_line(r, &s, &n))
			break;
		if (more)
			r->joined.data[--r->joined.len] = '\0';
		else
			s++, n--;
		(void)!pn_buf_add(&r->joined, s, n);
	}
	split(r->joined.data, r->joined.len, l);
	return true;
}

/* hex - the value of a hex digit, -1 for anything else */
static int
hex(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'A' && c <= 'F' ? c - 'A' + 10
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
				      : -1;
}

/* quoted_printable - the value of L in its own character set, into OUT */
static enum pn_err
quoted_printable(const struct pn_vline *l, struct pn_buf *out)
{
	char charset[32] = "UTF-8";
	const char *set;
	size_t n;
	struct pn_buf bytes;
	enum pn_err err = PN_OK;

	pn_buf_init(&bytes, l->value_n + 1);
	for (size_t i = 0; i < l->value_n && err == PN_OK; i++) {
		char c = l->value[i];

		if (c == '=' && i + 2 < l->value_n &&
		    hex(l->value[i + 1]) >= 0 && hex(l->value[i + 2]) >= 0) {
			c = (char)(hex(l->value[i + 1]) << 4 |
				   hex(l->value[i + 2]));
			i += 2;
		}
		err = pn_buf_addc(&bytes, c);
	}
	set = pn_vline_param(l, "CHARSET", &n);
	if (set && n < sizeof(charset))
		snprintf(charset, sizeof(charset), "%.*s", (int)n, set);
	if (err == PN_OK)
		err = pn_charset_to_utf8(out, charset, pn_buf_bytes(&bytes));
	if (err == PN_ERR_UNSUPPORTED)
		err = pn_charset_to_utf8(
		    out, "windows-1252", pn_buf_bytes(&bytes));
	pn_buf_free(&bytes);
	return err;
}

/* unescape - N bytes at S into OUT; fields of a structured value are parted
 * by commas */
static enum pn_err
unescape(const char *s, size_t n, bool structured, struct pn_buf *out)
{
	enum pn_err err = PN_OK;
	bool due = false, any = false;

	for (size_t i = 0; i < n && err == PN_OK; i++) {
		char c = s[i];

		if (c == '\\' && i + 1 < n) {
			c = s[++i];
			if (c == 'n' || c == 'N')
				c = '\n';
		} else if (structured && c == ';') {
			due = any;
			continue;
		}
		if (due)
			err = pn_buf_adds(out, ", ");
		due = false;
		any = true;
		if (err == PN_OK)
			err = pn_buf_addc(out, c);
	}
	return err;
}

enum pn_err
pn_vline_text(const struct pn_vline *l, struct pn_buf *out)
{
	static const char *const structured[] = {
	    "N", "ADR", "ORG", "GENDER", "REQUEST-STATUS"};
	const char *s = l->value;
	size_t n = l->value_n;
	struct pn_buf plain;
	bool parts = false;
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < sizeof(structured) / sizeof(structured[0]); i++)
		parts |= pn_vline_word(l->name, l->name_n, structured[i]);
	pn_buf_init(&plain, 4 * n + 64);
	if (pn_vline_encoded(l, "QUOTED-PRINTABLE", "Q")) {
		err = quoted_printable(l, &plain);
		s = plain.data;
		n = plain.len;
	}
	if (n > 7 && strncasecmp(s, "mailto:", 7) == 0) {
		s += 7;
		n -= 7;
	}
	if (err == PN_OK)
		err = unescape(s, n, parts, out);
	pn_buf_free(&plain);
	return err;
}
