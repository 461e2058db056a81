/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ooxml_rest - parts that are not the document itself: read, handed on, or
 * known to hold no text
 */
#include <string.h>
#include <strings.h>
#include "extract/archive/zipmember.h"
#include "extract/ole/vba.h"
#include "extract/ooxml/ooxml_rest.h"

/* What is done with a part. */
enum action {
	NOTHING, /* no text by its nature */
	SKIP, /* no text of its own; what stands there all the same is read */
	SEEN,
	CHART,
	DRAWING,
	VML,
	HIDDEN,
	VALUES, /* hidden, attributes too */
	EVERY,	/* all of them */
	NOTES,
	PEOPLE,
	PROPERTIES,
	LINKS,
	MACRO,
	ON, /* as a member that is seen */
};

/* By a piece of the content type; the first that fits. */
static const struct {
	const char *type;
	enum action action;
	const char *word; /* place of seen text, kind of hidden text */
} rules[] = {
    {"drawingml.chart+xml", CHART, "chart"},
    {"chartex+xml", CHART, "chart"},
    {"drawingml.diagramData+xml", SEEN, "diagram"},
    {"drawingml.chartshapes+xml", DRAWING, "chart"},
    {"officedocument.drawing+xml", DRAWING, "drawing"},
    {"officedocument.vmlDrawing", VML, "drawing"},
    {"package.core-properties+xml", PROPERTIES, NULL},
    {"custom-properties+xml", PROPERTIES, NULL},
    {"extended-properties+xml", PROPERTIES, NULL},
    {"threadedcomments+xml", HIDDEN, "comment"},
    {"comments+xml", HIDDEN, "comment"},
    {"glossary+xml", HIDDEN, "glossary"},
    {"externalLink+xml", VALUES, "external-link"},
    {"revisionLog+xml", VALUES, "revision"},
    {"userNames+xml", PEOPLE, "author"},
    {"connections+xml", EVERY, "connection"},
    {"pivotCache", VALUES, "pivot-cache"},
    {"pivotTable+xml", VALUES, "pivot-cache"},
    {"slicer", VALUES, "slicer"},
    {"timelineCache", VALUES, "slicer"},
    {"webextension", VALUES, "web-extension"},
    {"presentationml.tags+xml", VALUES, "tag"},
    {"presentationml.presProps+xml", SKIP, NULL},
    {"presentationml.viewProps+xml", SKIP, NULL},
    {"presentationml.tableStyles+xml", SKIP, NULL},
    {"vbaProject", MACRO, NULL},
    {"vbaData", SKIP, NULL},
    {"relationships+xml", LINKS, NULL},
    {"styles", SKIP, NULL},
    {"settings+xml", SKIP, NULL},
    {"webSettings+xml", SKIP, NULL},
    {"fontTable+xml", SKIP, NULL},
    {"numbering+xml", SKIP, NULL},
    {"theme", SKIP, NULL},
    {"commentsExtended+xml", SKIP, NULL},
    {"commentsIds+xml", SKIP, NULL},
    {"commentsExtensible+xml", SKIP, NULL},
    {"people+xml", PEOPLE, "author"},
    {"person+xml", PEOPLE, "author"},
    {"customXmlProperties+xml", SKIP, NULL},
    {"diagramLayout+xml", SKIP, NULL},
    {"diagramStyle+xml", SKIP, NULL},
    {"diagramColors+xml", SKIP, NULL},
    {"diagramDrawing+xml", SEEN, "diagram"},
    {"chartstyle+xml", SKIP, NULL},
    {"chartcolorstyle+xml", SKIP, NULL},
    {"ms-office.activeX+xml", SEEN, "form"},
    {"ms-office.activeX", ON, NULL},
    {"controlproperties+xml", SEEN, "form"},
    {"printerSettings", SKIP, NULL},
    {"calcChain+xml", SKIP, NULL},
    {"spreadsheetml.table+xml", NOTES, "table"},
    {"queryTable+xml", SKIP, NULL},
    {"sheetMetadata+xml", SKIP, NULL},
    {"volatileDependencies+xml", SKIP, NULL},
    {"customUI", SKIP, NULL},
    {"attachedToolbars", SKIP, NULL},
    {"keyMapCustomizations", SKIP, NULL},
    {"obfuscatedFont", SKIP, NULL},
    {"digital-signature", NOTHING, NULL},
    {"image/", ON, NULL},
    {"audio/", ON, NULL},
    {"video/", ON, NULL},
    {"font/", ON, NULL},
};

/* rule_for - what is done with part NAME of content type TYPE */
static size_t
rule_for(const char *type)
{
	size_t n = sizeof(rules) / sizeof(rules[0]), i = 0;

	while (i < n && strcasestr(type, rules[i].type) == NULL)
		i++;
	return i;
}

/* read_macros - the modules of part E */
static enum pn_err
read_macros(struct pn_ooxml *x, const struct pn_zip_entry *e)
{
	struct pn_unpacked u;
	enum pn_err err = pn_unpack(x->job, e, PN_UNPACK_MAX, &u);

	pn_job_hidden(x->job, "macro");
	if (u.damaged || (err != PN_OK && err != PN_ERR_LIMIT))
		pn_job_damage(x->job, "damaged");
	if (err == PN_OK)
		err = pn_vba_file(x->job, u.bytes);
	pn_unpack_free(&u);
	return err == PN_ERR_LIMIT ? err : PN_OK;
}

/* on - part E as a member. What no reader of the document sees is hidden: all
 * but pictures, sounds and what the document shows as its own text. A picture
 * is one by its bytes. */
static enum pn_err
on(struct pn_ooxml *x, const struct pn_zip_entry *e)
{
	const char *kind = "embedded", *name = e->name;
	struct pn_unpacked u;
	enum pn_err err;

	if (x->shown[e - x->zip->entries])
		return pn_zip_member(x->job, e, PN_ROLE_EMBEDDED, NULL);
	if (strncasecmp(name, "docProps/thumbnail", 18) == 0)
		kind = "thumbnail";
	else if (strcasestr(name, "/activeX/"))
		kind = NULL;
	if (strcmp(kind ? kind : "", "embedded") == 0) {
		err = pn_unpack(x->job, e, PN_UNPACK_MAX, &u);
		if (err == PN_OK &&
		    strcmp(pn_recognise(u.bytes).format, "media") == 0)
			kind = NULL;
		pn_unpack_free(&u);
		if (err == PN_ERR_LIMIT)
			return err;
	}
	return pn_zip_member(x->job, e, PN_ROLE_EMBEDDED, kind);
}

/* read_skipped - part E, which is of a type that holds no text: what is XML
 * is looked through all the same, what is not goes on as a member, because a
 * type is only a claim */
static enum pn_err
read_skipped(struct pn_ooxml *x, const struct pn_zip_entry *e)
{
	struct pn_unpacked u;
	const unsigned char *p;
	size_t at = 0;
	enum pn_err err = pn_unpack(x->job, e, PN_UNPACK_MAX, &u);
	bool xml, known;

	p = u.bytes.p;
	while (err == PN_OK && at < u.bytes.n && at < 8 &&
	       (p[at] <= ' ' || p[at] >= 0xef))
		at++; /* blanks and byte order marks */
	xml = err == PN_OK && at < u.bytes.n && p[at] == '<';
	/* settings of a printer are bytes that are nothing else */
	known = err == PN_OK && !xml && u.bytes.n &&
		pn_recognise(u.bytes).bits > PN_BID_SHAPE;
	pn_unpack_free(&u);
	if (err == PN_ERR_LIMIT)
		return err;
	if (xml)
		return pn_ooxml_stowed(x, e);
	return known || err != PN_OK ? on(x, e) : PN_OK;
}

/* rest_part - one part by its rule */
static enum pn_err
rest_part(struct pn_ooxml *x, const struct pn_zip_entry *e)
{
	size_t n = sizeof(rules) / sizeof(rules[0]);
	size_t i = rule_for(pn_opc_type(x->opc, e->name));
	const char *word = i < n ? rules[i].word : NULL;

	if (e->folder || strcasecmp(e->name, "[Content_Types].xml") == 0)
		return PN_OK;
	if (strncasecmp(e->name, "customXml/item", 14) == 0 &&
	    (i == n || rules[i].action != SKIP))
		return pn_ooxml_text(x, e, "", "custom-xml", PN_OOXML_EVERY);
	switch (i < n ? rules[i].action : ON) {
	case SEEN:
		return pn_ooxml_text(x, e, word, NULL, PN_OOXML_NONE);
	case CHART:
		return pn_ooxml_chart(x, e, word, NULL);
	case DRAWING:
		return pn_ooxml_drawing(x, e, word, NULL);
	case VML:
		return pn_ooxml_vml(x, e, word, NULL);
	case HIDDEN:
		return pn_ooxml_text(x, e, "", word, PN_OOXML_NONE);
	case VALUES:
		return pn_ooxml_text(x, e, "", word, PN_OOXML_VALUES);
	case EVERY:
		return pn_ooxml_text(x, e, "", word, PN_OOXML_EVERY);
	case NOTES:
		return pn_ooxml_text(x, e, "", word, PN_OOXML_NOTES);
	case PEOPLE:
		return pn_ooxml_text(x, e, "", word, PN_OOXML_PEOPLE);
	case PROPERTIES:
		return pn_ooxml_properties(x, e);
	case MACRO:
		return read_macros(x, e);
	case LINKS:
		return pn_ooxml_links(x, e);
	case SKIP:
		return read_skipped(x, e);
	case ON:
		return on(x, e);
	default:
		return PN_OK;
	}
}

enum pn_err
pn_ooxml_rest(struct pn_ooxml *x)
{
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < x->zip->n_entries && err == PN_OK; i++)
		if (!x->done[i])
			err = rest_part(x, &x->zip->entries[i]);
	return err == PN_OK ? pn_zip_gaps(x->job, x->zip) : err;
}
