/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lzma - liblzma's raw decoder with a bounded dictionary
 *
 * The stream interface is used and not the one for buffers, because a 7z
 * header has no end mark: it ends where its size is reached.
 */
#include <lzma.h>
#include <stdlib.h>
#include "base/lzma.h"

/* bound - the dictionary needs no more than what comes out */
static void
bound(lzma_options_lzma *o, size_t size)
{
	if (size < LZMA_DICT_SIZE_MIN)
		size = LZMA_DICT_SIZE_MIN;
	if (o->dict_size > size)
		o->dict_size = (uint32_t)size;
}

/* run - decode IN into the SIZE bytes at P */
static enum pn_err
run(const lzma_filter *filters, struct pn_bytes in, unsigned char *p,
    size_t size)
{
	lzma_stream s = LZMA_STREAM_INIT;
	enum pn_err err = PN_ERR_SYNTAX;
	lzma_ret ret = lzma_raw_decoder(&s, filters);

	s.next_in = in.p;
	s.avail_in = in.n;
	s.next_out = p;
	s.avail_out = size;
	while (ret == LZMA_OK && s.avail_out > 0)
		ret = lzma_code(&s, LZMA_RUN);
	if (s.avail_out == 0 && (ret == LZMA_OK || ret == LZMA_STREAM_END))
		err = PN_OK;
	lzma_end(&s);
	return err;
}

enum pn_err
pn_lzma_raw(bool lzma2, struct pn_bytes props, struct pn_bytes in, size_t size,
    struct pn_buf *out)
{
	lzma_filter filters[2] = {
	    {lzma2 ? LZMA_FILTER_LZMA2 : LZMA_FILTER_LZMA1, NULL},
	    {LZMA_VLI_UNKNOWN, NULL},
	};
	enum pn_err err;
	char *p;

	if (lzma_properties_decode(&filters[0], NULL, props.p, props.n) !=
	    LZMA_OK)
		return PN_ERR_SYNTAX;
	if (filters[0].options == NULL)
		return PN_ERR_SYNTAX;
	bound(filters[0].options, size);
	p = pn_buf_room(out, size);
	if (p == NULL) {
		free(filters[0].options);
		return PN_ERR_LIMIT;
	}
	err = run(filters, in, (unsigned char *)p, size);
	if (err == PN_OK)
		pn_buf_wrote(out, size);
	free(filters[0].options);
	return err;
}
