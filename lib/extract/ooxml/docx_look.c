/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * docx_look - what the properties of a run say of its look (ECMA-376 part 1,
 * 17.3.2; [MS-DOCX] 2.6.4 for fills)
 */
#include <string.h>
#include "extract/ooxml/docx.h"

#define TINY_HALVES 2	   /* half points: one point is no text */
#define ALL_CLEAR   100000 /* of [MS-DOCX] alpha: how clear it is */

/* off - a switch that is turned off */
static bool
off(const struct pn_xml_attrs *a)
{
	return pn_xml_attr_is(a, "val", "0") ||
	       pn_xml_attr_is(a, "val", "false") ||
	       pn_xml_attr_is(a, "val", "off");
}

/* read_theme - the colours of the document's theme, when they are asked for.
 * What else the part holds is looked through later. */
static void
read_theme(struct pn_docx *d)
{
	static const char type[] = "officedocument.theme+xml";
	struct pn_zip *zip = d->x->zip;

	d->theme.colors[0] = (struct pn_color){true, 0};
	d->theme.colors[1] = (struct pn_color){true, 0xffffff};
	d->has_theme = true;
	for (size_t i = 0; i < zip->n_entries; i++) {
		bool was = d->x->done[i];

		if (strstr(pn_opc_type(d->x->opc, zip->entries[i].name),
			type) == NULL)
			continue;
		/* a budget that ends here ends the next part too */
		if (pn_theme_read(d->x, &zip->entries[i], &d->theme) != PN_OK)
			d->theme = (struct pn_theme){0};
		d->x->done[i] = was;
		return;
	}
}

/* themed - the colour of the theme that attribute NAME tells */
static struct pn_color
themed(struct pn_docx *d, const struct pn_xml_attrs *a, const char *name)
{
	static const struct {
		const char *word;
		size_t i;
	} words[] = {{"dark1", 0}, {"text1", 0}, {"light1", 1},
	    {"background1", 1}, {"dark2", 2}, {"text2", 2}, {"light2", 3},
	    {"background2", 3}, {"accent1", 4}, {"accent2", 5}, {"accent3", 6},
	    {"accent4", 7}, {"accent5", 8}, {"accent6", 9}};

	if (!d->has_theme)
		read_theme(d);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (pn_xml_attr_is(a, name, words[i].word))
			return d->theme.colors[words[i].i];
	return (struct pn_color){0};
}

/* given - the colour in attribute NAME; else that of the theme in THEME, if
 * it is not made paler or darker */
static struct pn_color
given(struct pn_docx *d, const struct pn_xml_attrs *a, const char *name,
    const char *theme)
{
	static const char *const changed[] = {
	    "themeTint", "themeShade", "themeFillTint", "themeFillShade"};
	struct pn_color c = pn_color_hex(pn_xml_attr(a, name));

	if (c.known || pn_xml_attr(a, theme).p == NULL)
		return c;
	for (size_t i = 0; i < sizeof(changed) / sizeof(changed[0]); i++)
		if (pn_xml_attr(a, changed[i]).p)
			return c;
	return themed(d, a, theme);
}

void
pn_docx_shade(
    struct pn_docx *d, struct pn_docx_ink *to, const struct pn_xml_attrs *a)
{
	bool plain = pn_xml_attr(a, "val").p == NULL ||
		     pn_xml_attr_is(a, "val", "clear") ||
		     pn_xml_attr_is(a, "val", "nil");

	/* an automatic fill without a pattern is none */
	if (plain &&
	    (pn_xml_attr(a, "fill").p == NULL ||
		pn_xml_attr_is(a, "fill", "auto")) &&
	    pn_xml_attr(a, "themeFill").p == NULL)
		return;
	*to = (struct pn_docx_ink){.told = true};
	if (plain)
		to->color = given(d, a, "fill", "themeFill");
}

/* highlight - one of the sixteen colours of a marker */
static void
highlight(struct pn_docx_ink *to, const struct pn_xml_attrs *a)
{
	static const struct {
		const char *word;
		uint32_t rgb;
	} words[] = {{"black", 0}, {"blue", 0x0000ff}, {"cyan", 0x00ffff},
	    {"green", 0x00ff00}, {"magenta", 0xff00ff}, {"red", 0xff0000},
	    {"yellow", 0xffff00}, {"white", 0xffffff}, {"darkBlue", 0x000080},
	    {"darkCyan", 0x008080}, {"darkGreen", 0x008000},
	    {"darkMagenta", 0x800080}, {"darkRed", 0x800000},
	    {"darkYellow", 0x808000}, {"darkGray", 0x808080},
	    {"lightGray", 0xc0c0c0}};

	if (pn_xml_attr_is(a, "val", "none"))
		return;
	*to = (struct pn_docx_ink){.told = true};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (pn_xml_attr_is(a, "val", words[i].word))
			to->color = (struct pn_color){true, words[i].rgb};
}

void
pn_docx_run_property(struct pn_docx *d, struct pn_docx_look *look,
    const char *name, const struct pn_xml_attrs *a)
{
	if (pn_xml_is(name, "vanish") || pn_xml_is(name, "specVanish"))
		look->vanish = !off(a);
	else if (pn_xml_is(name, "sz"))
		look->tiny = pn_xml_attr_num(a, "val", 24) <= TINY_HALVES;
	else if (pn_xml_is(name, "color"))
		look->ink = (struct pn_docx_ink){
		    true, given(d, a, "val", "themeColor")};
	else if (pn_xml_is(name, "highlight"))
		highlight(&look->run_back, a);
	else if (pn_xml_is(name, "shd") && !look->run_back.told)
		pn_docx_shade(d, &look->run_back, a);
	else if (pn_xml_is(name, "alpha") &&
		 pn_xml_attr_num(a, "val", 0) >= ALL_CLEAR)
		look->vanish = 1; /* of a w14:textFill */
}
