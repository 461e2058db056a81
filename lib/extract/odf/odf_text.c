/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * odf_text - paragraphs, and what is told apart from them (ODF 1.3 part 3, 5
 * and 6)
 *
 * Runs of a paragraph are joined. Notes, comments, deleted text and page
 * headers are stories of their own, so that they split no word.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/odf/odf_elem.h"

#define MAX_BLANKS 80 /* of one text:s */

/* style - attribute NAME of A as a style of FAMILY over the look of F */
void
pn_odf_restyle(struct pn_odf_walk *w, struct pn_odf_frame *f,
    enum pn_odf_family family, const struct pn_xml_attrs *a)
{
	struct pn_bytes name = pn_xml_attr(a, "style-name");

	if (name.n)
		pn_odf_style_apply(
		    w->odf->styles, w->doc->scope, family, name, &f->look);
}

/* afresh - text that does not look like what it stands in */
void
pn_odf_afresh(struct pn_odf_walk *w, struct pn_odf_frame *f)
{
	f->look = w->frames[0].look;
	f->look.back = pn_odf_paper(w->odf->styles);
}

/* inner_story - what F holds is told apart, if it stands inside a paragraph
 * or ALWAYS */
void
pn_odf_inner_story(struct pn_odf_walk *w, struct pn_odf_frame *f,
    const char *place, const char *base, bool always)
{
	bool apart = always || pn_odf_story(w)->paras || pn_odf_in_cell(w);

	if (!base)
		base = f->why;
	if (apart && pn_odf_begin_story(w, place, base))
		f->opened |= PN_ODF_STORY;
	else if (base)
		f->why = base;
}

enum pn_err
pn_odf_e_para(struct pn_odf_walk *w, struct pn_odf_frame *f, const char *name,
    const struct pn_xml_attrs *a)
{
	struct pn_odf_story *s = pn_odf_story(w);
	struct pn_bytes none = {NULL, 0};

	(void)name;
	f->text = true;
	f->opened |= PN_ODF_PARA;
	if (s->paras++)
		return pn_odf_add(w, "\n", 1, pn_odf_hidden(f));
	s->blank = true;
	pn_odf_style_apply(
	    w->odf->styles, w->doc->scope, PN_ODF_PARAGRAPH, none, &f->look);
	pn_odf_restyle(w, f, PN_ODF_PARAGRAPH, a);
	return PN_OK;
}

/* inline elements: with or without a style of their own */
enum pn_err
pn_odf_e_span(struct pn_odf_walk *w, struct pn_odf_frame *f, const char *name,
    const struct pn_xml_attrs *a)
{
	(void)name;
	f->text = pn_odf_story(w)->paras > 0;
	pn_odf_restyle(w, f, PN_ODF_TEXT, a);
	return PN_OK;
}

enum pn_err
pn_odf_e_blank(struct pn_odf_walk *w, struct pn_odf_frame *f, const char *name,
    const struct pn_xml_attrs *a)
{
	char blanks[MAX_BLANKS];
	unsigned long n = 1;

	memset(blanks, ' ', sizeof(blanks));
	if (name[0] == 's')
		n = pn_xml_attr_num(
		    a, "c", pn_xml_attr(a, "c").n ? MAX_BLANKS : 1);
	if (strncmp(name, "tab", 3) == 0)
		blanks[0] = '\t';
	else if (name[0] == 'l')
		blanks[0] = '\n';
	if (pn_odf_story(w)->paras == 0 || n == 0)
		return PN_OK;
	if (n > MAX_BLANKS)
		n = MAX_BLANKS;
	return pn_odf_add(w, blanks, n, pn_odf_hidden(f));
}

/* text that is made by the program, or that is a copy of another one */
enum pn_err
pn_odf_e_skip(struct pn_odf_walk *w, struct pn_odf_frame *f, const char *name,
    const struct pn_xml_attrs *a)
{
	(void)w, (void)name, (void)a;
	f->mode = PN_ODF_SKIP;
	return PN_OK;
}

/* dates and creators: in a line of text a field, else of a comment */
enum pn_err
pn_odf_e_date(struct pn_odf_walk *w, struct pn_odf_frame *f, const char *name,
    const struct pn_xml_attrs *a)
{
	(void)w, (void)a;
	f->text = f[-1].text;
	if (!f->text && (name[0] == 'd' || f->mode == PN_ODF_META))
		f->mode = PN_ODF_SKIP;
	return PN_OK;
}

/* the author of a comment: a line of it */
enum pn_err
pn_odf_e_creator(struct pn_odf_walk *w, struct pn_odf_frame *f,
    const char *name, const struct pn_xml_attrs *a)
{
	if (f[-1].text || f->mode == PN_ODF_META)
		return pn_odf_e_date(w, f, name, a);
	if (f[-1].opened & PN_ODF_INFO) {
		f->opened |= PN_ODF_PERSON;
		return PN_OK;
	}
	return pn_odf_e_para(w, f, name, a);
}

/* who changed something, and when */
enum pn_err
pn_odf_e_info(struct pn_odf_walk *w, struct pn_odf_frame *f, const char *name,
    const struct pn_xml_attrs *a)
{
	(void)w, (void)name, (void)a;
	f->opened |= PN_ODF_INFO;
	return PN_OK;
}

enum pn_err
pn_odf_e_section(struct pn_odf_walk *w, struct pn_odf_frame *f,
    const char *name, const struct pn_xml_attrs *a)
{
	(void)w, (void)name;
	if (pn_xml_attr_is(a, "display", "none") ||
	    (pn_xml_attr_is(a, "display", "condition") &&
		pn_xml_attr_on(a, "is-hidden")))
		f->why = "section";
	return PN_OK;
}

enum pn_err
pn_odf_e_note(struct pn_odf_walk *w, struct pn_odf_frame *f, const char *name,
    const struct pn_xml_attrs *a)
{
	bool end = pn_xml_attr_is(a, "note-class", "endnote") || name[0] == 'e';

	pn_odf_afresh(w, f);
	pn_odf_inner_story(w, f, end ? "endnotes" : "footnotes", NULL, true);
	return PN_OK;
}

/* a comment: on a cell or at a numbered place */
enum pn_err
pn_odf_e_annotation(struct pn_odf_walk *w, struct pn_odf_frame *f,
    const char *name, const struct pn_xml_attrs *a)
{
	char *place;

	(void)name, (void)a;
	if (pn_odf_in_cell(w)) {
		char *cell = pn_odf_cell_place(w);

		place = pn_printf("%s (comment)", cell);
		free(cell);
	} else {
		place = pn_printf("comment %u", ++w->doc->comments);
	}
	pn_odf_afresh(w, f);
	pn_odf_inner_story(w, f, place, "comment", true);
	free(place);
	return PN_OK;
}

enum pn_err
pn_odf_e_ruby(struct pn_odf_walk *w, struct pn_odf_frame *f, const char *name,
    const struct pn_xml_attrs *a)
{
	pn_odf_inner_story(w, f, "ruby", NULL, true);
	return pn_odf_e_para(w, f, name, a);
}

/* a change of the text, by its name */
enum pn_err
pn_odf_e_region(struct pn_odf_walk *w, struct pn_odf_frame *f, const char *name,
    const struct pn_xml_attrs *a)
{
	struct pn_bytes v = pn_xml_attr(a, "id");

	(void)f, (void)name;
	w->region = (struct pn_bytes){NULL, 0};
	if (v.n && v.n < sizeof(w->region_name)) {
		memcpy(w->region_name, v.p, v.n);
		w->region = (struct pn_bytes){
		    (const unsigned char *)w->region_name, v.n};
	}
	return PN_OK;
}

/* text that a change put in begins or ends */
enum pn_err
pn_odf_e_inserted(struct pn_odf_walk *w, struct pn_odf_frame *f,
    const char *name, const struct pn_xml_attrs *a)
{
	f->text = f[-1].text;
	if (!pn_odf_name_in(&w->inserts, pn_xml_attr(a, "change-id")))
		return PN_OK;
	if (pn_xml_is(name, "change-start"))
		w->inserted++;
	else
		w->inserted -= w->inserted > 0;
	pn_odf_story(w)->flow.parted = true;
	return PN_OK;
}

/* tracked changes: what was deleted stands apart from the text */
enum pn_err
pn_odf_e_changes(struct pn_odf_walk *w, struct pn_odf_frame *f,
    const char *name, const struct pn_xml_attrs *a)
{
	bool comment =
	    pn_xml_is(name, "insertion") || pn_xml_is(name, "format-change");

	(void)a;
	if (pn_xml_is(name, "insertion"))
		pn_odf_name_add(&w->inserts, w->region);
	if (comment && w->sheets)
		return PN_OK; /* within the changes of a sheet */
	pn_odf_afresh(w, f);
	pn_odf_inner_story(w, f, comment ? "comment" : "deletion",
	    comment ? "comment" : "deletion", true);
	return PN_OK;
}

/* a cell as it was before a change */
enum pn_err
pn_odf_e_old_cell(struct pn_odf_walk *w, struct pn_odf_frame *f,
    const char *name, const struct pn_xml_attrs *a)
{
	struct pn_bytes v = pn_xml_attr(a, "value");
	enum pn_err err = PN_OK;

	(void)name;
	if (v.n && pn_odf_story(w)->base) {
		err = pn_odf_add(w, (const char *)v.p, v.n, f->why);
		if (err == PN_OK)
			err = pn_odf_end_para(w);
	}
	return err;
}

/* page headers and footers; of those for other pages only what differs */
enum pn_err
pn_odf_e_margin(struct pn_odf_walk *w, struct pn_odf_frame *f, const char *name,
    const struct pn_xml_attrs *a)
{
	bool off = pn_xml_attr_is(a, "display", "false");

	if (f[-1].text)
		return PN_OK;
	pn_odf_afresh(w, f);
	pn_odf_inner_story(w, f, name[0] == 'h' ? "header" : "footer",
	    off ? "header" : NULL, true);
	if (f->opened & PN_ODF_STORY)
		pn_odf_story(w)->again = strchr(name, '-') != NULL;
	return PN_OK;
}

/* text that stands for a picture; in a line of text, a field */
enum pn_err
pn_odf_e_title(struct pn_odf_walk *w, struct pn_odf_frame *f, const char *name,
    const struct pn_xml_attrs *a)
{
	(void)w, (void)name, (void)a;
	f->text = f[-1].text;
	if (f->text)
		return PN_OK;
	f->opened |= PN_ODF_LINE | PN_ODF_ALT;
	return PN_OK;
}
