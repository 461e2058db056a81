/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * inflate - deflated data of unknown size (RFC 1950, RFC 1951), by zlib
 */
#include <limits.h>
#define ZLIB_CONST
#include <zlib.h>
#include "extract/inflate.h"

#define STEP_BYTES (64u << 10)

/* step - inflate once more; *DONE at the end of the stream */
static enum pn_err
step(struct pn_job *job, z_stream *z, struct pn_buf *out, bool *done)
{
	char *room = pn_buf_room(out, STEP_BYTES);
	size_t got;
	int r;

	if (room == NULL)
		return job ? pn_job_limit(job, "unpacked") : PN_ERR_LIMIT;
	z->next_out = (unsigned char *)room;
	z->avail_out = STEP_BYTES;
	r = inflate(z, Z_NO_FLUSH);
	got = STEP_BYTES - z->avail_out;
	pn_buf_wrote(out, got);
	*done = r == Z_STREAM_END;
	if (job && pn_job_unpack(job, got) != PN_OK)
		return PN_ERR_LIMIT;
	/* no progress is the end of what there is */
	return r == Z_OK || *done ? PN_OK : PN_ERR_SYNTAX;
}

enum pn_err
pn_inflate_stream(struct pn_job *job, enum pn_deflated how, struct pn_bytes in,
    struct pn_buf *out)
{
	z_stream z = {.next_in = in.p,
	    .avail_in = in.n < UINT_MAX ? (unsigned)in.n : UINT_MAX};
	enum pn_err err = PN_OK;
	bool done = false;

	if (inflateInit2(&z, how == PN_DEFLATED_RAW ? -MAX_WBITS : MAX_WBITS) !=
	    Z_OK)
		return PN_ERR_LIMIT;
	while (err == PN_OK && !done)
		err = step(job, &z, out, &done);
	(void)inflateEnd(&z);
	return err;
}
