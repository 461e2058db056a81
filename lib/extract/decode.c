/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * decode - the characters of a text file
 */
#include <string.h>
#include <strings.h>
#include "base/charset.h"
#include "extract/decode.h"

enum pn_err
pn_decode(struct pn_job *job, const char *charset, struct pn_buf *out)
{
	struct pn_bytes rest = job->bytes;
	enum pn_err err = PN_ERR_UNSUPPORTED;
	const char *guess;
	unsigned bom;

	pn_buf_init(out, pn_job_room(job) + 1);
	if (rest.n == 0)
		return PN_OK;
	bom = pn_charset_bom(rest);
	rest = (struct pn_bytes){rest.p + bom, rest.n - bom};
	guess = pn_charset_guess(job->bytes);
	if (guess == NULL)
		guess = "windows-1252";
	if (charset && !bom)
		err = pn_charset_to_utf8(out, charset, rest);
	if (err == PN_ERR_UNSUPPORTED)
		err = pn_charset_to_utf8(out, guess, rest);
	if (err == PN_ERR_UNSUPPORTED)
		err = pn_charset_to_utf8(out, "windows-1252", rest);
	if (err != PN_OK)
		return pn_job_limit(job, "text");
	return pn_job_work(job, job->bytes.n);
}

const char *
pn_decode_other(struct pn_bytes bytes, const char *charset)
{
	static const char probe[] = "Aa09 @.";
	const struct pn_bytes in = {(const unsigned char *)probe, 7};
	const char *guess = bytes.n ? pn_charset_guess(bytes) : NULL;
	struct pn_buf out;
	enum pn_err err;
	bool same;

	if (charset == NULL || guess == NULL || pn_charset_bom(bytes) ||
	    strncasecmp(charset, guess, 5) == 0)
		return NULL;
	pn_buf_init(&out, 256);
	err = pn_charset_to_utf8(&out, charset, in);
	same = err == PN_OK && out.len == in.n &&
	       memcmp(out.data, probe, in.n) == 0;
	pn_buf_free(&out);
	return same || err == PN_ERR_UNSUPPORTED ? NULL : guess;
}
