/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * job - one extraction at work: the budgets, and what is handed on
 *
 * All readers spend text, members, inflated bytes and time through these
 * functions, so that a budget can't be forgotten. What a budget cuts off is
 * told by the job's limit word: "text", "members", "unpacked", "ratio" or
 * "time".
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/uni.h"
#include "extract/format.h"

/* How many bytes are worked on between two looks at the clock. */
#define WORK_STEP (256u << 10)
/* No text of one file needs more room than this, whatever the budget. */
#define MAX_ROOM (256u << 20)

enum pn_err
pn_job_limit(struct pn_job *job, const char *limit)
{
	if (job->limit == NULL)
		job->limit = limit;
	return PN_ERR_LIMIT;
}

enum pn_err
pn_job_work(struct pn_job *job, uint64_t n)
{
	struct pn_budget *b = job->budget;

	job->work += n;
	if (job->work < WORK_STEP)
		return PN_OK;
	job->work = 0;
	if (b->out_of_time && b->out_of_time(b->ctx))
		return pn_job_limit(job, "time");
	return PN_OK;
}

enum pn_err
pn_job_unpack(struct pn_job *job, uint64_t n)
{
	struct pn_budget *b = job->budget;
	uint64_t all;

	if (n > b->unpacked_left)
		return pn_job_limit(job, "unpacked");
	all = job->unpacked + n;
	if (b->ratio && all > b->ratio_from && all / b->ratio > job->bytes.n)
		return pn_job_limit(job, "ratio");
	b->unpacked_left -= n;
	job->unpacked = all;
	return pn_job_work(job, n);
}

size_t
pn_job_room(const struct pn_job *job)
{
	uint64_t left = job->budget->text_left;

	return left < MAX_ROOM ? (size_t)left : MAX_ROOM;
}

/* cut - the longest start of S, up to MAX bytes, that ends with a character */
static size_t
cut(const char *s, size_t max)
{
	while (max && ((unsigned char)s[max] & 0xc0) == 0x80)
		max--;
	return max;
}

/* mended - a copy of the N bytes at S with '?' for every byte that is not
 * UTF-8, so that all offsets stay; for free() */
static char *
mended(const char *s, size_t n)
{
	char *copy = pn_strndup(s, n);
	const char *p = copy, *end = copy + n;

	while (p < end) {
		const char *at = p;

		(void)pn_utf8_next(&p, end);
		if (p == at + 1 && (*at == 0 || (unsigned char)*at >= 0x80))
			copy[at - copy] = '?';
	}
	return copy;
}

/* hand_on - PART to the sink, as valid UTF-8: a parser that recovers from
 * broken input may have passed broken bytes on */
static enum pn_err
hand_on(struct pn_job *job, struct pn_segment *part)
{
	const struct pn_sink *sink = &job->taker->sink;
	char *copy = NULL;
	enum pn_err err;

	if (!pn_utf8_valid(part->text, part->len))
		part->text = copy = mended(part->text, part->len);
	if (!pn_utf8_valid(part->place, strlen(part->place)))
		part->place = "?";
	err = sink->text(sink->ctx, part);
	free(copy);
	return err;
}

enum pn_err
pn_job_segment(struct pn_job *job, const struct pn_segment *seg)
{
	struct pn_segment part = *seg;
	uint64_t left = job->budget->text_left;

	if (part.len > left) {
		part.len = cut(part.text, (size_t)left);
		while (
		    part.n_cells && (uint64_t)part.cells[part.n_cells - 1].off +
					    part.cells[part.n_cells - 1].len >
					part.len)
			part.n_cells--;
	}
	job->budget->text_left -= part.len;
	if (part.len && hand_on(job, &part) != PN_OK)
		return pn_job_limit(job, "text");
	if (part.len < seg->len)
		return pn_job_limit(job, "text");
	return pn_job_work(job, part.len);
}

/* blank - no visible character in it? */
static bool
blank(struct pn_bytes text)
{
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] > ' ')
			return false;
	return true;
}

enum pn_err
pn_job_text(
    struct pn_job *job, struct pn_bytes text, const char *place, unsigned flags)
{
	struct pn_segment seg = {
	    .text = (const char *)text.p,
	    .len = text.n,
	    .place = place,
	    .kind = place[0] ? PN_PLACE_NAMED : PN_PLACE_LINES,
	    .line = 1,
	    .flags = flags,
	};

	return blank(text) ? PN_OK : pn_job_segment(job, &seg);
}

enum pn_err
pn_job_member(struct pn_job *job, const struct pn_member *m)
{
	enum pn_err err;

	if (job->budget->members_left == 0)
		return pn_job_limit(job, "members");
	job->budget->members_left--;
	err = job->taker->member(job->taker->ctx, m);
	if (err != PN_OK)
		return pn_job_limit(job, "members");
	return pn_job_work(job, m->content.n);
}

void
pn_job_hidden(struct pn_job *job, const char *kind)
{
	job->taker->hidden(job->taker->ctx, kind);
}

void
pn_job_damage(struct pn_job *job, const char *word)
{
	if (job->damage == NULL)
		job->damage = word;
}

void
pn_job_answer(struct pn_job *job, enum pn_status status, const char *why)
{
	job->answer = (struct pn_outcome){.status = status, .why = why};
}
