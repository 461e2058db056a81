/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * doc_action - what actions say (ISO 32000-2, 12.6): scripts and addresses
 *
 * The address of a link is seen by pointing at it and goes on as text; a
 * script is hidden text, kind "script".
 */
#include <string.h>
#include "extract/pdf/doc.h"

#define MAX_NEXT 64
#define KEYS_MAX 4096

/* action_one - one action, without those that follow it */
static enum pn_err
action_one(struct pn_pdoc *doc, struct pn_obj a, const char *place)
{
	struct pn_pdf *pdf = doc->pdf;
	struct pn_obj file = pn_obj_get(pdf, a, "/F");
	struct pn_buf text;
	enum pn_err err;

	pn_pdoc_buf(doc, &text);
	err = pn_pdoc_value(doc, pn_obj_get(pdf, a, "/JS"), &text);
	if (err == PN_OK)
		err = pn_pdoc_say(doc, &text, "script", "script");
	pn_buf_clear(&text);
	pn_obj_text(pdf, pn_obj_get(pdf, a, "/URI"), &text);
	/* a form's address, or a file's */
	pn_obj_text(pdf, file, &text);
	pn_obj_text(pdf, pn_obj_get(pdf, file, "/F"), &text);
	if (err == PN_OK)
		err = pn_pdoc_say(doc, &text, place, NULL);
	pn_buf_free(&text);
	if (err == PN_OK)
		err = pn_pdoc_filespec(doc, file, true);
	return err;
}

/* follow - ACTION and what follows it: one, or an array */
static enum pn_err
follow(struct pn_pdoc *doc, struct pn_obj action, const char *place,
    unsigned depth)
{
	struct pn_pdf *pdf = doc->pdf;
	size_t n = pn_obj_len(pdf, action);
	enum pn_err err = pn_pdoc_step(doc);

	if (err == PN_OK && depth > MAX_NEXT)
		return pn_pdoc_deep(doc);
	if (err != PN_OK)
		return err;
	for (size_t i = 0; i < n && err == PN_OK; i++)
		err = follow(doc, pn_obj_at(pdf, action, i), place, depth + 1);
	/* the same action on every page is told once */
	if (err != PN_OK || pn_obj_kind(pdf, action) != PN_OBJ_DICT ||
	    !pn_obj_seen_add(&doc->actions, pn_obj_id(pdf, action)))
		return err;
	err = action_one(doc, action, place);
	if (err == PN_OK)
		err = follow(
		    doc, pn_obj_get(pdf, action, "/Next"), place, depth + 1);
	return err;
}

enum pn_err
pn_pdoc_action(struct pn_pdoc *doc, struct pn_obj action, const char *place)
{
	unsigned mark = pn_pdf_mark(doc->pdf);
	enum pn_err err = follow(doc, action, place, 0);

	pn_pdf_release(doc->pdf, mark);
	return err;
}

enum pn_err
pn_pdoc_actions(struct pn_pdoc *doc, struct pn_obj aa, const char *place)
{
	struct pn_buf keys;
	enum pn_err err = PN_OK;

	if (pn_obj_kind(doc->pdf, aa) != PN_OBJ_DICT)
		return PN_OK;
	pn_buf_init(&keys, KEYS_MAX);
	pn_obj_keys(doc->pdf, aa, &keys);
	for (const char *k = keys.data;
	     k < keys.data + keys.len && err == PN_OK; k += strlen(k) + 1)
		err = pn_pdoc_action(doc, pn_obj_get(doc->pdf, aa, k), place);
	pn_buf_free(&keys);
	return err;
}

static enum pn_err
named(struct pn_pdoc *doc, struct pn_obj name, struct pn_obj value)
{
	(void)name;
	return pn_pdoc_action(doc, value, "action");
}

enum pn_err
pn_pdoc_scripts(struct pn_pdoc *doc)
{
	struct pn_pdf *pdf = doc->pdf;
	struct pn_obj root = pn_obj_root(pdf);
	enum pn_err err = pn_pdoc_names(doc,
	    pn_obj_get(pdf, pn_obj_get(pdf, root, "/Names"), "/JavaScript"),
	    named);

	if (err == PN_OK)
		err = pn_pdoc_action(
		    doc, pn_obj_get(pdf, root, "/OpenAction"), "action");
	if (err == PN_OK)
		err = pn_pdoc_actions(
		    doc, pn_obj_get(pdf, root, "/AA"), "action");
	return err;
}
