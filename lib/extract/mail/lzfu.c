/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lzfu - compressed rich text (MS-OXRTFCP 2.1)
 *
 * A window of 4 KiB that begins with what most such texts begin with. Two
 * bytes give 17 at most, so the input bounds the output.
 */
#include <string.h>
#include "extract/mail/mapi.h"
#include "extract/ole/le.h"

#define WINDOW	  4096
#define HEADER	  16
#define TYPE_LZFU 0x75465A4Cu
#define TYPE_MELA 0x414C454Du
#define STEP	  4096 /* bytes between two looks at the budgets */

/* What the window holds at first (2.1.3.1.1): 207 bytes. */
static const char start[] =
    "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman "
    "\\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArial"
    "Times New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    "\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

struct lz {
	struct pn_job *job;
	struct pn_buf *out;
	unsigned char window[WINDOW];
	unsigned write;
	size_t counted; /* bytes of OUT that the budget knows of */
};

/* put - one byte into the output and the window */
static enum pn_err
put(struct lz *z, unsigned char c)
{
	enum pn_err err = PN_OK;

	z->window[z->write] = c;
	z->write = (z->write + 1) % WINDOW;
	if (z->out->len - z->counted >= STEP) {
		err = pn_job_unpack(z->job, z->out->len - z->counted);
		z->counted = z->out->len;
	}
	if (err == PN_OK && pn_buf_addc(z->out, (char)c) != PN_OK)
		err = pn_job_limit(z->job, "unpacked");
	return err;
}

/* tokens - the packed text P of N bytes; PN_ERR_NOT_FOUND without its end */
static enum pn_err
tokens(struct lz *z, const unsigned char *p, size_t n)
{
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < n;) {
		unsigned flags = p[i++];

		for (unsigned bit = 0; bit < 8 && err == PN_OK; bit++) {
			unsigned from, len;

			if ((flags >> bit & 1) == 0) {
				if (i >= n)
					return PN_ERR_NOT_FOUND;
				err = put(z, p[i++]);
				continue;
			}
			if (n - i < 2)
				return PN_ERR_NOT_FOUND;
			from = (unsigned)p[i] << 4 | p[i + 1] >> 4;
			len = (p[i + 1] & 15u) + 2;
			i += 2;
			if (from == z->write)
				return PN_OK;
			for (; len && err == PN_OK; len--, from++)
				err = put(z, z->window[from % WINDOW]);
		}
		if (err != PN_OK)
			return err;
	}
	return PN_ERR_NOT_FOUND;
}

enum pn_err
pn_lzfu(struct pn_job *job, struct pn_bytes in, struct pn_buf *out)
{
	struct lz z = {.job = job, .out = out, .write = sizeof(start) - 1};
	uint32_t type = pn_le32(in, 8), raw = pn_le32(in, 4);
	struct pn_bytes rest;
	enum pn_err err;

	if (in.n < HEADER || (type != TYPE_LZFU && type != TYPE_MELA))
		return PN_ERR_SYNTAX;
	rest = pn_le_cut(in, HEADER, in.n);
	if (type == TYPE_MELA) {
		rest = pn_le_cut(rest, 0, raw);
		if (pn_buf_add(out, rest.p, rest.n) != PN_OK)
			return pn_job_limit(job, "unpacked");
		return rest.n < raw ? PN_ERR_SYNTAX : PN_OK;
	}
	memcpy(z.window, start, sizeof(start) - 1);
	memset(z.window + sizeof(start) - 1, ' ', WINDOW - sizeof(start) + 1);
	err = tokens(&z, rest.p, rest.n);
	if (err == PN_ERR_NOT_FOUND) /* some writers leave out the end mark */
		err = out->len < raw ? PN_ERR_SYNTAX : PN_OK;
	return err;
}
