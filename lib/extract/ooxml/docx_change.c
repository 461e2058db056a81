/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * docx_change - what a number was before a change took digits from it
 *
 * "628 4[51 73]94" with the brackets deleted shows "628 494": who rejects the
 * change reads the number. So digits beside deleted digits, with what stands
 * in front of them, are told once more with what was deleted.
 */
#include <stdlib.h>
#include <string.h>
#include "base/base64.h"
#include "extract/ooxml/docx.h"

#define MIN_RUN 6 /* characters of text in binary data; fewer are chance */

/* of_number - does C stand in a number with blanks? */
static bool
of_number(char c)
{
	return (c >= '0' && c <= '9') || c == ' ' || c == '-';
}

/* last - the last character that is no blank; 0 */
static char
last(const char *s, size_t n)
{
	while (n && s[n - 1] == ' ')
		n--;
	return n ? s[n - 1] : '\0';
}

/* is_digit - of ASCII */
static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

size_t
pn_docx_seen(struct pn_docx_change *c, const char *s, size_t n)
{
	size_t belongs = 0, keep = n < PN_DOCX_BEFORE ? n : PN_DOCX_BEFORE;
	size_t old = PN_DOCX_BEFORE - keep;

	while (c->open && belongs < n && of_number(s[belongs]))
		belongs++;
	c->open = c->open && belongs == n;
	old = old < c->n ? old : c->n;
	memmove(c->before, c->before + c->n - old, old);
	memcpy(c->before + old, s + n - keep, keep);
	c->n = old + keep;
	return belongs;
}

struct pn_bytes
pn_docx_deleted(struct pn_docx_change *c, const char *s, size_t n)
{
	struct pn_bytes with = {(const unsigned char *)c->before, 0};
	size_t i = 0;

	while (i < n && s[i] == ' ')
		i++;
	/* what stands in front was told already where a deletion goes on */
	if (!c->open && i < n && is_digit(s[i]) &&
	    is_digit(last(c->before, c->n)))
		with.n = c->n;
	c->open = is_digit(last(s, n)) || (c->open && i == n);
	return with;
}

/* runs - stretches of characters of WIDTH bytes in B, a line each */
static enum pn_err
runs(struct pn_bytes b, size_t width, struct pn_buf *out)
{
	enum pn_err err = PN_OK;
	size_t i = 0;

	while (i + width <= b.n && err == PN_OK) {
		size_t from = i, end = i;

		while (end + width <= b.n && b.p[end] >= ' ' &&
		       b.p[end] < 0x7f && (width == 1 || b.p[end + 1] == 0))
			end += width;
		if ((end - from) / width >= MIN_RUN) {
			for (i = from; i < end && err == PN_OK; i += width)
				err = pn_buf_addc(out, (char)b.p[i]);
			if (err == PN_OK)
				err = pn_buf_addc(out, '\n');
		}
		i = end > from ? end : from + 1;
	}
	return err;
}

enum pn_err
pn_docx_field_data(struct pn_bytes s, struct pn_buf *out)
{
	struct pn_base64 b = {0};
	struct pn_buf bytes;
	bool whole = true;
	enum pn_err err = PN_OK;

	pn_buf_init(&bytes, s.n + 1);
	for (size_t i = 0, from = 0; i <= s.n && whole; i++)
		if (i == s.n || s.p[i] <= ' ') {
			whole = pn_base64_add(&b,
			    (struct pn_bytes){s.p + from, i - from}, &bytes);
			from = i + 1;
		}
	/* what is no base64 is text as it stands */
	if (!whole)
		err = pn_buf_add(out, s.p, s.n);
	else
		err = runs(pn_buf_bytes(&bytes), 1, out);
	for (size_t odd = 0; odd < 2 && err == PN_OK && odd < bytes.len; odd++)
		err = runs(
		    (struct pn_bytes){(const unsigned char *)bytes.data + odd,
			bytes.len - odd},
		    2, out);
	pn_buf_free(&bytes);
	return err;
}
