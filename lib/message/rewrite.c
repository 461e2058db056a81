/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rewrite - a text part with a footer, decoded, changed and encoded again
 *
 * RFC 2045 6 (encodings), 2046 4.1 (text), 3676 (format=flowed). The part
 * keeps its charset where the footer fits into it and becomes UTF-8 where it
 * does not; in HTML the footer is written in ASCII with character references.
 * The transfer encoding stays unless the result could not be sent in it.
 */
#include <ctype.h>
#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/charset.h"
#include "base/mem.h"
#include "base/uni.h"
#include "message/decode.h"
#include "message/encode.h"
#include "message/rewrite.h"
#include "message/side.h"

/* The text at work. */
struct text {
	const struct pn_head *head;
	struct pn_bytes old;  /* content, decoded */
	const char *charset;  /* of OLD */
	bool guessed;	      /* nobody declared it */
	const char *newline;  /* of OLD */
	struct pn_buf result; /* the new content */
	bool now_utf8;	      /* it has become UTF-8 */
};

/* is_ascii - only bytes below 128? */
static bool
is_ascii(struct pn_bytes b)
{
	for (size_t i = 0; i < b.n; i++)
		if (b.p[i] >= 128)
			return false;
	return true;
}

/* bytes_of - the C string S as bytes */
static struct pn_bytes
bytes_of(const char *s)
{
	struct pn_bytes b = {(const unsigned char *)s, strlen(s)};

	return b;
}

/* newline_of - the line end that TEXT uses; OTHERWISE where it has none */
static const char *
newline_of(struct pn_bytes text, const char *otherwise)
{
	const unsigned char *lf = text.n ? memchr(text.p, '\n', text.n) : NULL;

	if (lf == NULL)
		return otherwise;
	return lf > text.p && lf[-1] == '\r' ? "\r\n" : "\n";
}

/* from_utf8 - append S in CHARSET to OUT; false where it does not fit */
static bool
from_utf8(struct pn_buf *out, const char *charset, const char *s)
{
	iconv_t cd = iconv_open(charset, "UTF-8");
	char *in = (char *)(uintptr_t)s, *to;
	size_t left = strlen(s), room = 8 * left + 64;
	size_t all = room;
	bool ok;

	if (cd == (iconv_t)-1)
		return false;
	to = pn_buf_room(out, room);
	ok = to != NULL && iconv(cd, &in, &left, &to, &room) == 0 &&
	     iconv(cd, NULL, NULL, &to, &room) == 0;
	if (ok)
		pn_buf_wrote(out, all - room);
	iconv_close(cd);
	return ok;
}

/* like_ascii - are ASCII characters written in CHARSET as they are? */
static bool
like_ascii(const char *charset)
{
	static const char probe[] = "AZaz09+</&#;>\" \r\n";
	struct pn_buf buf;
	bool same;

	pn_buf_init(&buf, 1024);
	same = from_utf8(&buf, charset, probe) && strcmp(buf.data, probe) == 0;
	pn_buf_free(&buf);
	return same;
}

/* as_lines - FOOTER as lines of a plain text, into OUT: line ends NEWLINE,
 * blanks behind removed, stuffed for format=flowed */
static enum pn_err
as_lines(const char *footer, const struct text *t, struct pn_buf *out)
{
	enum pn_err err = PN_OK;
	size_t n, keep;

	while (err == PN_OK && *footer != '\0') {
		n = keep = strcspn(footer, "\n");
		while (keep > 0 && strchr(" \t\r", footer[keep - 1]) != NULL)
			keep--;
		if (keep == 2 && n > 2 && memcmp(footer, "-- ", 3) == 0)
			keep = 3;
		if (t->head->flowed && (*footer == ' ' || *footer == '>' ||
					   strncmp(footer, "From ", 5) == 0))
			err = pn_buf_addc(out, ' ');
		if (err == PN_OK)
			err = pn_buf_add(out, footer, keep);
		if (err == PN_OK)
			err = pn_buf_adds(out, t->newline);
		footer += n + (footer[n] == '\n');
	}
	return err;
}

/* as_html - FOOTER as an HTML paragraph in ASCII, into OUT */
static enum pn_err
as_html(const char *footer, const struct text *t, struct pn_buf *out)
{
	const char *end = footer + strlen(footer);
	enum pn_err err = pn_buf_adds(out, "<p>");
	uint32_t c;

	while (end > footer && end[-1] == '\n')
		end--;
	while (err == PN_OK && footer < end) {
		c = pn_utf8_next(&footer, end);
		if (c == '\n')
			err = pn_buf_addf(out, "<br>%s", t->newline);
		else if (c == '\r')
			continue;
		else if (c >= 128 || strchr("<>&\"", (int)c) != NULL)
			err = pn_buf_addf(out, "&#%u;", (unsigned)c);
		else
			err = pn_buf_addc(out, (char)c);
	}
	if (err == PN_OK)
		err = pn_buf_addf(out, "</p>%s", t->newline);
	return err;
}

/* last_tag - offset of the last TAG ("</body") in HTML; its length if none */
static size_t
last_tag(struct pn_bytes html, const char *tag)
{
	size_t n = strlen(tag), i;

	for (i = html.n; i-- > 0;)
		if (html.p[i] == '<' && html.n - i > n &&
		    strncasecmp((const char *)html.p + i, tag, n) == 0 &&
		    !isalnum(html.p[i + n]))
			return i;
	return html.n;
}

/* text_end - where plain TEXT ends: without blank lines behind, and in
 * format=flowed without the blanks that would join the footer to it */
static size_t
text_end(struct pn_bytes text, bool flowed)
{
	size_t n = text.n;

	while (n > 0 && (text.p[n - 1] == '\n' || text.p[n - 1] == '\r' ||
			    (flowed && text.p[n - 1] == ' ')))
		n--;
	return n;
}

/* join - OLD with INSERT where it belongs, into t->result */
static enum pn_err
join(struct text *t, struct pn_bytes old, const struct pn_buf *insert)
{
	bool html = pn_head_is(t->head, "text/html");
	size_t at =
	    html ? last_tag(old, "</body") : text_end(old, t->head->flowed);
	enum pn_err err;

	if (html && at == old.n)
		at = last_tag(old, "</html");
	err = pn_buf_add(&t->result, old.p, at);
	if (!html && err == PN_OK && at > 0) {
		err = pn_buf_adds(&t->result, t->newline);
		if (err == PN_OK)
			err = pn_buf_adds(&t->result, t->newline);
	}
	if (html && err == PN_OK && at == old.n)
		err = pn_buf_adds(&t->result, t->newline);
	if (err == PN_OK)
		err = pn_buf_add(&t->result, insert->data, insert->len);
	if (html && err == PN_OK)
		err = pn_buf_add(&t->result, old.p + at, old.n - at);
	return err;
}

/* join_utf8 - the same after OLD has been made UTF-8 */
static enum pn_err
join_utf8(struct text *t, const struct pn_buf *insert)
{
	struct pn_buf old;
	enum pn_err err;

	pn_buf_init(&old, 8 * t->old.n + 8);
	err = pn_charset_to_utf8(&old, t->charset, t->old);
	/* U+FFFD: something would be lost that was there before */
	if (err == PN_OK && strstr(old.data, "\xef\xbf\xbd") != NULL)
		err = PN_ERR_UNSUPPORTED;
	t->now_utf8 = true;
	if (err == PN_OK)
		err = join(t, pn_buf_bytes(&old), insert);
	pn_buf_free(&old);
	return err;
}

/* keeps_charset - can INSERT be written in the text's own charset? If so it
 * stands in OUT in that charset. */
static bool
keeps_charset(
    const struct text *t, const struct pn_buf *insert, struct pn_buf *out)
{
	bool ascii = is_ascii(pn_buf_bytes(insert));

	if (t->guessed && !ascii)
		return false;
	if (like_ascii(t->charset))
		return from_utf8(out, t->charset, insert->data);
	/* of a charset that nobody knows only ASCII is certain */
	return ascii && !pn_charset_known(t->charset) &&
	       pn_buf_add(out, insert->data, insert->len) == PN_OK;
}

/* add_footer - the new content into t->result */
static enum pn_err
add_footer(struct text *t, const char *footer)
{
	struct pn_buf insert, converted;
	enum pn_err err;

	pn_buf_init(&insert, 16 * strlen(footer) + 1024);
	pn_buf_init(&converted, SIZE_MAX / 2);
	if (pn_head_is(t->head, "text/html"))
		err = as_html(footer, t, &insert);
	else
		err = as_lines(footer, t, &insert);
	if (err == PN_OK && keeps_charset(t, &insert, &converted))
		err = join(t, t->old, &converted);
	else if (err == PN_OK)
		err = join_utf8(t, &insert);
	pn_buf_free(&converted);
	pn_buf_free(&insert);
	return err;
}

/* new_cte - how to encode the result, and what to declare if that is new */
static enum pn_cte
new_cte(const struct text *t, const char **declare)
{
	struct pn_bytes result = pn_buf_bytes(&t->result);
	enum pn_cte cte = t->head->cte;

	*declare = NULL;
	if (cte == PN_CTE_BASE64 || cte == PN_CTE_QP)
		return cte;
	if (cte == PN_CTE_UU) {
		*declare = "base64";
		return PN_CTE_BASE64;
	}
	if (pn_fits_lines(result) &&
	    (cte == PN_CTE_8BIT || is_ascii(result) || !is_ascii(t->old)))
		return cte;
	*declare = "quoted-printable";
	return PN_CTE_QP;
}

/* utf8_type - the Content-Type in FIELDS with charset=utf-8, for free() */
static char *
utf8_type(struct pn_bytes fields, const char *type, const char *newline,
    GMimeParserOptions *opt)
{
	GMimeContentType *ct = pn_head_content_type(fields, opt);
	struct pn_buf out;
	char *text, *start;
	size_t n;

	if (ct == NULL)
		ct = g_mime_content_type_parse(opt, type);
	g_mime_content_type_set_parameter(ct, "charset", "utf-8");
	text = g_mime_content_type_encode(ct, NULL);
	start = text + strspn(text, " ");
	for (n = strlen(start); n > 0 && start[n - 1] == '\n';)
		start[--n] = '\0';
	pn_buf_init(&out, 2 * n + 1);
	if (pn_add_lines(&out, bytes_of(start), newline) != PN_OK)
		pn_buf_clear(&out);
	g_free(text);
	g_object_unref(ct);
	return pn_buf_take(&out);
}

/* find_charset - the charset to take the content for: ASCII that is none is
 * whatever it looks like */
static void
find_charset(struct text *t)
{
	const char *declared = t->head->charset;

	t->charset = declared ? declared : "us-ascii";
	if (strcasecmp(t->charset, "us-ascii") != 0 || is_ascii(t->old))
		return;
	t->guessed = true;
	t->charset = pn_charset_guess(t->old);
	if (t->charset == NULL)
		t->charset = "windows-1252";
}

enum pn_err
pn_rewrite_footer(const struct pn_entity *e, const struct pn_head *head,
    const char *footer, const char *newline, GMimeParserOptions *opt,
    struct pn_rewrite *out)
{
	struct text t = {.head = head};
	struct pn_buf decoded;
	enum pn_cte cte;
	bool broken;
	enum pn_err err = PN_ERR_UNSUPPORTED;

	pn_buf_init(&decoded, SIZE_MAX / 2);
	pn_buf_init(&t.result, SIZE_MAX / 2);
	pn_buf_init(&out->body, SIZE_MAX / 2);
	pn_decode_transfer(e->body, head->cte, &decoded, &t.old, &broken);
	if (broken || e->junk.n > 0 || pn_has_pgp(t.old))
		goto out;
	find_charset(&t);
	t.newline = newline_of(t.old, newline);
	err = add_footer(&t, footer);
	if (err != PN_OK)
		goto out;
	cte = new_cte(&t, &out->cte);
	err = pn_encode(pn_buf_bytes(&t.result), cte, newline, &out->body);
	if (t.now_utf8)
		out->type = utf8_type(e->head, head->type, newline, opt);
out:
	pn_buf_free(&decoded);
	pn_buf_free(&t.result);
	return err;
}

void
pn_rewrite_free(struct pn_rewrite *r)
{
	pn_buf_free(&r->body);
	free(r->type);
	memset(r, 0, sizeof(*r));
}
