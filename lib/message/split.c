/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * split - where the header, the body and the parts of an entity lie
 *
 * RFC 5322 2.1-2.2 for headers, RFC 2046 5.1.1 for multipart bodies. Own code
 * instead of GMime's parser because that one stops without a word at 1,024
 * multiparts (513 messages) of nesting, is quadratic up to there, has no
 * place for the text between and after parts, and costs most of the time of
 * a small message; a test compares the two on ordinary mail. What stands
 * inside a field is GMime's business (head.c).
 *
 * Each function passes once over its bytes; nothing recurses.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>
#include "base/mem.h"
#include "message/split.h"

/* RFC 2046 allows 70; longer ones are seen in the wild and do no harm. */
#define BOUNDARY_GUESS_MAX 200

const unsigned char *
pn_line_end(const unsigned char *p, const unsigned char *end)
{
	const unsigned char *lf;

	if (p >= end)
		return end;
	lf = memchr(p, '\n', (size_t)(end - p));
	return lf ? lf + 1 : end;
}

bool
pn_line_blank(const unsigned char *p, const unsigned char *end)
{
	while (p < end && (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\n'))
		p++;
	return p == end;
}

struct pn_bytes
pn_line_ends(struct pn_bytes msg, struct pn_buf *buf)
{
	char *cr;

	if (msg.n == 0 || memchr(msg.p, '\n', msg.n) != NULL ||
	    memchr(msg.p, '\r', msg.n) == NULL ||
	    pn_buf_add(buf, msg.p, msg.n) != PN_OK)
		return msg;
	for (cr = buf->data;
	     (cr = memchr(cr, '\r', (size_t)(buf->data + buf->len - cr))) !=
	     NULL;)
		*cr = '\n';
	return pn_buf_bytes(buf);
}

struct pn_bytes
pn_bytes_from(const unsigned char *p, const unsigned char *end)
{
	struct pn_bytes b = {p, (size_t)(end - p)};

	return b;
}

bool
pn_bytes_is(struct pn_bytes b, const char *s)
{
	return b.n == strlen(s) &&
	       (b.n == 0 || strncasecmp((const char *)b.p, s, b.n) == 0);
}

/* starts_with - do the bytes from P to END begin with S, in any case? */
static bool
starts_with(const unsigned char *p, const unsigned char *end, const char *s)
{
	size_t n = strlen(s);

	return (size_t)(end - p) >= n &&
	       strncasecmp((const char *)p, s, n) == 0;
}

/* field_colon - the colon of the field that starts at P, NULL if none does */
static const unsigned char *
field_colon(const unsigned char *p, const unsigned char *end)
{
	const unsigned char *start = p;

	while (p<end && * p> 32 && *p < 127 && *p != ':')
		p++;
	if (p == start)
		return NULL;
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	return p < end && *p == ':' ? p : NULL;
}

/* is_empty_line - only a line end between P and EOL? */
static bool
is_empty_line(const unsigned char *p, const unsigned char *eol)
{
	return (eol - p == 1 && p[0] == '\n') ||
	       (eol - p == 2 && p[0] == '\r' && p[1] == '\n');
}

/* last_mime_field - start of the last "Content-" field before the next empty
 * line, from P on; NULL if there is none */
static const unsigned char *
last_mime_field(const unsigned char *p, const unsigned char *end)
{
	const unsigned char *eol, *last = NULL;

	for (; p < end; p = eol) {
		eol = pn_line_end(p, end);
		if (is_empty_line(p, eol))
			break;
		if (starts_with(p, eol, "content-") && field_colon(p, eol))
			last = p;
	}
	return last;
}

/* skip_front - pass over what files have in front of the header: a UTF-8 byte
 * order mark, and the "From " line of an mbox, which has a time of day in it
 * and a field after it, for a text may begin so too */
static const unsigned char *
skip_front(const unsigned char *p, const unsigned char *end)
{
	const unsigned char *eol, *c;

	if (end - p > 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0 &&
	    field_colon(p + 3, pn_line_end(p + 3, end)) != NULL)
		return p + 3;
	eol = pn_line_end(p, end);
	if (!starts_with(p, eol, "From ") && !starts_with(p, eol, ">From "))
		return p;
	if (field_colon(eol, pn_line_end(eol, end)) == NULL)
		return p;
	for (c = p + 6; c + 1 < eol; c++)
		if (isdigit(c[-1]) && c[0] == ':' && isdigit(c[1]))
			return eol;
	return p;
}

void
pn_entity_split(struct pn_bytes raw, struct pn_entity *e)
{
	static const unsigned char none[1];
	const unsigned char *start = raw.p ? raw.p : none;
	const unsigned char *end = start + raw.n;
	const unsigned char *head = skip_front(start, end), *p, *eol;
	const unsigned char *junk = NULL, *last = NULL;
	bool field = false, gap = false;

	for (p = eol = head; p < end; p = eol) {
		eol = pn_line_end(p, end);
		if ((gap = is_empty_line(p, eol)))
			break;
		if (field && (*p == ' ' || *p == '\t'))
			continue;
		if (field_colon(p, eol) != NULL) {
			field = true;
			continue;
		}
		if (junk == NULL) {
			last = last_mime_field(eol, end);
			junk = p;
		}
		if (last == NULL || p > last)
			break;
	}
	if (p == junk)
		junk = NULL;
	e->front = pn_bytes_from(start, head);
	e->head = pn_bytes_from(head, p);
	e->junk = pn_bytes_from(junk ? junk : p, p);
	e->gap = pn_bytes_from(p, gap ? eol : p);
	e->body = pn_bytes_from(gap ? eol : p, end);
}

bool
pn_field_next(struct pn_bytes *rest, struct pn_field *f)
{
	const unsigned char *p = rest->p, *end = p + rest->n;
	const unsigned char *start, *colon = NULL, *name_end;

	for (start = p; p < end && colon == NULL;) {
		start = p;
		p = pn_line_end(p, end);
		colon = field_colon(start, p);
	}
	if (colon == NULL) {
		*rest = pn_bytes_from(end, end);
		return false;
	}
	while (p < end && (*p == ' ' || *p == '\t'))
		p = pn_line_end(p, end);
	for (name_end = start; *name_end > 32 && *name_end != ':';)
		name_end++;
	f->all = pn_bytes_from(start, p);
	f->name = pn_bytes_from(start, name_end);
	f->value = pn_bytes_from(colon + 1, p);
	*rest = pn_bytes_from(p, end);
	return true;
}

void
pn_pieces_init(struct pn_pieces *p, struct pn_bytes body, const char *boundary)
{
	memset(p, 0, sizeof(*p));
	p->left = body;
	p->boundary = boundary;
	p->boundary_len = strlen(boundary);
}

/* delimiter - is the line from P to EOL a delimiter? *CLOSE: the last one */
static bool
delimiter(const struct pn_pieces *ps, const unsigned char *p,
    const unsigned char *eol, bool *close)
{
	size_t n = ps->boundary_len;

	if ((size_t)(eol - p) < n + 2 || memcmp(p, "--", 2) != 0 ||
	    memcmp(p + 2, ps->boundary, n) != 0)
		return false;
	p += n + 2;
	*close = eol - p >= 2 && memcmp(p, "--", 2) == 0;
	return pn_line_blank(*close ? p + 2 : p, eol);
}

/* find_delimiter - the next delimiter line at or after the line start P */
static const unsigned char *
find_delimiter(const struct pn_pieces *ps, const unsigned char *p,
    const unsigned char *end, bool *close)
{
	const unsigned char *eol;

	for (; p < end; p = eol) {
		eol = pn_line_end(p, end);
		if (*p == '-' && delimiter(ps, p, eol, close))
			return p;
	}
	return NULL;
}

bool
pn_pieces_next(struct pn_pieces *ps, struct pn_piece *piece)
{
	const unsigned char *start = ps->left.p, *end = start + ps->left.n;
	const unsigned char *line, *stop;
	bool close = false;

	if (ps->done)
		return false;
	piece->part = ps->inside;
	piece->late = ps->closed;
	line = ps->left.n ? find_delimiter(ps, start, end, &close) : NULL;
	if (line == NULL) {
		piece->bytes = ps->left;
		ps->done = true;
		return true;
	}
	stop = line;
	if (stop > start)
		stop--;
	if (stop > start && line[-1] == '\n' && stop[-1] == '\r')
		stop--;
	piece->bytes = pn_bytes_from(start, stop);
	ps->found = true;
	ps->inside = !close;
	ps->closed |= close;
	ps->left = pn_bytes_from(pn_line_end(line, end), end);
	return true;
}

char *
pn_boundary_guess(struct pn_bytes body)
{
	const unsigned char *p = body.p, *end = p + body.n, *eol, *stop, *next;

	for (; p < end; p = eol) {
		eol = pn_line_end(p, end);
		if (!starts_with(p, eol, "--"))
			continue;
		for (stop = eol; stop[-1] <= ' ';)
			stop--;
		next = pn_line_end(eol, end);
		if (stop - p > 2 && stop - p < BOUNDARY_GUESS_MAX &&
		    starts_with(eol, next, "content-") &&
		    field_colon(eol, next) != NULL &&
		    memchr(p, '\0', (size_t)(stop - p)) == NULL)
			return pn_strndup(
			    (const char *)p + 2, (size_t)(stop - p) - 2);
	}
	return NULL;
}
