/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * inflate - deflated data of unknown size (RFC 1950, RFC 1951), by zlib
 */
#include <limits.h>
#include <stdbool.h>
#define ZLIB_CONST
#include <zlib.h>
#include "base/inflate.h"

#define STEP_BYTES (64u << 10)

/* step - inflate once more into ROOM bytes of OUT; *DONE at the end of the
 * stream, *GOT bytes came */
static enum pn_err
step(z_stream *z, struct pn_buf *out, size_t room, bool *done, size_t *got)
{
	char *p = pn_buf_room(out, room);
	int r;

	*got = 0;
	if (p == NULL)
		return PN_ERR_LIMIT;
	z->next_out = (unsigned char *)p;
	z->avail_out = (unsigned)room;
	r = inflate(z, Z_NO_FLUSH);
	*got = room - z->avail_out;
	pn_buf_wrote(out, *got);
	*done = r == Z_STREAM_END;
	/* no progress is the end of what there is */
	return r == Z_OK || *done ? PN_OK : PN_ERR_SYNTAX;
}

enum pn_err
pn_inflate_charged(enum pn_deflated how, struct pn_bytes in, struct pn_buf *out,
    enum pn_err (*charge)(void *ctx, size_t n), void *ctx)
{
	z_stream z = {.next_in = in.p,
	    .avail_in = in.n < UINT_MAX ? (unsigned)in.n : UINT_MAX};
	enum pn_err err = PN_OK, charged;
	bool done = false;
	size_t got;

	if (inflateInit2(&z, how == PN_DEFLATED_RAW ? -MAX_WBITS : MAX_WBITS) !=
	    Z_OK)
		return PN_ERR_LIMIT;
	while (err == PN_OK && !done) {
		/* what is left of OUT's maximum may be less than a step */
		size_t left = out->max - out->len;

		err = step(&z, out,
		    left < STEP_BYTES && left ? left : STEP_BYTES, &done, &got);
		charged = charge && got ? charge(ctx, got) : PN_OK;
		if (charged != PN_OK)
			err = charged;
	}
	(void)inflateEnd(&z);
	return err;
}

enum pn_err
pn_inflate(struct pn_bytes in, struct pn_buf *out)
{
	return pn_inflate_charged(PN_DEFLATED_RAW, in, out, NULL, NULL);
}

uint32_t
pn_crc32(struct pn_bytes b)
{
	return b.n ? (uint32_t)crc32_z(0, b.p, b.n) : 0;
}
