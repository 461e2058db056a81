/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * outside - bytes that a PDF file has around it and between its objects
 *
 * Viewers skip them: a web page in front of the header, an archive behind the
 * end or between two objects. They are handed on as members, which are
 * recognised for themselves. Comments are hidden text.
 */
#include <ctype.h>
#include <string.h>
#include "base/uni.h"
#include "extract/pdf/extra.h"

#define HEAD_BYTES  1024
#define SMALL_BYTES 16 /* line ends, a stray mark, the padding of a system */
#define COMMENT_MAX (1u << 20)

/* visible - has it enough bytes that are no padding? */
static bool
visible(struct pn_bytes b)
{
	size_t n = 0;

	for (size_t i = 0; i < b.n && n <= SMALL_BYTES; i++)
		n += b.p[i] > ' ' && b.p[i] != 0x1a;
	return n > SMALL_BYTES;
}

static enum pn_err
hand_on(struct pn_job *job, struct pn_bytes b, const char *name)
{
	struct pn_member m = {.name = name,
	    .content = b,
	    .role = PN_ROLE_EMBEDDED,
	    .hidden = true};

	if (!visible(b))
		return PN_OK;
	pn_job_hidden(job, "trailing");
	return pn_job_member(job, &m);
}

/* last - behind the last WORD in B; 0 if there is none */
static size_t
last(struct pn_bytes b, const char *word)
{
	size_t n = strlen(word);

	for (size_t i = b.n; i >= n; i--)
		if (b.p[i - n] == (unsigned char)word[0] &&
		    memcmp(b.p + i - n, word, n) == 0)
			return i;
	return 0;
}

/* starts - does line S begin with WORD? */
static bool
starts(struct pn_bytes s, const char *word)
{
	size_t n = strlen(word);

	return s.n >= n && memcmp(s.p, word, n) == 0;
}

/* entry - a line of a cross-reference table, or a number alone? */
static bool
entry(struct pn_bytes s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!isdigit(s.p[i]) && !isspace(s.p[i]) && s.p[i] != 'f' &&
		    s.p[i] != 'n')
			return false;
	return true;
}

/* What was found in a gap between objects. */
struct gap {
	struct pn_buf comments;
	struct pn_bytes other; /* from the first line that has no meaning */
	bool trailer;	       /* between "trailer" and "startxref" */
};

/* comment - a line that begins with '%'; those of the format say nothing, nor
 * does the mark for binary files */
static void
comment(struct gap *g, struct pn_bytes s)
{
	if (starts(s, "%%EOF") || starts(s, "%PDF-"))
		return;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= 0x80)
			return;
	(void)!pn_utf8_repair(&g->comments, (const char *)s.p + 1, s.n - 1);
	(void)!pn_buf_addc(&g->comments, '\n');
}

static void
line(struct gap *g, struct pn_bytes s)
{
	while (s.n && isspace(*s.p))
		s.p++, s.n--;
	if (starts(s, "startxref"))
		g->trailer = false;
	else if (starts(s, "trailer"))
		g->trailer = true;
	else if (starts(s, "%"))
		comment(g, s);
	else if (!g->trailer && !starts(s, "xref") && !starts(s, "endobj") &&
		 !entry(s)) {
		if (g->other.n == 0)
			g->other.p = s.p;
		g->other.n = (size_t)(s.p + s.n - g->other.p);
	}
}

/* between - the bytes from START to END, which are no object */
static enum pn_err
between(struct pn_job *job, struct pn_bytes b, size_t start, size_t end)
{
	struct gap g = {0};
	enum pn_err err;

	pn_buf_init(&g.comments, COMMENT_MAX);
	for (size_t i = start, from = start; i <= end; i++)
		if (i == end || b.p[i] == '\n' || b.p[i] == '\r') {
			line(&g, (struct pn_bytes){b.p + from, i - from});
			from = i + 1;
		}
	err = hand_on(job, g.other, "bytes between objects");
	/* programs write such comments too, so that alone is not told */
	if (err == PN_OK && visible(pn_buf_bytes(&g.comments)))
		err = pn_job_text(job, pn_buf_bytes(&g.comments),
		    "comment in the file", PN_TEXT_HIDDEN);
	pn_buf_free(&g.comments);
	return err;
}

enum pn_err
pn_pdf_outside(struct pn_job *job, const struct pn_objmap *m)
{
	struct pn_bytes b = job->bytes, head = b, front = b, behind = b;
	const unsigned char *start;
	size_t end = last(b, "%%EOF"), from;
	enum pn_err err = PN_OK;

	if (head.n > HEAD_BYTES)
		head.n = HEAD_BYTES;
	start = head.n ? memmem(head.p, head.n, "%PDF-", 5) : NULL;
	from = front.n = start ? (size_t)(start - b.p) : 0;
	err = hand_on(job, front, "bytes before the document");
	for (size_t i = 0; i < m->n && err == PN_OK; i++) {
		if (m->bodies[i].at > from && m->bodies[i].at < end)
			err = between(job, b, from, m->bodies[i].at);
		from = m->bodies[i].end;
	}
	if (err == PN_OK && end > from)
		err = between(job, b, from, end);
	behind.p += end;
	behind.n = end ? b.n - end : 0;
	if (err == PN_OK)
		err = hand_on(job, behind, "bytes after the document");
	return err;
}
