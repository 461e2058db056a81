/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ppt_text - the text of a slide, of notes, of a master
 *
 * Records are walked as if the content of a container lay beside it, with the
 * ends of the containers that matter kept, so that there is no depth. A shape
 * has its text itself or refers to a text of the outline. Hidden: shapes that
 * are switched off or lie outside of the slide, and comments.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/uni.h"
#include "extract/ole/art.h"
#include "extract/ole/ppt.h"

#define SHAPE_GROUP   0x0001 /* it stands for a group */
#define SHAPE_DELETED 0x0008
#define MAX_ART	      (1u << 20)

struct sheet {
	struct pn_ppt *p;
	struct pn_ppt_texts *texts;
	const char *place;
	bool master, slide;
	bool said; /* it has text that counts */
	struct pn_flow flow;
	struct pn_buf comment, line, prompts;
	struct pn_art_shape art; /* what shapes' properties say */
	struct pn_ppt_table table;
	/* where what we are in ends */
	uint64_t shape_end, group_end, off_end, table_end, headers_end;
	uint64_t comment_end;
	/* the shape */
	bool is_group, off, placeholder;
};

/* hash - FNV-1a of a line, without white space */
static uint64_t
hash(const char *s, size_t n)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] > ' ')
			h = (h ^ (unsigned char)s[i]) * 0x100000001b3u;
	return h;
}

/* seen - the N bytes at S were handed on */
static void
seen(struct pn_ppt *p, const char *s, size_t n)
{
	PN_GROW(p->seen, p->n_seen, p->cap_seen);
	p->seen[p->n_seen++] = hash(s, n);
}

/* decode - text B in UTF-8 with line ends, into OUT */
static enum pn_err
decode(struct pn_ppt *p, struct pn_bytes b, bool wide, struct pn_buf *out)
{
	size_t step = wide ? 2 : 1;
	uint32_t high = 0;
	enum pn_err err = pn_job_work(p->job, b.n);

	for (size_t i = 0; i + step <= b.n && err == PN_OK; i += step) {
		uint32_t c = wide ? pn_le16(b, i) : b.p[i];

		if (c >= 0xD800 && c < 0xDC00) {
			high = c;
			continue;
		}
		if (c >= 0xDC00 && c < 0xE000)
			c = high
				? 0x10000 + ((high - 0xD800) << 10) + c - 0xDC00
				: 0xFFFD;
		high = 0;
		if (c == '\r' || c == '\v' || c == '\n')
			c = '\n';
		else if (c < ' ' && c != '\t')
			continue;
		if (pn_utf8_put(out, c) != PN_OK)
			err = pn_job_limit(p->job, "text");
	}
	return err;
}

/* unseen - why the shape that we are in is not seen; NULL */
static const char *
unseen(const struct sheet *s)
{
	if (s->art.hidden)
		return "shape";
	return s->off ? "off-slide" : NULL;
}

/* is_number - the mark that stands for the number of the slide or the date? */
static bool
is_number(const char *text, size_t n)
{
	return n == 1 && text[0] == '*';
}

/* prompt - what a master says where slides have their own text: nobody sees
 * it, and every file has it */
static enum pn_err
prompt(struct sheet *s, const char *text, size_t n)
{
	enum pn_err err = pn_buf_add(&s->prompts, text, n);

	if (err == PN_OK)
		err = pn_buf_addc(&s->prompts, '\n');
	return err == PN_OK ? PN_OK : pn_job_limit(s->p->job, "text");
}

/* cell - a line of a cell of a table */
static enum pn_err
cell(struct sheet *s, const char *text, size_t n)
{
	struct pn_buf *to = &s->table.text;
	enum pn_err err = PN_OK;

	if (to->len > s->table.cells[s->table.n - 1].from)
		err = pn_buf_addc(to, '\n');
	if (err == PN_OK)
		err = pn_buf_add(to, text, n);
	return err == PN_OK ? PN_OK : pn_job_limit(s->p->job, "text");
}

/* lines - the lines of TEXT into the flow */
static enum pn_err
lines(struct sheet *s, const char *text, size_t len)
{
	const char *end = text + len, *kind = unseen(s);
	enum pn_err err = PN_OK;

	while (text < end && err == PN_OK) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));
		size_t n = (size_t)((stop ? stop : end) - text);

		seen(s->p, text, n);
		s->said |= n && !is_number(text, n);
		if (s->table.n)
			err = cell(s, text, n);
		else if (s->master && s->placeholder)
			err = prompt(s, text, n);
		else if (!is_number(text, n))
			err = pn_flow_add(&s->flow, text, n, kind);
		if (err == PN_OK && s->table.n == 0)
			err = pn_flow_break(&s->flow, kind);
		text += n + (stop != NULL);
	}
	return err;
}

/* text - B as text of the shape */
static enum pn_err
text(struct sheet *s, struct pn_bytes b, bool wide)
{
	enum pn_err err;

	pn_buf_clear(&s->line);
	err = decode(s->p, b, wide, &s->line);
	return err == PN_OK ? lines(s, s->line.data, s->line.len) : err;
}

/* string - a name: it counts in comments and in headers and footers */
static enum pn_err
string(struct sheet *s, uint64_t at, const struct pn_ppt_record *r)
{
	enum pn_err err;

	if (at < s->headers_end)
		return text(s, r->body, true);
	if (at >= s->comment_end || r->instance != 1)
		return PN_OK;
	err = decode(s->p, r->body, true, &s->comment);
	if (err == PN_OK && pn_buf_addc(&s->comment, '\n') != PN_OK)
		err = pn_job_limit(s->p->job, "text");
	return err;
}

/* anchor - is the shape outside of the slide? */
static void
anchor(struct sheet *s, struct pn_bytes b)
{
	bool wide = b.n >= 16;
	int32_t v[4]; /* top, left, right, bottom */

	for (unsigned i = 0; i < 4; i++)
		v[i] = wide ? (int32_t)pn_le32(b, 4 * i)
			    : (int16_t)pn_le16(b, 2 * i);
	if (!s->slide || s->p->width <= 0 || s->p->height <= 0 || b.n < 8)
		return;
	if (v[2] <= 0 || v[3] <= 0 || v[1] >= s->p->width ||
	    v[0] >= s->p->height) {
		s->off = true;
		if (s->is_group)
			s->off_end = s->group_end;
	}
}

/* properties - those of a shape in R */
static bool
properties(struct sheet *s, const struct pn_ppt_record *r, enum pn_err *err)
{
	*err = pn_art_properties(r->body, r->instance, &s->art);
	if (*err == PN_OK && s->art.seen.len)
		*err = lines(s, s->art.seen.data, s->art.seen.len);
	pn_buf_clear(&s->art.seen);
	if (s->art.table && s->is_group)
		s->table_end = s->group_end;
	return true;
}

/* shape - a record that says how a shape is; false where R is none */
static bool
shape(struct sheet *s, uint64_t at, const struct pn_ppt_record *r,
    enum pn_err *err)
{
	switch (r->type) {
	case PN_PPT_GROUP:
		s->group_end = r->end;
		return true;
	case PN_PPT_SHAPE:
		s->shape_end = r->end;
		s->off = at < s->off_end;
		s->is_group = s->art.hidden = s->placeholder = false;
		s->art.table = false;
		return true;
	case PN_PPT_SHAPE_ATOM:
		s->is_group = pn_le32(r->body, 4) & SHAPE_GROUP;
		s->art.hidden = pn_le32(r->body, 4) & SHAPE_DELETED;
		return true;
	case PN_PPT_SHAPE_PROPS:
	case PN_PPT_SHAPE_PROPS_3:
		return properties(s, r, err);
	case PN_PPT_ANCHOR:
		anchor(s, r->body);
		return true;
	case PN_PPT_CHILD_ANCHOR:
		if (at < s->table_end)
			pn_ppt_table_cell(&s->table, r->body);
		return true;
	case PN_PPT_PLACEHOLDER:
		s->placeholder = true;
		return true;
	}
	return false;
}

/* outline - the text of the outline with that number */
static enum pn_err
outline(struct sheet *s, uint32_t i)
{
	struct pn_ppt_text *t;

	if (s->texts == NULL || i >= s->texts->n)
		return PN_OK;
	t = &s->texts->v[i];
	t->used = true;
	return text(s, t->bytes, t->wide);
}

/* take - a record of the sheet at AT */
static enum pn_err
take(struct sheet *s, uint64_t at, const struct pn_ppt_record *r)
{
	enum pn_err err = PN_OK;

	if (at >= s->table_end)
		err = pn_ppt_table_emit(&s->table, &s->flow, unseen(s));
	if (at >= s->shape_end)
		s->off = s->art.hidden = s->placeholder = false;
	if (err != PN_OK || shape(s, at, r, &err))
		return err;
	switch (r->type) {
	case PN_PPT_TEXT_CHARS:
		return text(s, r->body, true);
	case PN_PPT_TEXT_BYTES:
		return text(s, r->body, false);
	case PN_PPT_OUTLINE_REF:
		return outline(s, pn_le32(r->body, 0));
	case PN_PPT_CSTRING:
		return string(s, at, r);
	case PN_PPT_HEADERS:
		s->headers_end = r->end;
		break;
	case PN_PPT_COMMENT:
		s->comment_end = r->end;
		break;
	}
	return PN_OK;
}

/* enters - is what R holds more records? Data of a tag is, too */
static bool
enters(const struct pn_ppt_record *r)
{
	return r->container || r->type == PN_PPT_TAG_DATA;
}

/* tell_aside - what BUF gathered, as hidden of KIND */
static enum pn_err
tell_aside(struct sheet *s, struct pn_buf *buf, const char *kind)
{
	char *where;
	enum pn_err err;

	if (buf->len == 0)
		return PN_OK;
	where = pn_printf("%s, %s", s->place, kind);
	pn_job_hidden(s->p->job, kind);
	err = pn_job_text(s->p->job, pn_buf_bytes(buf), where, PN_TEXT_HIDDEN);
	free(where);
	return err;
}

/* walk - every record in R */
static enum pn_err
walk(struct sheet *s, const struct pn_ppt_record *r)
{
	struct pn_ppt_record in;
	uint64_t at = 0;
	enum pn_err err = pn_ppt_charge(s->p, r);

	while (err == PN_OK && pn_ppt_record(r->body, at, &in)) {
		err = take(s, at, &in);
		at = enters(&in) ? at + PN_PPT_HEAD : in.end;
		if (err == PN_OK)
			err = pn_job_work(s->p->job, PN_PPT_HEAD);
	}
	if (err == PN_OK)
		err = pn_ppt_table_emit(&s->table, &s->flow, unseen(s));
	/* texts that no shape shows, in the outline only */
	s->shape_end = 0;
	s->off = s->art.hidden = s->placeholder = false;
	for (size_t i = 0; s->texts && i < s->texts->n && err == PN_OK; i++)
		if (!s->texts->v[i].used)
			err = outline(s, (uint32_t)i);
	return err;
}

enum pn_err
pn_ppt_sheet(struct pn_ppt *p, const struct pn_ppt_record *r,
    struct pn_ppt_texts *texts, const char *place, const char *hidden)
{
	struct sheet s = {.p = p,
	    .texts = texts,
	    .place = place,
	    .master = r->type == PN_PPT_MASTER,
	    .slide = r->type == PN_PPT_SLIDE};
	enum pn_err err, ended;

	pn_flow_init(&s.flow, p->job, place, hidden ? PN_TEXT_HIDDEN : 0);
	pn_buf_init(&s.comment, pn_job_room(p->job) + 1);
	pn_buf_init(&s.line, pn_job_room(p->job) + 1);
	pn_buf_init(&s.prompts, pn_job_room(p->job) + 1);
	pn_buf_init(&s.art.seen, MAX_ART);
	pn_buf_init(&s.art.described, MAX_ART);
	pn_buf_init(&s.table.text, pn_job_room(p->job) + 1);
	err = walk(&s, r);
	if (hidden && s.said)
		pn_job_hidden(p->job, hidden);
	ended = pn_flow_flush(&s.flow);
	if (err == PN_OK)
		err = ended;
	if (err == PN_OK)
		err = pn_job_text(
		    p->job, pn_buf_bytes(&s.prompts), place, PN_TEXT_HIDDEN);
	if (err == PN_OK)
		err = tell_aside(&s, &s.comment, "comment");
	if (err == PN_OK)
		err = tell_aside(&s, &s.art.described, "attribute");
	pn_flow_free(&s.flow);
	pn_buf_free(&s.comment);
	pn_buf_free(&s.line);
	pn_buf_free(&s.prompts);
	pn_buf_free(&s.art.seen);
	pn_buf_free(&s.art.described);
	pn_ppt_table_free(&s.table);
	return err == PN_OK ? PN_OK : pn_job_limit(p->job, "text");
}

static int
by_value(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

void
pn_ppt_sort_seen(struct pn_ppt *p)
{
	if (p->n_seen)
		qsort(p->seen, p->n_seen, sizeof(*p->seen), by_value);
}

/* add_new - the lines of TEXT that nobody saw, to OUT */
static enum pn_err
add_new(struct pn_ppt *p, const struct pn_buf *text, struct pn_buf *out)
{
	const char *s = text->data, *end = s + text->len;
	enum pn_err err = PN_OK;

	while (s < end && err == PN_OK) {
		const char *stop = memchr(s, '\n', (size_t)(end - s));
		size_t n = (size_t)((stop ? stop : end) - s);
		uint64_t h = hash(s, n);

		if (p->n_seen == 0 || bsearch(&h, p->seen, p->n_seen, sizeof(h),
					  by_value) == NULL) {
			err = pn_buf_add(out, s, n);
			if (err == PN_OK)
				err = pn_buf_addc(out, '\n');
		}
		s += n + (stop != NULL);
	}
	return err == PN_OK ? PN_OK : pn_job_limit(p->job, "text");
}

enum pn_err
pn_ppt_earlier(struct pn_ppt *p, const struct pn_ppt_record *r)
{
	struct pn_buf out, text;
	struct pn_ppt_record in;
	uint64_t at = 0;
	enum pn_err err = pn_ppt_charge(p, r);

	pn_buf_init(&out, pn_job_room(p->job) + 1);
	pn_buf_init(&text, pn_job_room(p->job) + 1);
	while (err == PN_OK && pn_ppt_record(r->body, at, &in)) {
		bool wide = in.type == PN_PPT_TEXT_CHARS;

		pn_buf_clear(&text);
		if (wide || in.type == PN_PPT_TEXT_BYTES)
			err = decode(p, in.body, wide, &text);
		if (err == PN_OK)
			err = add_new(p, &text, &out);
		at = enters(&in) ? at + PN_PPT_HEAD : in.end;
		if (err == PN_OK)
			err = pn_job_work(p->job, PN_PPT_HEAD);
	}
	if (err == PN_OK && out.len) {
		pn_job_hidden(p->job, "revision");
		err = pn_job_text(
		    p->job, pn_buf_bytes(&out), "earlier text", PN_TEXT_HIDDEN);
	}
	pn_buf_free(&out);
	pn_buf_free(&text);
	return err;
}
