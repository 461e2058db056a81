/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_cfb - compound files without a reader of their own (MS-CFB)
 *
 * Locked OOXML packages, and all that ole_kind knows by name only. Of those
 * the properties, the embedded files and the runs of text are told, and the
 * file stays unscannable. Thumbs.db is pictures and their names and no more.
 */
#include <string.h>
#include <strings.h>
#include "extract/ole/le.h"
#include "extract/ole/ole.h"
#include "extract/ole/ole_kind.h"

#define PICTURE_HEAD 12

static const char signature[8] = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

static unsigned
cfb_bid(struct pn_look *look, const char **type)
{
	const char *told = *type;

	if (look->bytes.n < sizeof(signature) ||
	    memcmp(look->bytes.p, signature, sizeof(signature)) != 0)
		return 0;
	if (pn_look_cfb(look) == NULL)
		return 8 * sizeof(signature);
	(void)pn_ole_look(look, &told);
	*type = told;
	return PN_BID_PACKAGE - 1; /* a reader of its own comes first */
}

/* pictures - each has a head of 12 bytes before it */
static enum pn_err
pictures(struct pn_ole *o)
{
	enum pn_err err = PN_OK;

	for (uint32_t i = o->child[0]; i && err == PN_OK; i = o->next[i]) {
		struct pn_ole_stream s;

		if (pn_cfb_at(o->cfb, i)->storage ||
		    strcasecmp(pn_cfb_at(o->cfb, i)->name, "Catalog") == 0)
			continue;
		err = pn_ole_stream(o, i, &s);
		if (err == PN_OK)
			err = pn_ole_object(o->job,
			    pn_le_cut(s.bytes, PICTURE_HEAD, s.bytes.n), NULL);
		pn_ole_stream_free(&s);
	}
	return err;
}

/* read_open - a file whose directory can be read */
static enum pn_err
read_open(struct pn_ole *o)
{
	struct pn_job *job = o->job;
	enum pn_err err = PN_OK;

	if (strcmp(job->kind.type, PN_OLE_LOCKED_TYPE) == 0) {
		pn_job_answer(job, PN_STATUS_ENCRYPTED, NULL);
		return pn_ole_properties(o);
	}
	if (strcmp(job->kind.type, PN_OLE_PICTURES_TYPE) == 0)
		err = pictures(o);
	else
		pn_job_answer(job, PN_STATUS_UNSCANNABLE, "no-reader");
	return err == PN_OK ? pn_ole_rest(o) : err;
}

static enum pn_err
cfb_read(struct pn_job *job)
{
	struct pn_ole o;
	enum pn_err err = pn_ole_open(job, &o);

	if (err == PN_OK)
		err = read_open(&o);
	else if (err == PN_ERR_SYNTAX &&
		 pn_ole_strings(job, job->bytes, "", "stream") == PN_ERR_LIMIT)
		err = PN_ERR_LIMIT;
	pn_ole_free(&o);
	return err;
}

const struct pn_format pn_format_cfb = {
    .name = "cfb",
    .type = "application/x-ole-storage",
    .bid = cfb_bid,
    .read = cfb_read,
};
