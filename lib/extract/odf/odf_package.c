/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * odf_package - the parts of an OpenDocument package (ODF 1.3 part 2)
 *
 * Each folder with a content.xml is a document: the file itself, and the
 * charts, formulas and sheets in it. Every other part is read by what its
 * folder is for, or handed on as a member. Parts that the manifest says are
 * encrypted, and that look it, are told and not read.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/mem.h"
#include "extract/archive/zipmember.h"
#include "extract/odf/odf.h"
#include "extract/unpack.h"

#define MANIFEST  "META-INF/manifest.xml"
#define MAX_NAMES (1u << 20)
/* What deflate makes of nothing; programs store empty parts like that. */
#define EMPTY_DEFLATE 2

/* looks_locked - is entry E, which the manifest calls encrypted, no file that
 * anybody can read as it stands? Encrypted parts are always stored. */
static bool
looks_locked(const struct pn_zip_entry *e)
{
	return e->method == 0 && e->data.n &&
	       strcmp(pn_recognise(e->data).format, "unknown") == 0;
}

/* The manifest: which entry has encryption data. */
struct manifest {
	struct pn_odf *odf;
	const struct pn_zip_entry *entry;
};

static enum pn_err
manifest_start(void *ctx, const char *name, const struct pn_xml_attrs *attrs)
{
	struct manifest *m = ctx;
	char *path;

	if (strcmp(name, "file-entry") == 0) {
		path = pn_xml_attr_dup(attrs, "full-path");
		m->entry = path ? pn_zip_find(m->odf->zip, path) : NULL;
		free(path);
	} else if (strcmp(name, "encryption-data") == 0 && m->entry) {
		m->odf->locked[m->entry - m->odf->zip->entries] =
		    looks_locked(m->entry);
	}
	return pn_job_work(m->odf->job, 256);
}

/* settle - ERR of a part's XML: what is broken is damage of the file */
static enum pn_err
settle(struct pn_job *job, const struct pn_zip_entry *e, bool damaged,
    enum pn_err err)
{
	if (e->disagrees || e->overlaps || damaged ||
	    (err != PN_OK && err != PN_ERR_LIMIT))
		pn_job_damage(job, "damaged");
	return err == PN_ERR_LIMIT ? err : PN_OK;
}

static enum pn_err
read_manifest(struct pn_odf *odf)
{
	static const struct pn_xml_events events = {
	    .start = manifest_start, .doctype = true};
	const struct pn_zip_entry *e = pn_zip_find(odf->zip, MANIFEST);
	struct manifest m = {.odf = odf};
	struct pn_unpacked u;
	enum pn_err err;

	if (e == NULL)
		return PN_OK;
	odf->done[e - odf->zip->entries] = true;
	err = pn_unpack(odf->job, e, PN_UNPACK_MAX, &u);
	if (err == PN_OK)
		err = pn_xml_parse(u.bytes, &events, &m);
	err = settle(odf->job, e, u.damaged, err);
	pn_unpack_free(&u);
	return err;
}

/* walk_part - entry E as XML of DOC */
static enum pn_err
walk_part(
    struct pn_odf *odf, struct pn_odf_doc *doc, const struct pn_zip_entry *e)
{
	size_t i = (size_t)(e - odf->zip->entries);
	struct pn_unpacked u;
	enum pn_err err;

	odf->done[i] = true;
	if (odf->locked[i] || (e->packed <= EMPTY_DEFLATE && e->unpacked == 0))
		return PN_OK;
	err = pn_unpack(odf->job, e, PN_UNPACK_MAX, &u);
	if (err == PN_ERR_CRYPTO) {
		pn_job_answer(odf->job, PN_STATUS_ENCRYPTED, NULL);
		err = PN_OK;
	} else if (err == PN_OK) {
		err = pn_odf_walk(odf, doc, u.bytes);
	}
	err = settle(odf->job, e, u.damaged, err);
	pn_unpack_free(&u);
	return err;
}

/* peek - the bytes of the part called NAME into *U, to be freed; empty where
 * they can't be had, which reading it will tell */
static void
peek(struct pn_odf *odf, const char *name, struct pn_unpacked *u)
{
	const struct pn_zip_entry *e = pn_zip_find(odf->zip, name);

	*u = (struct pn_unpacked){0};
	if (e && !odf->locked[e - odf->zip->entries] &&
	    pn_unpack(NULL, e, PN_UNPACK_MAX, u) != PN_OK)
		u->bytes = (struct pn_bytes){NULL, 0};
}

/* look_ahead - which master pages the part called NAME stands on: they come
 * before the pages do */
static void
look_ahead(struct pn_odf *odf, const char *name)
{
	struct pn_unpacked u;

	peek(odf, name, &u);
	pn_odf_masters(odf, u.bytes);
	pn_unpack_free(&u);
}

/* object_kind - the kind of hidden content that the object in folder DIR is */
static const char *
object_kind(struct pn_odf *odf, const char *dir, bool *chart)
{
	char *name = pn_printf("%scontent.xml", dir);
	struct pn_unpacked u;
	const char *kind;

	peek(odf, name, &u);
	free(name);
	kind = pn_odf_object_kind(u.bytes, chart);
	pn_unpack_free(&u);
	return kind;
}

/* read_document - the parts of the document in folder DIR ("" or with its
 * slash); styles first */
static enum pn_err
read_document(struct pn_odf *odf, const char *dir, const char *place)
{
	static const char *const parts[] = {
	    "styles.xml", "content.xml", "meta.xml", "settings.xml"};
	struct pn_odf_doc doc = {.place = place};
	enum pn_err err = PN_OK;

	doc.scope.common = pn_odf_styles_scope(odf->styles);
	if (dir[0] == '\0')
		look_ahead(odf, "styles.xml");
	if (dir[0] == '\0')
		look_ahead(odf, "content.xml");
	else
		doc.hidden = object_kind(odf, dir, &doc.chart);
	for (size_t i = 0; i < 4 && err == PN_OK; i++) {
		char *name = pn_printf("%s%s", dir, parts[i]);
		const struct pn_zip_entry *e = pn_zip_find(odf->zip, name);

		free(name);
		if (e && !odf->done[e - odf->zip->entries])
			err = walk_part(odf, &doc, e);
	}
	return err;
}

/* ends - does S end in TAIL? */
static bool
ends(const char *s, const char *tail)
{
	size_t n = strlen(s), t = strlen(tail);

	return n >= t && strcasecmp(s + n - t, tail) == 0;
}

/* read_objects - documents in folders of the package */
static enum pn_err
read_objects(struct pn_odf *odf)
{
	static const char tail[] = "/content.xml";
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < odf->zip->n_entries && err == PN_OK; i++) {
		const char *name = odf->zip->entries[i].name;
		char *dir, *place;

		if (odf->done[i] || !ends(name, tail))
			continue;
		dir = pn_strndup(name, strlen(name) - strlen(tail) + 1);
		place = pn_printf("object %u", ++odf->objects);
		err = read_document(odf, dir, place);
		odf->done[i] = true;
		free(place);
		free(dir);
	}
	return err;
}

/* hidden_xml - the text of entry E, all of it hidden content of KIND */
static enum pn_err
hidden_xml(struct pn_odf *odf, const struct pn_zip_entry *e, const char *kind)
{
	struct pn_odf_doc doc = {.place = kind, .hidden = kind};

	doc.scope.common = pn_odf_styles_scope(odf->styles);
	return walk_part(odf, &doc, e);
}

/* hand_on - entry E as a member; KIND: it is hidden content of that kind.
 * COPY: a picture or cache of something that is read: where nobody knows its
 * format it is left out */
static enum pn_err
hand_on(struct pn_odf *odf, const struct pn_zip_entry *e, const char *kind,
    bool copy)
{
	struct pn_member m = {
	    .name = e->name, .role = PN_ROLE_EMBEDDED, .hidden = kind != NULL};
	struct pn_unpacked u;
	enum pn_err err;

	if (kind)
		pn_job_hidden(odf->job, kind);
	if (kind == NULL && !copy)
		return pn_zip_member(odf->job, e, PN_ROLE_EMBEDDED, NULL);
	err = pn_unpack(odf->job, e, PN_UNPACK_MAX, &u);
	m.content = u.bytes;
	if (err == PN_ERR_CRYPTO)
		m.encrypted = true;
	else if (err != PN_OK && err != PN_ERR_LIMIT)
		m.unreadable = "damaged";
	if (u.damaged)
		pn_job_damage(odf->job, "damaged");
	if (copy && err == PN_OK &&
	    strcmp(pn_recognise(u.bytes).format, "unknown") == 0)
		err = PN_OK;
	else if (err != PN_ERR_LIMIT)
		err = pn_job_member(odf->job, &m);
	pn_unpack_free(&u);
	return err;
}

/* starts - does S begin with HEAD? */
static bool
starts(const char *s, const char *head)
{
	return strncmp(s, head, strlen(head)) == 0;
}

/* shown - is part E a picture, a sound or a font? By its bytes. */
static bool
shown(struct pn_odf *odf, const struct pn_zip_entry *e)
{
	struct pn_unpacked u;
	bool media;

	peek(odf, e->name, &u);
	media = strcmp(pn_recognise(u.bytes).format, "media") == 0 ||
		starts(e->name, "Pictures/") || starts(e->name, "Fonts/") ||
		starts(e->name, "Media/");
	pn_unpack_free(&u);
	return media;
}

/* rest_part - a part that belongs to no document */
static enum pn_err
rest_part(struct pn_odf *odf, const struct pn_zip_entry *e)
{
	const char *name = e->name;

	if (e->unpacked == 0 && e->packed <= EMPTY_DEFLATE)
		return PN_OK;
	if (strcmp(name, "mimetype") == 0 || ends(name, "signatures.xml"))
		return PN_OK;
	if (starts(name, "Basic/") && ends(name, ".xml"))
		return hidden_xml(odf, e, "macro");
	if (starts(name, "Scripts/") || starts(name, "Basic/"))
		return hand_on(odf, e, "macro", false);
	if (starts(name, "Thumbnails/"))
		return pn_zip_member(
		    odf->job, e, PN_ROLE_EMBEDDED, "thumbnail");
	if (ends(name, ".rdf"))
		return hidden_xml(odf, e, "metadata");
	if (strcmp(name, "VersionList.xml") == 0)
		return hidden_xml(odf, e, "version");
	if (starts(name, "Versions/"))
		return hand_on(odf, e, "version", false);
	if (starts(name, "Configurations2/"))
		return hand_on(odf, e, "settings", false);
	if (starts(name, "ObjectReplacements/") ||
	    strcmp(name, "layout-cache") == 0)
		return hand_on(odf, e, NULL, true);
	return hand_on(odf, e, shown(odf, e) ? NULL : "embedded", false);
}

/* locked_part - a part with a lock in a document that can be read */
static enum pn_err
locked_part(struct pn_odf *odf, const struct pn_zip_entry *e)
{
	struct pn_member m = {
	    .name = e->name, .role = PN_ROLE_EMBEDDED, .encrypted = true};

	return pn_job_member(odf->job, &m);
}

/* is_locked - is there an entry called NAME, with a lock? */
static bool
is_locked(const struct pn_odf *odf, const char *name)
{
	const struct pn_zip_entry *e = pn_zip_find(odf->zip, name);

	return e && odf->locked[e - odf->zip->entries];
}

/* hand_names - the names of all parts: all that a locked package shows */
static enum pn_err
hand_names(struct pn_odf *odf)
{
	struct pn_buf names;
	enum pn_err err = PN_OK;

	pn_buf_init(&names, MAX_NAMES);
	for (size_t i = 0; i < odf->zip->n_entries && err == PN_OK; i++) {
		err = pn_buf_adds(&names, odf->zip->entries[i].name);
		if (err == PN_OK)
			err = pn_buf_addc(&names, '\n');
	}
	err = err == PN_OK ? PN_OK : pn_job_limit(odf->job, "text");
	if (err == PN_OK)
		err = pn_job_text(
		    odf->job, pn_buf_bytes(&names), "file names", PN_TEXT_NAME);
	pn_buf_free(&names);
	return err;
}

enum pn_err
pn_odf_package(struct pn_odf *odf)
{
	const struct pn_zip *zip = odf->zip;
	enum pn_err err = read_manifest(odf);
	bool content = pn_zip_find(zip, "content.xml") != NULL;
	bool sealed = is_locked(odf, "content.xml") ||
		      (!content && is_locked(odf, "encrypted-package"));

	if (sealed) {
		pn_job_answer(odf->job, PN_STATUS_ENCRYPTED, NULL);
		err = err == PN_OK ? hand_names(odf) : err;
	} else if (!content) {
		pn_job_damage(odf->job, "damaged");
	}
	if (err == PN_OK)
		err = read_document(odf, "", "");
	if (err == PN_OK)
		err = read_objects(odf);
	for (size_t i = 0; i < zip->n_entries && err == PN_OK; i++) {
		if (odf->locked[i] && sealed)
			continue;
		if (odf->locked[i])
			err = locked_part(odf, &zip->entries[i]);
		else if (!odf->done[i])
			err = rest_part(odf, &zip->entries[i]);
	}
	return err == PN_OK ? pn_zip_gaps(odf->job, zip) : err;
}
