/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * text - running text in segments of one kind each
 *
 * Quoted mail (RFC 3676 '>' lines, "... wrote:" before them, everything from
 * "-----Original Message-----" or a typed header on) and the signature block
 * ("-- ") come as segments of their own, so that a find in them can be told
 * apart.
 */
#include <string.h>
#include <strings.h>
#include "extract/text.h"

/* A line that introduces a quotation is not longer than this. */
#define MAX_INTRO 200

/* One line of the text, without its end. */
struct line {
	const char *p;
	size_t n;
	const char *next;
};

/* line_at - the line that begins at P */
static struct line
line_at(const char *p, const char *end)
{
	const char *q = memchr(p, '\n', (size_t)(end - p));
	struct line l = {
	    p, q ? (size_t)(q - p) : (size_t)(end - p), q ? q + 1 : end};

	while (l.n && l.p[l.n - 1] == '\r')
		l.n--;
	return l;
}

/* ends_with - does line L end with the ASCII word W? */
static bool
ends_with(const struct line *l, const char *w)
{
	size_t n = strlen(w);

	return l->n >= n && strncasecmp(l->p + l->n - n, w, n) == 0;
}

/* starts_with - does line L begin with the ASCII words W? */
static bool
starts_with(const struct line *l, const char *w)
{
	size_t n = strlen(w);

	return l->n >= n && strncasecmp(l->p, w, n) == 0;
}

/* is_quote - a line that a mail program marked as quoted? */
static bool
is_quote(const struct line *l)
{
	size_t i = 0;

	while (i < l->n && i < 3 && l->p[i] == ' ')
		i++;
	return i < l->n && l->p[i] == '>';
}

/* quotes_rest - does everything from here on come from another message? */
static bool
quotes_rest(const struct line *l, const char *end)
{
	struct line to;

	if (starts_with(l, "-----Original Message-----") ||
	    starts_with(l, "________________________________"))
		return true;
	/* the header that Outlook types above a quoted message */
	if (!starts_with(l, "From: ") && !starts_with(l, "*From:* "))
		return false;
	to = line_at(l->next, end);
	return starts_with(&to, "Sent: ") || starts_with(&to, "*Sent:* ") ||
	       starts_with(&to, "Date: ");
}

/* introduces - "On ... wrote:", before a quoted line? */
static bool
introduces(const struct line *l, const char *end)
{
	struct line after = line_at(l->next, end);

	if (l->n > MAX_INTRO || !ends_with(l, ":"))
		return false;
	while (after.p < end && after.n == 0)
		after = line_at(after.next, end);
	return after.p < end && is_quote(&after);
}

/* Where the walk over the lines is. */
struct walk {
	unsigned sticky;  /* flags of all that follows */
	const char *from; /* first byte that was not handed on */
	unsigned from_line;
	unsigned flags; /* of what lies between FROM and here */
};

/* flags_of - what line L is */
static unsigned
flags_of(struct walk *w, const struct line *l, const char *end)
{
	if (quotes_rest(l, end))
		w->sticky = PN_TEXT_QUOTED;
	if (is_quote(l) || introduces(l, end))
		return PN_TEXT_QUOTED;
	if (w->sticky == 0 && (l->n == 2 || l->n == 3) &&
	    memcmp(l->p, "-- ", l->n) == 0)
		w->sticky = PN_TEXT_SIGNATURE;
	return w->sticky;
}

/* flush - hand on everything up to TO */
static enum pn_err
flush(struct pn_job *job, struct walk *w, const char *to)
{
	struct pn_segment seg = {
	    .text = w->from,
	    .len = (size_t)(to - w->from),
	    .place = "",
	    .kind = PN_PLACE_LINES,
	    .line = w->from_line,
	    .flags = w->flags,
	};

	return seg.len ? pn_job_segment(job, &seg) : PN_OK;
}

enum pn_err
pn_text_lines(struct pn_job *job, const struct pn_buf *text)
{
	const char *end = text->data + text->len;
	struct walk w = {.from = text->data, .from_line = 1};
	unsigned number = 1;
	enum pn_err err = PN_OK;
	struct line l;

	for (const char *p = text->data; p < end && err == PN_OK;
	     p = l.next, number++) {
		unsigned flags;

		l = line_at(p, end);
		flags = flags_of(&w, &l, end);
		/* an empty line belongs to what is around it */
		if (flags == w.flags || l.n == 0)
			continue;
		err = flush(job, &w, p);
		w.from = p;
		w.from_line = number;
		w.flags = flags;
	}
	return err == PN_OK ? flush(job, &w, end) : err;
}
