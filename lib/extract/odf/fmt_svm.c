/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_svm - StarView metafiles: the text that they draw
 *
 * LibreOffice keeps pictures of tables and objects in this form beside them.
 * A header, then actions, each with its type, version and size; four of them
 * draw text. Read as LibreOffice writes it;
 * there is no published standard.
 */
#include <string.h>
#include "base/uni.h"
#include "extract/flow.h"

#define MARK	 "VCLMTF"
#define MARK_LEN 6

/* Actions that draw text, and how many bytes are in front of the string. */
static const struct {
	unsigned type, before;
} texts[] = {
    {112, 8},  /* at a point */
    {113, 8},  /* with a width for each character */
    {114, 8},  /* stretched */
    {115, 16}, /* in a rectangle */
};

static unsigned
svm_bid(struct pn_look *look, const char **type)
{
	(void)type;
	return look->bytes.n > MARK_LEN + 6 &&
		       memcmp(look->bytes.p, MARK, MARK_LEN) == 0
		   ? 8 * MARK_LEN
		   : 0;
}

static uint32_t
get(struct pn_bytes b, size_t at, unsigned n)
{
	uint32_t v = 0;

	if (at > b.n || b.n - at < n)
		return 0;
	while (n--)
		v = v << 8 | b.p[at + n];
	return v;
}

/* utf16 - N units of little-endian UTF-16 at AT into OUT */
static enum pn_err
utf16(struct pn_buf *out, struct pn_bytes b, size_t at, size_t n)
{
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < n && err == PN_OK; i++) {
		uint32_t c = get(b, at + 2 * i, 2), low;

		if (c >= 0xd800 && c < 0xdc00 && i + 1 < n) {
			low = get(b, at + 2 * i + 2, 2);
			if (low >= 0xdc00 && low < 0xe000) {
				c = 0x10000 + ((c - 0xd800) << 10) +
				    (low - 0xdc00);
				i++;
			}
		}
		if (c >= 0xd800 && c < 0xe000)
			c = 0xfffd;
		if (c)
			err = pn_utf8_put(out, c);
	}
	return err;
}

/* text_of - the string that action B draws, AT bytes into it, into OUT: its
 * length in four bytes and UTF-16, or in two and bytes */
static enum pn_err
text_of(struct pn_buf *out, struct pn_bytes b, size_t at)
{
	size_t n = get(b, at, 4);

	if (at + 4 <= b.n && n <= (b.n - at - 4) / 2)
		return utf16(out, b, at + 4, n);
	n = get(b, at, 2);
	if (at + 2 > b.n || n > b.n - at - 2)
		return PN_OK;
	return pn_utf8_repair(out, (const char *)b.p + at + 2, n);
}

/* one - the text of action B, unless it is LAST: a text is drawn piece by
 * piece, and each piece holds all of it */
static enum pn_err
one(struct pn_job *job, struct pn_flow *flow, struct pn_bytes b, size_t at,
    struct pn_buf *last)
{
	struct pn_buf text;
	enum pn_err err;

	pn_buf_init(&text, 4 * b.n + 16);
	err = text_of(&text, b, at);
	if (err != PN_OK)
		err = pn_job_limit(job, "text");
	else if (text.len && strcmp(text.data, last->data) != 0)
		err = pn_flow_add(flow, text.data, text.len, NULL);
	if (err == PN_OK)
		err = pn_flow_break(flow, NULL);
	pn_buf_free(last);
	*last = text;
	return err;
}

/* actions - all of them, from AT on; a line for each text */
static enum pn_err
actions(struct pn_job *job, struct pn_flow *flow, size_t at)
{
	struct pn_bytes b = job->bytes;
	struct pn_buf last;
	enum pn_err err = PN_OK;

	pn_buf_init(&last, 16);
	while (err == PN_OK && at < b.n && b.n - at >= 8) {
		unsigned type = get(b, at, 2);
		size_t n = get(b, at + 4, 4);

		at += 8;
		if (n > b.n - at) {
			pn_job_damage(job, "damaged");
			break;
		}
		for (size_t i = 0; i < 4 && err == PN_OK; i++)
			if (type == texts[i].type)
				err = one(job, flow,
				    (struct pn_bytes){b.p + at, n},
				    texts[i].before, &last);
		at += n;
		if (err == PN_OK)
			err = pn_job_work(job, 8);
	}
	pn_buf_free(&last);
	return err;
}

static enum pn_err
svm_read(struct pn_job *job)
{
	struct pn_flow flow;
	/* behind the mark a version and the size of the header */
	size_t header = get(job->bytes, MARK_LEN + 2, 4);
	enum pn_err err = PN_OK, flushed;

	pn_flow_init(&flow, job, "picture", 0);
	if (header > job->bytes.n)
		pn_job_damage(job, "damaged");
	else
		err = actions(job, &flow, MARK_LEN + 6 + header);
	flushed = pn_flow_flush(&flow);
	pn_flow_free(&flow);
	return err == PN_OK ? flushed : err;
}

const struct pn_format pn_format_svm = {
    .name = "svm",
    .type = "image/x-svm",
    .bid = svm_bid,
    .read = svm_read,
};
