/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ooxml - what Word, Excel and PowerPoint files have in common (ECMA-376)
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/mem.h"
#include "extract/ooxml/ooxml.h"

/* A name like "TextBox 12" is no longer than that. */
#define MADE_UP_LETTERS 60
#define MADE_UP_DIGITS	6

unsigned
pn_ooxml_bid(struct pn_look *look, const char *const *starts, size_t n)
{
	const struct pn_opc *opc = pn_look_opc(look);
	const char *type = opc ? pn_opc_main_type(opc) : "";

	for (size_t i = 0; i < n; i++)
		if (strncasecmp(type, starts[i], strlen(starts[i])) == 0)
			return PN_BID_PACKAGE + 32;
	return 0;
}

enum pn_err
pn_ooxml_open(struct pn_job *job, struct pn_ooxml *x)
{
	enum pn_err err;

	*x = (struct pn_ooxml){.job = job};
	err = pn_zip_read(job->bytes, &x->zip);
	if (err == PN_ERR_LIMIT)
		err = pn_job_limit(job, "members");
	if (err == PN_OK) {
		x->opc = pn_opc_open(x->zip);
		x->done = pn_alloc(x->zip->n_entries + 1);
		x->shown = pn_alloc(x->zip->n_entries + 1);
		x->remarked = pn_alloc(x->zip->n_entries + 1);
	}
	if (err == PN_OK && x->opc == NULL)
		err = PN_ERR_SYNTAX;
	return err;
}

void
pn_ooxml_free(struct pn_ooxml *x)
{
	free(x->done);
	free(x->shown);
	free(x->remarked);
	pn_opc_free(&x->opc);
	pn_zip_free(&x->zip);
}

const struct pn_zip_entry *
pn_ooxml_part(const struct pn_ooxml *x, const char *name)
{
	return pn_opc_find(x->zip, name);
}

const struct pn_zip_entry *
pn_ooxml_undone(const struct pn_ooxml *x, const char *name)
{
	const struct pn_zip_entry *e = name ? pn_ooxml_part(x, name) : NULL;

	return e && !x->done[e - x->zip->entries] ? e : NULL;
}

bool
pn_ooxml_made_up(struct pn_bytes v)
{
	size_t n = v.n;

	while (n && v.p[n - 1] >= '0' && v.p[n - 1] <= '9')
		n--;
	for (size_t i = 0; i < n; i++)
		if ((v.p[i] >= '0' && v.p[i] <= '9') || v.p[i] == '@')
			return false;
	return v.n - n <= MADE_UP_DIGITS && n <= MADE_UP_LETTERS;
}

/* take_remark - an XML comment: no program shows it */
static enum pn_err
take_remark(void *ctx, const char *s, size_t n)
{
	struct pn_buf *to = ctx;

	return pn_buf_add(to, s, n) == PN_OK ? pn_buf_addc(to, '\n')
					     : PN_ERR_LIMIT;
}

/* has_remark - does a comment begin somewhere in XML? '!' is rare in it */
static bool
has_remark(struct pn_bytes xml)
{
	const unsigned char *p = xml.p, *end = xml.p + xml.n;

	while ((p = memchr(p, '!', (size_t)(end - p))) != NULL) {
		if (p > xml.p && p[-1] == '<' && end - p > 2 && p[1] == '-' &&
		    p[2] == '-')
			return true;
		p++;
	}
	return false;
}

/* remarks - the XML comments of entry E, which holds XML */
static enum pn_err
remarks(struct pn_ooxml *x, const struct pn_zip_entry *e, struct pn_bytes xml)
{
	static const struct pn_xml_events events = {.comment = take_remark};
	bool *told = &x->remarked[e - x->zip->entries];
	struct pn_buf text;
	enum pn_err err;

	if (*told || xml.n == 0 || !has_remark(xml))
		return PN_OK;
	*told = true;
	pn_buf_init(&text, pn_job_room(x->job) + 1);
	err = pn_xml_parse(xml, &events, &text);
	if (err == PN_ERR_LIMIT)
		err = pn_job_limit(x->job, "text");
	else /* that it is broken was told by its reader */
		err = pn_job_text(
		    x->job, pn_buf_bytes(&text), "xml-comment", PN_TEXT_HIDDEN);
	if (text.len)
		pn_job_hidden(x->job, "xml-comment");
	pn_buf_free(&text);
	return err;
}

enum pn_err
pn_ooxml_parse(struct pn_ooxml *x, const struct pn_zip_entry *e,
    const struct pn_xml_events *events, void *ctx)
{
	struct pn_unpacked u;
	enum pn_err err;

	x->done[e - x->zip->entries] = true;
	if (e->disagrees || e->overlaps)
		pn_job_damage(x->job, "damaged");
	err = pn_unpack(x->job, e, PN_UNPACK_MAX, &u);
	if (err == PN_ERR_CRYPTO) {
		pn_job_answer(x->job, PN_STATUS_ENCRYPTED, NULL);
		err = PN_OK;
	} else if (err == PN_OK) {
		err = pn_xml_parse(u.bytes, events, ctx);
		if (err != PN_ERR_LIMIT) {
			enum pn_err told = remarks(x, e, u.bytes);

			err = told == PN_OK ? err : told;
		}
	}
	if (u.damaged || (err != PN_OK && err != PN_ERR_LIMIT)) {
		pn_job_damage(x->job, "damaged");
		err = err == PN_ERR_LIMIT ? err : PN_OK;
	}
	pn_unpack_free(&u);
	return err;
}
