/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * odf_frame - slides, notes, master pages, shapes and the files in them
 *
 * Where they lie and what is behind their text is told by odf_page.c.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/odf/odf_elem.h"

enum pn_err
pn_odf_e_notes(struct pn_odf_walk *w, struct pn_odf_frame *f, const char *name,
    const struct pn_xml_attrs *a)
{
	char *place;

	(void)name, (void)a;
	if (w->doc->pages == 0 || !w->slides)
		return PN_OK; /* of a master page: as the rest of it */
	place = pn_printf("slide %u, notes", w->doc->pages);
	f->why = NULL;
	pn_odf_inner_story(w, f, place, "notes", true);
	free(place);
	return PN_OK;
}

enum pn_err
pn_odf_e_page(struct pn_odf_walk *w, struct pn_odf_frame *f, const char *name,
    const struct pn_xml_attrs *a)
{
	char *place;
	const char *why;

	(void)name;
	pn_odf_page(w, f, a);
	why = f->why;
	f->why = NULL;
	place =
	    pn_printf("%s %u", w->slides ? "slide" : "page", ++w->doc->pages);
	pn_odf_inner_story(w, f, place, why, true);
	free(place);
	return PN_OK;
}

/* a master page, in the list of styles */
enum pn_err
pn_odf_e_master(struct pn_odf_walk *w, struct pn_odf_frame *f, const char *name,
    const struct pn_xml_attrs *a)
{
	pn_odf_styles_start(
	    w->odf->styles, w->doc->scope.common, w->doc->scope, name, a);
	/* in a show only what pages stand on is seen */
	pn_odf_inner_story(w, f, "master page",
	    w->doc->place[0] == '\0' &&
		    !pn_odf_name_in(&w->odf->masters, pn_xml_attr(a, "name"))
		? "layout"
		: NULL,
	    true);
	/* what is behind its text is mostly drawn on it */
	f->look.back = pn_odf_paper(w->odf->styles);
	return PN_OK;
}

enum pn_err
pn_odf_e_shape(struct pn_odf_walk *w, struct pn_odf_frame *f, const char *name,
    const struct pn_xml_attrs *a)
{
	pn_odf_shape(w, f, name, a);
	if (strcmp(name, "measure") == 0) /* a field has this name too */
		f->text = f[-1].text;
	pn_odf_inner_story(w, f, "text box", NULL, w->sheet != NULL);
	return PN_OK;
}

/* headers and footers that slides share: seen on them */
enum pn_err
pn_odf_e_slide_margin(struct pn_odf_walk *w, struct pn_odf_frame *f,
    const char *name, const struct pn_xml_attrs *a)
{
	(void)w, (void)name, (void)a;
	f->opened |= PN_ODF_LINE;
	return PN_OK;
}

enum pn_err
pn_odf_e_data(struct pn_odf_walk *w, struct pn_odf_frame *f, const char *name,
    const struct pn_xml_attrs *a)
{
	(void)name, (void)a;
	pn_buf_clear(&w->data);
	f->opened |= PN_ODF_DATA;
	return PN_OK;
}

/* sextet - the value of a base64 character; -1 for others */
static int
sextet(unsigned char c)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *p = c ? strchr(digits, c) : NULL;

	return p ? (int)(p - digits) : -1;
}

enum pn_err
pn_odf_data_end(struct pn_odf_walk *w)
{
	struct pn_member m = {.role = PN_ROLE_EMBEDDED};
	unsigned char *to = (unsigned char *)w->data.data;
	uint32_t bits = 0;
	size_t n = 0, have = 0;
	enum pn_err err = PN_OK;

	/* in place: four characters become three bytes */
	for (size_t i = 0; i < w->data.len; i++) {
		int v = sextet((unsigned char)w->data.data[i]);

		if (v < 0)
			continue;
		bits = bits << 6 | (uint32_t)v;
		have += 6;
		if (have >= 8) {
			have -= 8;
			to[n++] = (unsigned char)(bits >> have);
		}
	}
	m.content = (struct pn_bytes){to, n};
	if (n)
		err = pn_job_member(w->job, &m);
	pn_buf_clear(&w->data);
	return err;
}
