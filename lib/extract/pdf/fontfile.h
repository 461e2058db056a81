/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fontfile - what an embedded font program knows of its characters
 *
 * Fonts name their glyphs or map characters to them; turned round, that says
 * what the codes of a page stand for where the file itself does not say.
 */
#ifndef PN_EXTRACT_PDF_FONTFILE_H
#define PN_EXTRACT_PDF_FONTFILE_H

#include "extract/pdf/cmap.h"
#include "extract/pdf/object.h"

/* FreeType, made when first needed. Zero is none. */
struct pn_fontlib {
	void *library; /* FT_Library */
};

/* pn_fontlib_free - frees what it owns */
void pn_fontlib_free(struct pn_fontlib *lib);

/*
 * pn_fontfile_codes - the codes 0 to 255 of a simple font whose descriptor is
 * DESC, as the program's own encoding has them, into *OUT (added). Nothing
 * is added where there is no program or it can't be read. PN_ERR_LIMIT.
 */
enum pn_err pn_fontfile_codes(struct pn_fontlib *lib, struct pn_pdf *pdf,
    struct pn_obj desc, struct pn_codemap *out) PN_MUST_CHECK;

/*
 * pn_fontfile_glyphs - the same for the glyphs of a composite font, by glyph
 * number, or by CID where the program numbers its glyphs so
 */
enum pn_err pn_fontfile_glyphs(struct pn_fontlib *lib, struct pn_pdf *pdf,
    struct pn_obj desc, struct pn_codemap *out) PN_MUST_CHECK;

#endif
