/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * outside - bytes that a PDF file has around it
 *
 * Viewers skip them: a web page in front of the header, an archive behind the
 * end. They are handed on as members, which are recognised for themselves.
 */
#include <string.h>
#include "extract/pdf/extra.h"

#define HEAD_BYTES  1024
#define SMALL_BYTES 16 /* line ends, a stray mark, the padding of a system */

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

enum pn_err
pn_pdf_outside(struct pn_job *job)
{
	struct pn_bytes b = job->bytes, head = b, front = b, behind = b;
	const unsigned char *start;
	size_t end = last(b, "%%EOF");
	enum pn_err err = PN_OK;

	if (head.n > HEAD_BYTES)
		head.n = HEAD_BYTES;
	start = head.n ? memmem(head.p, head.n, "%PDF-", 5) : NULL;
	front.n = start ? (size_t)(start - b.p) : 0;
	err = hand_on(job, front, "bytes before the document");
	behind.p += end;
	behind.n = end ? b.n - end : 0;
	if (err == PN_OK)
		err = hand_on(job, behind, "bytes after the document");
	return err;
}
