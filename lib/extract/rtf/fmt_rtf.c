/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_rtf - Rich Text Format 1.9.1, and HTML inside it (MS-OXRTFEX)
 *
 * Reads what Word, LibreOffice, WordPad and mail programs write and what
 * attackers make of it: groups that never end, digits cut by control words,
 * raw bytes in the middle, text in destinations that no reader knows (hidden),
 * anything behind the end of the document (hidden "trailing"). HTML in RTF is
 * handed on as an HTML file, so its text is told once. A document that is cut
 * off is not damaged, as all that there is was read. Beyond PN_RTF_MAX_DEPTH
 * groups the text is still read, but as if they were one.
 *
 * Not done: tracked formatting, text that is drawn by a metafile.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/uni.h"
#include "extract/rtf/rtf.h"

#define BLANKS 64 /* bytes that may stand before a document */
/* Fewer letters and digits than this are bullets and single signs. */
#define LEAST_ALTERNATE 4

/* header - where the first '{' of the document is, in BITS what it shows */
static size_t
header(struct pn_bytes b, unsigned *bits)
{
	size_t i = 0, n = b.n < BLANKS ? b.n : BLANKS;

	*bits = 0;
	if (b.n > 3 && memcmp(b.p, "\xef\xbb\xbf", 3) == 0)
		i = 3;
	while (i < n && (b.p[i] == ' ' || (b.p[i] >= '\t' && b.p[i] <= '\r')))
		i++;
	/* Word asks for no more than this */
	if (b.n - i < 5 || memcmp(b.p + i, "{\\rt", 4) != 0)
		return 0;
	*bits = b.p[i + 4] == 'f' ? 72 : 40;
	return i;
}

static unsigned
rtf_bid(struct pn_look *look, const char **type)
{
	unsigned bits;

	(void)type;
	(void)header(look->bytes, &bits);
	return bits;
}

/* behind - what follows the document, where no reader looks: a file, or more
 * of the same */
static enum pn_err
behind(struct pn_rtf *r)
{
	struct pn_bytes rest;
	struct pn_kind kind;
	struct pn_member m = {.role = PN_ROLE_EMBEDDED, .hidden = true};

	while (r->p < r->end && (*r->p <= ' ' || *r->p == '}'))
		r->p++;
	rest = (struct pn_bytes){r->p, (size_t)(r->end - r->p)};
	if (rest.n == 0)
		return PN_OK;
	kind = pn_recognise(rest);
	if (strcmp(kind.format, "text") != 0 ||
	    memchr(rest.p, '\\', rest.n) == NULL) {
		pn_job_hidden(r->job, "trailing");
		m.content = rest;
		return pn_job_member(r->job, &m);
	}
	r->from_html = false;
	r->ended = false;
	r->stories[0]->base = "trailing";
	r->stories[0]->flow.parted = true;
	while (r->p < r->end) {
		enum pn_err err = pn_rtf_walk(r);

		if (err != PN_OK)
			return err;
		r->ended = false;
	}
	return PN_OK;
}

/* hand_html - the HTML inside, and what only the rich text shows */
static enum pn_err
hand_html(struct pn_rtf *r)
{
	struct pn_member m = {.role = PN_ROLE_MEMBER};
	struct pn_buf all;
	enum pn_err err;
	unsigned letters = 0;

	if (!r->from_html)
		return PN_OK;
	/* with a mark, as what it says about its character set is not so */
	pn_buf_init(&all, r->html.len + 3);
	err = pn_buf_adds(&all, "\xef\xbb\xbf");
	if (err == PN_OK)
		err = pn_buf_add(&all, r->html.data, r->html.len);
	m.content = pn_buf_bytes(&all);
	if (err == PN_OK && r->html.len)
		err = pn_job_member(r->job, &m);
	pn_buf_free(&all);
	for (size_t i = 0; i < r->alt.len && letters < LEAST_ALTERNATE; i++)
		letters += isalnum((unsigned char)r->alt.data[i]) != 0;
	if (err == PN_OK && letters == LEAST_ALTERNATE)
		err = pn_flow_add(
		    &r->stories[0]->flow, r->alt.data, r->alt.len, "alternate");
	return err;
}

/* run_all - the document, what is behind it, then all that was put off */
static enum pn_err
run_all(struct pn_rtf *r)
{
	enum pn_err err = pn_rtf_open(r), rest;

	if (err == PN_OK)
		err = pn_rtf_walk(r);
	if (err == PN_OK)
		err = hand_html(r);
	if (err == PN_OK)
		err = behind(r);
	while (r->n_stories) {
		rest = pn_rtf_story_end(r);
		err = err == PN_OK ? rest : err;
	}
	rest = pn_flow_flush(&r->meta);
	return err == PN_OK ? rest : err;
}

static enum pn_err
rtf_read(struct pn_job *job)
{
	struct pn_rtf r = {.job = job, .nibble = -1, .default_cp = PN_CP_LATIN};
	struct pn_buf *const texts[] = {
	    &r.instr, &r.author, &r.name, &r.shape, &r.alt, &r.html};
	unsigned bits;
	size_t start = header(job->bytes, &bits);
	enum pn_err err;

	if (start + 1 < job->bytes.n) {
		r.p = job->bytes.p + start + (job->bytes.p[start] == '{');
		r.end = job->bytes.p + job->bytes.n;
	}
	r.fonts = pn_alloc(PN_RTF_FONTS * sizeof(*r.fonts));
	pn_buf_init(&r.raw, job->bytes.n + 16);
	pn_buf_init(&r.utf8, 3 * job->bytes.n + 64);
	pn_buf_init(&r.data, job->bytes.n + 16);
	for (size_t i = 0; i < 6; i++)
		pn_buf_init(texts[i], pn_job_room(job) + 4096);
	pn_flow_init(&r.meta, job, "", 0);
	(void)!pn_rtf_story(&r, "", NULL);
	err = run_all(&r);
	pn_flow_free(&r.meta);
	pn_buf_free(&r.raw);
	pn_buf_free(&r.utf8);
	pn_buf_free(&r.data);
	for (size_t i = 0; i < 6; i++)
		pn_buf_free(texts[i]);
	free(r.fonts);
	free(r.states);
	return err;
}

const struct pn_format pn_format_rtf = {
    .name = "rtf",
    .type = "application/rtf",
    .bid = rtf_bid,
    .read = rtf_read,
};
