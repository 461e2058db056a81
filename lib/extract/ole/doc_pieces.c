/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * doc_pieces - which characters of a Word document are where (MS-DOC 2.9.38)
 *
 * A Clx is property lists that pieces refer to (Prc) and the piece table. Word
 * 6 has the same table, for 8-bit text only, and no table where the text lies
 * in one piece.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/ole/doc.h"

#define FIB_PAIRS     0x9A /* offsets and sizes, from the FIB on */
#define FIB_N_PAIRS   0x98
#define FIB_OLD_CLX   0x160
#define FC_COMPRESSED 0x40000000u
#define PIECE_BYTES   8
#define CLX_PRC	      1
#define CLX_TABLE     2

struct pn_bytes
pn_doc_part(const struct pn_doc *d, enum pn_doc_part i)
{
	uint64_t at = d->fib + FIB_PAIRS + 8 * (uint64_t)i;

	if (d->old || pn_le16(d->word, d->fib + FIB_N_PAIRS) <= (unsigned)i)
		return (struct pn_bytes){NULL, 0};
	return pn_le_cut(
	    d->table, pn_le32(d->word, at), pn_le32(d->word, at + 4));
}

/* clx - the structure with the piece table */
static struct pn_bytes
clx(const struct pn_doc *d)
{
	if (!d->old)
		return pn_doc_part(d, PN_DOC_CLX);
	return pn_le_cut(d->word, pn_le32(d->word, d->fib + FIB_OLD_CLX),
	    pn_le32(d->word, d->fib + FIB_OLD_CLX + 4));
}

static void
add_piece(struct pn_doc *d, struct pn_doc_piece p)
{
	PN_GROW(d->pieces, d->n_pieces, d->cap_pieces);
	d->pieces[d->n_pieces++] = p;
}

/* read_table - the pieces in T: N + 1 CPs, then N descriptors */
static enum pn_err
read_table(struct pn_doc *d, struct pn_bytes t)
{
	size_t n = t.n < 4 ? 0 : (t.n - 4) / (4 + PIECE_BYTES);
	uint64_t descriptors = 4 * (uint64_t)(n + 1);

	for (size_t i = 0; i < n; i++) {
		uint64_t at = descriptors + PIECE_BYTES * (uint64_t)i;
		uint32_t fc = pn_le32(t, at + 2);
		struct pn_doc_piece p = {
		    .cp = pn_le32(t, 4 * (uint64_t)i),
		    .end = pn_le32(t, 4 * (uint64_t)i + 4),
		    .fc = fc,
		    .prm = pn_le16(t, at + 6),
		};

		if (d->old)
			p.wide = d->wide;
		else if (fc & FC_COMPRESSED)
			p.fc = (fc & ~FC_COMPRESSED) / 2;
		else
			p.wide = true;
		if (p.end < p.cp || (i && p.cp != d->pieces[i - 1].end))
			return PN_ERR_SYNTAX;
		add_piece(d, p);
	}
	return n ? PN_OK : PN_ERR_SYNTAX;
}

/* one_piece - all the text in one, as files of Word 6 that are not complex */
static void
one_piece(struct pn_doc *d)
{
	uint32_t from = pn_le32(d->word, d->fib + 0x18);
	uint32_t to = pn_le32(d->word, d->fib + 0x1C);

	if (to > d->word.n)
		to = (uint32_t)d->word.n;
	if (from < to)
		add_piece(d, (struct pn_doc_piece){
				 .end = (to - from) >> d->wide,
				 .fc = from,
				 .wide = d->wide,
			     });
}

enum pn_err
pn_doc_read_pieces(struct pn_doc *d)
{
	struct pn_bytes c = clx(d);
	uint64_t at = 0;

	while (at < c.n && c.p[at] == CLX_PRC) {
		uint64_t n = pn_le16(c, at + 1);

		PN_GROW(d->prcs, d->n_prcs, d->cap_prcs);
		d->prcs[d->n_prcs++] = pn_le_cut(c, at + 3, n);
		at += 3 + n;
	}
	if (at < c.n && c.p[at] == CLX_TABLE)
		return read_table(d, pn_le_cut(c, at + 5, pn_le32(c, at + 1)));
	if (!d->old)
		return PN_ERR_SYNTAX;
	one_piece(d);
	return d->n_pieces ? PN_OK : PN_ERR_SYNTAX;
}

void
pn_word_free(struct pn_doc *d)
{
	free(d->pieces);
	free(d->prcs);
	free(d->styles);
}
