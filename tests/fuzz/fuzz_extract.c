/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes through recognition and every reader, members too. Aborts where a
 * segment breaks its contract. With PN_FUZZ_FORMAT=NAME in the environment the
 * bytes go to that format's reader whatever they look like; tests/run does so
 * for every format, which makes this one target per format.
 */
#include <stdlib.h>
#include "base/mem.h"
#include "base/uni.h"
#include "extract/extract.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MAX_DEPTH 6

/* What one input may use up, small so that a run is many inputs. */
struct fuzz {
	struct pn_budget budget;
	unsigned depth;
};

static void
need(bool holds)
{
	if (!holds)
		abort();
}

static enum pn_err
take_text(void *ctx, const struct pn_segment *seg)
{
	size_t end = 0;

	(void)ctx;
	need(seg->place && pn_utf8_valid(seg->text, seg->len));
	for (size_t i = 0; i < seg->n_cells; i++) {
		need(seg->cells[i].off >= end);
		end = (size_t)seg->cells[i].off + seg->cells[i].len;
		need(end <= seg->len);
	}
	return PN_OK;
}

static void extract(struct fuzz *f, struct pn_bytes bytes);

static enum pn_err
take_member(void *ctx, const struct pn_member *m)
{
	struct fuzz *f = ctx;

	f->depth++;
	if (f->depth < MAX_DEPTH && !m->encrypted)
		extract(f, m->content);
	f->depth--;
	return PN_OK;
}

static void
take_hidden(void *ctx, const char *kind)
{
	(void)ctx;
	need(kind != NULL);
}

static void
extract(struct fuzz *f, struct pn_bytes bytes)
{
	struct pn_taker taker = {{take_text, f}, take_member, take_hidden, f};
	struct pn_kind kind = pn_recognise(bytes);
	struct pn_outcome o =
	    pn_extract(kind, bytes, "utf-8", &f->budget, &taker);

	need(o.status != PN_STATUS_LIMIT || o.limit);
	need(o.status != PN_STATUS_UNSCANNABLE || o.why);
}

/* forced - the format that the environment asks for; NULL */
static const char *
forced(void)
{
	static const char *name;

	if (!name) {
		name = getenv("PN_FUZZ_FORMAT");
		name = name ? name : "";
		pn_extract_init();
	}
	return *name ? name : NULL;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz f = {
	    .budget =
		{
		    .unpacked_left = 8u << 20,
		    .text_left = 2u << 20,
		    .members_left = 100,
		    .ratio = 200,
		    .ratio_from = 1u << 20,
		    .pictures = true,
		},
	};
	struct pn_bytes bytes = {data, size};
	struct pn_taker taker = {{take_text, &f}, take_member, take_hidden, &f};
	struct pn_kind kind = {forced(), "text/plain", 0};

	if (kind.format)
		(void)pn_extract(kind, bytes, NULL, &f.budget, &taker);
	else
		extract(&f, bytes);
	return 0;
}
