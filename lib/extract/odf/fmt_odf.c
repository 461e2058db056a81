/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_odf - OpenDocument and StarOffice XML files (OASIS ODF 1.3)
 *
 * Texts, sheets, slides and drawings, as packages and as flat XML, with what
 * they hide: deleted and hidden text, comments, notes, hidden sheets, rows,
 * columns and slides, properties, macros, earlier versions. An encrypted one
 * is told; lib/protect says how well.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/odf/odf.h"
#include "extract/unpack.h"

#define MAX_TYPE  128 /* bytes of a "mimetype" */
#define FLAT_NS	  "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
#define FLAT_BID  64	      /* the root element, and its namespace */
#define MAX_NAMES (64u << 10) /* bytes of names of pages and layers */
#define ROOT_MAX  (8u << 10)  /* bytes in which the root element begins */

#define ODF "application/vnd.oasis.opendocument."
#define SUN "application/vnd.sun.xml."

/* Types that are told, in static strings; the first is the fallback. */
static const char *const types[] = {
    ODF "text",
    ODF "text-template",
    ODF "text-master",
    ODF "text-master-template",
    ODF "text-web",
    ODF "spreadsheet",
    ODF "spreadsheet-template",
    ODF "presentation",
    ODF "presentation-template",
    ODF "graphics",
    ODF "graphics-template",
    ODF "chart",
    ODF "chart-template",
    ODF "formula",
    ODF "formula-template",
    ODF "image",
    ODF "image-template",
    ODF "base",
    ODF "database",
    SUN "writer",
    SUN "writer.template",
    SUN "writer.global",
    SUN "calc",
    SUN "calc.template",
    SUN "impress",
    SUN "impress.template",
    SUN "draw",
    SUN "draw.template",
    SUN "math",
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* known - the static string for the type that V names; NULL */
static const char *
known(struct pn_bytes v)
{
	const char *s = (const char *)v.p;

	while (v.n && (unsigned char)s[v.n - 1] <= ' ')
		v.n--;
	for (size_t i = 0; i < COUNT(types); i++)
		if (v.n == strlen(types[i]) && memcmp(s, types[i], v.n) == 0)
			return types[i];
	if (v.n > strlen(ODF) && memcmp(s, ODF, strlen(ODF)) == 0)
		return types[0];
	return NULL;
}

/* package_type - what the member "mimetype" says; NULL. A package without one
 * is told by its manifest. */
static const char *
package_type(const struct pn_zip *zip)
{
	const struct pn_zip_entry *e = pn_zip_find(zip, "mimetype");
	struct pn_unpacked u;
	const char *type = NULL;

	if (e && e->unpacked <= MAX_TYPE) {
		if (pn_unpack(NULL, e, MAX_TYPE, &u) == PN_OK)
			type = known(u.bytes);
		pn_unpack_free(&u);
	}
	e = pn_zip_find(zip, "META-INF/manifest.xml");
	if (type || e == NULL || pn_zip_find(zip, "content.xml") == NULL)
		return type;
	if (pn_unpack(NULL, e, 64u << 10, &u) == PN_OK &&
	    (memmem(u.bytes.p, u.bytes.n, ODF, strlen(ODF)) ||
		memmem(u.bytes.p, u.bytes.n, SUN, strlen(SUN))))
		type = types[0];
	pn_unpack_free(&u);
	return type;
}

/* flat_type - TEXT is one XML document that holds all of a file; NULL */
static const char *
flat_type(const char *text)
{
	const char *ns = strstr(text, FLAT_NS);
	const char *root = strstr(text, ":document ");
	const char *type = strstr(text, ":mimetype=");

	text += strspn(text, " \t\r\n");
	if (*text != '<' || ns == NULL || ns - text > (long)ROOT_MAX)
		return NULL;
	if (root == NULL)
		root = strstr(text, ":document\n");
	if (root == NULL || root > ns || type == NULL)
		return NULL;
	type += strlen(":mimetype=") + 1;
	return known((struct pn_bytes){
	    (const unsigned char *)type, strcspn(type, "\"'")});
}

static unsigned
odf_bid(struct pn_look *look, const char **type)
{
	const struct pn_zip *zip = pn_look_zip(look);
	const char *text, *found = NULL;

	if (zip && !zip->prefixed)
		found = package_type(zip);
	if (found) {
		*type = found;
		return PN_BID_PACKAGE;
	}
	text = zip ? NULL : pn_look_text(look);
	found = text ? flat_type(text) : NULL;
	if (found)
		*type = found;
	return found ? FLAT_BID : 0;
}

/* read_flat - the bytes are the document */
static enum pn_err
read_flat(struct pn_odf *odf)
{
	struct pn_odf_doc doc = {.place = ""};

	pn_odf_masters(odf, odf->job->bytes);
	doc.scope.common = pn_odf_styles_scope(odf->styles);
	return pn_odf_walk(odf, &doc, odf->job->bytes);
}

static enum pn_err
odf_read(struct pn_job *job)
{
	struct pn_odf odf = {.job = job, .styles = pn_odf_styles_new()};
	enum pn_err limit = pn_zip_read(job->bytes, &odf.zip), err;

	pn_buf_init(&odf.masters, MAX_NAMES);
	pn_buf_init(&odf.layers, MAX_NAMES);
	if (odf.zip) {
		odf.done = pn_alloc(odf.zip->n_entries + 1);
		odf.locked = pn_alloc(odf.zip->n_entries + 1);
		err = pn_odf_package(&odf);
		if (err == PN_OK && limit == PN_ERR_LIMIT)
			err = pn_job_limit(job, "members");
	} else {
		err = read_flat(&odf);
	}
	pn_buf_free(&odf.masters);
	pn_buf_free(&odf.layers);
	free(odf.done);
	free(odf.locked);
	pn_zip_free(&odf.zip);
	pn_odf_styles_free(&odf.styles);
	return err;
}

const struct pn_format pn_format_odf = {
    .name = "odf",
    .type = ODF "text",
    .bid = odf_bid,
    .read = odf_read,
};
