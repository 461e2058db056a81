/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ole_strings - runs of text in bytes that nobody knows
 *
 * A net below the readers. UTF-16 counts where its units are letters of
 * European scripts or ASCII, as any two bytes make some Chinese character;
 * 8-bit text may be UTF-8 or windows-1252. Numbers and
 * pictures give some rubbish, which is seldom longer than a dozen characters.
 */
#include <stdio.h>
#include <string.h>
#include "base/uni.h"
#include "extract/ole/le.h"
#include "extract/ole/ole.h"

#define MIN_WIDE     6
#define MIN_NARROW   8
#define MIN_IN_NOISE 16 /* 8-bit, among bytes that are as good as random */
#define BLOCK_BYTES  4096
#define NOISE_MOST   80 /* of one value in a block; 16 is the mean */
/* Longer runs are handed on whatever they look like. */
#define DOUBT_MOST  64
#define MAX_ACCENTS 3
/* Runs are handed on when this much has been gathered. */
#define PIECE_BYTES (1u << 20)

struct strings {
	struct pn_job *job;
	const char *place, *kind;
	struct pn_buf out;
	bool told;
};

/* wide - a character of European scripts? */
static bool
wide(uint32_t u)
{
	return (u >= 0x20 && u < 0x7f) || u == '\t' || u == '\r' || u == '\n' ||
	       (u >= 0xa0 && u < 0x250) || (u >= 0x370 && u < 0x600) ||
	       (u >= 0x2010 && u < 0x2040) || u == 0x20ac;
}

/* plain - a character that most of a text is made of? */
static bool
plain(uint32_t c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	       (c >= 'a' && c <= 'z') || c == ' ' || c >= 0xc0;
}

/* hand_on - what has been gathered */
static enum pn_err
hand_on(struct strings *s)
{
	enum pn_err err;

	if (s->out.len == 0)
		return PN_OK;
	if (!s->told)
		pn_job_hidden(s->job, s->kind);
	s->told = true;
	err = pn_job_text(
	    s->job, pn_buf_bytes(&s->out), s->place, PN_TEXT_HIDDEN);
	pn_buf_clear(&s->out);
	return err;
}

/* What tells a run of text from numbers that look like one. */
struct quality {
	size_t n, plain, extended, same, up, down;
	uint32_t last;
};

/* weigh - character C comes next */
static void
weigh(struct quality *q, uint32_t c)
{
	q->plain += plain(c);
	q->extended += c >= 0x100 && c < 0x250;
	if (q->n++) {
		q->same += c == q->last;
		q->up += c > q->last;
		q->down += c < q->last;
	}
	q->last = c;
}

/* is_text - mostly letters, digits and blanks; not one character many times,
 * nor a list of growing or shrinking numbers, nor pairs of small numbers; a
 * long one may hold text among them */
static bool
is_text(const struct quality *q)
{
	return q->n > DOUBT_MOST ||
	       (4 * q->plain >= 3 * q->n && 2 * q->same < q->n &&
		   2 * q->extended < q->n &&
		   ((q->up && q->down > 1) || (q->down && q->up > 1)));
}

/* end_run - a run is over; FROM: where it began in the text. One that is no
 * text goes */
static enum pn_err
end_run(struct strings *s, size_t from, const struct quality *q)
{
	if (!is_text(q) || pn_buf_addc(&s->out, '\n') != PN_OK) {
		s->out.len = from;
		s->out.data[from] = '\0';
	}
	return s->out.len > PIECE_BYTES ? hand_on(s) : PN_OK;
}

/* wide_run - UTF-16 units that begin B */
static size_t
wide_run(struct pn_bytes b)
{
	size_t n = 0;

	while (2 * n + 1 < b.n && wide(pn_le16(b, 2 * n)))
		n++;
	return n;
}

static enum pn_err
take_wide(struct strings *s, struct pn_bytes b, size_t n)
{
	size_t from = s->out.len;
	struct quality q = {0};
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < n && err == PN_OK; i++) {
		unsigned u = pn_le16(b, 2 * i);

		weigh(&q, u);
		if (pn_utf8_put(&s->out, u == '\r' ? '\n' : u) != PN_OK)
			return pn_job_limit(s->job, "text");
		if (q.n == PIECE_BYTES) {
			err = end_run(s, from, &q);
			from = s->out.len;
			q = (struct quality){0};
		}
	}
	return err == PN_OK && q.n ? end_run(s, from, &q) : err;
}

/* narrow - bytes of the character that begins B, in *C; 0 if it is none */
static size_t
narrow(struct pn_bytes b, uint32_t *c)
{
	const char *p = (const char *)b.p;

	*c = b.p[0];
	if ((*c >= 0x20 && *c < 0x7f) || *c == '\t' || *c == '\r' || *c == '\n')
		return 1;
	if (*c < 0xc0)
		return 0;
	*c = pn_utf8_next(&p, (const char *)b.p + (b.n < 4 ? b.n : 4));
	if (p - (const char *)b.p > 1 && wide(*c))
		return (size_t)(p - (const char *)b.p);
	*c = b.p[0];
	return 1;
}

/* narrow_run - bytes of 8-bit text that begin B, and how many characters.
 * Three letters with accents in a row are numbers, and end it */
static size_t
narrow_run(struct pn_bytes b, size_t *chars)
{
	size_t at = 0, high = 0, row = 0, n = 0;

	while (at < b.n) {
		uint32_t c;
		size_t len = narrow(pn_le_cut(b, at, 4), &c);
		bool accent = len == 1 && c >= 0xc0;

		if (len == 0 || n >= PIECE_BYTES)
			break;
		row = accent ? row + 1 : 0;
		high += accent;
		at += len;
		n++;
		if (row == MAX_ACCENTS) {
			at -= row;
			n -= row;
			high -= row;
			break;
		}
	}
	*chars = high * 6 > n ? 0 : n;
	return at;
}

static enum pn_err
take_narrow(struct strings *s, struct pn_bytes b, size_t n)
{
	size_t from = s->out.len;
	struct quality q = {0};

	for (size_t at = 0, i = 0; i < n; i++) {
		uint32_t c;

		at += narrow(pn_le_cut(b, at, 4), &c);
		weigh(&q, c);
		if (pn_utf8_put(&s->out, c == '\r' ? '\n' : c) != PN_OK)
			return pn_job_limit(s->job, "text");
	}
	return end_run(s, from, &q);
}

/* is_noise - bytes that are compressed or sealed: nearly all values, about as
 * often each */
static bool
is_noise(struct pn_bytes block)
{
	unsigned count[256] = {0}, values = 0, most = 0;

	for (size_t i = 0; i < block.n; i++)
		values += count[block.p[i]]++ == 0;
	for (size_t i = 0; i < 256; i++)
		most = count[i] > most ? count[i] : most;
	return block.n == BLOCK_BYTES && values > 240 && most < NOISE_MOST;
}

/* take_all - every run, wide ones first */
static enum pn_err
take_all(struct strings *s, struct pn_bytes b)
{
	size_t block = 0, least = MIN_NARROW;
	enum pn_err err = PN_OK;

	for (size_t at = 0; at < b.n && err == PN_OK;) {
		struct pn_bytes left = pn_le_cut(b, at, b.n);
		size_t n = wide_run(left), len = 1;

		if (n >= MIN_WIDE) {
			err = take_wide(s, left, n);
			at += 2 * n;
			continue;
		}
		if (at >= block) {
			block = at + BLOCK_BYTES;
			least = is_noise(pn_le_cut(b, at, BLOCK_BYTES))
				    ? MIN_IN_NOISE
				    : MIN_NARROW;
		}
		len = narrow_run(left, &n);
		if (n >= least)
			err = take_narrow(s, left, n);
		at += len ? len : 1;
		/* it ate the first byte of a wide one? */
		if (len > 1 && wide_run(pn_le_cut(b, at - 1, b.n)) >= MIN_WIDE)
			at--;
	}
	return err;
}

enum pn_err
pn_ole_strings(struct pn_job *job, struct pn_bytes bytes, const char *place,
    const char *kind)
{
	struct strings s = {.job = job, .place = place, .kind = kind};
	enum pn_err err = pn_job_work(job, bytes.n);

	pn_buf_init(&s.out, pn_job_room(job) + 8 * (size_t)PIECE_BYTES);
	if (err == PN_OK)
		err = take_all(&s, bytes);
	if (err == PN_OK)
		err = hand_on(&s);
	pn_buf_free(&s.out);
	return err;
}
