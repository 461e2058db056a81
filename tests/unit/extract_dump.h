/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * extract_dump - an extraction as one string, to compare with
 *
 * One line per event: "text FLAGS PLACE|TEXT", "table FLAGS PLACE|R,C=CELL|..."
 * (a hidden cell as R,C~CELL), "member NAME WHAT", and at the end
 * "hidden KIND" for each kind and "STATUS WHY". Line ends inside text are written as "\n".
 */
#ifndef PN_TESTS_EXTRACT_DUMP_H
#define PN_TESTS_EXTRACT_DUMP_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/uni.h"
#include "extract/extract.h"

struct dump {
	struct pn_buf out;
	struct pn_buf hidden; /* the kinds; they come before the outcome */
	struct pn_budget budget;
	bool deep;	/* members are extracted too */
	unsigned depth; /* of members */
	unsigned invalid; /* segments that break their contract */
};

static inline void
dump_init(struct dump *d)
{
	*d = (struct dump){
		.budget = {
			.unpacked_left = 64u << 20,
			.text_left = 16u << 20,
			.members_left = 1000,
			.ratio = 200,
			.ratio_from = 10u << 20,
		},
	};
	pn_buf_init(&d->out, 64u << 20);
	pn_buf_init(&d->hidden, 4096);
}

static inline void
dump_escaped(struct dump *d, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] == '\n')
			pn_buf_adds(&d->out, "\\n");
		else
			pn_buf_addc(&d->out, s[i]);
}

static inline void
dump_check(struct dump *d, const struct pn_segment *seg)
{
	size_t end = 0;

	d->invalid += !pn_utf8_valid(seg->text, seg->len) || !seg->place;
	for (size_t i = 0; i < seg->n_cells; i++) {
		const struct pn_cell *c = &seg->cells[i];

		d->invalid += c->off < end || c->off + c->len > seg->len;
		end = c->off + c->len;
	}
}

static inline enum pn_err
dump_text(void *ctx, const struct pn_segment *seg)
{
	struct dump *d = ctx;
	static const char letters[] = "HQSNU";

	dump_check(d, seg);
	pn_buf_adds(&d->out, seg->cells ? "table " : "text ");
	for (int i = 0; i < 5; i++)
		if (seg->flags & (1u << i))
			pn_buf_addc(&d->out, letters[i]);
	pn_buf_addf(&d->out, " %s|", seg->place);
	if (!seg->cells)
		dump_escaped(d, seg->text, seg->len);
	for (size_t i = 0; i < seg->n_cells; i++) {
		const struct pn_cell *c = &seg->cells[i];

		pn_buf_addf(&d->out, "%u,%u%s", c->row, c->col,
		    c->flags & PN_TEXT_HIDDEN ? "~" : "=");
		dump_escaped(d, seg->text + c->off, c->len);
		pn_buf_addc(&d->out, '|');
	}
	pn_buf_addc(&d->out, '\n');
	return PN_OK;
}

static inline void
dump_hidden(void *ctx, const char *kind)
{
	struct dump *d = ctx;
	char *line = pn_printf("hidden %s\n", kind);

	if (strstr(d->hidden.data, line) == NULL)
		pn_buf_adds(&d->hidden, line);
	free(line);
}

static inline void dump_run(struct dump *d, struct pn_kind kind,
    struct pn_bytes bytes, const char *charset);

static inline enum pn_err
dump_member(void *ctx, const struct pn_member *m)
{
	struct dump *d = ctx;

	pn_buf_addf(&d->out, "member %s%s%s%s %s\n", m->name ? m->name : "-",
	    m->role == PN_ROLE_EMBEDDED ? " embedded" : "",
	    m->hidden ? " hidden" : "", m->encrypted ? " encrypted" : "",
	    m->unreadable ? m->unreadable : "");
	if (d->deep && m->content.n && d->depth < 8) {
		d->depth++;
		dump_run(d, pn_recognise(m->content), m->content, NULL);
		d->depth--;
	}
	return PN_OK;
}

/* dump_run - extract BYTES as KIND and write down what happens */
static inline void
dump_run(struct dump *d, struct pn_kind kind, struct pn_bytes bytes,
    const char *charset)
{
	struct pn_taker taker = {{dump_text, d}, dump_member, dump_hidden, d};
	struct pn_outcome o =
	    pn_extract(kind, bytes, charset, &d->budget, &taker);

	if (d->depth == 0) {
		pn_buf_adds(&d->out, d->hidden.data);
		pn_buf_free(&d->hidden);
		pn_buf_init(&d->hidden, 4096);
	}
	pn_buf_addf(&d->out, "%s%s%s\n", pn_status_word(o.status),
	    o.why ? " " : "", o.why ? o.why : "");
}

/* dump_string - all that comes out of the N bytes at S, for free() */
static inline char *
dump_string(const void *s, size_t n, const char *charset, bool deep)
{
	struct dump d;
	struct pn_bytes bytes = {s, n};

	dump_init(&d);
	d.deep = deep;
	dump_run(&d, pn_recognise(bytes), bytes, charset);
	if (d.invalid)
		pn_buf_adds(&d.out, "INVALID SEGMENT\n");
	return pn_buf_take(&d.out);
}

/* dump_file - the bytes of tests/data/NAME, *N of them, for free(); NULL */
static inline unsigned char *
dump_file(const char *name, size_t *n)
{
	char *path = pn_printf("%s/tests/data/%s",
	    getenv("PN_SRCDIR") ? getenv("PN_SRCDIR") : ".", name);
	FILE *f = fopen(path, "rb");
	unsigned char *bytes = NULL;

	*n = 0;
	if (f) {
		bytes = pn_alloc(4u << 20);
		*n = fread(bytes, 1, 4u << 20, f);
		fclose(f);
	}
	free(path);
	return bytes;
}

#endif
