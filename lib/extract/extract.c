/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * extract - the table of formats, and who reads what
 *
 * Every format bids on the bytes and the highest bid wins; equal bids go to
 * the format named first. No format is known here by name: the table is made
 * at build from the list of fmt_*.c files. Bids of unknown bytes are all 0.
 */
#include <string.h>
#include "base/cfb.h"
#include "base/charset.h"
#include "extract/format.h"
#include "extract/ooxml/opc.h"
#include "extract/pdf/object.h"
#include "extract/unpack.h"
#include "extract/xml.h"

/* What is decoded of a text to recognise it. */
#define LOOK_BYTES (64u << 10)

#define PN_FORMAT(x) extern const struct pn_format pn_format_##x;
#include "extract/formats.inc"
#undef PN_FORMAT

static const struct pn_format *const formats[] = {
#define PN_FORMAT(x) &pn_format_##x,
#include "extract/formats.inc"
#undef PN_FORMAT
};

#define N_FORMATS (sizeof(formats) / sizeof(formats[0]))

static const struct pn_outcome unknown = {
    .status = PN_STATUS_UNSCANNABLE,
    .why = "unknown-type",
};

const struct pn_zip *
pn_look_zip(struct pn_look *look)
{
	if (!look->looked_zip) {
		enum pn_err err = pn_zip_read(look->bytes, &look->zip);

		(void)err; /* over the limit: the first entries are there */
		look->looked_zip = true;
	}
	return look->zip;
}

const struct pn_opc *
pn_look_opc(struct pn_look *look)
{
	const struct pn_zip *zip = pn_look_zip(look);

	/* with bytes in front it is an archive with a package inside */
	if (zip && !zip->prefixed && !look->looked_opc)
		look->opc = pn_opc_open(zip);
	look->looked_opc = true;
	return look->opc;
}

const struct pn_cfb *
pn_look_cfb(struct pn_look *look)
{
	if (!look->looked_cfb && pn_cfb_open(look->bytes, &look->cfb) != PN_OK)
		look->cfb = NULL;
	look->looked_cfb = true;
	return look->cfb;
}

const char *
pn_look_text(struct pn_look *look)
{
	if (!look->looked_text) {
		unsigned bom = pn_charset_bom(look->bytes);
		struct pn_bytes head = {
		    look->bytes.p + bom, look->bytes.n - bom};
		enum pn_err err;

		look->looked_text = true;
		look->charset = pn_charset_guess(look->bytes);
		if (head.n > LOOK_BYTES)
			head.n = LOOK_BYTES;
		if (look->charset) {
			err = pn_charset_to_utf8(
			    &look->text, look->charset, head);
			(void)err; /* what was decoded is enough to look at */
		}
	}
	return look->charset ? look->text.data : NULL;
}

/* ask - what F bids; BEST keeps the highest */
static void
ask(const struct pn_format *f, struct pn_look *look, struct pn_kind *best)
{
	const char *type = f->type;
	unsigned bits = f->bid(look, &type);

	if (bits > best->bits)
		*best = (struct pn_kind){f->name, type, bits};
}

struct pn_kind
pn_recognise(struct pn_bytes bytes)
{
	struct pn_kind best = {"unknown", "application/octet-stream", 0};
	struct pn_look look = {.bytes = bytes};

	if (bytes.n == 0)
		return (struct pn_kind){"text", "text/plain", PN_BID_TEXT};
	pn_buf_init(&look.text, 4 * LOOK_BYTES);
	for (size_t i = 0; i < N_FORMATS; i++)
		if (formats[i]->most == 0)
			ask(formats[i], &look, &best);
	for (size_t i = 0; i < N_FORMATS; i++)
		if (formats[i]->most > best.bits)
			ask(formats[i], &look, &best);
	pn_opc_free(&look.opc);
	pn_zip_free(&look.zip);
	pn_cfb_free(&look.cfb);
	pn_buf_free(&look.text);
	return best;
}

/* outcome_of - how a job ended whose reader returned ERR */
static struct pn_outcome
outcome_of(const struct pn_job *job, enum pn_err err)
{
	if (job->answer.status != PN_STATUS_SCANNED)
		return job->answer;
	if (err == PN_ERR_LIMIT || job->limit)
		return (struct pn_outcome){PN_STATUS_LIMIT,
		    job->limit ? job->limit : "text",
		    job->limit ? job->limit : "text"};
	if (err != PN_OK || job->damage)
		return (struct pn_outcome){PN_STATUS_UNSCANNABLE,
		    job->damage ? job->damage : "damaged", NULL};
	return job->answer;
}

struct pn_outcome
pn_extract(struct pn_kind kind, struct pn_bytes bytes, const char *charset,
    struct pn_budget *budget, const struct pn_taker *taker)
{
	struct pn_job job = {
	    .kind = kind,
	    .bytes = bytes,
	    .charset = charset,
	    .budget = budget,
	    .taker = taker,
	};

	for (size_t i = 0; i < N_FORMATS; i++) {
		if (strcmp(formats[i]->name, kind.format) != 0)
			continue;
		if (formats[i]->read == NULL)
			return formats[i]->answer;
		return outcome_of(&job, formats[i]->read(&job));
	}
	return unknown;
}

void
pn_extract_init(void)
{
	pn_pdf_init();
	pn_xml_init();
	pn_unpack_init();
}
